/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All accounts that somebody signed in to: from the journal, from new sign-ins, and from other
 * processes. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-book-private.h"

#include "xu-error.h"
#include "xu-secret.h"

XuAccountKeyring
xu_account_book_read_keyring_error (const GError *error)
{
  if (error == NULL)
    return XU_ACCOUNT_KEYRING_KEPT;
  if (g_error_matches (error, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_ABSENT))
    return XU_ACCOUNT_KEYRING_ABSENT;
  if (g_error_matches (error, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_LOCKED))
    return XU_ACCOUNT_KEYRING_LOCKED;
  if (g_error_matches (error, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_DENIED))
    return XU_ACCOUNT_KEYRING_DENIED;

  return XU_ACCOUNT_KEYRING_FAILED;
}

static gboolean
is_of (const XuAccountEntry *entry, const char *server, const char *user_id)
{
  const XuSignInRecord *record = xu_account_entry_get_facts (entry)->record;

  return g_str_equal (record->server, server) && g_str_equal (record->user_id, user_id);
}

static XuAccountEntry *
find (const XuAccountBook *book, const char *server, const char *user_id)
{
  for (guint i = 0; i < book->entries->len; i++)
    {
      XuAccountEntry *entry = g_ptr_array_index (book->entries, i);

      if (is_of (entry, server, user_id))
        return entry;
    }

  return NULL;
}

static char *
make_id (const XuAccountEntry *entry)
{
  const XuSignInRecord *record = xu_account_entry_get_facts (entry)->record;

  return xu_account_facts_make_id (record->server, record->user_id);
}

XuAccountEntry *
xu_account_book_find (const XuAccountBook *book, const char *id)
{
  for (guint i = 0; i < book->entries->len; i++)
    {
      XuAccountEntry *entry = g_ptr_array_index (book->entries, i);
      g_autofree char *its_id = make_id (entry);

      if (g_str_equal (its_id, id))
        return entry;
    }

  return NULL;
}

void
xu_account_book_forget (XuAccountBook *book, XuAccountEntry *entry)
{
  g_autofree char *id = make_id (entry);

  xu_account_entry_close (entry, TRUE);
  xu_engine_door_send_account_gone (book->config.door, id);
  g_ptr_array_remove (book->entries, entry);
}

static void
changed_cb (XuAccountEntry *entry, gpointer user_data)
{
  const XuAccountBook *book = user_data;

  xu_engine_door_send_account (book->config.door, xu_account_entry_get_facts (entry));
}

static void
idle_cb (gpointer user_data)
{
  XuAccountBook *book = user_data;

  book->idle (book->idle_data);
}

/* Whoever it is may be there already. */
static void identified_cb (XuAccountEntry *entry, const XuSignInRecord *user, gpointer user_data);

static const XuAccountEntryFuncs entry_funcs
    = { .changed = changed_cb, .identified = identified_cb, .idle = idle_cb };

/* Returns: (transfer none) (nullable): the entry, which the front is not told of yet */
static XuAccountEntry *
add_entry (XuAccountBook *book, const XuSignInRecord *record)
{
  XuAccountEntry *entry = xu_account_entry_new (&book->config, record, &entry_funcs, book);

  if (entry == NULL)
    return NULL;

  g_ptr_array_add (book->entries, entry);
  return entry;
}

gboolean
xu_account_book_add (XuAccountBook *book,
                     const XuSignInRecord *record,
                     const XuStoredCredentials *credentials,
                     XuAccountKeyring keyring,
                     GError **error)
{
  g_return_val_if_fail (book != NULL && record != NULL && credentials != NULL, FALSE);

  XuAccountEntry *entry = find (book, record->server, record->user_id);

  if (entry == NULL && (entry = add_entry (book, record)) == NULL)
    {
      xu_error_set (error, XU_ERROR_USAGE, "%s cannot be reached", record->server);
      return FALSE;
    }

  return xu_account_entry_take (entry, record, credentials, keyring, error);
}

/* A stand-in becomes somebody. */
typedef struct
{
  XuAccountBook *book;              /* (owned) */
  XuAccountEntry *stand_in;         /* (owned) */
  XuSignInRecord *user;             /* (owned) */
  XuStoredCredentials *credentials; /* (owned) */
} Naming;

static void
naming_free (Naming *naming)
{
  g_rc_box_release (naming->book);
  xu_account_entry_unref (naming->stand_in);
  xu_sign_in_record_free (naming->user);
  xu_stored_credentials_free (naming->credentials);
  g_free (naming);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Naming, naming_free)

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Naming) naming = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) add_error = NULL;
  XuAccountBook *book = naming->book;

  xu_secret_store_save_finish (XU_SECRET_STORE (source), result, &error);
  if (book->is_closed || !g_ptr_array_find (book->entries, naming->stand_in, NULL))
    return;

  const XuSignInRecord *was = xu_account_entry_get_facts (naming->stand_in)->record;

  xu_journal_remove_sign_in (book->config.shop->journal, was->server, was->user_id, NULL);
  xu_secret_store_remove_async (book->config.keyring, was->server, was->user_id, NULL, NULL, NULL);
  xu_account_book_forget (book, naming->stand_in);
  if (!xu_account_book_add (book, naming->user, naming->credentials,
                            xu_account_book_read_keyring_error (error), &add_error))
    g_message ("An account cannot be used: %s", add_error->message);
}

static void
identified_cb (XuAccountEntry *entry, const XuSignInRecord *user, gpointer user_data)
{
  XuAccountBook *book = user_data;
  Naming *naming = g_new0 (Naming, 1);
  g_autofree char *label = xu_account_entry_make_label (user);

  *naming = (Naming){ .book = g_rc_box_acquire (book),
                      .stand_in = xu_account_entry_ref (entry),
                      .user = xu_sign_in_record_copy (user),
                      .credentials = xu_account_entry_dup_credentials (entry) };

  char *secret = xu_stored_credentials_to_secret (naming->credentials);

  xu_secret_store_save_async (book->config.keyring, user->server, user->user_id, label, secret,
                              NULL, named_cb, naming);
  xu_secret_free (secret);
}

/* What other processes do. */

static const XuSignInRecord *
find_record (GPtrArray *records, const XuAccountEntry *entry)
{
  for (guint i = 0; i < records->len; i++)
    {
      const XuSignInRecord *record = g_ptr_array_index (records, i);

      if (is_of (entry, record->server, record->user_id))
        return record;
    }

  return NULL;
}

static void
drop_gone (XuAccountBook *book, GPtrArray *records)
{
  for (guint i = book->entries->len; i > 0; i--)
    {
      XuAccountEntry *entry = g_ptr_array_index (book->entries, i - 1);

      if (find_record (records, entry) == NULL)
        xu_account_book_forget (book, entry);
    }
}

/* Somebody signed in again elsewhere: what we have may be good for nothing now. */
static void
compare (XuAccountBook *book, XuAccountEntry *entry, const XuSignInRecord *record)
{
  const XuSignInRecord *known = xu_account_entry_get_facts (entry)->record;

  if (known->signed_in_at < record->signed_in_at)
    xu_account_entry_take_from_keyring (entry, record);
}

static gboolean
read_all (XuAccountBook *book, GError **error)
{
  g_autoptr (GPtrArray) records = xu_journal_list_sign_ins (book->config.shop->journal, error);

  if (records == NULL)
    return FALSE;

  drop_gone (book, records);
  for (guint i = 0; i < records->len; i++)
    {
      const XuSignInRecord *record = g_ptr_array_index (records, i);
      XuAccountEntry *entry = find (book, record->server, record->user_id);

      if (entry != NULL)
        compare (book, entry, record);
      else if ((entry = add_entry (book, record)) != NULL)
        xu_account_entry_open (entry);
    }

  return TRUE;
}

gboolean
xu_account_book_load (XuAccountBook *book, GError **error)
{
  g_return_val_if_fail (book != NULL, FALSE);

  const XuJobShop *shop = book->config.shop;

  if (shop->journal == NULL)
    {
      g_propagate_error (error, g_error_copy (shop->journal_error));
      return FALSE;
    }

  book->is_loaded = read_all (book, error);
  return book->is_loaded;
}

void
xu_account_book_follow (XuAccountBook *book)
{
  g_return_if_fail (book != NULL);

  g_autoptr (GError) error = NULL;

  if (book->is_loaded && !read_all (book, &error))
    g_debug ("the accounts of other processes cannot be read: %s", error->message);
}

void
xu_account_book_open (XuAccountBook *book, const char *id)
{
  g_return_if_fail (book != NULL && id != NULL);

  XuAccountEntry *entry = xu_account_book_find (book, id);

  if (entry != NULL)
    xu_account_entry_open (entry);
}

void
xu_account_book_refused (XuAccountBook *book, const XuConnection *connection)
{
  g_return_if_fail (book != NULL && connection != NULL && connection->user_id != NULL);

  XuAccountEntry *entry = find (book, connection->server, connection->user_id);

  if (entry != NULL)
    xu_account_entry_set_refused (entry);
}

gboolean
xu_account_book_is_busy (const XuAccountBook *book)
{
  g_return_val_if_fail (book != NULL, FALSE);

  for (guint i = 0; i < book->entries->len; i++)
    {
      if (xu_account_entry_is_busy (g_ptr_array_index (book->entries, i)))
        return TRUE;
    }

  return FALSE;
}

XuAccountBook *
xu_account_book_new (const XuAccountBookConfig *config, GDestroyNotify idle, gpointer user_data)
{
  g_return_val_if_fail (config != NULL && idle != NULL, NULL);

  XuAccountBook *book = g_rc_box_new0 (XuAccountBook);

  book->config = *config;
  book->idle = idle;
  book->idle_data = user_data;
  book->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_account_entry_unref);

  return book;
}

/* What is under way holds the memory, and finds it closed. */
void
xu_account_book_free (XuAccountBook *book)
{
  g_return_if_fail (book != NULL && !book->is_closed);

  book->is_closed = TRUE;
  for (guint i = 0; i < book->entries->len; i++)
    xu_account_entry_close (g_ptr_array_index (book->entries, i), FALSE);
  g_clear_pointer (&book->entries, g_ptr_array_unref);
  g_rc_box_release (book);
}
