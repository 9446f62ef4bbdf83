/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names a confidential client to the token endpoint: HTTP Basic (RFC 7617). */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-basic-authorizer.h"

#include "xu-fingerprint.h"
#include "xu-secret.h"

struct _XuBasicAuthorizer
{
  GObject parent_instance;

  char *header; /* (owned): a secret */
};

static void xu_basic_authorizer_authorizer_init (XuAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuBasicAuthorizer,
                               xu_basic_authorizer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_AUTHORIZER,
                                                      xu_basic_authorizer_authorizer_init))

static char *
xu_basic_authorizer_dup_header (XuAuthorizer *authorizer, const char *method, GUri *uri)
{
  return g_strdup (XU_BASIC_AUTHORIZER (authorizer)->header);
}

static char *
xu_basic_authorizer_dup_fingerprint (XuAuthorizer *authorizer)
{
  const char *const parts[] = { XU_BASIC_AUTHORIZER (authorizer)->header, NULL };

  return xu_fingerprint_of (parts);
}

static void
xu_basic_authorizer_finalize (GObject *object)
{
  XuBasicAuthorizer *self = XU_BASIC_AUTHORIZER (object);

  g_clear_pointer (&self->header, xu_secret_free);

  G_OBJECT_CLASS (xu_basic_authorizer_parent_class)->finalize (object);
}

static void
xu_basic_authorizer_class_init (XuBasicAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = xu_basic_authorizer_finalize;
}

static void
xu_basic_authorizer_authorizer_init (XuAuthorizerInterface *iface)
{
  iface->dup_header = xu_basic_authorizer_dup_header;
  iface->dup_fingerprint = xu_basic_authorizer_dup_fingerprint;
}

static void
xu_basic_authorizer_init (XuBasicAuthorizer *self)
{
}

XuAuthorizer *
xu_basic_authorizer_new (const XuOauth2App *app)
{
  g_return_val_if_fail (app != NULL && app->client_secret != NULL, NULL);

  XuBasicAuthorizer *self = g_object_new (XU_TYPE_BASIC_AUTHORIZER, NULL);
  /* Encoded first, as that section asks: a colon would end the name. */
  g_autofree char *name = g_uri_escape_string (app->client_id, NULL, FALSE);
  char *password = g_uri_escape_string (app->client_secret, NULL, FALSE);
  char *pair = g_strconcat (name, ":", password, NULL);
  char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  self->header = g_strconcat ("Basic ", encoded, NULL);
  xu_secret_free (encoded);
  xu_secret_free (pair);
  xu_secret_free (password);

  return XU_AUTHORIZER (self);
}
