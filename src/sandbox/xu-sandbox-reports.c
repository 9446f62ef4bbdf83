/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sandbox knows, as JSON for tests: /sandbox/media, /sandbox/posts, /sandbox/requests. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-reports.h"

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
add_segments (const XuSandboxMedia *media, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "segments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < XU_SANDBOX_MOST_SEGMENTS; i++)
    {
      if (media->segments[i] == 0)
        continue;
      json_builder_begin_object (builder);
      add_int (builder, "index", i);
      add_int (builder, "bytes", (gint64) media->segments[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_subtitles (const XuSandboxMedia *media, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "subtitles");
  if (media->subtitles_id == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  add_text (builder, "id", media->subtitles_id);
  add_text (builder, "language_code", media->subtitles_lang);
  add_text (builder, "display_name", media->subtitles_name);
  json_builder_end_object (builder);
}

static void
add_media (const XuSandboxMedia *media, JsonBuilder *builder, gint64 now_us)
{
  g_autofree char *key = xu_sandbox_media_get_key (media);
  XuSandboxMediaState state = xu_sandbox_media_get_state (media, now_us);
  guint64 bytes;

  xu_sandbox_media_count_segments (media, &bytes);

  json_builder_begin_object (builder);
  add_text (builder, "id", media->id);
  add_text (builder, "owner", media->owner);
  add_text (builder, "media_key", key);
  add_text (builder, "media_category", media->category);
  add_text (builder, "media_type", media->type);
  add_int (builder, "bytes", (gint64) bytes);
  add_int (builder, "total_bytes", (gint64) media->total_bytes);
  add_text (builder, "sha256", media->sha256);
  add_text (builder, "state", xu_sandbox_media_state_to_string (state));
  add_segments (media, builder);
  add_int (builder, "appends", media->n_appends);
  add_text (builder, "alt_text", media->alt_text);
  add_subtitles (media, builder);
  add_text (builder, "post_id", media->post_id);
  json_builder_end_object (builder);
}

XuSandboxAnswer *
xu_sandbox_report_media (XuSandboxState *state, gint64 now_us)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GPtrArray *media;

  g_return_val_if_fail (state != NULL, NULL);

  media = xu_sandbox_state_get_media (state);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "media");
  json_builder_begin_array (builder);
  for (guint i = 0; i < media->len; i++)
    add_media (g_ptr_array_index (media, i), builder, now_us);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

static void
add_post (const XuSandboxPost *post, JsonBuilder *builder)
{
  g_autofree char *time = xu_sandbox_post_format_time (post->created_us);
  g_autoptr (JsonNode) request = json_from_string (post->request, NULL);

  json_builder_begin_object (builder);
  add_text (builder, "id", post->id);
  add_text (builder, "owner", post->owner);
  add_text (builder, "text", post->text);
  add_text (builder, "created_at", time);
  json_builder_set_member_name (builder, "media_ids");
  json_builder_begin_array (builder);
  for (guint i = 0; post->media_ids[i] != NULL; i++)
    json_builder_add_string_value (builder, post->media_ids[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "request");
  if (request != NULL)
    json_builder_add_value (builder, g_steal_pointer (&request));
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
}

XuSandboxAnswer *
xu_sandbox_report_posts (XuSandboxState *state)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GPtrArray *posts;

  g_return_val_if_fail (state != NULL, NULL);

  posts = xu_sandbox_state_get_posts (state);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "posts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < posts->len; i++)
    add_post (g_ptr_array_index (posts, i), builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

XuSandboxAnswer *
xu_sandbox_report_requests (XuSandboxTally *tally)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (tally != NULL, NULL);

  xu_sandbox_tally_add (tally, builder);
  return xu_sandbox_answer_new_json (200, builder);
}
