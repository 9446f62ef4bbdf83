/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"

G_BEGIN_DECLS

/* Where X sends the browser back to, unless another port is chosen: as it must be written in X's
 * developer console. */
#define XU_SIGN_IN_REDIRECT_URI  "http://127.0.0.1:47824/callback"
#define XU_SIGN_IN_REDIRECT_PORT 47824

/**
 * XuSignInPage:
 *
 * What the browser shows in the end: plain text, translated.
 */
typedef struct
{
  const char *title;
  const char *text;
} XuSignInPage;

/**
 * XuSignInConfig:
 *
 * How to sign in. All texts as they were typed or pasted: white space around them is dropped.
 */
typedef struct
{
  XuSignInMethod method;

  /* %XU_SIGN_IN_BROWSER */
  const char *client_id;     /* (nullable): default that of the distributor, where there is one */
  const char *client_secret; /* (nullable): of a confidential client alone; a secret */
  guint redirect_port;       /* default %XU_SIGN_IN_REDIRECT_PORT */
  gboolean is_remote;        /* no browser of this machine: its address will be pasted */
  const char *language;      /* of the pages: BCP 47 */
  XuSignInPage done;
  XuSignInPage denied;
  XuSignInPage wrong;    /* this is not the answer to the question */
  XuSignInPage repeated; /* it was answered before */

  /* %XU_SIGN_IN_KEYS; secrets */
  const char *consumer_key;
  const char *consumer_secret;
  const char *token;
  const char *token_secret;

  /* %XU_SIGN_IN_TOKEN; a secret */
  const char *access_token;
} XuSignInConfig;

/**
 * XuSignInStep:
 * @XU_SIGN_IN_PREPARING: nothing yet
 * @XU_SIGN_IN_WAITING: for its user's yes in the browser: xu_sign_in_get_address() is to be opened
 * there
 * @XU_SIGN_IN_EXCHANGING: X gives what the application signs with
 * @XU_SIGN_IN_ASKING: X is asked whose account it is
 * @XU_SIGN_IN_KEEPING: it is put into the keyring, which may ask its user
 * @XU_SIGN_IN_OVER: it is done, or has failed
 */
typedef enum
{
  XU_SIGN_IN_PREPARING,
  XU_SIGN_IN_WAITING,
  XU_SIGN_IN_EXCHANGING,
  XU_SIGN_IN_ASKING,
  XU_SIGN_IN_KEEPING,
  XU_SIGN_IN_OVER,
} XuSignInStep;

GType xu_sign_in_step_get_type (void);
#define XU_TYPE_SIGN_IN_STEP (xu_sign_in_step_get_type ())

/**
 * XuSignIn:
 *
 * One try to sign in to the server of an engine's config.
 *
 * Property "step" (XuSignInStep), notified.
 */
#define XU_TYPE_SIGN_IN (xu_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (XuSignIn, xu_sign_in, XU, SIGN_IN, GObject)

/**
 * xu_sign_in_get_built_in_client_id:
 *
 * Returns: (transfer none) (nullable): the app of whoever built this; then nobody needs one of
 * their own
 */
const char *xu_sign_in_get_built_in_client_id (void);

/* Returns: (transfer none): the scopes that are asked for, separated by spaces */
const char *xu_sign_in_get_scopes (void);

/**
 * xu_sign_in_new:
 * @engine: gets the account; kept
 * @config: how; copied
 * @error: return location: %XU_ERROR_USAGE when something is empty or has characters that none has;
 * its detail does not repeat it
 *
 * Returns: (transfer full) (nullable): a try that has not begun
 */
XuSignIn *xu_sign_in_new (XuEngine *engine, const XuSignInConfig *config, GError **error);

/**
 * xu_sign_in_run_async:
 * @self: a try that has not begun
 * @cancellable: (nullable): gives it up: the port is free again, and nothing is kept
 *
 * Signs in. In the browser that takes as long as its user does. Where X does not say whose account
 * it is though it took the credentials, they are kept all the same, and X is asked again later.
 */
void xu_sign_in_run_async (XuSignIn *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * xu_sign_in_run_finish:
 * @error: return location: %XU_ERROR_NOT_SIGNED_IN (its reason "access_denied": its user said no;
 * else: X does not take the app), %XU_ERROR_TOKEN_REFUSED (X does not take the keys or the token),
 * %XU_ERROR_USAGE (the port is taken: another program listens there, or another sign-in),
 * %XU_ERROR_APP_NOT_ENROLLED, those of the network, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer none) (nullable): the account, owned by the engine's list; one that was there
 * already has new credentials, and its jobs that waited go on
 */
XuAccount *xu_sign_in_run_finish (XuSignIn *self, GAsyncResult *result, GError **error);

XuSignInStep xu_sign_in_get_step (XuSignIn *self);

/* (transfer none) (nullable): from %XU_SIGN_IN_WAITING on: what the browser is to open */
const char *xu_sign_in_get_address (XuSignIn *self);

/* (transfer none): where X sends the browser back to, as in X's developer console */
const char *xu_sign_in_get_redirect_uri (XuSignIn *self);

/**
 * xu_sign_in_paste:
 * @self: a try that waits
 * @text: the address that the browser came to in the end
 * @error: return location: %XU_ERROR_USAGE when that is not the address; the try goes on
 *
 * For browsers that cannot reach this machine.
 *
 * Returns: whether it is taken
 */
gboolean xu_sign_in_paste (XuSignIn *self, const char *text, GError **error);

G_END_DECLS
