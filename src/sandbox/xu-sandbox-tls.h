/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox's own certificate authority, made anew at each start. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * xu_sandbox_tls_make:
 * @folder: where the anchor is written
 * @address: numeric address to be valid for, beside localhost, 127.0.0.1 and ::1
 * @ca_file: (out) (transfer full): the anchor's file, PEM
 * @error: return location
 *
 * Makes an authority and a certificate signed by it (EC P-256, valid for a month). The authority's
 * key is forgotten at once.
 *
 * Returns: (transfer full) (nullable): the server's certificate with its key
 */
GTlsCertificate *
xu_sandbox_tls_make (const char *folder, const char *address, char **ca_file, GError **error);

G_END_DECLS
