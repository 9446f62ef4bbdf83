/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about media: initialize, finalize, status, alt text, subtitles. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-quantity.h"
#include "xu-sandbox-call.h"

/* A media that was finalized can be posted for a day. */
static const gint64 finalized_life_us = (gint64) 24 * 3600 * G_USEC_PER_SEC;

/* A faulty outcome needs time to be seen. */
static const gint64 shortest_faulty_us = G_USEC_PER_SEC;

static void
add_media_members (const XuSandboxCall *call, const XuSandboxMedia *media, JsonBuilder *builder)
{
  g_autofree char *key = xu_sandbox_media_get_key (media);

  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, media->id);
  json_builder_set_member_name (builder, "media_key");
  json_builder_add_string_value (builder, key);
  json_builder_set_member_name (builder, "expires_after_secs");
  json_builder_add_int_value (builder, (media->expires_us - call->now_us) / G_USEC_PER_SEC);
}

static XuSandboxAnswer *
answer_media (const XuSandboxCall *call, const XuSandboxMedia *media)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  add_media_members (call, media, builder);
  if (media->finalized_us != 0)
    {
      json_builder_set_member_name (builder, "size");
      json_builder_add_int_value (builder, (gint64) media->total_bytes);
      xu_sandbox_media_add_processing (media, builder, call->now_us);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

static XuSandboxAnswer *
answer_storage (const GError *error)
{
  g_warning ("Cannot keep a media: %s", error->message);
  return xu_sandbox_answer_new_problem (500, "Internal Server Error", NULL, "Something is broken");
}

XuSandboxAnswer *
xu_sandbox_answer_initialize (const XuSandboxCall *call)
{
  static const XuSandboxField owner = { .kind = XU_SANDBOX_FIELD_ID };
  const XuSandboxField fields[] = {
    { .name = "media_type",
      .kind = XU_SANDBOX_FIELD_ENUM,
      TRUE,
      .values = xu_sandbox_media_get_types () },
    { .name = "total_bytes", .kind = XU_SANDBOX_FIELD_INTEGER, TRUE, 0, (gint64) (16 * XU_GIB) },
    { .name = "media_category",
      .kind = XU_SANDBOX_FIELD_ENUM,
      .values = xu_sandbox_media_get_categories () },
    { .name = "additional_owners",
      .kind = XU_SANDBOX_FIELD_ARRAY,
      FALSE,
      0,
      100,
      .fields = &owner },
    { .name = "shared", .kind = XU_SANDBOX_FIELD_BOOLEAN },
    { NULL },
  };
  XuSandboxAnswer *refusal = NULL;
  g_autoptr (JsonNode) root = xu_sandbox_call_parse_body (call, fields, &refusal);
  g_autofree char *message = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  XuSandboxMedia *media;
  JsonObject *object;

  if (root == NULL)
    return refusal;

  object = json_node_get_object (root);
  id = xu_sandbox_state_make_id (call->state);
  media = xu_sandbox_media_new (
      id, call->token->user->id, json_object_get_string_member (object, "media_type"),
      json_object_get_string_member_with_default (object, "media_category", NULL),
      (guint64) json_object_get_int_member (object, "total_bytes"), &message);
  if (media == NULL)
    return xu_sandbox_answer_new_invalid (NULL, NULL, "%s", message);

  media->expires_us = call->now_us + call->options->expiry_us;
  if (!xu_sandbox_state_add_media (call->state, media, &error))
    return answer_storage (error);

  return answer_media (call, media);
}

static void
begin_processing (const XuSandboxCall *call, XuSandboxMedia *media)
{
  gboolean is_slow = media->kind == XU_SANDBOX_KIND_VIDEO || media->kind == XU_SANDBOX_KIND_GIF;

  media->finalized_us = call->now_us;
  media->expires_us = MIN (media->expires_us, call->now_us + finalized_life_us);
  media->processing_us = is_slow ? call->options->processing_us : 0;

  if (call->fault != NULL && xu_sandbox_fault_changes_processing (call->fault))
    {
      media->processing_us = MAX (media->processing_us, shortest_faulty_us);
      media->outcome = call->fault->outcome;
      media->check = call->fault->check;
      media->check_seconds = call->fault->check_seconds;
      media->error_name = g_strdup (call->fault->name);
      media->error_message = g_strdup (call->fault->message);
    }
}

XuSandboxAnswer *
xu_sandbox_answer_finalize (const XuSandboxCall *call)
{
  XuSandboxAnswer *refusal = NULL;
  XuSandboxMedia *media = xu_sandbox_call_find_media (call, call->id, &refusal);

  if (media == NULL)
    return refusal;
  if (g_bytes_get_size (call->body) > 0)
    return xu_sandbox_answer_new_invalid (NULL, NULL, "finalize takes no request body");

  /* A finalize whose answer was lost is asked again: that is no mistake. */
  if (media->finalized_us == 0)
    {
      if (media->n_in_flight > 0 || !xu_sandbox_media_is_complete (media))
        return xu_sandbox_answer_new_invalid (
            "id", media->id, "Segments do not add up to provided total file size.");
      begin_processing (call, media);
      xu_sandbox_state_save (call->state);
    }

  return answer_media (call, media);
}

XuSandboxAnswer *
xu_sandbox_answer_status (const XuSandboxCall *call)
{
  static const char *const known[] = { "command", "media_id", NULL };
  const char *command = g_hash_table_lookup (call->query, "command");
  const char *id = g_hash_table_lookup (call->query, "media_id");
  XuSandboxAnswer *refusal = xu_sandbox_call_check_query (call, known);
  XuSandboxMedia *media;

  if (refusal != NULL)
    return refusal;
  if (command != NULL && !g_str_equal (command, "STATUS"))
    return xu_sandbox_answer_new_invalid (
        "command", command, "The `command` query parameter value [%s] is not one of [STATUS]",
        command);
  if (id == NULL)
    return xu_sandbox_answer_new_invalid ("media_id", NULL,
                                          "The `media_id` query parameter can not be empty");

  media = xu_sandbox_call_find_media (call, id, &refusal);
  if (media == NULL)
    return refusal;
  if (media->finalized_us == 0)
    return xu_sandbox_answer_new_invalid ("media_id", id, "This media has not been finalized yet");

  return answer_media (call, media);
}

static XuSandboxAnswer *
answer_metadata_kept (const XuSandboxMedia *media)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, media->id);
  json_builder_set_member_name (builder, "associated_metadata");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "alt_text");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, media->alt_text);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

XuSandboxAnswer *
xu_sandbox_answer_metadata (const XuSandboxCall *call)
{
  static const XuSandboxField alt_text[] = {
    { .name = "text", .kind = XU_SANDBOX_FIELD_STRING, TRUE, 0, 1000 },
    { NULL },
  };
  static const XuSandboxField metadata[] = {
    { .name = "alt_text", .kind = XU_SANDBOX_FIELD_OBJECT, TRUE, .fields = alt_text },
    { NULL },
  };
  static const XuSandboxField fields[] = {
    { .name = "id", .kind = XU_SANDBOX_FIELD_ID, TRUE },
    { .name = "metadata", .kind = XU_SANDBOX_FIELD_OBJECT, TRUE, .fields = metadata },
    { NULL },
  };
  XuSandboxAnswer *refusal = NULL;
  g_autoptr (JsonNode) root = xu_sandbox_call_parse_body (call, fields, &refusal);
  JsonObject *object, *inner;
  XuSandboxMedia *media;

  if (root == NULL)
    return refusal;

  object = json_node_get_object (root);
  media = xu_sandbox_call_find_media (call, json_object_get_string_member (object, "id"), &refusal);
  if (media == NULL)
    return refusal;
  if (media->kind == XU_SANDBOX_KIND_SUBTITLES || media->finalized_us == 0)
    return xu_sandbox_answer_new_invalid ("id", media->id, "This media takes no metadata");

  inner = json_object_get_object_member (json_object_get_object_member (object, "metadata"),
                                         "alt_text");
  g_free (media->alt_text);
  media->alt_text = g_strdup (json_object_get_string_member (inner, "text"));
  xu_sandbox_state_save (call->state);

  return answer_metadata_kept (media);
}

static XuSandboxAnswer *
answer_subtitles_kept (const XuSandboxMedia *media, const char *category)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, media->id);
  json_builder_set_member_name (builder, "media_category");
  json_builder_add_string_value (builder, category);
  json_builder_set_member_name (builder, "associated_subtitles");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, media->subtitles_id);
  json_builder_set_member_name (builder, "language_code");
  json_builder_add_string_value (builder, media->subtitles_lang);
  json_builder_set_member_name (builder, "display_name");
  json_builder_add_string_value (builder, media->subtitles_name);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

static gboolean
is_language_code (const char *text)
{
  return strlen (text) == 2 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]);
}

static XuSandboxAnswer *
check_subtitles (const XuSandboxCall *call,
                 const XuSandboxMedia *video,
                 const char *category,
                 const XuSandboxMedia *text)
{
  const char *wanted = g_str_equal (category, "AmplifyVideo") ? "amplify_video" : "tweet_video";

  if (!g_str_equal (video->category, wanted))
    return xu_sandbox_answer_new_invalid ("media_category", category,
                                          "This media is not of category %s", category);
  if (text->kind != XU_SANDBOX_KIND_SUBTITLES
      || xu_sandbox_media_get_state (text, call->now_us) != XU_SANDBOX_SUCCEEDED)
    return xu_sandbox_answer_new_invalid ("subtitles.id", text->id,
                                          "This media holds no subtitles");

  return NULL;
}

static void
keep_subtitles (XuSandboxMedia *video, JsonObject *subtitles)
{
  g_free (video->subtitles_id);
  g_free (video->subtitles_lang);
  g_free (video->subtitles_name);
  video->subtitles_id = g_strdup (json_object_get_string_member (subtitles, "id"));
  video->subtitles_lang = g_strdup (json_object_get_string_member (subtitles, "language_code"));
  video->subtitles_name = g_strdup (json_object_get_string_member (subtitles, "display_name"));
}

XuSandboxAnswer *
xu_sandbox_answer_subtitles (const XuSandboxCall *call)
{
  static const char *const categories[] = { "AmplifyVideo", "TweetVideo", NULL };
  static const XuSandboxField inner[] = {
    { .name = "id", .kind = XU_SANDBOX_FIELD_ID, TRUE },
    { .name = "language_code", .kind = XU_SANDBOX_FIELD_STRING, TRUE, 2, 2 },
    { .name = "display_name", .kind = XU_SANDBOX_FIELD_STRING, TRUE, 1, 200 },
    { NULL },
  };
  static const XuSandboxField fields[] = {
    { .name = "id", .kind = XU_SANDBOX_FIELD_ID, TRUE },
    { .name = "media_category", .kind = XU_SANDBOX_FIELD_ENUM, TRUE, .values = categories },
    { .name = "subtitles", .kind = XU_SANDBOX_FIELD_OBJECT, TRUE, .fields = inner },
    { NULL },
  };
  XuSandboxAnswer *refusal = NULL;
  g_autoptr (JsonNode) root = xu_sandbox_call_parse_body (call, fields, &refusal);
  JsonObject *object, *subtitles;
  XuSandboxMedia *video, *text;
  const char *category;

  if (root == NULL)
    return refusal;

  object = json_node_get_object (root);
  subtitles = json_object_get_object_member (object, "subtitles");
  category = json_object_get_string_member (object, "media_category");
  if (!is_language_code (json_object_get_string_member (subtitles, "language_code")))
    return xu_sandbox_answer_new_invalid ("subtitles.language_code", NULL,
                                          "$.subtitles.language_code: does not match the regex "
                                          "pattern ^[A-Z]{2}$");

  video = xu_sandbox_call_find_media (call, json_object_get_string_member (object, "id"), &refusal);
  if (video == NULL)
    return refusal;
  text = xu_sandbox_call_find_media (call, json_object_get_string_member (subtitles, "id"),
                                     &refusal);
  if (text == NULL)
    return refusal;
  refusal = check_subtitles (call, video, category, text);
  if (refusal != NULL)
    return refusal;

  keep_subtitles (video, subtitles);
  xu_sandbox_state_save (call->state);

  return answer_subtitles_kept (video, category);
}
