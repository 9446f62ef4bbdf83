/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine-door.h"
#include "xu-job-book.h"
#include "xu-secret-store.h"
#include "xu-stored-credentials.h"

G_BEGIN_DECLS

/**
 * XuAccountBook:
 *
 * The accounts that somebody signed in to: brings journal, keyring and connections together, and
 * tells the front. Of the engine's thread.
 */
typedef struct _XuAccountBook XuAccountBook;

/**
 * XuAccountBookConfig:
 *
 * What an account book works with, all of which outlives it.
 */
typedef struct
{
  XuJobShop *shop;         /* (unowned) */
  XuJobBook *jobs;         /* (unowned): told of connections */
  XuEngineDoor *door;      /* (unowned) */
  XuSecretStore *keyring;  /* where secrets are kept */
  const char *server;      /* the one that @ca_file is for */
  const char *ca_file;     /* (nullable) (type filename): anchors that replace the system's */
  const char *lock_folder; /* (type filename): where processes agree who refreshes */
} XuAccountBookConfig;

/**
 * xu_account_book_new:
 * @config: copied
 * @idle: called when xu_account_book_is_busy() may have ended
 * @user_data: for @idle
 *
 * Returns: (transfer full): a book without accounts
 */
XuAccountBook *
xu_account_book_new (const XuAccountBookConfig *config, GDestroyNotify idle, gpointer user_data);

/* What is under way for an account ends, and is forgotten. */
void xu_account_book_free (XuAccountBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuAccountBook, xu_account_book_free)

/**
 * xu_account_book_load:
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Lists the accounts of the journal, tells the front of them, and begins to ask the keyring.
 */
gboolean xu_account_book_load (XuAccountBook *book, GError **error);

/* Another process has changed the journal. */
void xu_account_book_follow (XuAccountBook *book);

/* Asks the keyring again, for the account of this id. */
void xu_account_book_open (XuAccountBook *book, const char *id);

/**
 * xu_account_book_add:
 * @book: a book
 * @record: the account, which may be there already
 * @credentials: what it was just signed in with
 * @keyring: whether the keyring has these
 * @error: return location: %XU_ERROR_TOKEN_REFUSED
 *
 * From now on its jobs are sent with these. One whose user X did not name yet
 * (xu_account_facts_is_stand_in()) is asked for.
 */
gboolean xu_account_book_add (XuAccountBook *book,
                              const XuSignInRecord *record,
                              const XuStoredCredentials *credentials,
                              XuAccountKeyring keyring,
                              GError **error);

/* The server of @connection does not take its credentials any more. */
void xu_account_book_refused (XuAccountBook *book, const XuConnection *connection);

/**
 * xu_account_book_sign_out_async:
 * @book: a book
 * @id: of one of its accounts
 *
 * As xu_engine_sign_out_async().
 */
void xu_account_book_sign_out_async (XuAccountBook *book,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean xu_account_book_sign_out_finish (GAsyncResult *result, GError **error);

/* Returns: %TRUE while credentials are being renewed: what comes of that must not be lost */
gboolean xu_account_book_is_busy (const XuAccountBook *book);

/* Returns: the state of the front's terms behind an error of %XU_SECRET_STORE_ERROR */
XuAccountKeyring xu_account_book_read_keyring_error (const GError *error);

G_END_DECLS
