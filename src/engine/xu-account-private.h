/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-facts.h"
#include "xu-account.h"

G_BEGIN_DECLS

/* Returns: (transfer full): an account that nobody signed in to, reached at @base_url */
XuAccount *xu_account_new (XuAccountKind kind, const char *server, const char *base_url);

/* Returns: (transfer full): one that somebody signed in to */
XuAccount *xu_account_new_signed_in (const XuAccountFacts *facts);

/* What is known now of an account that somebody signed in to; it has the same id. */
void xu_account_set_facts (XuAccount *self, const XuAccountFacts *facts);

/* The sandbox was started anew, elsewhere. */
void xu_account_set_base_url (XuAccount *self, const char *base_url);

/* Returns: (transfer full): where its posts can be seen: "https://x.com" */
char *xu_account_dup_post_url_base (XuAccount *self);

G_END_DECLS
