/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the journal's tests share. */

#include "config.h"

#include "journal-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "xu-error.h"

void
fixture_init (Fixture *fixture)
{
  /* In memory where possible: what is synced is counted, and need not come to a disk. */
  gboolean has_memory = g_access ("/dev/shm", W_OK) == 0;

  fixture->folder
      = g_build_filename (has_memory ? "/dev/shm" : g_get_tmp_dir (), "xu-journal-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (fixture->folder));
  fixture->path = g_build_filename (fixture->folder, "data", "journal.db", NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
fixture_clear (Fixture *fixture)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

XuJournal *
fixture_open (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;
  XuJournal *journal = xu_journal_open (fixture->path, &set_aside, &error);

  g_assert_no_error (error);
  g_assert_nonnull (journal);
  g_assert_null (set_aside);

  return journal;
}

GBytes *
fixture_read (const Fixture *fixture, const char *suffix)
{
  g_autofree char *path = g_strconcat (fixture->path, suffix, NULL);
  char *bytes;
  gsize length;

  return g_file_get_contents (path, &bytes, &length, NULL) ? g_bytes_new_take (bytes, length)
                                                           : NULL;
}

void
fixture_write (const Fixture *fixture, const char *suffix, GBytes *bytes)
{
  g_autofree char *path = g_strconcat (fixture->path, suffix, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, data != NULL ? data : "", (gssize) length, &error);
  g_assert_no_error (error);
}

GBytes *
fixture_copy (const Fixture *fixture, const char *suffix)
{
  g_autofree char *path = g_strconcat (fixture->path, suffix, NULL);
  const char *const arguments[] = { "cat", path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) cat
      = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  GBytes *bytes = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate (cat, NULL, NULL, &bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (cat));

  return bytes;
}

char *
fixture_ask (const Fixture *fixture, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);

  char *answer = g_strdup ((const char *) sqlite3_column_text (statement, 0));

  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return answer;
}

void
fixture_execute (const Fixture *fixture, const char *sql)
{
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

XuJobRecord *
fixture_new_plain_job (const char *id)
{
  static const char *const paths[] = { "/home/user/holiday.mp4", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Hello");

  return xu_job_record_new (id, "https://api.x.com", spec);
}

static XuJobSpec *
new_odd_spec (void)
{
  /* What a file's name and a text may hold: quotes, line ends, bytes that are not UTF-8, SQL. */
  static const char *const paths[] = { "/tmp/a'b\"c\\d\n\xff\xfe.jpg",
                                       "/tmp/Urlaub \xc3\xa4\xc3\xb6\xc3\xbc \xf0\x9f\x8c\x8d.jpg",
                                       "/tmp/'); DROP TABLE jobs; --", "x", NULL };
  static const char *const alt_texts[]
      = { "", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80 \"'", "two\nlines\t", "null", NULL };
  XuJobSpec *spec = xu_job_spec_new (
      paths, "'); DELETE FROM jobs; -- \xf0\x9f\x87\xa9\xf0\x9f\x87\xaa %s \x01\n\"");

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  spec->intent = XU_POST_INTENT_NONE;
  spec->subtitles_path = g_strdup ("/tmp/\x80.srt");
  spec->subtitles_language = g_strdup ("EN");
  spec->cover_path = g_strdup ("/tmp/cover.png");
  spec->reply_settings = g_strdup ("mentionedUsers");
  spec->made_with_ai = TRUE;
  spec->paid_partnership = TRUE;

  return spec;
}

static void
fill_upload (XuUploadRecord *upload, guint seed)
{
  const XuCut cuts[] = { { 0, 0, 4194304 }, { 3, 12582912, 2097152 + seed * 65536 } };

  upload->state = (XuUploadRecordState) (1 + seed % XU_UPLOAD_RECORD_READY);
  upload->media_id = g_strdup_printf ("19%u", seed);
  upload->expires_at = 1790000000 + seed;
  g_array_append_vals (upload->cuts, cuts, G_N_ELEMENTS (cuts));
  upload->sent_below = 1000 - seed;
  for (guint i = seed; i < upload->sent_below; i += 7 + seed)
    xu_upload_record_set_acknowledged (upload, i);
}

XuJobRecord *
fixture_new_odd_job (const char *id)
{
  g_autoptr (XuJobSpec) spec = new_odd_spec ();
  XuJobRecord *record = xu_job_record_new (id, "sandbox:", spec);

  record->user_id = g_strdup ("2244994945");
  record->credentials = g_strdup ("0123456789abcdef");
  record->outcome = XU_JOB_OUTCOME_FAILED;
  record->is_paused = TRUE;
  record->post = XU_POST_RECORD_POSTED;
  record->post_id = g_strdup ("1346889436626259968");
  record->is_deleted = TRUE;
  record->error = xu_error_new (XU_ERROR_MEDIA_REFUSED, "append: \"HTTP 400\", 100 %%");
  xu_error_set_reason (record->error, "Unsupported \xe2\x80\x9cvideo\xe2\x80\x9d");
  xu_error_set_http (record->error, 400, -1);
  xu_error_set_part (record->error, XU_ERROR_PART_SUBTITLES);

  for (guint i = 0; i < record->items->len; i++)
    {
      XuItemRecord *item = xu_job_record_get_item (record, i);

      item->size = G_GUINT64_CONSTANT (17179869184) - i;
      item->modified_us = i == 0 ? -1 : G_GINT64_CONSTANT (1790000000123456) + i;
      item->fingerprint = g_strdup_printf ("fingerprint %u", i);
      item->media_type = g_strdup ("image/jpeg");
      item->is_described = i % 2 == 0;
      fill_upload (&item->upload, i);
    }

  return record;
}

static void
describe_error (GString *text, const GError *error)
{
  if (error != NULL)
    g_string_append_printf (text, "error %s|%s|%s|%u|%d\n",
                            xu_error_code_to_string ((XuErrorCode) error->code), error->message,
                            xu_error_get_reason (error), xu_error_get_http_status (error),
                            xu_error_get_part (error));
}

static void
describe_item (GString *text, const XuItemRecord *item)
{
  const XuUploadRecord *upload = &item->upload;

  g_string_append_printf (text,
                          "item %" G_GUINT64_FORMAT "|%" G_GINT64_FORMAT "|%s|%s|%d|"
                          "%d|%s|%" G_GINT64_FORMAT "|%u|",
                          item->size, item->modified_us, item->fingerprint, item->media_type,
                          item->is_described, upload->state, upload->media_id, upload->expires_at,
                          upload->sent_below);
  for (guint i = 0; i < upload->cuts->len; i++)
    {
      const XuCut *cut = &g_array_index (upload->cuts, XuCut, i);

      g_string_append_printf (text, "%u:%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT "|", cut->index,
                              cut->offset, cut->size);
    }
  for (guint i = 0; i < XU_UPLOAD_RECORD_BITS_SIZE; i++)
    g_string_append_printf (text, "%02x", upload->acknowledged[i]);
  g_string_append_c (text, '\n');
}

char *
fixture_describe (const XuJobRecord *record)
{
  const XuJobSpec *spec = record->spec;
  GString *text = g_string_new (NULL);
  g_autofree const char **paths = xu_job_spec_dup_item_paths (spec);

  g_string_append_printf (text,
                          "%" G_GINT64_FORMAT "|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT
                          "|%s|%s|%s|%d|%d|%d|%s|%d\n",
                          record->number, record->id, record->created_at, record->changed_at,
                          record->server, record->user_id, record->credentials, record->outcome,
                          record->is_paused, record->post, record->post_id, record->is_deleted);
  g_string_append_printf (text, "%s|%d|%s|%s|%s|%s|%d|%d\n", spec->text, spec->intent,
                          spec->subtitles_path, spec->subtitles_language, spec->cover_path,
                          spec->reply_settings, spec->made_with_ai, spec->paid_partnership);
  for (guint i = 0; paths[i] != NULL; i++)
    g_string_append_printf (text, "path %s\n", paths[i]);
  for (guint i = 0; spec->alt_texts != NULL && spec->alt_texts[i] != NULL; i++)
    g_string_append_printf (text, "alt text %s\n", spec->alt_texts[i]);
  describe_error (text, record->error);
  for (guint i = 0; i < record->items->len; i++)
    describe_item (text, xu_job_record_get_item (record, i));

  return g_string_free (text, FALSE);
}

void
fixture_assert_same (const XuJobRecord *a, const XuJobRecord *b)
{
  g_autofree char *one = fixture_describe (a);
  g_autofree char *other = fixture_describe (b);

  g_assert_cmpstr (one, ==, other);
}
