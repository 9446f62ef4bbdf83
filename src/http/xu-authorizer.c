/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface between those who name a request and those who say who makes it. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-authorizer.h"

G_DEFINE_INTERFACE (XuAuthorizer, xu_authorizer, G_TYPE_OBJECT)

static void
xu_authorizer_default_init (XuAuthorizerInterface *iface)
{
}

char *
xu_authorizer_dup_header (XuAuthorizer *self, const char *method, GUri *uri)
{
  g_return_val_if_fail (XU_IS_AUTHORIZER (self), NULL);
  g_return_val_if_fail (method != NULL && uri != NULL, NULL);

  return XU_AUTHORIZER_GET_IFACE (self)->dup_header (self, method, uri);
}

char *
xu_authorizer_dup_fingerprint (XuAuthorizer *self)
{
  g_return_val_if_fail (XU_IS_AUTHORIZER (self), NULL);

  return XU_AUTHORIZER_GET_IFACE (self)->dup_fingerprint (self);
}

gboolean
xu_authorizer_can_renew (XuAuthorizer *self)
{
  g_return_val_if_fail (XU_IS_AUTHORIZER (self), FALSE);

  return XU_AUTHORIZER_GET_IFACE (self)->prepare_async != NULL;
}

void
xu_authorizer_prepare_async (XuAuthorizer *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (xu_authorizer_can_renew (self));

  XU_AUTHORIZER_GET_IFACE (self)->prepare_async (self, cancellable, callback, user_data);
}

gboolean
xu_authorizer_prepare_finish (XuAuthorizer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (xu_authorizer_can_renew (self), FALSE);

  return XU_AUTHORIZER_GET_IFACE (self)->prepare_finish (self, result, error);
}

void
xu_authorizer_renew_async (XuAuthorizer *self,
                           const char *refused_header,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (xu_authorizer_can_renew (self));
  g_return_if_fail (refused_header != NULL);

  XU_AUTHORIZER_GET_IFACE (self)->renew_async (self, refused_header, cancellable, callback,
                                               user_data);
}

gboolean
xu_authorizer_renew_finish (XuAuthorizer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (xu_authorizer_can_renew (self), FALSE);

  return XU_AUTHORIZER_GET_IFACE (self)->renew_finish (self, result, error);
}
