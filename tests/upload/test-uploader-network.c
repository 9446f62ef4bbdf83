/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The uploader when the server cannot be reached for a while. */

#include "config.h"

#include "upload-fixture.h"

#include <glib/gstdio.h>

#include "xu-error.h"
#include "xu-retry.h"

enum
{
  SEGMENTS = 40,
  WAITS = 5 * XU_RETRY_ATTEMPTS_MAX, /* many more than what counts would survive */
};

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static Upload *
new_upload (UploadFixture *fixture)
{
  XuUploadOptions options = upload_fixture_options (4);

  return upload_new (fixture, upload_fixture_make_file (fixture, SEGMENTS * XU_SEGMENT_QUANTUM),
                     &options);
}

/* Nobody waits here: each time that the uploader does, the network changes. */
static void
change_network_cb (XuUploader *uploader, guint reason, gint64 wake_at, Upload *upload)
{
  g_assert_cmpuint (reason, ==, XU_WAIT_NETWORK);
  if (upload->n_waits[XU_WAIT_NETWORK] <= WAITS)
    xu_uploader_network_changed (uploader);
}

static void
wait_in_vain (Upload *upload)
{
  while (upload->n_waits[XU_WAIT_NETWORK] < WAITS && !upload->is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (upload->is_done);
}

/* The server is gone in the middle of segments, and comes back where it was. */
static void
test_gone_for_a_while (void)
{
  g_autofree char *state = g_dir_make_tmp ("xu-upload-state-XXXXXX", NULL);
  UploadFixture *fixture
      = upload_fixture_start ("--processing", "0", "--latency", "5ms", "--state", state, NULL);
  g_autofree char *address = g_strdup (fixture->sandbox->url + strlen ("http://"));
  Upload *upload = new_upload (fixture);

  g_signal_connect (upload->uploader, "waiting", G_CALLBACK (change_network_cb), upload);
  upload_begin (upload);
  while (g_hash_table_size (upload->indices) < 6)
    g_main_context_iteration (NULL, TRUE);

  xu_test_sandbox_stop (fixture->sandbox);
  wait_in_vain (upload);

  fixture->sandbox
      = xu_test_sandbox_start ("--processing", "0", "--state", state, "--listen", address, NULL);
  xu_uploader_network_changed (upload->uploader);
  upload_wait (upload);
  upload_assert_arrived (upload);
  g_assert_cmpuint (upload->n_restarts, ==, 0);
  upload_free (upload);
  upload_fixture_stop (fixture);
  remove_tree (state);
}

/* Twenty waits of up to a minute each: only the changes of the network end them in time. */
static void
test_change_ends_wait (void)
{
  UploadFixture *fixture
      = upload_fixture_start ("--processing", "0", "--fault", "initialize@1-20 close=after", NULL);
  XuUploadOptions options = upload_fixture_options (4);
  Upload *upload;

  options.backoff_base_us = 60 * G_USEC_PER_SEC;
  upload = upload_new (fixture, upload_fixture_make_file (fixture, 100), &options);
  xu_uploader_set_offline (upload->uploader, TRUE);
  g_signal_connect (upload->uploader, "waiting", G_CALLBACK (change_network_cb), upload);
  upload_begin (upload);
  upload_wait (upload);
  upload_assert_arrived (upload);
  g_assert_cmpuint (upload->n_waits[XU_WAIT_NETWORK], ==, 20);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

/* A server that never answered is given up, unless the network is said to be away. */
static void
test_never_there (void)
{
  UploadFixture *fixture = upload_fixture_start ("--processing", "0", NULL);
  g_autofree char *address = g_strdup (fixture->sandbox->url + strlen ("http://"));
  Upload *upload = new_upload (fixture);
  Upload *patient = new_upload (fixture);
  Upload *acquainted = new_upload (fixture);

  xu_test_sandbox_stop (fixture->sandbox);
  upload_begin (upload);
  upload_wait (upload);
  g_assert_error (upload->error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_true (xu_error_is_unsent (upload->error));
  upload_free (upload);

  xu_uploader_set_offline (patient->uploader, TRUE);
  g_signal_connect (patient->uploader, "waiting", G_CALLBACK (change_network_cb), patient);
  upload_begin (patient);
  wait_in_vain (patient);

  xu_uploader_set_acquainted (acquainted->uploader);
  g_signal_connect (acquainted->uploader, "waiting", G_CALLBACK (change_network_cb), acquainted);
  upload_begin (acquainted);
  wait_in_vain (acquainted);

  /* Whoever waits can be cancelled. */
  g_cancellable_cancel (patient->cancellable);
  g_cancellable_cancel (acquainted->cancellable);
  upload_wait (patient);
  upload_wait (acquainted);
  g_assert_error (patient->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  upload_free (patient);
  upload_free (acquainted);

  fixture->sandbox = xu_test_sandbox_start ("--listen", address, NULL);
  upload_fixture_stop (fixture);
}

/* Somebody else answers for a while: a portal sends elsewhere. */
static void
test_captive_portal (void)
{
  UploadFixture *fixture = upload_fixture_start (
      "--processing", "0", "--fault",
      "append@6-40 status=302 header=Location:http://portal.example/", NULL);
  Upload *upload = new_upload (fixture);

  g_signal_connect (upload->uploader, "waiting", G_CALLBACK (change_network_cb), upload);
  upload_begin (upload);
  upload_wait (upload);
  upload_assert_arrived (upload);
  g_assert_cmpuint (upload->n_waits[XU_WAIT_NETWORK], >, 0);
  upload_free (upload);
  upload_fixture_stop (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uploader/gone-for-a-while", test_gone_for_a_while);
  g_test_add_func ("/uploader/change-ends-wait", test_change_ends_wait);
  g_test_add_func ("/uploader/never-there", test_never_there);
  g_test_add_func ("/uploader/captive-portal", test_captive_portal);

  return g_test_run ();
}
