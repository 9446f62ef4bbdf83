/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The uploader and the disk: killed at every moment and resumed, and when nothing can be saved. */

#include "config.h"

#include "upload-fixture.h"

#include "xu-error.h"

enum
{
  SEGMENTS = 12,
  PARALLEL = 4,
};

static Upload *
new_upload (UploadFixture *fixture, const XuUploadOptions *options)
{
  return upload_new (fixture, upload_fixture_make_file (fixture, SEGMENTS * XU_SEGMENT_QUANTUM - 7),
                     options);
}

/* Returns: (transfer full): the next process's upload of the same file, once it has ended */
static Upload *
resume_and_wait (Upload *dead, const XuUploadOptions *options)
{
  Upload *upload = upload_resume (dead, options);

  upload_free (dead);
  upload_begin (upload);
  upload_wait (upload);

  return upload;
}

/* Each transition: killed before it is on disk, and after. */
static void
test_killed_at_each_save (gconstpointer data)
{
  gboolean dies_before = GPOINTER_TO_INT (data);
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", "--latency", "2ms", NULL);
  XuUploadOptions options = upload_fixture_options (PARALLEL);
  gint64 n_appends = 0;

  for (guint n = 1;; n++)
    {
      Upload *upload = new_upload (fixture, &options);

      upload->dies_at_save = n;
      upload->dies_before = dies_before;
      upload_begin (upload);
      upload_wait (upload);
      if (!upload->is_dead)
        {
          g_assert_cmpuint (n, >, SEGMENTS + 2);
          upload_free (upload);
          break;
        }

      upload = resume_and_wait (upload, &options);
      upload_assert_arrived (upload);
      g_assert_cmpuint (upload->n_restarts, ==, 0);
      g_assert_cmpint (upload->record.state, ==, XU_UPLOAD_RECORD_READY);

      gint64 count = upload_fixture_count (fixture, "append");

      g_test_message ("killed at save %u: %" G_GINT64_FORMAT " appends", n, count - n_appends);
      g_assert_cmpint (count - n_appends, <=, SEGMENTS + PARALLEL);
      n_appends = count;
      upload_free (upload);
    }

  upload_fixture_stop (fixture);
}

static void
test_killed_again_and_again (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", "--latency", "5ms", NULL);
  XuUploadOptions options = upload_fixture_options (PARALLEL);
  Upload *upload
      = upload_new (fixture, upload_fixture_make_file (fixture, 60 * XU_SEGMENT_QUANTUM), &options);
  guint n_kills = 0;

  upload_begin (upload);
  for (upload_iterate_for (25); !upload->is_done; upload_iterate_for (25))
    {
      Upload *next;

      upload_kill (upload);
      upload_wait (upload);
      next = upload_resume (upload, &options);
      upload_free (upload);
      upload = next;
      upload_begin (upload);
      n_kills++;
    }

  upload_assert_arrived (upload);
  g_test_message ("%u kills", n_kills);
  g_assert_cmpuint (n_kills, >, 0);
  g_assert_cmpint (upload_fixture_count (fixture, "append"), <=, 60 + n_kills * PARALLEL);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

static void
kill_at_fourth_cb (XuUploader *uploader,
                   const char *media_id,
                   guint index,
                   guint64 offset,
                   guint64 length,
                   Upload *upload)
{
  if (g_hash_table_size (upload->indices) == 4)
    upload_kill (upload);
}

/* X has forgotten the upload meanwhile: it begins anew, and says so. */
static void
test_expired_meanwhile (void)
{
  UploadFixture *fixture
      = upload_fixture_start ("--processing", "0", "--fault", "append@6 expire", NULL);
  XuUploadOptions options = upload_fixture_options (1);
  Upload *upload = new_upload (fixture, &options);

  g_signal_connect (upload->uploader, "segment-uploaded", G_CALLBACK (kill_at_fourth_cb), upload);
  upload_begin (upload);
  upload_wait (upload);

  upload = resume_and_wait (upload, &options);
  upload_assert_arrived (upload);
  g_assert_cmpuint (upload->n_restarts, ==, 1);
  g_assert_true (g_str_has_prefix (upload->log->str, "restarted initialized 12 finalized "));
  g_assert_cmpint (upload_fixture_count (fixture, "initialize"), ==, 2);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

static void
kill_cb (XuUploader *uploader,
         const char *media_id,
         const char *state,
         double percent,
         gint64 check_after,
         Upload *upload)
{
  upload_kill (upload);
}

/* What X processes is only asked after; what is ready is not even that. */
static void
test_finalized_before (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "1", NULL);
  XuUploadOptions options = upload_fixture_options (PARALLEL);
  Upload *upload = new_upload (fixture, &options);

  g_signal_connect (upload->uploader, "status", G_CALLBACK (kill_cb), upload);
  upload_begin (upload);
  upload_wait (upload);
  g_assert_cmpint (upload->record.state, ==, XU_UPLOAD_RECORD_PROCESSING);

  upload = resume_and_wait (upload, &options);
  upload_assert_arrived (upload);
  g_assert_true (g_str_has_suffix (upload->log->str, "succeeded "));
  g_assert_cmpint (upload->record.state, ==, XU_UPLOAD_RECORD_READY);
  g_assert_cmpint (upload_fixture_count (fixture, "finalize"), ==, 1);
  g_assert_cmpint (upload_fixture_count (fixture, "append"), ==, SEGMENTS);

  gint64 n_status = upload_fixture_count (fixture, "status");

  upload = resume_and_wait (upload, &options);
  upload_assert_arrived (upload);
  g_assert_cmpstr (upload->log->str, ==, "");
  g_assert_cmpuint (upload->n_saves, ==, 0);
  g_assert_cmpint (upload_fixture_count (fixture, "status"), ==, n_status);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

/* Only another media id can help: resumed, the upload begins anew. */
static void
test_processing_failed_before (void)
{
  UploadFixture *fixture
      = upload_fixture_start ("--processing", "0", "--fault", "finalize@1 processing=fail", NULL);
  XuUploadOptions options = upload_fixture_options (PARALLEL);
  Upload *upload = new_upload (fixture, &options);

  upload_begin (upload);
  upload_wait (upload);
  g_assert_error (upload->error, XU_ERROR, XU_ERROR_MEDIA_REFUSED);
  g_assert_cmpint (upload->record.state, ==, XU_UPLOAD_RECORD_NEW);

  upload = resume_and_wait (upload, &options);
  upload_assert_arrived (upload);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

/* Nothing leaves that could not be found again: the upload ends, and goes on when the disk is well.
 * What an answer brought need not be saved at once. */
static void
fail_saves (gboolean is_lasting)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", NULL);
  XuUploadOptions options = upload_fixture_options (PARALLEL);
  gboolean is_over = FALSE;
  guint n_failed = 0;

  xu_slots_unref (fixture->slots);
  fixture->slots = xu_slots_new (PARALLEL); /* None of them may get lost. */

  for (guint n = 1; !is_over; n++)
    {
      Upload *upload = new_upload (fixture, &options);

      upload->failing_saves_from = n;
      upload->failing_saves_to = is_lasting ? G_MAXUINT : n + 1;
      upload_begin (upload);
      upload_wait (upload);
      is_over = upload->n_saves < n;

      if (upload->error != NULL)
        {
          g_assert_error (upload->error, XU_ERROR, XU_ERROR_STORAGE);
          n_failed++;
          upload = resume_and_wait (upload, &options);
        }
      upload_assert_arrived (upload);
      upload_free (upload);
    }

  g_test_message ("%u uploads failed", n_failed);
  g_assert_cmpuint (n_failed, >=, 2); /* Before the first segment, and before FINALIZE. */
  upload_fixture_stop (fixture);
}

static void
test_disk_fails_once (void)
{
  fail_saves (FALSE);
}

static void
test_disk_fails (void)
{
  fail_saves (TRUE);
}

/* What is for good costs the disk a moment: not for each segment. */
static void
test_saves (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", NULL);
  XuUploadOptions options = upload_fixture_options (PARALLEL);
  Upload *upload = new_upload (fixture, &options);

  upload_begin (upload);
  upload_wait (upload);
  upload_assert_arrived (upload);

  /* Before the first segment, before FINALIZE, and ready; and one for each segment beside these. */
  g_assert_cmpuint (upload->n_lasting, ==, 3);
  g_assert_cmpuint (upload->n_saves, ==, SEGMENTS + 3);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/uploader/killed-before-each-save", GINT_TO_POINTER (TRUE),
                        test_killed_at_each_save);
  g_test_add_data_func ("/uploader/killed-after-each-save", GINT_TO_POINTER (FALSE),
                        test_killed_at_each_save);
  g_test_add_func ("/uploader/killed-again-and-again", test_killed_again_and_again);
  g_test_add_func ("/uploader/expired-meanwhile", test_expired_meanwhile);
  g_test_add_func ("/uploader/finalized-before", test_finalized_before);
  g_test_add_func ("/uploader/processing-failed-before", test_processing_failed_before);
  g_test_add_func ("/uploader/disk-fails-once", test_disk_fails_once);
  g_test_add_func ("/uploader/disk-fails", test_disk_fails);
  g_test_add_func ("/uploader/saves", test_saves);

  return g_test_run ();
}
