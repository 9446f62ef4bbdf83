/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds an OAuth 2.0 access token to each request (RFC 6750). */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-bearer-authorizer.h"

#include "xu-error.h"
#include "xu-fingerprint.h"
#include "xu-oauth2-tokens.h"
#include "xu-secret.h"

struct _XuBearerAuthorizer
{
  GObject parent_instance;

  char *header; /* (owned): a secret */
};

static void xu_bearer_authorizer_authorizer_init (XuAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuBearerAuthorizer,
                               xu_bearer_authorizer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_AUTHORIZER,
                                                      xu_bearer_authorizer_authorizer_init))

static char *
xu_bearer_authorizer_dup_header (XuAuthorizer *authorizer, const char *method, GUri *uri)
{
  return g_strdup (XU_BEARER_AUTHORIZER (authorizer)->header);
}

static char *
xu_bearer_authorizer_dup_fingerprint (XuAuthorizer *authorizer)
{
  const char *const parts[] = { XU_BEARER_AUTHORIZER (authorizer)->header, NULL };

  return xu_fingerprint_of (parts);
}

static void
xu_bearer_authorizer_finalize (GObject *object)
{
  XuBearerAuthorizer *self = XU_BEARER_AUTHORIZER (object);

  g_clear_pointer (&self->header, xu_secret_free);

  G_OBJECT_CLASS (xu_bearer_authorizer_parent_class)->finalize (object);
}

static void
xu_bearer_authorizer_class_init (XuBearerAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = xu_bearer_authorizer_finalize;
}

static void
xu_bearer_authorizer_authorizer_init (XuAuthorizerInterface *iface)
{
  iface->dup_header = xu_bearer_authorizer_dup_header;
  iface->dup_fingerprint = xu_bearer_authorizer_dup_fingerprint;
}

static void
xu_bearer_authorizer_init (XuBearerAuthorizer *self)
{
}

XuAuthorizer *
xu_bearer_authorizer_new (const char *access_token, GError **error)
{
  g_return_val_if_fail (access_token != NULL, NULL);

  if (!xu_oauth2_tokens_is_b64token (access_token))
    {
      xu_error_set (error, XU_ERROR_TOKEN_REFUSED,
                    "the access token is empty or has characters that no token has (RFC 6750)");
      return NULL;
    }

  XuBearerAuthorizer *self = g_object_new (XU_TYPE_BEARER_AUTHORIZER, NULL);

  self->header = g_strconcat ("Bearer ", access_token, NULL);

  return XU_AUTHORIZER (self);
}
