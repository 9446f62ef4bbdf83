/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-entry.h"
#include "xu-memory-store.h"

G_BEGIN_DECLS

/* What xu-account-entry.c, xu-account-keyring.c and xu-account-identity.c share. */

struct _XuAccountEntry
{
  const XuAccountBookConfig *config; /* (unowned) */
  const XuAccountEntryFuncs *funcs;
  gpointer func_data;

  XuAccountFacts facts;
  XuStoredCredentials *credentials; /* (owned) (nullable): as they came */
  XuHttpClient *client;             /* (owned): for all but its jobs */
  XuSecretStore *memory;            /* (owned): where no keyring keeps them */
  XuAuthorizer *authorizer;         /* (owned) (nullable): while they are good */
  GCancellable *cancellable;        /* (owned): of all that is under way */
  gboolean is_closed;

  XuApi *identify_api;      /* (owned) (nullable): while X is asked who it is */
  GSource *identify_source; /* (owned) (nullable): until it is asked again */
  guint n_identify;         /* how often it was asked in vain */
};

void
xu_account_entry_set_state (XuAccountEntry *entry, XuAccountState state, XuAccountKeyring keyring);

/* What is known of it changes, which is kept, but not told yet. */
void xu_account_entry_set_record (XuAccountEntry *entry, const XuSignInRecord *record);

/* Signs with what the entry has as its credentials from now on. @keyring: whether that has them */
gboolean
xu_account_entry_use_credentials (XuAccountEntry *entry, XuAccountKeyring keyring, GError **error);

/* Signs no more, and X is not asked who it is; requests under way end as they will. */
void xu_account_entry_drop_authorizer (XuAccountEntry *entry);

/*
 * xu-account-identity.c
 */

/* Asks X who the user is, until it says so. */
void xu_account_entry_identify (XuAccountEntry *entry);

G_END_DECLS
