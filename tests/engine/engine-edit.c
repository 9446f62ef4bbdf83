/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of edited jobs share. */

#include "config.h"

#include "engine-edit.h"

#include <string.h>

static const guint8 png[]
    = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
static const char srt[] = "1\n00:00:00,000 --> 00:00:01,000\nHello\n";

const XuEngineConfig edit_quick = {
  .segment_size = EDIT_SEGMENT,
  .parallel = 1,
  .backoff_base_us = 1000,
  .look_base_us = 10 * 1000,
};
const XuEngineConfig edit_slow = {
  .segment_size = EDIT_SEGMENT,
  .parallel = 1,
  .backoff_base_us = 1000,
  .look_base_us = 10 * 1000,
  .limit_rate = 3 * EDIT_SEGMENT,
};

void
edit_begin (EngineFixture *fixture, const char *argument, const XuEngineConfig *config)
{
  const char *arguments[] = { argument, NULL };

  engine_fixture_begin (fixture, arguments);
  fixture->engine = engine_fixture_make_engine (fixture, config != NULL ? config : &edit_quick);
}

void
edit_fast (EngineFixture *fixture)
{
  const XuEngineTuning tuning = { .segment_size = EDIT_SEGMENT, .parallel = 1 };

  xu_engine_set_tuning (fixture->engine, &tuning);
}

void
edit_restart (EngineFixture *fixture, XuJob **job)
{
  g_autofree char *id = g_strdup (xu_job_get_id (*job));

  engine_stop (g_steal_pointer (&fixture->engine));
  fixture->engine = engine_fixture_make_engine (fixture, &edit_quick);
  engine_load (fixture->engine);
  *job = xu_engine_find_job (fixture->engine, id);
  g_assert_nonnull (*job);
}

XuJobSpec *
edit_new_draft (EngineFixture *fixture, guint n_segments, const char *text)
{
  g_autofree char *path
      = engine_fixture_make_video (fixture, "v.mp4", (guint64) n_segments * EDIT_SEGMENT, FALSE);
  const char *paths[] = { path, NULL };
  XuJobSpec *spec = xu_job_spec_new (paths, text);

  spec->intent = XU_POST_INTENT_DRAFT;
  return spec;
}

void
edit_set_text (XuJobSpec *spec, const char *text)
{
  g_free (spec->text);
  spec->text = g_strdup (text);
}

void
edit_set_alt_text (XuJobSpec *spec, const char *alt_text)
{
  const char *alt_texts[] = { alt_text, NULL };

  g_strfreev (spec->alt_texts);
  spec->alt_texts = g_strdupv ((char **) alt_texts);
}

static char *
make_file (EngineFixture *fixture, const char *name, gconstpointer bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (fixture->folder, name, NULL);

  /* One that goes up must stay the file that it is. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);

  return path;
}

void
edit_add_subtitles (EngineFixture *fixture, XuJobSpec *spec)
{
  g_free (spec->subtitles_path);
  g_free (spec->subtitles_language);
  spec->subtitles_path = make_file (fixture, "s.srt", srt, strlen (srt));
  spec->subtitles_language = g_strdup ("DE");
}

void
edit_add_cover (EngineFixture *fixture, XuJobSpec *spec, const char *name)
{
  g_free (spec->cover_path);
  spec->cover_path = make_file (fixture, name, png, sizeof png);
}

void
edit_change_text (XuJob *job, const char *text)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (xu_job_get_spec (job));

  edit_set_text (spec, text);
  xu_job_edit (job, spec);
}

void
edit_wait_for_segments (XuJob *job, guint n_segments)
{
  for (guint i = 0; i < 1500; i++)
    {
      if (xu_job_get_progress (job)->acknowledged >= (guint64) n_segments * EDIT_SEGMENT)
        return;
      engine_iterate_for (20);
    }
  g_assert_not_reached ();
}

char *
edit_dup_text (EngineFixture *fixture, const char *report, const char *json_path)
{
  return xu_test_sandbox_get_string (fixture->sandbox, report, json_path);
}

void
edit_assert_post (EngineFixture *fixture, const char *text)
{
  g_autofree char *posted = edit_dup_text (fixture, "/sandbox/posts", "$.posts[0].request.text");

  g_assert_cmpuint (engine_count_posts (fixture), ==, 1);
  g_assert_cmpstr (posted, ==, text);
}

void
edit_assert_cover (EngineFixture *fixture, guint medium)
{
  g_autofree char *path = g_strdup_printf ("$.media[%u].id", medium);
  g_autofree char *id = edit_dup_text (fixture, "/sandbox/media", path);
  g_autofree char *cover
      = edit_dup_text (fixture, "/sandbox/posts", "$.posts[0].request.media.preview_media_id");

  g_assert_cmpstr (cover, ==, id);
}

gboolean
edit_has_cover (EngineFixture *fixture)
{
  g_autoptr (JsonNode) root = xu_test_sandbox_get (fixture->sandbox, "/sandbox/posts");
  JsonObject *post = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (root), "posts"), 0);
  JsonObject *request = json_object_get_object_member (post, "request");

  return json_object_has_member (json_object_get_object_member (request, "media"),
                                 "preview_media_id");
}
