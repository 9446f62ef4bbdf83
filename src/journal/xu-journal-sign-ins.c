/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts that somebody signed in to. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-private.h"

#include "xu-journal-row.h"

enum
{
  N_VALUES = 10, /* of a row that its checksum covers */
};

/* Returns: (transfer full) (nullable): the row; %NULL when it makes no sense */
static XuSignInRecord *
read_row (sqlite3_stmt *statement)
{
  g_autoptr (XuSignInRecord) record = g_new0 (XuSignInRecord, 1);
  XuRowReader reader;

  xu_row_reader_init (&reader, statement, 0, N_VALUES);
  record->server = xu_row_read_text (&reader);
  record->user_id = xu_row_read_text (&reader);
  record->username = xu_row_read_text (&reader);
  record->name = xu_row_read_text (&reader);
  record->avatar_url = xu_row_read_text (&reader);
  record->method = xu_row_read_text (&reader);
  record->client_id = xu_row_read_text (&reader);
  record->scope = xu_row_read_text (&reader);
  record->subscription_type = xu_row_read_text (&reader);
  record->signed_in_at = xu_row_read_int (&reader, G_MININT64, G_MAXINT64);

  if (!reader.is_sound || record->server == NULL || record->user_id == NULL
      || record->method == NULL)
    return NULL;

  return g_steal_pointer (&record);
}

GPtrArray *
xu_journal_list_sign_ins (XuJournal *journal, GError **error)
{
  g_return_val_if_fail (journal != NULL, NULL);

  sqlite3_stmt *list = xu_journal_get_statement (journal, XU_STATEMENT_LIST_SIGN_INS);
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sign_in_record_free);
  GError *local = NULL;

  while (xu_journal_next_row (journal, XU_STATEMENT_LIST_SIGN_INS, &local))
    {
      XuSignInRecord *record = read_row (list);

      if (record != NULL)
        g_ptr_array_add (records, record);
      else
        g_message ("The journal has an account that makes no sense: it is left alone");
    }

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return g_steal_pointer (&records);
}

gboolean
xu_journal_save_sign_in (XuJournal *journal, const XuSignInRecord *record, GError **error)
{
  g_return_val_if_fail (journal != NULL && record != NULL, FALSE);
  g_return_val_if_fail (record->server != NULL && record->user_id != NULL, FALSE);
  g_return_val_if_fail (record->method != NULL, FALSE);

  XuRowWriter writer;

  xu_row_writer_begin (&writer, xu_journal_get_statement (journal, XU_STATEMENT_SAVE_SIGN_IN));
  xu_row_write_text (&writer, record->server);
  xu_row_write_text (&writer, record->user_id);
  xu_row_write_text (&writer, record->username);
  xu_row_write_text (&writer, record->name);
  xu_row_write_text (&writer, record->avatar_url);
  xu_row_write_text (&writer, record->method);
  xu_row_write_text (&writer, record->client_id);
  xu_row_write_text (&writer, record->scope);
  xu_row_write_text (&writer, record->subscription_type);
  xu_row_write_int (&writer, record->signed_in_at);
  g_assert (writer.next == N_VALUES + 1);

  return xu_journal_save_row (journal, XU_STATEMENT_SAVE_SIGN_IN, xu_row_writer_end (&writer),
                              error);
}

gboolean
xu_journal_remove_sign_in (XuJournal *journal,
                           const char *server,
                           const char *user_id,
                           GError **error)
{
  g_return_val_if_fail (journal != NULL && server != NULL && user_id != NULL, FALSE);

  sqlite3_stmt *remove = xu_journal_get_statement (journal, XU_STATEMENT_REMOVE_SIGN_IN);

  sqlite3_bind_text (remove, 1, server, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (remove, 2, user_id, -1, SQLITE_TRANSIENT);
  return xu_journal_save_row (journal, XU_STATEMENT_REMOVE_SIGN_IN, SQLITE_OK, error);
}
