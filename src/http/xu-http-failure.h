/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * xu_http_describe_tls_errors:
 * @flags: what is wrong with a certificate
 *
 * Returns: (transfer full): it in words, "unknown authority, wrong host name"
 */
char *xu_http_describe_tls_errors (GTlsCertificateFlags flags);

/**
 * xu_http_failure_new:
 * @error: what GIO or libsoup said
 * @what: what was tried, "POST https://api.x.com/2/tweets": it begins the detail
 * @tls_errors: what was found wrong with the server's certificate
 * @is_unsent: whether certainly no byte of the request went out
 *
 * Returns: (transfer full): the same in the application's terms; %G_IO_ERROR_CANCELLED stays what
 * it is
 */
GError *xu_http_failure_new (const GError *error,
                             const char *what,
                             GTlsCertificateFlags tls_errors,
                             gboolean is_unsent);

G_END_DECLS
