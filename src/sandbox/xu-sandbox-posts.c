/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about posts: post and delete. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-call.h"

enum
{
  MOST_TEXT_BYTES = 25000,
  MOST_MEDIA = 4
};

static const XuSandboxField an_id = { .kind = XU_SANDBOX_FIELD_ID };
static const XuSandboxField a_choice = { .kind = XU_SANDBOX_FIELD_STRING, FALSE, 1, 25 };
static const XuSandboxField an_action = { .kind = XU_SANDBOX_FIELD_STRING, FALSE, 1, 2000 };

static const char *const reply_settings[]
    = { "following", "mentionedUsers", "subscribers", "verified", NULL };

static const XuSandboxField media_fields[] = {
  { .name = "media_ids", .kind = XU_SANDBOX_FIELD_ARRAY, TRUE, 1, MOST_MEDIA, .fields = &an_id },
  { .name = "tagged_user_ids", .kind = XU_SANDBOX_FIELD_ARRAY, FALSE, 0, 10, .fields = &an_id },
  { .name = "preview_media_id", .kind = XU_SANDBOX_FIELD_ID },
  { .name = "title", .kind = XU_SANDBOX_FIELD_STRING, FALSE, 0, 1000 },
  { .name = "description", .kind = XU_SANDBOX_FIELD_STRING, FALSE, 0, 5000 },
  { .name = "embeddable", .kind = XU_SANDBOX_FIELD_BOOLEAN },
  { .name = "call_to_actions", .kind = XU_SANDBOX_FIELD_ARRAY, FALSE, 0, 10, .fields = &an_action },
  { NULL },
};

static const XuSandboxField reply_fields[] = {
  { .name = "in_reply_to_tweet_id", .kind = XU_SANDBOX_FIELD_ID, TRUE },
  { .name = "exclude_reply_user_ids",
    .kind = XU_SANDBOX_FIELD_ARRAY,
    FALSE,
    0,
    100,
    .fields = &an_id },
  { .name = "auto_populate_reply_metadata", .kind = XU_SANDBOX_FIELD_BOOLEAN },
  { NULL },
};

static const XuSandboxField poll_fields[] = {
  { .name = "options", .kind = XU_SANDBOX_FIELD_ARRAY, TRUE, 2, 4, .fields = &a_choice },
  { .name = "duration_minutes", .kind = XU_SANDBOX_FIELD_INTEGER, TRUE, 5, 10080 },
  { .name = "reply_settings", .kind = XU_SANDBOX_FIELD_ENUM, .values = reply_settings },
  { NULL },
};

static const XuSandboxField geo_fields[] = {
  { .name = "place_id", .kind = XU_SANDBOX_FIELD_STRING, FALSE, 1, 100 },
  { NULL },
};

static const XuSandboxField edit_fields[] = {
  { .name = "previous_post_id", .kind = XU_SANDBOX_FIELD_ID, TRUE },
  { NULL },
};

static const XuSandboxField post_fields[] = {
  { .name = "text", .kind = XU_SANDBOX_FIELD_STRING, FALSE, 0, G_MAXINT64 },
  { .name = "media", .kind = XU_SANDBOX_FIELD_OBJECT, .fields = media_fields },
  { .name = "reply_settings", .kind = XU_SANDBOX_FIELD_ENUM, .values = reply_settings },
  { .name = "made_with_ai", .kind = XU_SANDBOX_FIELD_BOOLEAN },
  { .name = "paid_partnership", .kind = XU_SANDBOX_FIELD_BOOLEAN },
  { .name = "community_id", .kind = XU_SANDBOX_FIELD_ID },
  { .name = "share_with_followers", .kind = XU_SANDBOX_FIELD_BOOLEAN },
  { .name = "reply", .kind = XU_SANDBOX_FIELD_OBJECT, .fields = reply_fields },
  { .name = "quote_tweet_id", .kind = XU_SANDBOX_FIELD_ID },
  { .name = "nullcast", .kind = XU_SANDBOX_FIELD_BOOLEAN },
  { .name = "for_super_followers_only", .kind = XU_SANDBOX_FIELD_BOOLEAN },
  { .name = "edit_options", .kind = XU_SANDBOX_FIELD_OBJECT, .fields = edit_fields },
  { .name = "poll", .kind = XU_SANDBOX_FIELD_OBJECT, .fields = poll_fields },
  { .name = "geo", .kind = XU_SANDBOX_FIELD_OBJECT, .fields = geo_fields },
  { .name = "card_uri", .kind = XU_SANDBOX_FIELD_STRING, FALSE, 1, 1000 },
  { .name = "direct_message_deep_link", .kind = XU_SANDBOX_FIELD_STRING, FALSE, 1, 1000 },
  { NULL },
};

static XuSandboxAnswer *
refuse_ids (const char *id)
{
  return xu_sandbox_answer_new_invalid ("media.media_ids", id, "Your media IDs are invalid.");
}

static XuSandboxAnswer *
refuse_video (void)
{
  static const char body[] = "{\"errors\":[{\"code\":324,\"message\":\"Not valid video\"}]}";

  return xu_sandbox_answer_new (400, "application/json; charset=utf-8",
                                g_bytes_new_static (body, strlen (body)));
}

static gboolean
is_usable (const XuSandboxCall *call, const XuSandboxMedia *media)
{
  return media != NULL && media->expires_us > call->now_us && media->post_id == NULL
         && g_str_equal (media->owner, call->token->user->id)
         && media->kind != XU_SANDBOX_KIND_SUBTITLES;
}

/* A malformed subtitles file shows only when its video is posted. */
static gboolean
has_broken_subtitles (const XuSandboxCall *call, const XuSandboxMedia *media)
{
  XuSandboxMedia *text = media->subtitles_id != NULL
                             ? xu_sandbox_state_find_media (call->state, media->subtitles_id)
                             : NULL;
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;

  if (text == NULL || text->folder == NULL)
    return FALSE;

  path = xu_sandbox_media_get_segment_path (text, 0);
  return g_file_get_contents (path, &contents, NULL, NULL) && strstr (contents, "-->") == NULL;
}

static XuSandboxAnswer *
check_one_media (const XuSandboxCall *call, const char *id)
{
  const XuSandboxMedia *media = xu_sandbox_state_find_media (call->state, id);
  XuSandboxMediaState state;

  if (!is_usable (call, media))
    return refuse_ids (id);

  state = xu_sandbox_media_get_state (media, call->now_us);
  if (state == XU_SANDBOX_FAILED)
    return refuse_video ();
  if (state != XU_SANDBOX_SUCCEEDED)
    return refuse_ids (id);
  if (has_broken_subtitles (call, media))
    return xu_sandbox_answer_new (503, NULL, NULL);

  return NULL;
}

static char **
get_ids (JsonObject *media)
{
  JsonArray *array = media != NULL ? json_object_get_array_member (media, "media_ids") : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  char **ids = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    ids[i] = g_strdup (json_array_get_string_element (array, i));

  return ids;
}

static XuSandboxAnswer *
check_media (const XuSandboxCall *call, char **ids)
{
  for (guint i = 0; ids[i] != NULL; i++)
    {
      XuSandboxAnswer *refusal = check_one_media (call, ids[i]);

      if (refusal != NULL)
        return refusal;

      /* The same id twice, or a video or GIF beside anything else. */
      for (guint k = 0; ids[k] != NULL; k++)
        {
          const XuSandboxMedia *media = xu_sandbox_state_find_media (call->state, ids[i]);

          if (k != i && (g_str_equal (ids[i], ids[k]) || media->kind != XU_SANDBOX_KIND_IMAGE))
            return refuse_ids (ids[k]);
        }
    }

  return NULL;
}

static XuSandboxAnswer *
check_preview (const XuSandboxCall *call, JsonObject *media)
{
  const char *id
      = media != NULL ? json_object_get_string_member_with_default (media, "preview_media_id", NULL)
                      : NULL;
  const XuSandboxMedia *preview;

  if (id == NULL)
    return NULL;

  preview = xu_sandbox_state_find_media (call->state, id);
  if (!is_usable (call, preview) || preview->kind != XU_SANDBOX_KIND_IMAGE
      || xu_sandbox_media_get_state (preview, call->now_us) != XU_SANDBOX_SUCCEEDED)
    return xu_sandbox_answer_new_invalid ("media.preview_media_id", id,
                                          "Your media IDs are invalid.");

  return NULL;
}

static XuSandboxAnswer *
check_text (const XuSandboxCall *call, const char *text, gboolean is_alone)
{
  GPtrArray *posts = xu_sandbox_state_get_posts (call->state);

  if (text[0] == '\0' && is_alone)
    return xu_sandbox_answer_new_invalid ("text", text,
                                          "Your Tweet must contain text, media or a poll.");
  if (strlen (text) > MOST_TEXT_BYTES)
    return xu_sandbox_answer_new_problem (
        403, "Forbidden", NULL,
        "Your Tweet text is too long. For more information, visit "
        "https://developer.x.com/en/docs/counting-characters");

  for (guint i = 0; i < posts->len && text[0] != '\0'; i++)
    {
      const XuSandboxPost *post = g_ptr_array_index (posts, i);

      if (g_str_equal (post->text, text) && g_str_equal (post->owner, call->token->user->id))
        return xu_sandbox_answer_new_problem (
            403, "Forbidden", NULL,
            "You are not allowed to create a Tweet with duplicate content.");
    }

  return NULL;
}

static XuSandboxAnswer *
check_references (const XuSandboxCall *call, JsonObject *object)
{
  JsonObject *reply = json_object_has_member (object, "reply")
                          ? json_object_get_object_member (object, "reply")
                          : NULL;
  const char *ids[] = {
    reply != NULL ? json_object_get_string_member (reply, "in_reply_to_tweet_id") : NULL,
    json_object_get_string_member_with_default (object, "quote_tweet_id", NULL),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      if (ids[i] != NULL && xu_sandbox_state_find_post (call->state, ids[i]) == NULL)
        return xu_sandbox_answer_new_problem (
            403, "Forbidden", NULL,
            "You attempted to reply to a Tweet that is deleted or not visible to you.");
    }

  return NULL;
}

static XuSandboxAnswer *
answer_posted (guint status, const XuSandboxPost *post)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "edit_history_tweet_ids");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, post->id);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, post->id);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, post->text);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (status, builder);
}

static const XuSandboxPost *
make_post (const XuSandboxCall *call, JsonNode *root, const char *text, char **ids)
{
  XuSandboxPost *post = g_new0 (XuSandboxPost, 1);

  post->id = xu_sandbox_state_make_id (call->state);
  post->owner = g_strdup (call->token->user->id);
  post->text = g_strdup (text);
  post->request = json_to_string (root, FALSE);
  post->media_ids = g_strdupv (ids);
  post->created_us = call->now_us;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      XuSandboxMedia *media = xu_sandbox_state_find_media (call->state, ids[i]);

      media->post_id = g_strdup (post->id);
      /* What a post shows does not expire. */
      media->expires_us = G_MAXINT64;
    }
  xu_sandbox_state_add_post (call->state, post);

  return post;
}

XuSandboxAnswer *
xu_sandbox_answer_post (const XuSandboxCall *call)
{
  XuSandboxAnswer *refusal = NULL;
  g_autoptr (JsonNode) root = xu_sandbox_call_parse_body (call, post_fields, &refusal);
  g_auto (GStrv) ids = NULL;
  JsonObject *object, *media;
  const char *text;
  gboolean is_alone;

  if (root == NULL)
    return refusal;

  object = json_node_get_object (root);
  media = json_object_has_member (object, "media") ? json_object_get_object_member (object, "media")
                                                   : NULL;
  text = json_object_get_string_member_with_default (object, "text", "");
  is_alone = media == NULL && !json_object_has_member (object, "poll");
  if (media != NULL && json_object_has_member (object, "poll"))
    return xu_sandbox_answer_new_invalid (NULL, NULL, "A Tweet has either media or a poll.");

  ids = get_ids (media);
  refusal = check_media (call, ids);
  if (refusal == NULL)
    refusal = check_preview (call, media);
  if (refusal == NULL)
    refusal = check_references (call, object);
  if (refusal == NULL)
    refusal = check_text (call, text, is_alone);
  if (refusal != NULL)
    return refusal;

  return answer_posted (201, make_post (call, root, text, ids));
}

XuSandboxAnswer *
xu_sandbox_answer_delete (const XuSandboxCall *call)
{
  XuSandboxPost *post = xu_sandbox_state_find_post (call->state, call->id);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (post == NULL)
    return xu_sandbox_answer_new_problem (404, "Not Found Error", "resource-not-found",
                                          "Could not find tweet with id: [%s].", call->id);
  if (!g_str_equal (post->owner, call->token->user->id))
    return xu_sandbox_answer_new_problem (403, "Forbidden", NULL,
                                          "You are not authorized to delete this Tweet.");

  xu_sandbox_state_remove_post (call->state, post);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "deleted");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}
