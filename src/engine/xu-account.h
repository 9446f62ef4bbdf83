/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * XuAccountKind:
 * @XU_ACCOUNT_ENVIRONMENT: its credentials are those that the engine was made with, or those of the
 * environment
 * @XU_ACCOUNT_SANDBOX: of the application's own sandbox
 * @XU_ACCOUNT_SIGNED_IN: somebody signed in to it
 *
 * Where an account comes from.
 */
typedef enum
{
  XU_ACCOUNT_ENVIRONMENT,
  XU_ACCOUNT_SANDBOX,
  XU_ACCOUNT_SIGNED_IN,
} XuAccountKind;

GType xu_account_kind_get_type (void);
#define XU_TYPE_ACCOUNT_KIND (xu_account_kind_get_type ())

/**
 * XuAccountState:
 * @XU_ACCOUNT_READY: its posts can be made
 * @XU_ACCOUNT_OPENING: its credentials are being fetched from the keyring, which may ask its user
 * @XU_ACCOUNT_LOCKED: the keyring did not give them; xu_account_get_keyring() says why;
 * xu_engine_open_account() tries again
 * @XU_ACCOUNT_SIGN_IN_AGAIN: it has none that are good any more
 * @XU_ACCOUNT_UNIDENTIFIED: X did not say yet whose credentials these are, and is asked again by
 * itself; until then nothing can be posted
 *
 * Whether an account can be used. Jobs of one that cannot wait.
 */
typedef enum
{
  XU_ACCOUNT_READY,
  XU_ACCOUNT_OPENING,
  XU_ACCOUNT_LOCKED,
  XU_ACCOUNT_SIGN_IN_AGAIN,
  XU_ACCOUNT_UNIDENTIFIED,
} XuAccountState;

GType xu_account_state_get_type (void);
#define XU_TYPE_ACCOUNT_STATE (xu_account_state_get_type ())

/**
 * XuAccountKeyring:
 * @XU_ACCOUNT_KEYRING_KEPT: what it was signed in with is in the keyring, or need not be anywhere
 * @XU_ACCOUNT_KEYRING_ABSENT: this desktop has no keyring
 * @XU_ACCOUNT_KEYRING_LOCKED: the keyring was not unlocked
 * @XU_ACCOUNT_KEYRING_DENIED: it does not talk to us
 * @XU_ACCOUNT_KEYRING_FAILED: it did not answer in time, or failed otherwise
 *
 * Where the credentials of an account are. All but the first of one that is ready: in memory alone,
 * until the application ends.
 */
typedef enum
{
  XU_ACCOUNT_KEYRING_KEPT,
  XU_ACCOUNT_KEYRING_ABSENT,
  XU_ACCOUNT_KEYRING_LOCKED,
  XU_ACCOUNT_KEYRING_DENIED,
  XU_ACCOUNT_KEYRING_FAILED,
} XuAccountKeyring;

GType xu_account_keyring_get_type (void);
#define XU_TYPE_ACCOUNT_KEYRING (xu_account_keyring_get_type ())

/**
 * XuSignInMethod:
 * @XU_SIGN_IN_BROWSER: OAuth 2.0: its user says yes in the browser
 * @XU_SIGN_IN_KEYS: OAuth 1.0a: four keys of X's developer console
 * @XU_SIGN_IN_TOKEN: an OAuth 2.0 user access token that somebody else made
 *
 * How somebody signs in.
 */
typedef enum
{
  XU_SIGN_IN_BROWSER,
  XU_SIGN_IN_KEYS,
  XU_SIGN_IN_TOKEN,
} XuSignInMethod;

GType xu_sign_in_method_get_type (void);
#define XU_TYPE_SIGN_IN_METHOD (xu_sign_in_method_get_type ())

/**
 * XuAccount:
 *
 * Somebody whose posts an engine may make.
 *
 * Properties: "kind" (XuAccountKind), "server" (string), "id" (string), which never change; "state"
 * (XuAccountState), "keyring" (XuAccountKeyring), "username", "name", "avatar-path", "scope"
 * (strings), "expires-at" (int64), which are notified.
 */
#define XU_TYPE_ACCOUNT (xu_account_get_type ())
G_DECLARE_FINAL_TYPE (XuAccount, xu_account, XU, ACCOUNT, GObject)

/**
 * XuAccountConfig:
 *
 * How to reach an account.
 */
typedef struct
{
  XuAccountKind kind;
  const char *server;       /* (nullable): what its jobs belong to; default: %XU_ENGINE_SANDBOX for
                               the sandbox, else the base URL */
  const char *base_url;     /* (nullable): default https://api.x.com */
  const char *ca_file;      /* (nullable) (type filename): anchors that replace the system's */
  const char *access_token; /* (nullable): default the environment's credentials; a secret */
} XuAccountConfig;

XuAccountKind xu_account_get_kind (XuAccount *self);

/**
 * xu_account_get_server:
 * @self: an account
 *
 * Returns: (transfer none): what its jobs belong to, as of xu_job_get_server()
 */
const char *xu_account_get_server (XuAccount *self);

/**
 * xu_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): what tells it from all others of an engine, and may be kept: its server
 * and, of one that somebody signed in to, its user: "https://api.x.com#2244994945"
 */
const char *xu_account_get_id (XuAccount *self);

/**
 * xu_account_get_user_id:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): X's id of the user; %NULL where nobody signed in, or as long
 * as it is %XU_ACCOUNT_UNIDENTIFIED
 */
const char *xu_account_get_user_id (XuAccount *self);

XuAccountState xu_account_get_state (XuAccount *self);
XuAccountKeyring xu_account_get_keyring (XuAccount *self);

/* Of one that somebody signed in to: how. */
XuSignInMethod xu_account_get_method (XuAccount *self);

/* (transfer none) (nullable): without the @; untrusted: never markup */
const char *xu_account_get_username (XuAccount *self);

/* (transfer none) (nullable): as its user writes it; untrusted: never markup */
const char *xu_account_get_name (XuAccount *self);

/* (transfer none) (nullable) (type filename): a picture, for xu_engine_probe_async() */
const char *xu_account_get_avatar_path (XuAccount *self);

/* (transfer none) (nullable): of OAuth 2.0: the app in X's developer console; no secret */
const char *xu_account_get_client_id (XuAccount *self);

/* (transfer none) (nullable): what was granted, separated by spaces; %NULL: not known */
const char *xu_account_get_scope (XuAccount *self);

/* Returns: %FALSE where it is known that uploads will be refused: media.write was not granted */
gboolean xu_account_may_upload (XuAccount *self);

/* Returns: Unix seconds when what it is signed in with ends; 0: never, not known, or renewed by
 * itself */
gint64 xu_account_get_expires_at (XuAccount *self);

/* (transfer none) (nullable): "None", "Basic", "Premium", "PremiumPlus", as last known */
const char *xu_account_get_subscription (XuAccount *self);

G_END_DECLS
