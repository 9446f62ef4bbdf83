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
 * @prepare_async: (nullable): as xu_authorizer_prepare_async()
 * @prepare_finish: (nullable): its end
 * @renew_async: (nullable): as xu_authorizer_renew_async()
 * @renew_finish: (nullable): its end
 *
 * Where `auth` and `api` meet: `api` names the request, `auth` says who makes it. Bodies are not
 * part of it: X signs neither JSON nor multipart (OAuth 1.0a, RFC 5849 section 3.4.1.3.1).
 *
 * Credentials that expire have the other four: #XuHttpClient calls them around every request.
 */
struct _XuAuthorizerInterface
{
  GTypeInterface parent_iface;

  char *(*dup_header) (XuAuthorizer *self, const char *method, GUri *uri);
  char *(*dup_fingerprint) (XuAuthorizer *self);

  void (*prepare_async) (XuAuthorizer *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  gboolean (*prepare_finish) (XuAuthorizer *self, GAsyncResult *result, GError **error);
  void (*renew_async) (XuAuthorizer *self,
                       const char *refused_header,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*renew_finish) (XuAuthorizer *self, GAsyncResult *result, GError **error);
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
 * secrets that are long and random, or of whose they are where they change: it gives nothing of
 * them away, and may be kept.
 */
char *xu_authorizer_dup_fingerprint (XuAuthorizer *self);

/**
 * xu_authorizer_can_renew:
 * @self: an authorizer
 *
 * Returns: whether its credentials expire and are renewed: only then may the functions below be
 * called
 */
gboolean xu_authorizer_can_renew (XuAuthorizer *self);

/**
 * xu_authorizer_prepare_async:
 * @self: an authorizer
 * @cancellable: (nullable): ends the waiting; what others wait for too goes on
 * @callback: called when xu_authorizer_dup_header() has something to say
 * @user_data: for @callback
 *
 * To be called before a request is sent: what is about to expire is renewed first.
 */
void xu_authorizer_prepare_async (XuAuthorizer *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * xu_authorizer_prepare_finish:
 * @self: an authorizer
 * @result: as given to the callback
 * @error: return location: %XU_ERROR_TOKEN_REFUSED when there is nothing to sign with any more,
 * what went wrong with renewing, %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the request may be sent
 */
gboolean xu_authorizer_prepare_finish (XuAuthorizer *self, GAsyncResult *result, GError **error);

/**
 * xu_authorizer_renew_async:
 * @self: an authorizer
 * @refused_header: what it signed a request with that was answered by 401
 * @cancellable: (nullable): ends the waiting; what others wait for too goes on
 * @callback: called with the end
 * @user_data: for @callback
 */
void xu_authorizer_renew_async (XuAuthorizer *self,
                                const char *refused_header,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_authorizer_renew_finish:
 * @self: an authorizer
 * @result: as given to the callback
 * @error: return location: as xu_authorizer_prepare_finish()
 *
 * Returns: %TRUE when there are other credentials than those refused; %FALSE without an error when
 * there are no others, and the refusal stands
 */
gboolean xu_authorizer_renew_finish (XuAuthorizer *self, GAsyncResult *result, GError **error);

G_END_DECLS
