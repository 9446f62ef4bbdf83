/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as a program: its life and death, its options, its state. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "client.h"

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
test_state (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("xu-test-state-XXXXXX", &error);
  g_autofree char *token = NULL;
  g_autofree char *posted = NULL;
  g_autofree char *half = NULL;

  g_assert_no_error (error);
  {
    g_autoptr (Client) client
        = client_new (xu_test_sandbox_start ("--state", folder, "--processing", "0", NULL));
    g_autofree char *json = NULL;

    token = g_strdup (client->sandbox->access_token);
    posted = client_upload (client, "video/mp4", "tweet_video", "kept");
    half = client_initialize (client, "video/mp4", "tweet_video", 6);
    json = g_strdup_printf ("{\"text\":\"kept\",\"media\":{\"media_ids\":[\"%s\"]}}", posted);

    g_autoptr (Reply) post = client_post_json (client, "/2/tweets", json);
    g_autoptr (Reply) append = client_append (client, half, 0, "abc", 3);

    g_assert_cmpuint (post->status, ==, 201);
    g_assert_cmpuint (append->status, ==, 200);
  }

  {
    g_autoptr (Client) client
        = client_new (xu_test_sandbox_start ("--state", folder, "--processing", "0", NULL));
    g_autoptr (Reply) append = client_append (client, half, 1, "def", 3);
    g_autoptr (Reply) finalized = client_finalize (client, half);
    g_autoptr (Reply) again = client_post_json (client, "/2/tweets", "{\"text\":\"kept\"}");
    g_autofree char *text
        = xu_test_sandbox_get_string (client->sandbox, "/sandbox/posts", "$.posts[0].text");
    g_autofree char *hash
        = xu_test_sandbox_get_string (client->sandbox, "/sandbox/media", "$.media[1].sha256");
    g_autofree char *wanted = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abcdef", -1);

    g_assert_cmpstr (client->sandbox->access_token, ==, token);
    g_assert_cmpuint (append->status, ==, 200);
    g_assert_cmpuint (finalized->status, ==, 200);
    g_assert_cmpuint (again->status, ==, 403);
    g_assert_cmpstr (text, ==, "kept");
    g_assert_cmpstr (hash, ==, wanted);
  }

  remove_folder (folder);
}

/* Its folder is private, and gone when it is. */
static void
test_temporary_folder (void)
{
  g_autoptr (Client) client = client_new (xu_test_sandbox_start ("--tls", NULL));
  g_autofree char *folder = g_path_get_dirname (client->sandbox->ca_file);
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 6);
  g_autoptr (Reply) append = client_append (client, id, 0, "abc", 3);
  GStatBuf info;

  g_assert_cmpuint (append->status, ==, 200);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);

  g_clear_pointer (&client, client_free);
  g_assert_cmpint (g_stat (folder, &info), !=, 0);
}

static void
test_signal (void)
{
  static const int signals[] = { SIGTERM, SIGINT };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      XuTestSandbox *sandbox = xu_test_sandbox_start (NULL, NULL);
      g_autoptr (GError) error = NULL;

      g_subprocess_send_signal (sandbox->process, signals[i]);
      g_subprocess_wait (sandbox->process, NULL, &error);
      g_assert_no_error (error);
      xu_test_sandbox_stop (sandbox);
    }
}

/* Bytes of media are counted only. */
static void
test_discard (void)
{
  g_autoptr (Client) client
      = client_new (xu_test_sandbox_start ("--discard", "--processing", "0", NULL));
  g_autofree char *id = client_upload (client, "video/mp4", "tweet_video", "video");
  g_autoptr (Reply) media = client_get (client, "/sandbox/media");

  g_assert_nonnull (id);
  g_assert_cmpint (reply_get_int (media, "$.media[0].bytes"), ==, 5);
  g_assert_nonnull (strstr (media->body, "\"sha256\":null"));
}

/* How it ends when it cannot start: status, and what it says. */
static void
assert_does_not_start (const char *option, const char *value, int status, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                          g_getenv ("XU_SANDBOX"), option, value, NULL);
  g_autofree char *output = NULL;
  g_autofree char *message = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &message, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "");
  if (strstr (message, words) == NULL)
    g_error ("“%s” is not in %s", words, message);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
}

static void
test_refused_options (void)
{
  g_autoptr (Client) client = client_new (xu_test_sandbox_start (NULL, NULL));
  const char *taken = client->sandbox->url + strlen ("http://");

  assert_does_not_start ("--listen", "0.0.0.0", 2, "needs --tls");
  assert_does_not_start ("--listen", "example.com", 2, "not a numeric address");
  assert_does_not_start ("--listen", taken, 1, "cannot listen");
  assert_does_not_start ("--latency", "soon", 2, "not a duration");
  assert_does_not_start ("--bandwidth", "fast", 2, "not a rate");
  assert_does_not_start ("--max-segment", "much", 2, "not a size");
  assert_does_not_start ("--encoding", "morse", 2, "not multipart, json or both");
  assert_does_not_start ("--rate-limit", "append", 1, "not a rate limit");
  assert_does_not_start ("--code-life", "0", 2, "longer than nothing");
  assert_does_not_start ("--access-token-life", "soon", 2, "not a duration");
  assert_does_not_start ("--grant-scopes", "tweet.eat", 2, "not scopes");
  assert_does_not_start ("--redirect-uri", "/callback", 2, "not a redirect URI");
  assert_does_not_start ("--redirect-uri", "http://127.0.0.1/#x", 2, "not a redirect URI");
  assert_does_not_start ("--redirect-uri", "http://a;script-src *", 2, "not a redirect URI");
  assert_does_not_start ("--fault", "append explode", 1, "cannot read “explode”");
  assert_does_not_start ("--fault", "append goaway", 1, "needs HTTP/2");
  assert_does_not_start ("--colour", "red", 2, "--colour");
  assert_does_not_start ("--tls", "stray", 2, "stray");
  assert_does_not_start ("--state", "/proc/nothing/here", 1, "/proc/nothing/here");
}

static void
test_processing (void)
{
  static const struct
  {
    const char *rule;
    const char *words;
  } rows[] = {
    { "finalize processing=fail message='Unsupported video format'", "Unsupported video format" },
    { "finalize processing=unknown", "\"state\":\"processing\"" },
    { "finalize processing=error-at-99", "\"progress_percent\":99,\"error\"" },
    { "finalize processing=never check=-5", "\"check_after_secs\":-5" },
    { "finalize processing=float", ".75" },
    { "finalize processing=good", "\"state\":\"succeeded\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Client) client = client_new (
          xu_test_sandbox_start ("--processing", "4s", "--fault", rows[i].rule, NULL));
      g_autofree char *id = client_upload (client, "video/mp4", "tweet_video", "video");
      gboolean is_seen = FALSE;

      /* Bounded: a media is through with it after four seconds. */
      for (guint look = 0; look < 400 && !is_seen; look++)
        {
          g_autoptr (Reply) reply = client_status (client, id);

          g_assert_cmpuint (reply->status, ==, 200);
          is_seen = strstr (reply->body, rows[i].words) != NULL;
          g_usleep (20000);
        }
      g_assert_true (is_seen);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/program/state", test_state);
  g_test_add_func ("/program/temporary-folder", test_temporary_folder);
  g_test_add_func ("/program/signal", test_signal);
  g_test_add_func ("/program/discard", test_discard);
  g_test_add_func ("/program/refused-options", test_refused_options);
  g_test_add_func ("/program/processing", test_processing);

  return g_test_run ();
}
