/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_fingerprint_of:
 * @secrets: (array zero-terminated=1): parts of what somebody signs in with
 *
 * Returns: (transfer full): 32 hexadecimal digits of their SHA-256, as of
 * xu_authorizer_dup_fingerprint()
 */
char *xu_fingerprint_of (const char *const *secrets);

G_END_DECLS
