/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known about accounts and servers. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-private.h"

#include "xu-journal-row.h"

/* Values of a row that its checksum covers. */
enum
{
  N_ACCOUNT_VALUES = 4,
  N_SERVER_VALUES = 6,
};

/* Servers change: what one refused last week it may take today. */
static const gint64 server_lifetime = 7 * 24 * 60 * 60;

void
xu_account_record_free (XuAccountRecord *account)
{
  g_return_if_fail (account != NULL);

  g_free (account->user_id);
  g_free (account->subscription_type);
  g_free (account);
}

void
xu_server_record_free (XuServerRecord *record)
{
  g_return_if_fail (record != NULL);

  g_free (record->encoding);
  g_free (record);
}

/* Goes to the only row of an answer. Not knowing something is no failure, for whatever reason. */
static gboolean
find_row (XuJournal *journal, XuStatement id)
{
  g_autoptr (GError) error = NULL;

  if (xu_journal_next_row (journal, id, &error))
    return TRUE;

  if (error != NULL)
    g_debug ("nothing is known: %s", error->message);
  return FALSE;
}

XuAccountRecord *
xu_journal_find_account (XuJournal *journal, const char *server, const char *credentials)
{
  g_return_val_if_fail (journal != NULL && server != NULL && credentials != NULL, NULL);

  sqlite3_stmt *find = xu_journal_get_statement (journal, XU_STATEMENT_FIND_ACCOUNT);

  sqlite3_bind_text (find, 1, server, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (find, 2, credentials, -1, SQLITE_TRANSIENT);
  if (!find_row (journal, XU_STATEMENT_FIND_ACCOUNT))
    return NULL;

  g_autoptr (XuAccountRecord) account = g_new0 (XuAccountRecord, 1);
  XuRowReader reader;

  xu_row_reader_init (&reader, find, 0, N_ACCOUNT_VALUES);
  reader.next = 2; /* The two that it was found by. */
  account->user_id = xu_row_read_text (&reader);
  account->subscription_type = xu_row_read_text (&reader);
  xu_journal_reset (journal, XU_STATEMENT_FIND_ACCOUNT);

  return reader.is_sound && account->user_id != NULL ? g_steal_pointer (&account) : NULL;
}

gboolean
xu_journal_save_account (XuJournal *journal,
                         const char *server,
                         const char *credentials,
                         const XuAccountRecord *account,
                         GError **error)
{
  g_return_val_if_fail (journal != NULL && server != NULL && credentials != NULL, FALSE);
  g_return_val_if_fail (account != NULL && account->user_id != NULL, FALSE);

  XuRowWriter writer;

  xu_row_writer_begin (&writer, xu_journal_get_statement (journal, XU_STATEMENT_SAVE_ACCOUNT));
  xu_row_write_text (&writer, server);
  xu_row_write_text (&writer, credentials);
  xu_row_write_text (&writer, account->user_id);
  xu_row_write_text (&writer, account->subscription_type);
  g_assert (writer.next == N_ACCOUNT_VALUES + 1);

  return xu_journal_save_row (journal, XU_STATEMENT_SAVE_ACCOUNT, xu_row_writer_end (&writer),
                              error);
}

XuServerRecord *
xu_journal_find_server_at (XuJournal *journal, const char *server, gint64 now)
{
  g_assert (journal != NULL && server != NULL);

  sqlite3_stmt *find = xu_journal_get_statement (journal, XU_STATEMENT_FIND_SERVER);

  sqlite3_bind_text (find, 1, server, -1, SQLITE_TRANSIENT);
  if (!find_row (journal, XU_STATEMENT_FIND_SERVER))
    return NULL;

  g_autoptr (XuServerRecord) record = g_new0 (XuServerRecord, 1);
  XuRowReader reader;

  xu_row_reader_init (&reader, find, 0, N_SERVER_VALUES);
  reader.next = 1; /* The one that it was found by. */
  record->segment_ceiling = (guint64) xu_row_read_int (&reader, 0, G_MAXINT64);
  record->segment_refused = (guint64) xu_row_read_int (&reader, 0, G_MAXINT64);
  record->encoding = xu_row_read_text (&reader);
  record->is_sequential = xu_row_read_int (&reader, 0, 1) != 0;

  /* One from the future has no age: a clock jumped. */
  xu_row_read_int (&reader, now - server_lifetime, now);
  xu_journal_reset (journal, XU_STATEMENT_FIND_SERVER);

  return reader.is_sound ? g_steal_pointer (&record) : NULL;
}

XuServerRecord *
xu_journal_find_server (XuJournal *journal, const char *server)
{
  g_return_val_if_fail (journal != NULL && server != NULL, NULL);

  return xu_journal_find_server_at (journal, server, g_get_real_time () / G_USEC_PER_SEC);
}

gboolean
xu_journal_save_server (XuJournal *journal,
                        const char *server,
                        const XuServerRecord *record,
                        GError **error)
{
  g_return_val_if_fail (journal != NULL && server != NULL && record != NULL, FALSE);

  XuRowWriter writer;

  xu_row_writer_begin (&writer, xu_journal_get_statement (journal, XU_STATEMENT_SAVE_SERVER));
  xu_row_write_text (&writer, server);
  xu_row_write_int (&writer, (gint64) record->segment_ceiling);
  xu_row_write_int (&writer, (gint64) record->segment_refused);
  xu_row_write_text (&writer, record->encoding);
  xu_row_write_int (&writer, record->is_sequential != FALSE);
  xu_row_write_int (&writer, g_get_real_time () / G_USEC_PER_SEC);
  g_assert (writer.next == N_SERVER_VALUES + 1);

  return xu_journal_save_row (journal, XU_STATEMENT_SAVE_SERVER, xu_row_writer_end (&writer),
                              error);
}
