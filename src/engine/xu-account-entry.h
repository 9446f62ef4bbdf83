/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-book.h"
#include "xu-account-facts.h"

G_BEGIN_DECLS

/**
 * XuAccountEntry:
 *
 * One account of a book: from its row in the journal to its connection. Counted, for what is under
 * way holds it; it does nothing any more once it was closed.
 */
typedef struct _XuAccountEntry XuAccountEntry;

/**
 * XuAccountEntryFuncs:
 * @changed: what the front may know has changed
 * @identified: X has said who @user is: the account behind a stand-in
 * @idle: xu_account_entry_is_busy() may have ended
 */
typedef struct
{
  void (*changed) (XuAccountEntry *entry, gpointer user_data);
  void (*identified) (XuAccountEntry *entry, const XuSignInRecord *user, gpointer user_data);
  void (*idle) (gpointer user_data);
} XuAccountEntryFuncs;

/**
 * xu_account_entry_new:
 * @config: of the book, which outlives it
 * @record: the account
 * @funcs: static
 * @user_data: for @funcs
 *
 * Its jobs wait from now on.
 *
 * Returns: (transfer full): an entry that has no credentials yet
 */
XuAccountEntry *xu_account_entry_new (const XuAccountBookConfig *config,
                                      const XuSignInRecord *record,
                                      const XuAccountEntryFuncs *funcs,
                                      gpointer user_data);

XuAccountEntry *xu_account_entry_ref (XuAccountEntry *entry);
void xu_account_entry_unref (XuAccountEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuAccountEntry, xu_account_entry_unref)

/* Ends what is under way. Its connection goes too when @is_gone. */
void xu_account_entry_close (XuAccountEntry *entry, gboolean is_gone);

/* (transfer none): what the front may know of it */
const XuAccountFacts *xu_account_entry_get_facts (const XuAccountEntry *entry);

/* Asks the keyring for its credentials, or to keep those that it has. */
void xu_account_entry_open (XuAccountEntry *entry);

/* It was signed in to. As xu_account_book_add(). */
gboolean xu_account_entry_take (XuAccountEntry *entry,
                                const XuSignInRecord *record,
                                const XuStoredCredentials *credentials,
                                XuAccountKeyring keyring,
                                GError **error);

/* Another process was signed in to it: @record is as it is in the journal now. */
void xu_account_entry_take_from_keyring (XuAccountEntry *entry, const XuSignInRecord *record);

/* Its jobs that run are paused, and no other begins: it is about to go. */
void xu_account_entry_pause_jobs (XuAccountEntry *entry);

/* Its server does not take its credentials any more. */
void xu_account_entry_set_refused (XuAccountEntry *entry);

gboolean xu_account_entry_is_busy (const XuAccountEntry *entry);

/* Returns: (transfer full) (nullable): what it is signed in with now */
XuStoredCredentials *xu_account_entry_dup_credentials (const XuAccountEntry *entry);

/* Returns: (transfer none) (nullable): speaks to its server */
XuHttpClient *xu_account_entry_get_client (const XuAccountEntry *entry);

/* Returns: (transfer full) (type filename): what all processes lock while they change its secret */
char *xu_account_entry_make_lock_path (const XuAccountEntry *entry);

/* Returns: (transfer full): what people see in their keyring: "X Uploader: @name" */
char *xu_account_entry_make_label (const XuSignInRecord *record);

/* Returns: (transfer full) (nullable): a client for @server, with all that its book's clients have
 */
XuHttpClient *
xu_account_entry_new_client (const XuAccountBookConfig *config, const char *server, GError **error);

G_END_DECLS
