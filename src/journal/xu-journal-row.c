/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a row to and from SQLite, with a checksum, and with distrust. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-row.h"

#include <string.h>

/* A value counts with its type and its length: nothing can move from one column to the next. */
static void
add_to_checksum (GChecksum *checksum, char type, gconstpointer bytes, gsize length)
{
  g_autofree char *head = g_strdup_printf ("%c%" G_GSIZE_FORMAT ":", type, length);

  g_checksum_update (checksum, (const guchar *) head, (gssize) strlen (head));
  if (length > 0)
    g_checksum_update (checksum, bytes, (gssize) length);
}

static void
add_int_to_checksum (GChecksum *checksum, gint64 value)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  add_to_checksum (checksum, 'i', digits, strlen (digits));
}

static void
keep_failure (XuRowWriter *writer, int status)
{
  if (writer->status == SQLITE_OK)
    writer->status = status;
}

void
xu_row_writer_begin (XuRowWriter *writer, sqlite3_stmt *statement)
{
  g_assert (writer != NULL && statement != NULL);

  *writer = (XuRowWriter){
    .statement = statement,
    .next = 1,
    .checksum = g_checksum_new (G_CHECKSUM_SHA256),
    .status = SQLITE_OK,
  };
}

void
xu_row_write_int (XuRowWriter *writer, gint64 value)
{
  g_assert (writer != NULL);

  keep_failure (writer, sqlite3_bind_int64 (writer->statement, writer->next++, value));
  add_int_to_checksum (writer->checksum, value);
}

void
xu_row_write_text (XuRowWriter *writer, const char *text)
{
  g_assert (writer != NULL);

  int parameter = writer->next++;

  if (text == NULL)
    {
      keep_failure (writer, sqlite3_bind_null (writer->statement, parameter));
      add_to_checksum (writer->checksum, 'n', NULL, 0);
      return;
    }

  /* It could not be shown, and not be read again either. */
  if (!g_utf8_validate (text, -1, NULL))
    keep_failure (writer, SQLITE_MISMATCH);

  keep_failure (writer, sqlite3_bind_text64 (writer->statement, parameter, text, strlen (text),
                                             SQLITE_TRANSIENT, SQLITE_UTF8));
  add_to_checksum (writer->checksum, 't', text, strlen (text));
}

void
xu_row_write_bytes (XuRowWriter *writer, gconstpointer bytes, gsize length)
{
  g_assert (writer != NULL && bytes != NULL);

  keep_failure (writer, sqlite3_bind_blob64 (writer->statement, writer->next++, bytes, length,
                                             SQLITE_TRANSIENT));
  add_to_checksum (writer->checksum, 'b', bytes, length);
}

int
xu_row_writer_end (XuRowWriter *writer)
{
  g_assert (writer != NULL && writer->checksum != NULL);

  keep_failure (writer,
                sqlite3_bind_text (writer->statement, writer->next++,
                                   g_checksum_get_string (writer->checksum), -1, SQLITE_TRANSIENT));
  g_clear_pointer (&writer->checksum, g_checksum_free);

  return writer->status;
}

static void
add_column_to_checksum (GChecksum *checksum, sqlite3_stmt *statement, int column)
{
  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      add_int_to_checksum (checksum, sqlite3_column_int64 (statement, column));
      break;
    case SQLITE_TEXT:
      {
        const unsigned char *text = sqlite3_column_text (statement, column);

        add_to_checksum (checksum, 't', text, (gsize) sqlite3_column_bytes (statement, column));
        break;
      }
    case SQLITE_BLOB:
      {
        gconstpointer bytes = sqlite3_column_blob (statement, column);

        add_to_checksum (checksum, 'b', bytes, (gsize) sqlite3_column_bytes (statement, column));
        break;
      }
    default:
      add_to_checksum (checksum, 'n', NULL, 0);
      break;
    }
}

void
xu_row_reader_init (XuRowReader *reader, sqlite3_stmt *statement, int first, int n)
{
  g_assert (reader != NULL && statement != NULL);
  g_assert (first >= 0 && first + n < sqlite3_column_count (statement));

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (int i = 0; i < n; i++)
    add_column_to_checksum (checksum, statement, first + i);

  const char *stored = (const char *) sqlite3_column_text (statement, first + n);

  *reader = (XuRowReader){
    .statement = statement,
    .next = first,
    .is_sound = g_strcmp0 (stored, g_checksum_get_string (checksum)) == 0,
  };
}

gint64
xu_row_read_int (XuRowReader *reader, gint64 min, gint64 max)
{
  g_assert (reader != NULL);

  int column = reader->next++;
  gint64 value = sqlite3_column_int64 (reader->statement, column);

  if (sqlite3_column_type (reader->statement, column) == SQLITE_INTEGER && value >= min
      && value <= max)
    return value;

  reader->is_sound = FALSE;
  return 0;
}

/* SQLite's bytes as a string of C's, which cannot hold a NUL. */
static char *
dup_without_nul (XuRowReader *reader, gconstpointer bytes, int length)
{
  if (bytes != NULL && length >= 0 && memchr (bytes, '\0', (gsize) length) == NULL)
    return g_strndup (bytes, (gsize) length);

  reader->is_sound = FALSE;
  return NULL;
}

char *
xu_row_read_text (XuRowReader *reader)
{
  g_assert (reader != NULL);

  int column = reader->next++;

  if (sqlite3_column_type (reader->statement, column) == SQLITE_NULL)
    return NULL;

  const unsigned char *bytes = sqlite3_column_text (reader->statement, column);
  g_autofree char *text
      = dup_without_nul (reader, bytes, sqlite3_column_bytes (reader->statement, column));

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    {
      reader->is_sound = FALSE;
      return NULL;
    }
  return g_steal_pointer (&text);
}

char *
xu_row_read_path (XuRowReader *reader)
{
  g_assert (reader != NULL);

  int column = reader->next++;
  gconstpointer bytes = sqlite3_column_blob (reader->statement, column);

  return dup_without_nul (reader, bytes, sqlite3_column_bytes (reader->statement, column));
}

void
xu_row_read_bytes (XuRowReader *reader, gpointer bytes, gsize length)
{
  g_assert (reader != NULL && bytes != NULL);

  int column = reader->next++;
  gconstpointer stored = sqlite3_column_blob (reader->statement, column);

  if (stored != NULL && (gsize) sqlite3_column_bytes (reader->statement, column) == length)
    {
      memcpy (bytes, stored, length);
      return;
    }

  reader->is_sound = FALSE;
  memset (bytes, 0, length);
}

guint
xu_row_read_name (XuRowReader *reader, const char *const *names, guint n_names)
{
  g_assert (reader != NULL && names != NULL);

  g_autofree char *text = xu_row_read_text (reader);

  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (text, names[i]) == 0)
      return i;

  reader->is_sound = FALSE;
  return 0;
}
