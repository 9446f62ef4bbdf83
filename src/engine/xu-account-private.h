/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account.h"

G_BEGIN_DECLS

/* Returns: (transfer full): an account that is reached at @base_url */
XuAccount *xu_account_new (XuAccountKind kind, const char *server, const char *base_url);

/* The sandbox was started anew, elsewhere. */
void xu_account_set_base_url (XuAccount *self, const char *base_url);

/* Returns: (transfer full): where its posts can be seen: "https://x.com" */
char *xu_account_dup_post_url_base (XuAccount *self);

G_END_DECLS
