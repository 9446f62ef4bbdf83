/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a post may hold, and what the engine refuses before anything is sent. */

#include "config.h"

#include <glib/gstdio.h>

#include "engine-fixture.h"
#include "xu-error.h"

static const guint8 png[]
    = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
static const char srt[] = "1\n00:00:00,000 --> 00:00:01,000\nHello\n";

static char *
make_file (EngineFixture *fixture, const char *name, gconstpointer bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);

  return path;
}

static XuJob *
run_spec (EngineFixture *fixture, XuJobSpec *spec)
{
  XuJob *job = xu_engine_add_job (fixture->engine, spec, NULL);

  engine_wait_until_over (job, 60);
  return job;
}

static void
assert_failed (XuJob *job, XuErrorCode code)
{
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_FAILED);
  g_assert_error (xu_job_get_error (job), XU_ERROR, (int) code);
}

static void
assert_nothing_sent (EngineFixture *fixture)
{
  g_assert_cmpint (xu_test_sandbox_get_int (fixture->sandbox, "/sandbox/requests",
                                            "$.endpoints.initialize.count"),
                   ==, 0);
}

static char *
dup_text (EngineFixture *fixture, const char *report, const char *json_path)
{
  return xu_test_sandbox_get_string (fixture->sandbox, report, json_path);
}

static void
test_images_with_alt_texts (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_autofree char *a = make_file (&fixture, "a.png", png, sizeof png);
  g_autofree char *b = make_file (&fixture, "b.png", png, sizeof png);
  const char *paths[] = { a, b, NULL };
  const char *alt_texts[] = { "", "A cat, asleep", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  spec->reply_settings = g_strdup ("following");
  spec->made_with_ai = TRUE;

  XuJob *job = run_spec (&fixture, spec);

  g_assert_no_error (xu_job_get_error (job));
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);
  g_assert_cmpuint (g_strv_length ((char **) xu_job_get_media_ids (job)), ==, 2);

  g_autofree char *alt_text = dup_text (&fixture, "/sandbox/media", "$.media[1].alt_text");
  g_autofree char *settings
      = dup_text (&fixture, "/sandbox/posts", "$.posts[0].request.reply_settings");
  g_autofree char *second = dup_text (&fixture, "/sandbox/posts", "$.posts[0].media_ids[1]");

  g_assert_cmpstr (alt_text, ==, "A cat, asleep");
  g_assert_cmpstr (settings, ==, "following");
  g_assert_cmpstr (second, ==, xu_job_get_media_ids (job)[1]);
  engine_fixture_tear_down (&fixture);
}

static void
test_video_with_subtitles_and_cover (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, "--processing=0");

  g_autofree char *video = engine_fixture_make_video (&fixture, "v.mp4", 300000, FALSE);
  const char *paths[] = { video, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "With everything");

  spec->subtitles_path = make_file (&fixture, "s.srt", srt, strlen (srt));
  spec->subtitles_language = g_strdup ("DE");
  spec->cover_path = make_file (&fixture, "c.png", png, sizeof png);

  XuJob *job = run_spec (&fixture, spec);
  gsize n_files;

  g_assert_no_error (xu_job_get_error (job));
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);
  xu_job_get_files (job, &n_files);
  g_assert_cmpuint (n_files, ==, 3);
  g_assert_cmpuint (g_strv_length ((char **) xu_job_get_media_ids (job)), ==, 1);

  g_autofree char *language
      = dup_text (&fixture, "/sandbox/media", "$.media[0].subtitles.language_code");
  g_autofree char *name
      = dup_text (&fixture, "/sandbox/media", "$.media[0].subtitles.display_name");
  g_autofree char *cover
      = dup_text (&fixture, "/sandbox/posts", "$.posts[0].request.media.preview_media_id");
  g_autofree char *cover_id = dup_text (&fixture, "/sandbox/media", "$.media[2].id");

  g_assert_cmpstr (language, ==, "DE");
  g_assert_cmpstr (name, ==, "German");
  g_assert_cmpstr (cover, ==, cover_id);
  engine_fixture_tear_down (&fixture);
}

static void
test_no_post (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, "--processing=0");

  g_autofree char *video = engine_fixture_make_video (&fixture, "v.mp4", 1000, FALSE);
  const char *paths[] = { video, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, NULL);

  spec->intent = XU_POST_INTENT_NONE;

  XuJob *job = run_spec (&fixture, spec);

  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  g_assert_cmpuint (g_strv_length ((char **) xu_job_get_media_ids (job)), ==, 1);
  g_assert_null (xu_job_get_post_id (job));
  g_assert_cmpint (
      xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests", "$.endpoints.post.count"), ==,
      0);
  engine_fixture_tear_down (&fixture);
}

static void
test_refused_here (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_autofree char *video = engine_fixture_make_video (&fixture, "v.mp4", 1000, FALSE);
  g_autofree char *image = make_file (&fixture, "i.png", png, sizeof png);
  g_autofree char *text = make_file (&fixture, "v2.mp4", "just text", 9);
  g_autofree char *bad_srt = make_file (&fixture, "bad.srt", "1\n00:00 -> 1\nHello\n", 19);
  const char *mixed[] = { video, image, NULL };
  const char *two[] = { video, video, NULL };
  const char *not_video[] = { text, NULL };
  const char *one[] = { video, NULL };
  const char *one_image[] = { image, NULL };
  g_autoptr (XuJobSpec) mixed_spec = xu_job_spec_new (mixed, "x");
  g_autoptr (XuJobSpec) two_spec = xu_job_spec_new (two, "x");
  g_autoptr (XuJobSpec) text_spec = xu_job_spec_new (not_video, "x");
  g_autoptr (XuJobSpec) subtitles_spec = xu_job_spec_new (one, "x");
  g_autoptr (XuJobSpec) cover_spec = xu_job_spec_new (one, "x");
  g_autoptr (XuJobSpec) image_spec = xu_job_spec_new (one_image, "x");

  subtitles_spec->subtitles_path = g_strdup (bad_srt);
  cover_spec->cover_path = g_strdup (video);
  image_spec->cover_path = g_strdup (image);

  assert_failed (run_spec (&fixture, mixed_spec), XU_ERROR_USAGE);
  assert_failed (run_spec (&fixture, two_spec), XU_ERROR_USAGE);
  assert_failed (run_spec (&fixture, text_spec), XU_ERROR_FILE_UNSUPPORTED);
  assert_failed (run_spec (&fixture, subtitles_spec), XU_ERROR_FILE_UNSUPPORTED);
  assert_failed (run_spec (&fixture, cover_spec), XU_ERROR_FILE_UNSUPPORTED);
  assert_failed (run_spec (&fixture, image_spec), XU_ERROR_USAGE);
  assert_nothing_sent (&fixture);
  engine_fixture_tear_down (&fixture);
}

static char *
make_text (gsize length)
{
  char *text = g_malloc (length + 1);

  memset (text, 'a', length);
  text[length] = '\0';

  return text;
}

/* 280 for everybody, 25 000 for subscribers: who it is, is asked once. */
static void
test_long_texts (void)
{
  static const struct
  {
    gsize length;
    const char *argument;
    gboolean is_posted;
    gint64 n_asked;
  } rows[] = {
    { 280, NULL, TRUE, 1 },           { 281, NULL, FALSE, 1 },
    { 281, "--premium", TRUE, 1 },    { 25000, "--premium", TRUE, 1 },
    { 25001, "--premium", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      EngineFixture fixture = { 0 };

      engine_fixture_set_up (&fixture, NULL, rows[i].argument);

      g_autofree char *image = make_file (&fixture, "i.png", png, sizeof png);
      g_autofree char *text = make_text (rows[i].length);
      XuJob *job = engine_fixture_add (&fixture, image, text);

      engine_wait_until_over (job, 20);
      if (rows[i].is_posted)
        {
          g_assert_no_error (xu_job_get_error (job));
          g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);
        }
      else
        {
          assert_failed (job, XU_ERROR_TEXT_TOO_LONG);
          assert_nothing_sent (&fixture);
        }
      g_assert_cmpint (
          xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests", "$.endpoints.me.count"),
          ==, rows[i].n_asked);
      engine_fixture_tear_down (&fixture);
    }
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuCheckReport **report = user_data;
  g_autoptr (GError) error = NULL;

  *report = xu_engine_check_finish (XU_ENGINE (source), result, &error);
  g_assert_no_error (error);
}

static XuCheckReport *
check_files (EngineFixture *fixture, const char *const *paths, const char *text)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, text);
  XuCheckReport *report = NULL;

  xu_engine_check_async (fixture->engine, spec, NULL, checked_cb, &report);
  while (report == NULL)
    g_main_context_iteration (NULL, TRUE);

  return report;
}

static XuCheckReport *
check (EngineFixture *fixture, const char *path, const char *text)
{
  const char *paths[] = { path, NULL };

  return check_files (fixture, paths, text);
}

/* One that cannot be read keeps nobody from hearing of the others. */
static void
test_check_unreadable (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_autofree char *other = make_file (&fixture, "other.mp4", "\x1a\x45\xdf\xa3 text", 9);
  const char *paths[] = { "/nowhere/a.mp4", other, NULL };
  g_autoptr (XuCheckReport) report = check_files (&fixture, paths, "Hello");
  const XuCheckFinding *unreadable = g_ptr_array_index (report->findings, 0);
  const XuCheckFinding *type = g_ptr_array_index (report->findings, 1);

  g_assert_cmpuint (report->findings->len, ==, 2);
  g_assert_cmpstr (unreadable->rule, ==, "unreadable");
  g_assert_cmpstr (unreadable->file, ==, "/nowhere/a.mp4");
  g_assert_cmpstr (unreadable->file_type, ==, NULL);
  g_assert_cmpstr (unreadable->detail, ==, "a.mp4: stat: ENOENT");
  g_assert_cmpstr (type->rule, ==, "type");
  g_assert_cmpstr (type->file, ==, other);
  g_assert_true (xu_check_report_is_blocked (report));
  engine_fixture_tear_down (&fixture);
}

static void
test_check (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_autofree char *large
      = engine_fixture_make_video (&fixture, "large.mp4", 600 * 1024 * 1024, TRUE);
  g_autofree char *other = make_file (&fixture, "other.mp4", "\x1a\x45\xdf\xa3 text", 9);
  g_autoptr (XuCheckReport) text_only = check (&fixture, NULL, "See example.com");
  g_autoptr (XuCheckReport) warned = check (&fixture, large, "Hello");
  g_autoptr (XuCheckReport) blocked = check (&fixture, other, "Hello");

  g_assert_cmpuint (text_only->weighted_length, ==, 27);
  g_assert_cmpstr (text_only->urls[0], ==, "example.com");
  g_assert_cmpuint (text_only->cost_micro_usd, ==, 200000);
  g_assert_false (xu_check_report_is_blocked (text_only));

  g_assert_cmpuint (warned->findings->len, ==, 1);
  g_assert_cmpstr (((XuCheckFinding *) warned->findings->pdata[0])->rule, ==, "large");
  g_assert_cmpuint (warned->cost_micro_usd, ==, 15000);
  g_assert_false (xu_check_report_is_blocked (warned));

  g_assert_true (xu_check_report_is_blocked (blocked));
  g_assert_cmpstr (((XuCheckFinding *) blocked->findings->pdata[0])->rule, ==, "type");
  g_assert_cmpstr (((XuCheckFinding *) blocked->findings->pdata[0])->file, ==, other);
  assert_nothing_sent (&fixture);
  engine_fixture_tear_down (&fixture);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  if (xu_engine_delete_post_finish (XU_ENGINE (source), result, error))
    *error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS,
                                  "deleted"); /* Any other: it was done. */
}

static void
test_delete (void)
{
  EngineFixture fixture = { 0 };
  g_autoptr (GError) done = NULL, failed = NULL;

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_autofree char *image = make_file (&fixture, "i.png", png, sizeof png);
  XuJob *job = engine_fixture_add (&fixture, image, "Soon gone");

  engine_wait_until_over (job, 20);
  xu_engine_delete_post_async (fixture.engine, NULL, xu_job_get_post_id (job), NULL, deleted_cb,
                               &done);
  while (done == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (done, G_IO_ERROR, G_IO_ERROR_EXISTS);

  g_autoptr (JsonNode) posts = xu_test_sandbox_get (fixture.sandbox, "/sandbox/posts");

  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (posts), "posts")),
      ==, 0);

  xu_engine_delete_post_async (fixture.engine, NULL, "12/../3", NULL, deleted_cb, &failed);
  while (failed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (failed, XU_ERROR, XU_ERROR_USAGE);
  engine_fixture_tear_down (&fixture);
}

static void
test_credentials_and_addresses (void)
{
  static const struct
  {
    const char *base_url;
    const char *access_token;
    XuErrorCode code;
  } rows[] = {
    { "http://example.com", "token", XU_ERROR_USAGE },
    { "ftp://localhost", "token", XU_ERROR_USAGE },
    { "no address", "token", XU_ERROR_USAGE },
    { "https://localhost", "two\nlines", XU_ERROR_TOKEN_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const XuEngineConfig config
          = { .base_url = rows[i].base_url, .access_token = rows[i].access_token };
      g_autoptr (GError) error = NULL;

      g_assert_null (xu_engine_new (&config, &error));
      g_assert_error (error, XU_ERROR, (int) rows[i].code);
    }
}

/* A trace is added to a trace, and never destroys anything else: the video, say. */
static void
test_trace (void)
{
  EngineFixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_autofree char *video = engine_fixture_make_video (&fixture, "v.mp4", 1000, FALSE);
  g_autofree char *before = engine_hash_file (video);
  g_autofree char *trace = g_build_filename (fixture.folder, "trace", NULL);
  g_autofree char *journal = g_build_filename (fixture.folder, "journal.db", NULL);
  XuEngineConfig config = { .base_url = fixture.sandbox->url,
                            .access_token = "x",
                            .trace_path = video,
                            .journal_path = journal };

  g_assert_null (xu_engine_new (&config, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);

  g_autofree char *after = engine_hash_file (video);

  g_assert_cmpstr (before, ==, after);

  config.trace_path = trace;
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (GError) failed = NULL;
      g_autofree char *text = NULL;
      XuEngine *engine = xu_engine_new (&config, NULL);

      xu_engine_delete_post_async (engine, NULL, "1", NULL, deleted_cb, &failed);
      while (failed == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_error (failed, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
      g_object_unref (engine);

      g_assert_true (g_file_get_contents (trace, &text, NULL, NULL));

      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      g_assert_cmpuint (g_strv_length (lines), ==, i + 1); /* The last is empty. */
    }
  engine_fixture_tear_down (&fixture);
}

/* What fails after the upload: the media are known, and nothing was posted. */
static void
test_alt_text_refused (void)
{
  EngineFixture fixture = { 0 };
  const char *alt_texts[] = { "A cat", NULL };

  engine_fixture_set_up (&fixture, NULL, "--fault=metadata status=400");

  g_autofree char *image = make_file (&fixture, "i.png", png, sizeof png);
  const char *paths[] = { image, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "x");

  spec->alt_texts = g_strdupv ((char **) alt_texts);

  XuJob *job = run_spec (&fixture, spec);

  assert_failed (job, XU_ERROR_REJECTED);
  g_assert_nonnull (xu_job_get_media_ids (job));
  g_assert_cmpint (
      xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests", "$.endpoints.post.count"), ==,
      0);
  engine_fixture_tear_down (&fixture);
}

static void
test_not_signed_in (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_autofree char *journal = g_build_filename (fixture.folder, "journal.db", NULL);
  const XuEngineConfig config = { .base_url = fixture.sandbox->url, .journal_path = journal };
  g_autoptr (GError) error = NULL;
  const char *paths[] = { "/nowhere.mp4", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "x");
  XuEngine *engine = xu_engine_new (&config, &error);

  g_assert_no_error (error);

  XuJob *job = xu_engine_add_job (engine, spec, NULL);

  engine_wait_until_over (job, 10);
  assert_failed (job, XU_ERROR_NOT_SIGNED_IN);
  g_assert_finalize_object (engine);
  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_unsetenv ("XUPLOADER_ACCESS_TOKEN");
  g_unsetenv ("XUPLOADER_OAUTH1_CONSUMER_KEY");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/posts/images-with-alt-texts", test_images_with_alt_texts);
  g_test_add_func ("/posts/video-with-subtitles-and-cover", test_video_with_subtitles_and_cover);
  g_test_add_func ("/posts/no-post", test_no_post);
  g_test_add_func ("/posts/refused-here", test_refused_here);
  g_test_add_func ("/posts/long-texts", test_long_texts);
  g_test_add_func ("/posts/check", test_check);
  g_test_add_func ("/posts/check-unreadable", test_check_unreadable);
  g_test_add_func ("/posts/delete", test_delete);
  g_test_add_func ("/posts/credentials-and-addresses", test_credentials_and_addresses);
  g_test_add_func ("/posts/trace", test_trace);
  g_test_add_func ("/posts/alt-text-refused", test_alt_text_refused);
  g_test_add_func ("/posts/not-signed-in", test_not_signed_in);

  return g_test_run ();
}
