/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account.h"
#include "xu-sign-in-record.h"

G_BEGIN_DECLS

/**
 * XuAccountFacts:
 *
 * All that a front may know of an account that somebody signed in to, as an immutable value that
 * may cross threads.
 */
typedef struct
{
  XuSignInRecord *record; /* (owned) */
  XuAccountState state;
  XuAccountKeyring keyring;
  gint64 expires_at; /* Unix seconds; 0: never, not known, or renewed by itself */
  char *avatar_path; /* (owned) (nullable) (type filename) */
} XuAccountFacts;

XuAccountFacts *xu_account_facts_copy (const XuAccountFacts *facts);
void xu_account_facts_free (XuAccountFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuAccountFacts, xu_account_facts_free)

/* Returns: (transfer full): as of xu_account_get_id(); @user_id (nullable) */
char *xu_account_facts_make_id (const char *server, const char *user_id);

/* Returns: how somebody signed in, by its name in the journal */
XuSignInMethod xu_account_facts_get_method (const XuAccountFacts *facts);

/* Returns: (transfer none): its name in the journal */
const char *xu_account_facts_name_method (XuSignInMethod method);

/* What stands for X's id of a user as long as X does not say who it is. */
char *xu_account_facts_make_stand_in (void);
gboolean xu_account_facts_is_stand_in (const char *user_id);

G_END_DECLS
