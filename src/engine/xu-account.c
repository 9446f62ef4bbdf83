/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account as the fronts see it. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-private.h"

struct _XuAccount
{
  GObject parent_instance;

  XuAccountKind kind;
  char *server;   /* (owned) */
  char *base_url; /* (owned) */
};

typedef enum
{
  PROP_KIND = 1,
  PROP_SERVER,
} XuAccountProperty;

static GParamSpec *properties[PROP_SERVER + 1];

G_DEFINE_FINAL_TYPE (XuAccount, xu_account, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (XuAccountKind,
                    xu_account_kind,
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_ENVIRONMENT, "environment"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_SANDBOX, "sandbox"))

static void
xu_account_finalize (GObject *object)
{
  XuAccount *self = XU_ACCOUNT (object);

  g_free (self->server);
  g_free (self->base_url);

  G_OBJECT_CLASS (xu_account_parent_class)->finalize (object);
}

static void
xu_account_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  const XuAccount *self = XU_ACCOUNT (object);

  switch ((XuAccountProperty) property_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_account_class_init (XuAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = xu_account_finalize;
  object_class->get_property = xu_account_get_property;

  properties[PROP_KIND]
      = g_param_spec_enum ("kind", NULL, NULL, XU_TYPE_ACCOUNT_KIND, XU_ACCOUNT_ENVIRONMENT,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SERVER]
      = g_param_spec_string ("server", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
xu_account_init (XuAccount *self)
{
}

XuAccount *
xu_account_new (XuAccountKind kind, const char *server, const char *base_url)
{
  g_return_val_if_fail (server != NULL && base_url != NULL, NULL);

  XuAccount *self = g_object_new (XU_TYPE_ACCOUNT, NULL);

  self->kind = kind;
  self->server = g_strdup (server);
  self->base_url = g_strdup (base_url);

  return self;
}

void
xu_account_set_base_url (XuAccount *self, const char *base_url)
{
  g_return_if_fail (XU_IS_ACCOUNT (self) && base_url != NULL);

  g_free (self->base_url);
  self->base_url = g_strdup (base_url);
}

/* The sandbox shows its own posts, X on another host than its API. */
char *
xu_account_dup_post_url_base (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return g_strdup (g_str_has_prefix (self->server, "https://api.x.com") ? "https://x.com"
                                                                        : self->base_url);
}

XuAccountKind
xu_account_get_kind (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), XU_ACCOUNT_ENVIRONMENT);

  return self->kind;
}

const char *
xu_account_get_server (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->server;
}
