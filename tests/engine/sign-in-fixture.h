/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-fixture.h"
#include "shared-store.h"
#include "xu-sign-in.h"

G_BEGIN_DECLS

/* A sandbox, an engine on it that nobody is signed in to, and a keyring. */
typedef struct
{
  EngineFixture fixture;
  SharedStore *store; /* (owned) */
  guint port;         /* of the redirect address */
} SignInFixture;

/* @first, @second: (nullable): options of the sandbox */
void sign_in_begin (SignInFixture *self, const char *first, const char *second);
void sign_in_end (SignInFixture *self);

/* The next process, or the first: @limit_rate bytes per second, 0: no limit. Accounts and jobs are
 * loaded. */
void sign_in_start_engine (SignInFixture *self, guint64 limit_rate);

/* A try to sign in. */
typedef struct
{
  XuSignIn *sign_in;         /* (owned) */
  GCancellable *cancellable; /* (owned) */
  XuAccount *account;        /* (unowned) (nullable): how it ended */
  GError *error;             /* (owned) (nullable) */
  gboolean is_over;
} SignInTry;

void sign_in_try_clear (SignInTry *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignInTry, sign_in_try_clear)

/* Begins by the browser, and waits until that is to be opened, or all is over. */
void sign_in_try_browser (SignInFixture *self, SignInTry *try, gboolean is_remote);

/* Begins with anything else; tokens of the sandbox. */
void sign_in_try_token (SignInFixture *self, SignInTry *try, const char *access_token);
void sign_in_try_keys (SignInFixture *self, SignInTry *try, const char *token_secret);

void sign_in_try_wait (SignInTry *self);

/* Returns: (transfer full): what the browser shows after its user has decided */
char *sign_in_decide (SignInFixture *self, SignInTry *try, gboolean is_allowed);

/* All of it. Returns: (transfer none): the account */
XuAccount *sign_in_by_browser (SignInFixture *self);
XuAccount *sign_in_by_token (SignInFixture *self, const char *access_token);

/* Iterates until the account is in that state. */
void sign_in_wait_for_state (XuAccount *account, XuAccountState state);

/* Adds a job of @account with one file of that many segments of 64 KiB. */
XuJob *
sign_in_add_job (SignInFixture *self, XuAccount *account, guint n_segments, const char *text);

/* Iterates until the job waits for a sign-in. */
void sign_in_wait_until_waiting (XuJob *job);

/* Whether the sandbox would still refresh with this, which is then used up. @secret: of the store
 */
gboolean sign_in_may_refresh (SignInFixture *self, const char *secret);

/* Returns: (transfer full): what signs @account out has told */
GError *sign_in_sign_out (SignInFixture *self, XuAccount *account);

G_END_DECLS
