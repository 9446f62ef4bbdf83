/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The uploader against the sandbox: what arrives, what is told, what is learnt. */

#include "config.h"

#include "upload-fixture.h"

#include "xu-error.h"
#include "xu-quantity.h"

static void
upload_size (UploadFixture *fixture, gsize size, guint parallel)
{
  XuUploadOptions options = upload_fixture_options (parallel);
  Upload *upload = upload_new (fixture, upload_fixture_make_file (fixture, size), &options);
  guint n_segments = (guint) ((size + XU_SEGMENT_QUANTUM - 1) / XU_SEGMENT_QUANTUM);
  g_autofree char *log = g_strdup_printf ("initialized %u finalized succeeded ", n_segments);

  upload_begin (upload);
  upload_wait (upload);
  upload_assert_arrived (upload);
  g_assert_cmpstr (upload->log->str, ==, log);
  g_assert_cmpuint (upload->n_repeated, ==, 0);
  upload_free (upload);
}

static void
test_sizes (gconstpointer data)
{
  static const gsize sizes[] = {
    3, /* the least that has a type */
    XU_SEGMENT_QUANTUM - 1,
    XU_SEGMENT_QUANTUM,
    XU_SEGMENT_QUANTUM + 1,
    3 * XU_SEGMENT_QUANTUM,
    20 * XU_SEGMENT_QUANTUM,
  };
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    upload_size (fixture, sizes[i], GPOINTER_TO_UINT (data));

  upload_fixture_stop (fixture);
}

static void
test_processing (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "1", NULL);
  XuUploadOptions options = upload_fixture_options (4);
  Upload *upload = upload_new (fixture, upload_fixture_make_file (fixture, 4096), &options);

  upload_begin (upload);
  upload_wait (upload);
  upload_assert_arrived (upload);
  g_assert_true (g_str_has_prefix (upload->log->str, "initialized 1 finalized pending "));
  g_assert_true (g_str_has_suffix (upload->log->str, "succeeded "));
  g_assert_true (strstr (upload->log->str, "finalized")
                 == g_strrstr (upload->log->str, "finalized"));
  upload_free (upload);
  upload_fixture_stop (fixture);
}

/* Two uploads at once never have more under way than there are slots. */
static void
test_slots (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", "--latency", "10ms", NULL);
  XuUploadOptions options = upload_fixture_options (4);
  Upload *uploads[2];

  xu_slots_unref (fixture->slots);
  fixture->slots = xu_slots_new (2);

  for (guint i = 0; i < G_N_ELEMENTS (uploads); i++)
    {
      uploads[i] = upload_new (fixture, upload_fixture_make_file (fixture, 8 * XU_SEGMENT_QUANTUM),
                               &options);
      upload_begin (uploads[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (uploads); i++)
    {
      upload_wait (uploads[i]);
      g_assert_no_error (uploads[i]->error);
      upload_free (uploads[i]);
    }

  g_assert_cmpint (
      xu_test_sandbox_get_int (fixture->sandbox, "/sandbox/requests", "$.most_appends_in_flight"),
      ==, 2);
  upload_fixture_stop (fixture);
}

static void
test_parallel (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", "--latency", "50ms", NULL);
  XuUploadOptions options = upload_fixture_options (3);
  Upload *upload
      = upload_new (fixture, upload_fixture_make_file (fixture, 12 * XU_SEGMENT_QUANTUM), &options);

  upload_begin (upload);
  upload_wait (upload);
  upload_assert_arrived (upload);
  g_assert_cmpint (
      xu_test_sandbox_get_int (fixture->sandbox, "/sandbox/requests", "$.most_appends_in_flight"),
      ==, 3);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

/* What the server taught: ceiling, encoding, one after another. */
static void
test_learnt (void)
{
  static const struct
  {
    const char *argument;
    const char *value;
    XuAppendEncoding encoding;
    XuAppendEncoding learnt_encoding;
    guint64 learnt_ceiling;
    gboolean is_sequential;
  } rows[] = {
    { "--max-segment", "200000", XU_APPEND_MULTIPART, XU_APPEND_MULTIPART, 128 * XU_KIB, FALSE },
    { "--max-segment", "70000", XU_APPEND_MULTIPART, XU_APPEND_MULTIPART, 64 * XU_KIB, FALSE },
    { "--encoding", "json", XU_APPEND_MULTIPART, XU_APPEND_JSON, 0, FALSE },
    { "--encoding", "multipart", XU_APPEND_JSON, XU_APPEND_MULTIPART, 0, FALSE },
    { "--encoding", "both", XU_APPEND_JSON, XU_APPEND_JSON, 0, FALSE },
    { "--sequential", NULL, XU_APPEND_MULTIPART, XU_APPEND_MULTIPART, 0, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      UploadFixture *fixture
          = upload_fixture_start ("--processing", "0", rows[i].argument, rows[i].value, NULL);
      XuUploadOptions options = upload_fixture_options (4);

      g_test_message ("%s %s", rows[i].argument, rows[i].value);
      options.segment_size = 256 * XU_KIB;
      options.encoding = rows[i].encoding;

      Upload *upload
          = upload_new (fixture, upload_fixture_make_file (fixture, 3 * XU_MIB + 7), &options);

      upload_begin (upload);
      upload_wait (upload);
      upload_assert_arrived (upload);

      const XuUploadOptions *learnt = xu_uploader_get_options (upload->uploader);

      g_assert_cmpint (learnt->encoding, ==, rows[i].learnt_encoding);
      g_assert_cmpuint (learnt->segment_ceiling, ==, rows[i].learnt_ceiling);
      g_assert_cmpint (learnt->is_sequential, ==, rows[i].is_sequential);
      upload_free (upload);
      upload_fixture_stop (fixture);
    }
}

static void
test_too_large (void)
{
  UploadFixture *fixture
      = upload_fixture_start ("--processing", "0", "--max-segment", "1000", NULL);
  XuUploadOptions options = upload_fixture_options (4);
  Upload *upload = upload_new (fixture, upload_fixture_make_file (fixture, 4096), &options);

  upload_begin (upload);
  upload_wait (upload);
  g_assert_error (upload->error, XU_ERROR, XU_ERROR_REJECTED);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/uploader/sizes/one", GUINT_TO_POINTER (1), test_sizes);
  g_test_add_data_func ("/uploader/sizes/four", GUINT_TO_POINTER (4), test_sizes);
  g_test_add_func ("/uploader/processing", test_processing);
  g_test_add_func ("/uploader/parallel", test_parallel);
  g_test_add_func ("/uploader/slots", test_slots);
  g_test_add_func ("/uploader/learnt", test_learnt);
  g_test_add_func ("/uploader/too-large", test_too_large);

  return g_test_run ();
}
