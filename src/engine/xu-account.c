/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account as the fronts see it. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-private.h"

#include "xu-oauth2-tokens.h"

struct _XuAccount
{
  GObject parent_instance;

  XuAccountKind kind;
  char *server;          /* (owned) */
  char *base_url;        /* (owned) */
  char *id;              /* (owned) */
  XuAccountFacts *facts; /* (owned) (nullable): of one that somebody signed in to */
};

typedef enum
{
  PROP_KIND = 1,
  PROP_SERVER,
  PROP_ID,
  PROP_STATE,
  PROP_KEYRING,
  PROP_USERNAME,
  PROP_NAME,
  PROP_AVATAR_PATH,
  PROP_SCOPE,
  PROP_EXPIRES_AT,
} XuAccountProperty;

static GParamSpec *properties[PROP_EXPIRES_AT + 1];

G_DEFINE_FINAL_TYPE (XuAccount, xu_account, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (XuAccountKind,
                    xu_account_kind,
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_ENVIRONMENT, "environment"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_SANDBOX, "sandbox"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_SIGNED_IN, "signed-in"))

G_DEFINE_ENUM_TYPE (XuAccountState,
                    xu_account_state,
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_SIGN_IN_AGAIN, "sign-in-again"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_UNIDENTIFIED, "unidentified"))

G_DEFINE_ENUM_TYPE (XuAccountKeyring,
                    xu_account_keyring,
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_KEYRING_KEPT, "kept"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_KEYRING_ABSENT, "absent"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_KEYRING_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_KEYRING_DENIED, "denied"),
                    G_DEFINE_ENUM_VALUE (XU_ACCOUNT_KEYRING_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (XuSignInMethod,
                    xu_sign_in_method,
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_BROWSER, "browser"),
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_KEYS, "keys"),
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_TOKEN, "token"))

static void
xu_account_finalize (GObject *object)
{
  XuAccount *self = XU_ACCOUNT (object);

  g_free (self->server);
  g_free (self->base_url);
  g_free (self->id);
  g_clear_pointer (&self->facts, xu_account_facts_free);

  G_OBJECT_CLASS (xu_account_parent_class)->finalize (object);
}

static void
xu_account_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuAccount *self = XU_ACCOUNT (object);

  switch ((XuAccountProperty) property_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) xu_account_get_state (self));
      break;
    case PROP_KEYRING:
      g_value_set_enum (value, (int) xu_account_get_keyring (self));
      break;
    case PROP_USERNAME:
      g_value_set_string (value, xu_account_get_username (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, xu_account_get_name (self));
      break;
    case PROP_AVATAR_PATH:
      g_value_set_string (value, xu_account_get_avatar_path (self));
      break;
    case PROP_SCOPE:
      g_value_set_string (value, xu_account_get_scope (self));
      break;
    case PROP_EXPIRES_AT:
      g_value_set_int64 (value, xu_account_get_expires_at (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
install_string (XuAccountProperty property, const char *name)
{
  properties[property] = g_param_spec_string (
      name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
xu_account_class_init (XuAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = xu_account_finalize;
  object_class->get_property = xu_account_get_property;

  properties[PROP_KIND]
      = g_param_spec_enum ("kind", NULL, NULL, XU_TYPE_ACCOUNT_KIND, XU_ACCOUNT_ENVIRONMENT, flags);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, XU_TYPE_ACCOUNT_STATE, XU_ACCOUNT_READY, flags);
  properties[PROP_KEYRING] = g_param_spec_enum ("keyring", NULL, NULL, XU_TYPE_ACCOUNT_KEYRING,
                                                XU_ACCOUNT_KEYRING_KEPT, flags);
  properties[PROP_EXPIRES_AT]
      = g_param_spec_int64 ("expires-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  install_string (PROP_SERVER, "server");
  install_string (PROP_ID, "id");
  install_string (PROP_USERNAME, "username");
  install_string (PROP_NAME, "name");
  install_string (PROP_AVATAR_PATH, "avatar-path");
  install_string (PROP_SCOPE, "scope");
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
  self->id = xu_account_facts_make_id (server, NULL);

  return self;
}

XuAccount *
xu_account_new_signed_in (const XuAccountFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  const XuSignInRecord *record = facts->record;
  XuAccount *self = xu_account_new (XU_ACCOUNT_SIGNED_IN, record->server, record->server);

  g_free (self->id);
  self->id = xu_account_facts_make_id (record->server, record->user_id);
  self->facts = xu_account_facts_copy (facts);

  return self;
}

void
xu_account_set_facts (XuAccount *self, const XuAccountFacts *facts)
{
  g_return_if_fail (XU_IS_ACCOUNT (self) && self->facts != NULL && facts != NULL);

  GObject *object = G_OBJECT (self);
  g_autoptr (XuAccountFacts) before = self->facts;
  const XuSignInRecord *was = before->record;
  const XuSignInRecord *is = facts->record;

  self->facts = xu_account_facts_copy (facts);

  g_object_freeze_notify (object);
  if (before->state != facts->state)
    g_object_notify_by_pspec (object, properties[PROP_STATE]);
  if (before->keyring != facts->keyring)
    g_object_notify_by_pspec (object, properties[PROP_KEYRING]);
  if (before->expires_at != facts->expires_at)
    g_object_notify_by_pspec (object, properties[PROP_EXPIRES_AT]);
  if (g_strcmp0 (before->avatar_path, facts->avatar_path) != 0)
    g_object_notify_by_pspec (object, properties[PROP_AVATAR_PATH]);
  if (g_strcmp0 (was->username, is->username) != 0)
    g_object_notify_by_pspec (object, properties[PROP_USERNAME]);
  if (g_strcmp0 (was->name, is->name) != 0)
    g_object_notify_by_pspec (object, properties[PROP_NAME]);
  if (g_strcmp0 (was->scope, is->scope) != 0)
    g_object_notify_by_pspec (object, properties[PROP_SCOPE]);
  g_object_thaw_notify (object);
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

const char *
xu_account_get_id (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->id;
}

const char *
xu_account_get_user_id (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  if (self->facts == NULL || xu_account_facts_is_stand_in (self->facts->record->user_id))
    return NULL;

  return self->facts->record->user_id;
}

XuAccountState
xu_account_get_state (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), XU_ACCOUNT_READY);

  return self->facts != NULL ? self->facts->state : XU_ACCOUNT_READY;
}

XuAccountKeyring
xu_account_get_keyring (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), XU_ACCOUNT_KEYRING_KEPT);

  return self->facts != NULL ? self->facts->keyring : XU_ACCOUNT_KEYRING_KEPT;
}

XuSignInMethod
xu_account_get_method (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), XU_SIGN_IN_BROWSER);

  return self->facts != NULL ? xu_account_facts_get_method (self->facts) : XU_SIGN_IN_BROWSER;
}

const char *
xu_account_get_username (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->facts != NULL ? self->facts->record->username : NULL;
}

const char *
xu_account_get_name (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->facts != NULL ? self->facts->record->name : NULL;
}

const char *
xu_account_get_avatar_path (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->facts != NULL ? self->facts->avatar_path : NULL;
}

const char *
xu_account_get_client_id (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->facts != NULL ? self->facts->record->client_id : NULL;
}

const char *
xu_account_get_scope (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->facts != NULL ? self->facts->record->scope : NULL;
}

gboolean
xu_account_may_upload (XuAccount *self)
{
  return xu_oauth2_tokens_has_scope (xu_account_get_scope (self), "media.write");
}

gint64
xu_account_get_expires_at (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), 0);

  return self->facts != NULL ? self->facts->expires_at : 0;
}

const char *
xu_account_get_subscription (XuAccount *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (self), NULL);

  return self->facts != NULL ? self->facts->record->subscription_type : NULL;
}
