/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_secret_free:
 * @secret: (nullable) (transfer full): a string with a secret in it
 *
 * As g_free(), but nothing of it stays in memory that is handed out again.
 */
void xu_secret_free (char *secret);

/**
 * xu_secret_to_bytes:
 * @secret: (transfer full): a string
 *
 * Returns: (transfer full): its characters without the NUL, wiped with the last reference
 */
GBytes *xu_secret_to_bytes (char *secret);

/**
 * xu_secret_is_plain:
 * @text: (nullable): what somebody sent or typed
 * @max_length: how many characters it may have
 *
 * Tokens, codes and client ids are VSCHAR (RFC 6749 appendix A): printable ASCII. Here without the
 * space, which no server gives and a copied line may end with.
 *
 * Returns: whether @text has 1 to @max_length characters, all of "!" to "~"
 */
gboolean xu_secret_is_plain (const char *text, gsize max_length);

/**
 * xu_secret_fill_random:
 * @bytes: (array length=n): filled
 * @n: how many, at most 256
 *
 * From the kernel (getrandom(2)), fit for keys, which g_random_int() is not.
 */
void xu_secret_fill_random (guint8 *bytes, gsize n);

G_END_DECLS
