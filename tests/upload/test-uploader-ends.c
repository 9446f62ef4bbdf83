/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The uploader when somebody interferes: pause, cancel, and files that change. */

#include "config.h"

#include "upload-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "xu-error.h"

static Upload *
new_upload (UploadFixture *fixture, guint n_segments)
{
  XuUploadOptions options = upload_fixture_options (4);

  return upload_new (fixture, upload_fixture_make_file (fixture, n_segments * XU_SEGMENT_QUANTUM),
                     &options);
}

static void
pause_at_fourth_cb (XuUploader *uploader,
                    const char *media_id,
                    guint index,
                    guint64 offset,
                    guint64 length,
                    Upload *upload)
{
  if (g_hash_table_size (upload->indices) == 4)
    xu_uploader_set_paused (uploader, TRUE);
}

static void
test_pause (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", "--latency", "20ms", NULL);
  Upload *upload = new_upload (fixture, 20);

  g_signal_connect (upload->uploader, "segment-uploaded", G_CALLBACK (pause_at_fourth_cb), upload);
  upload_begin (upload);
  while (g_hash_table_size (upload->indices) < 4)
    g_main_context_iteration (NULL, TRUE);

  /* What was under way comes to its end; then there is nothing any more. */
  upload_iterate_for (200);
  gint64 n_appends = upload_fixture_count (fixture, "append");

  upload_iterate_for (200);
  g_assert_cmpint (upload_fixture_count (fixture, "append"), ==, n_appends);
  g_assert_false (upload->is_done);

  g_signal_handlers_disconnect_by_func (upload->uploader, pause_at_fourth_cb, upload);
  xu_uploader_set_paused (upload->uploader, FALSE);
  upload_wait (upload);
  upload_assert_arrived (upload);
  g_assert_cmpuint (upload->n_repeated, ==, 0);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

/* A pause takes segments under way back, even one that would never come back by itself. */
static void
test_pause_takes_back (void)
{
  UploadFixture *fixture
      = upload_fixture_start ("--processing", "0", "--fault", "append/2@1 hang", NULL);
  Upload *upload = new_upload (fixture, 5);

  upload_begin (upload);
  while (g_hash_table_size (upload->indices) < 4)
    g_main_context_iteration (NULL, TRUE);
  upload_iterate_for (50);
  g_assert_false (upload->is_done);

  xu_uploader_set_paused (upload->uploader, TRUE);
  xu_uploader_set_paused (upload->uploader, FALSE);
  upload_wait (upload);
  upload_assert_arrived (upload);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

static void
test_many_pauses (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", "--latency", "5ms", NULL);
  Upload *upload = new_upload (fixture, 20);

  upload_begin (upload);
  for (guint i = 0; i < 20 && !upload->is_done; i++)
    {
      upload_iterate_for (7);
      xu_uploader_set_paused (upload->uploader, TRUE);
      if (i % 2 == 0)
        upload_iterate_for (3);
      xu_uploader_set_paused (upload->uploader, FALSE);
    }
  upload_wait (upload);
  upload_assert_arrived (upload);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

static void
test_paused_from_the_beginning (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", NULL);
  Upload *upload = new_upload (fixture, 2);

  xu_uploader_set_paused (upload->uploader, TRUE);
  upload_begin (upload);
  upload_iterate_for (50);
  g_assert_cmpint (upload_fixture_count (fixture, "initialize"), ==, 0);
  xu_uploader_set_paused (upload->uploader, FALSE);
  upload_wait (upload);
  upload_assert_arrived (upload);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

/* Cancelling. */

static void
test_cancel (void)
{
  static const char *const moments[] = {
    "before",           "at once",   "initialized", "chunk-progress",
    "segment-uploaded", "finalized", "status",      "waiting",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      UploadFixture *fixture = upload_fixture_start (
          "--processing", "60", "--latency", "5ms", "--fault",
          g_str_equal (moments[i], "waiting") ? "initialize@1 status=429 retry-after=30"
                                              : "post status=500",
          NULL);
      Upload *upload = new_upload (fixture, 8);

      g_test_message ("%s", moments[i]);
      if (i == 0)
        g_cancellable_cancel (upload->cancellable);
      else if (i > 1)
        g_signal_connect_swapped (upload->uploader, moments[i], G_CALLBACK (g_cancellable_cancel),
                                  upload->cancellable);
      upload_begin (upload);
      if (i == 1)
        g_cancellable_cancel (upload->cancellable);
      upload_wait (upload);
      g_assert_error (upload->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      upload_free (upload);
      if (i == 0)
        g_assert_cmpint (upload_fixture_count (fixture, "initialize"), ==, 0);
      upload_fixture_stop (fixture);
    }
}

static void
test_cancel_paused (void)
{
  UploadFixture *fixture = upload_fixture_start ("--latency", "5ms", NULL);
  Upload *upload = new_upload (fixture, 8);

  xu_uploader_set_paused (upload->uploader, TRUE);
  upload_begin (upload);
  upload_iterate_for (10);
  g_cancellable_cancel (upload->cancellable);
  upload_wait (upload);
  g_assert_error (upload->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

static void
unwanted_cb (gpointer user_data)
{
}

static void
test_cancel_while_waiting_for_a_slot (void)
{
  UploadFixture *fixture = upload_fixture_start ("--latency", "5ms", NULL);

  xu_slots_unref (fixture->slots);
  fixture->slots = xu_slots_new (1);
  g_assert_true (xu_slots_take (fixture->slots, unwanted_cb, fixture));

  Upload *upload = new_upload (fixture, 8);

  upload_begin (upload);
  upload_iterate_for (50);
  g_assert_cmpint (upload_fixture_count (fixture, "append"), ==, 0);
  g_cancellable_cancel (upload->cancellable);
  upload_wait (upload);
  g_assert_error (upload->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  upload_free (upload);
  xu_slots_release (fixture->slots);
  upload_fixture_stop (fixture);
}

/* Files that change. */

static void
truncate_file (const char *path)
{
  g_assert_cmpint (truncate (path, XU_SEGMENT_QUANTUM), ==, 0);
}

static void
grow_file (const char *path)
{
  int fd = g_open (path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);

  g_assert_cmpint (write (fd, "more", 4), ==, 4);
  g_assert_cmpint (close (fd), ==, 0);
}

static void
write_into_file (const char *path)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (write (fd, "same", 4), ==, 4);
  g_assert_cmpint (close (fd), ==, 0);
}

static void
replace_file (const char *path)
{
  g_autofree char *other = g_strconcat (path, ".new", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (other, bytes, (gssize) length, NULL));
  g_assert_cmpint (g_rename (other, path), ==, 0);
}

static void
remove_file (const char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
}

typedef void (*Change) (const char *path);

static void
change_cb (XuUploader *uploader,
           const char *media_id,
           guint index,
           guint64 offset,
           guint64 length,
           Upload *upload)
{
  Change *change = g_object_get_data (G_OBJECT (uploader), "change");

  if (*change != NULL)
    (*change) (upload->path);
  *change = NULL;
}

static void
test_changes (void)
{
  static const struct
  {
    const char *name;
    Change change;
  } rows[] = {
    { "truncated", truncate_file }, { "grown", grow_file },     { "written", write_into_file },
    { "replaced", replace_file },   { "removed", remove_file },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      UploadFixture *fixture = upload_fixture_start ("--processing", "0", NULL);
      Upload *upload = new_upload (fixture, 8);
      Change change = rows[i].change;

      g_test_message ("%s", rows[i].name);
      g_object_set_data (G_OBJECT (upload->uploader), "change", &change);
      g_signal_connect (upload->uploader, "segment-uploaded", G_CALLBACK (change_cb), upload);
      upload_begin (upload);
      upload_wait (upload);
      g_assert_null (change);
      g_assert_error (upload->error, XU_ERROR, XU_ERROR_FILE_CHANGED);
      g_assert_cmpint (upload_fixture_count (fixture, "finalize"), ==, 0);
      upload_free (upload);
      upload_fixture_stop (fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uploader/pause", test_pause);
  g_test_add_func ("/uploader/pause-takes-back", test_pause_takes_back);
  g_test_add_func ("/uploader/many-pauses", test_many_pauses);
  g_test_add_func ("/uploader/paused-from-the-beginning", test_paused_from_the_beginning);
  g_test_add_func ("/uploader/cancel", test_cancel);
  g_test_add_func ("/uploader/cancel-paused", test_cancel_paused);
  g_test_add_func ("/uploader/cancel-while-waiting-for-a-slot",
                   test_cancel_while_waiting_for_a_slot);
  g_test_add_func ("/uploader/changes", test_changes);

  return g_test_run ();
}
