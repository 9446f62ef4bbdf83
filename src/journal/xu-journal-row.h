/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * A row with a checksum over its values. SQLite notices a page that makes no sense, but not a digit
 * of a media id that a disk changed; such a row is never acted upon.
 */

/**
 * XuRowWriter:
 *
 * Binds values to the parameters of a statement, in order. The first failure is kept for
 * xu_row_writer_end().
 */
typedef struct
{
  sqlite3_stmt *statement;
  int next;            /* index of the next parameter, from 1 */
  GChecksum *checksum; /* (owned) */
  int status;          /* of SQLite's */
} XuRowWriter;

void xu_row_writer_begin (XuRowWriter *writer, sqlite3_stmt *statement);
void xu_row_write_int (XuRowWriter *writer, gint64 value);
void xu_row_write_text (XuRowWriter *writer, const char *text); /* (nullable); UTF-8 */
void xu_row_write_bytes (XuRowWriter *writer, gconstpointer bytes, gsize length);

/* Binds the checksum. Returns: a status of SQLite's: %SQLITE_MISMATCH where a text was not UTF-8 */
int xu_row_writer_end (XuRowWriter *writer);

/**
 * XuRowReader:
 *
 * Reads columns in the order in which they were written. What is not as it must be makes the whole
 * row unsound, and reads as zero or %NULL.
 */
typedef struct
{
  sqlite3_stmt *statement;
  int next; /* index of the next column, from 0 */
  gboolean is_sound;
} XuRowReader;

/* @n columns from @first on are checked against the checksum that follows them. */
void xu_row_reader_init (XuRowReader *reader, sqlite3_stmt *statement, int first, int n);

gint64 xu_row_read_int (XuRowReader *reader, gint64 min, gint64 max);

/* Returns: (transfer full) (nullable): a text, valid UTF-8; %NULL is sound */
char *xu_row_read_text (XuRowReader *reader);

/* Returns: (transfer full) (nullable): bytes without a NUL; empty ones are unsound */
char *xu_row_read_path (XuRowReader *reader);

/* Exactly @length bytes. */
void xu_row_read_bytes (XuRowReader *reader, gpointer bytes, gsize length);

/* Returns: the index of the text in @names */
guint xu_row_read_name (XuRowReader *reader, const char *const *names, guint n_names);

G_END_DECLS
