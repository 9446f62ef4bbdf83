/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define XU_TYPE_AUTHORIZER (xu_authorizer_get_type ())
G_DECLARE_INTERFACE (XuAuthorizer, xu_authorizer, XU, AUTHORIZER, GObject)

/**
 * XuAuthorizerInterface:
 * @dup_header: makes the value of the Authorization header of one request
 *
 * Where `auth` and `api` meet: `api` names the request, `auth` says who makes it. Bodies are not
 * part of it: X signs neither JSON nor multipart (OAuth 1.0a, RFC 5849 section 3.4.1.3.1).
 */
struct _XuAuthorizerInterface
{
  GTypeInterface parent_iface;

  char *(*dup_header) (XuAuthorizer *self, const char *method, GUri *uri);
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

G_END_DECLS
