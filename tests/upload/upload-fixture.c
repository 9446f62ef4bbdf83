/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads against a sandbox: what the tests of the uploader share. */

#include "config.h"

#include "upload-fixture.h"

#include <glib/gstdio.h>

#include "xu-bearer-authorizer.h"
#include "xu-error.h"
#include "xu-quantity.h"

static const guint wait_seconds = 300;

UploadFixture *
upload_fixture_start (const char *first_arg, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list args;

  va_start (args, first_arg);
  for (const char *arg = first_arg; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (arguments, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (arguments, NULL);

  return upload_fixture_startv ((const char *const *) arguments->pdata);
}

UploadFixture *
upload_fixture_startv (const char *const *arguments)
{
  UploadFixture *self = g_new0 (UploadFixture, 1);
  g_autoptr (XuAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;

  self->sandbox = xu_test_sandbox_startv (arguments);
  self->client = xu_http_client_new (self->sandbox->url, self->sandbox->ca_file, &error);
  g_assert_no_error (error);
  authorizer = xu_bearer_authorizer_new (self->sandbox->access_token, &error);
  g_assert_no_error (error);
  self->api = xu_api_new (self->client, authorizer);
  self->slots = xu_slots_new (100);
  self->folder = g_dir_make_tmp ("xu-upload-XXXXXX", &error);
  g_assert_no_error (error);

  return self;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

void
upload_fixture_stop (UploadFixture *self)
{
  g_assert_finalize_object (self->api);
  g_assert_finalize_object (self->client);
  xu_slots_unref (self->slots);
  xu_test_sandbox_stop (self->sandbox);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

char *
upload_fixture_make_file (UploadFixture *self, gsize size)
{
  static guint serial = 0;
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff };
  static const guint8 mp4[] = "\0\0\0\x18"
                              "ftypisom\0\0\2\0isommp41";
  g_autofree char *name = g_strdup_printf ("%u.bin", serial++);
  char *path = g_build_filename (self->folder, name, NULL);
  g_autofree guint8 *bytes = g_malloc (size);
  g_autoptr (GRand) rand = g_rand_new_with_seed (serial);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (size, >=, sizeof jpeg);
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) g_rand_int (rand);
  if (size < 1024)
    memcpy (bytes, jpeg, sizeof jpeg);
  else
    memcpy (bytes, mp4, sizeof mp4 - 1);

  g_file_set_contents (path, (const char *) bytes, (gssize) size, &error);
  g_assert_no_error (error);

  return path;
}

XuUploadOptions
upload_fixture_options (guint parallel)
{
  XuUploadOptions options = xu_upload_options_default;

  options.segment_size = XU_SEGMENT_QUANTUM;
  options.parallel = parallel;
  options.backoff_base_us = 1000;

  return options;
}

/* What was heard. */

static void
initialized_cb (XuUploader *uploader, const char *media_id, Upload *self)
{
  g_assert_cmpstr (media_id, !=, self->initialized_id);
  g_free (self->initialized_id);
  self->initialized_id = g_strdup (media_id);
  g_assert_cmpuint (self->acknowledged, ==, 0);
  g_hash_table_remove_all (self->indices);
  g_string_append (self->log, "initialized ");
}

static void
restarted_cb (XuUploader *uploader, Upload *self)
{
  self->n_restarts++;
  self->acknowledged = 0;
  g_string_append (self->log, "restarted ");
}

static void
progress_cb (XuUploader *uploader,
             guint64 acknowledged,
             guint64 in_flight,
             guint64 total,
             Upload *self)
{
  g_assert_cmpuint (acknowledged, >=, self->acknowledged);
  g_assert_cmpuint (acknowledged + in_flight, <=, total);
  self->acknowledged = acknowledged;
}

static void
segment_cb (XuUploader *uploader,
            const char *media_id,
            guint index,
            guint64 offset,
            guint64 length,
            Upload *self)
{
  g_assert_cmpstr (media_id, ==, self->initialized_id);
  g_assert_cmpuint (length, >, 0);
  if (!g_hash_table_add (self->indices, GUINT_TO_POINTER (index + 1)))
    self->n_repeated++;
}

static void
finalized_cb (XuUploader *uploader, const char *media_id, Upload *self)
{
  g_assert_cmpstr (media_id, ==, self->initialized_id);
  g_string_append_printf (self->log, "%u finalized ", g_hash_table_size (self->indices));
}

static void
status_cb (XuUploader *uploader,
           const char *media_id,
           const char *state,
           double percent,
           gint64 check_after,
           Upload *self)
{
  g_assert_cmpstr (media_id, ==, self->initialized_id);
  g_assert_true (percent == -1.0 || (percent >= 0.0 && percent <= 100.0));
  g_assert_cmpint (check_after, <=, 60);
  g_string_append_printf (self->log, "%s ", state);
}

static void
waiting_cb (XuUploader *uploader, guint reason, gint64 wake_at, Upload *self)
{
  g_assert_cmpuint (reason, <, G_N_ELEMENTS (self->n_waits));
  self->n_waits[reason]++;
}

static gboolean
save (Upload *self, const XuUploadRecord *record, gboolean is_lasting)
{
  g_assert_cmpint (is_lasting, ==, !xu_upload_record_is_lasting_equal (record, &self->record));
  self->n_lasting += is_lasting ? 1 : 0;
  xu_upload_record_copy (&self->record, record);

  return TRUE;
}

static gboolean
save_cb (const XuUploadRecord *record, gboolean is_lasting, gpointer user_data, GError **error)
{
  Upload *self = user_data;
  gboolean is_failing;

  g_assert_false (self->is_done);
  if (self->is_dead)
    return TRUE;

  self->n_saves++;
  is_failing = self->n_saves >= self->failing_saves_from && self->n_saves < self->failing_saves_to;
  if (self->n_saves == self->dies_at_save)
    {
      if (!self->dies_before)
        save (self, record, is_lasting);
      is_failing = self->dies_before;
      upload_kill (self);
    }
  if (!is_failing)
    return self->is_dead || save (self, record, is_lasting);

  xu_error_set (error, XU_ERROR_STORAGE, "disk full");
  return FALSE;
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuMediaFile **file = user_data;
  g_autoptr (GError) error = NULL;

  *file = xu_media_file_open_finish (result, &error);
  g_assert_no_error (error);
}

static XuMediaFile *
open_file (const char *path)
{
  XuMediaFile *file = NULL;

  xu_media_file_open_async (path, NULL, open_cb, &file);
  while (file == NULL)
    g_main_context_iteration (NULL, TRUE);

  return file;
}

static Upload *
new_upload (UploadFixture *fixture,
            char *path,
            const XuUploadRecord *record,
            const XuUploadOptions *options)
{
  Upload *self = g_new0 (Upload, 1);
  g_autoptr (XuMediaFile) file = open_file (path);
  g_autoptr (GError) error = NULL;

  self->fixture = fixture;
  self->path = path;
  self->log = g_string_new (NULL);
  self->indices = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
  xu_upload_record_init (&self->record);
  self->uploader = xu_uploader_new (fixture->api, file, xu_media_file_get_size (file),
                                    fixture->slots, record, options, save_cb, self, &error);
  g_assert_no_error (error);

  g_signal_connect (self->uploader, "initialized", G_CALLBACK (initialized_cb), self);
  g_signal_connect (self->uploader, "restarted", G_CALLBACK (restarted_cb), self);
  g_signal_connect (self->uploader, "chunk-progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (self->uploader, "segment-uploaded", G_CALLBACK (segment_cb), self);
  g_signal_connect (self->uploader, "finalized", G_CALLBACK (finalized_cb), self);
  g_signal_connect (self->uploader, "status", G_CALLBACK (status_cb), self);
  g_signal_connect (self->uploader, "waiting", G_CALLBACK (waiting_cb), self);

  return self;
}

Upload *
upload_new (UploadFixture *fixture, char *path, const XuUploadOptions *options)
{
  return new_upload (fixture, path, NULL, options);
}

Upload *
upload_resume (const Upload *dead, const XuUploadOptions *options)
{
  Upload *self = new_upload (dead->fixture, g_strdup (dead->path), &dead->record, options);
  GStatBuf status;

  xu_upload_record_copy (&self->record, &dead->record);
  self->initialized_id = g_strdup (dead->record.media_id);
  g_assert_cmpint (g_stat (dead->path, &status), ==, 0);
  self->acknowledged = xu_upload_record_count_bytes (&dead->record, (guint64) status.st_size);

  return self;
}

void
upload_kill (Upload *self)
{
  self->is_dead = TRUE;
  g_cancellable_cancel (self->cancellable);
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Upload *self = user_data;

  g_assert_false (self->is_done);
  self->is_done = TRUE;
  self->media_id = xu_uploader_upload_finish (self->uploader, result, &self->error);
  g_assert_true ((self->media_id == NULL) == (self->error != NULL));
}

void
upload_begin (Upload *self)
{
  xu_uploader_upload_async (self->uploader, self->cancellable, uploaded_cb, self);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("The upload of %s did not end", ((Upload *) user_data)->path);
  return G_SOURCE_REMOVE;
}

void
upload_wait (Upload *self)
{
  guint timeout = g_timeout_add_seconds (wait_seconds, too_late_cb, self);

  while (!self->is_done)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (timeout);
}

static gboolean
end_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
upload_iterate_for (guint milliseconds)
{
  gboolean is_over = FALSE;

  g_timeout_add (milliseconds, end_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* The SHA-256 of what the sandbox has under that id. */
static char *
dup_sha256 (XuTestSandbox *sandbox, const char *media_id)
{
  g_autoptr (JsonNode) root = xu_test_sandbox_get (sandbox, "/sandbox/media");
  JsonArray *media = json_object_get_array_member (json_node_get_object (root), "media");

  for (guint i = 0; i < json_array_get_length (media); i++)
    {
      JsonObject *medium = json_array_get_object_element (media, i);

      if (g_str_equal (json_object_get_string_member (medium, "id"), media_id))
        return g_strdup (
            json_object_get_string_member_with_default (medium, "sha256", "not finalized"));
    }

  return g_strdup ("not known");
}

void
upload_assert_arrived (Upload *self)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_no_error (self->error);
  g_file_get_contents (self->path, &bytes, &length, &error);
  g_assert_no_error (error);

  g_autofree char *expected
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_autofree char *found = dup_sha256 (self->fixture->sandbox, self->media_id);

  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (self->acknowledged, ==, length);
}

gint64
upload_fixture_count (UploadFixture *self, const char *endpoint)
{
  g_autofree char *path = g_strdup_printf ("$.endpoints.%s.count", endpoint);

  return xu_test_sandbox_get_int (self->sandbox, "/sandbox/requests", path);
}

void
upload_free (Upload *self)
{
  g_assert_finalize_object (self->uploader);
  g_object_unref (self->cancellable);
  g_string_free (self->log, TRUE);
  g_hash_table_unref (self->indices);
  xu_upload_record_clear (&self->record);
  g_clear_error (&self->error);
  g_free (self->initialized_id);
  g_free (self->media_id);
  g_free (self->path);
  g_free (self);
}
