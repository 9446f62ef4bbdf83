/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define XU_TYPE_AUTHORIZER (xu_authorizer_get_type ())
G_DECLARE_INTERFACE (XuAuthorizer, xu_authorizer, XU, AUTHORIZER, GObject)

/**
 * XuAuthorizerInterface:
 * @dup_header: makes the value of the Authorization header of one request
 * @dup_fingerprint: tells these credentials from others without telling them
 *
 * Where `auth` and `api` meet: `api` names the request, `auth` says who makes it. Bodies are not
 * part of it: X signs neither JSON nor multipart (OAuth 1.0a, RFC 5849 section 3.4.1.3.1).
 */
struct _XuAuthorizerInterface
{
  GTypeInterface parent_iface;

  char *(*dup_header) (XuAuthorizer *self, const char *method, GUri *uri);
  char *(*dup_fingerprint) (XuAuthorizer *self);
};

/**
 * xu_authorizer_dup_header:
 * @self: an authorizer
 * @method: HTTP method in capitals
 * @uri: the whole address with its query
 *
 * Returns: (transfer full): the value of the Authorization header. A secret: never to be logged.
 */
char *xu_authorizer_dup_header (XuAuthorizer *self, const char *method, GUri *uri);

/**
 * xu_authorizer_dup_fingerprint:
 * @self: an authorizer
 *
 * Returns: (transfer full): 32 hexadecimal digits, the same for the same credentials. A hash of
 * secrets that are long and random: it gives nothing of them away, and may be kept.
 */
char *xu_authorizer_dup_fingerprint (XuAuthorizer *self);

G_END_DECLS
