/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about the user: who it is, and its own posts. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-call.h"

static const char *const tweet_fields[] = { "article",
                                            "attachments",
                                            "author_id",
                                            "card_uri",
                                            "community_id",
                                            "context_annotations",
                                            "conversation_id",
                                            "created_at",
                                            "display_text_range",
                                            "edit_controls",
                                            "edit_history_tweet_ids",
                                            "entities",
                                            "geo",
                                            "id",
                                            "in_reply_to_user_id",
                                            "lang",
                                            "media_metadata",
                                            "non_public_metrics",
                                            "note_tweet",
                                            "organic_metrics",
                                            "possibly_sensitive",
                                            "promoted_metrics",
                                            "public_metrics",
                                            "referenced_tweets",
                                            "reply_settings",
                                            "scopes",
                                            "source",
                                            "suggested_source_links",
                                            "text",
                                            "withheld",
                                            NULL };

static const char *const expansions[] = { "article.cover_media",
                                          "article.media_entities",
                                          "attachments.media_keys",
                                          "attachments.media_source_tweet",
                                          "attachments.poll_ids",
                                          "author_id",
                                          "edit_history_tweet_ids",
                                          "entities.mentions.username",
                                          "geo.place_id",
                                          "in_reply_to_user_id",
                                          "entities.note.mentions.username",
                                          "referenced_tweets.id",
                                          "referenced_tweets.id.attachments.media_keys",
                                          "referenced_tweets.id.author_id",
                                          NULL };

static const char *const media_fields[] = { "alt_text",
                                            "duration_ms",
                                            "height",
                                            "media_key",
                                            "non_public_metrics",
                                            "organic_metrics",
                                            "preview_image_url",
                                            "promoted_metrics",
                                            "public_metrics",
                                            "type",
                                            "url",
                                            "variants",
                                            "width",
                                            NULL };

static const char *const user_fields[] = { "affiliation",
                                           "confirmed_email",
                                           "connection_status",
                                           "created_at",
                                           "description",
                                           "entities",
                                           "id",
                                           "is_identity_verified",
                                           "location",
                                           "most_recent_tweet_id",
                                           "name",
                                           "parody",
                                           "pinned_tweet_id",
                                           "profile_banner_url",
                                           "profile_image_url",
                                           "protected",
                                           "public_metrics",
                                           "receives_your_dm",
                                           "subscription",
                                           "subscription_type",
                                           "url",
                                           "username",
                                           "verified",
                                           "verified_followers_count",
                                           "verified_type",
                                           "withheld",
                                           NULL };

/* A parameter that lists names, such as tweet.fields; (out) names is an empty list without it. */
static XuSandboxAnswer *
read_list (const XuSandboxCall *call,
           const char *parameter,
           const char *const *known,
           char ***names)
{
  const char *text = g_hash_table_lookup (call->query, parameter);

  *names = g_strsplit (text != NULL ? text : "", ",", -1);
  for (guint i = 0; (*names)[i] != NULL; i++)
    {
      if (!g_strv_contains (known, (*names)[i]))
        return xu_sandbox_answer_new_invalid (
            parameter, text, "The `%s` query parameter value [%s] is not one of the known ones",
            parameter, (*names)[i]);
    }

  return NULL;
}

static gboolean
has_name (char **names, const char *name)
{
  return g_strv_contains ((const char *const *) names, name);
}

static XuSandboxAnswer *
read_count (const XuSandboxCall *call, guint *count)
{
  const char *text = g_hash_table_lookup (call->query, "max_results");
  guint64 number = 10;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 5, 100, &number, NULL))
    return xu_sandbox_answer_new_invalid (
        "max_results", text,
        "The `max_results` query parameter value [%s] is not between 5 and "
        "100",
        text);

  *count = (guint) number;
  return NULL;
}

static void
add_keys (const XuSandboxCall *call, const XuSandboxPost *post, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "attachments");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "media_keys");
  json_builder_begin_array (builder);
  for (guint i = 0; post->media_ids[i] != NULL; i++)
    {
      XuSandboxMedia *media = xu_sandbox_state_find_media (call->state, post->media_ids[i]);
      g_autofree char *key = media != NULL ? xu_sandbox_media_get_key (media) : NULL;

      if (key != NULL)
        json_builder_add_string_value (builder, key);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_post (const XuSandboxCall *call,
          const XuSandboxPost *post,
          JsonBuilder *builder,
          char **fields,
          gboolean wants_media)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, post->id);
  json_builder_set_member_name (builder, "edit_history_tweet_ids");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, post->id);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, post->text);
  if (has_name (fields, "created_at"))
    {
      g_autofree char *time = xu_sandbox_post_format_time (post->created_us);

      json_builder_set_member_name (builder, "created_at");
      json_builder_add_string_value (builder, time);
    }
  if ((wants_media || has_name (fields, "attachments")) && post->media_ids[0] != NULL)
    add_keys (call, post, builder);
  json_builder_end_object (builder);
}

static const char *
get_type_word (XuSandboxKind kind)
{
  if (kind == XU_SANDBOX_KIND_VIDEO)
    return "video";
  return kind == XU_SANDBOX_KIND_GIF ? "animated_gif" : "photo";
}

static void
add_includes (const XuSandboxCall *call, GPtrArray *shown, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "includes");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "media");
  json_builder_begin_array (builder);
  for (guint i = 0; i < shown->len; i++)
    {
      const XuSandboxPost *post = g_ptr_array_index (shown, i);

      for (guint k = 0; post->media_ids[k] != NULL; k++)
        {
          XuSandboxMedia *media = xu_sandbox_state_find_media (call->state, post->media_ids[k]);
          g_autofree char *key = media != NULL ? xu_sandbox_media_get_key (media) : NULL;

          if (key == NULL)
            continue;
          json_builder_begin_object (builder);
          json_builder_set_member_name (builder, "media_key");
          json_builder_add_string_value (builder, key);
          json_builder_set_member_name (builder, "type");
          json_builder_add_string_value (builder, get_type_word (media->kind));
          json_builder_end_object (builder);
        }
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_meta (GPtrArray *shown, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "meta");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "result_count");
  json_builder_add_int_value (builder, shown->len);
  if (shown->len > 0)
    {
      const XuSandboxPost *newest = g_ptr_array_index (shown, 0);
      const XuSandboxPost *oldest = g_ptr_array_index (shown, shown->len - 1);

      json_builder_set_member_name (builder, "newest_id");
      json_builder_add_string_value (builder, newest->id);
      json_builder_set_member_name (builder, "oldest_id");
      json_builder_add_string_value (builder, oldest->id);
    }
  json_builder_end_object (builder);
}

/* Newest first; the latest ones may not have arrived yet. */
static GPtrArray *
choose_posts (const XuSandboxCall *call, const char *owner, guint count)
{
  GPtrArray *posts = xu_sandbox_state_get_posts (call->state);
  GPtrArray *shown = g_ptr_array_new ();

  for (guint i = posts->len; i > 0 && shown->len < count; i--)
    {
      XuSandboxPost *post = g_ptr_array_index (posts, i - 1);

      if (g_str_equal (post->owner, owner)
          && post->created_us + call->options->timeline_delay_us <= call->now_us)
        g_ptr_array_add (shown, post);
    }

  return shown;
}

static XuSandboxAnswer *
answer_posts (const XuSandboxCall *call, GPtrArray *shown, char **fields, gboolean wants_media)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  /* Without posts X leaves the list out. */
  if (shown->len > 0)
    {
      json_builder_set_member_name (builder, "data");
      json_builder_begin_array (builder);
      for (guint i = 0; i < shown->len; i++)
        add_post (call, g_ptr_array_index (shown, i), builder, fields, wants_media);
      json_builder_end_array (builder);
    }
  if (wants_media && shown->len > 0)
    add_includes (call, shown, builder);
  add_meta (shown, builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

XuSandboxAnswer *
xu_sandbox_answer_timeline (const XuSandboxCall *call)
{
  static const char *const known[]
      = { "max_results", "tweet.fields", "expansions", "media.fields", "user.fields", NULL };
  g_auto (GStrv) fields = NULL;
  g_auto (GStrv) expanded = NULL;
  g_auto (GStrv) of_media = NULL;
  g_auto (GStrv) of_user = NULL;
  g_autoptr (GPtrArray) shown = NULL;
  guint count = 0;
  XuSandboxAnswer *refusal = xu_sandbox_call_check_query (call, known);

  if (refusal == NULL)
    refusal = read_list (call, "tweet.fields", tweet_fields, &fields);
  if (refusal == NULL)
    refusal = read_list (call, "expansions", expansions, &expanded);
  if (refusal == NULL)
    refusal = read_list (call, "media.fields", media_fields, &of_media);
  if (refusal == NULL)
    refusal = read_list (call, "user.fields", user_fields, &of_user);
  if (refusal == NULL)
    refusal = read_count (call, &count);
  if (refusal != NULL)
    return refusal;
  if (xu_sandbox_user_find (call->id) == NULL)
    return xu_sandbox_answer_new_problem (404, "Not Found Error", "resource-not-found",
                                          "Could not find user with id: [%s].", call->id);

  shown = choose_posts (call, call->id, count);
  return answer_posts (call, shown, fields, has_name (expanded, "attachments.media_keys"));
}

XuSandboxAnswer *
xu_sandbox_answer_me (const XuSandboxCall *call)
{
  static const char *const known[] = { "user.fields", "expansions", "tweet.fields", NULL };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) fields = NULL;
  XuSandboxAnswer *refusal = xu_sandbox_call_check_query (call, known);

  if (refusal == NULL)
    refusal = read_list (call, "user.fields", user_fields, &fields);
  if (refusal != NULL)
    return refusal;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, call->token->user->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, call->token->user->name);
  json_builder_set_member_name (builder, "username");
  json_builder_add_string_value (builder, call->token->user->username);
  if (has_name (fields, "subscription_type"))
    {
      json_builder_set_member_name (builder, "subscription_type");
      json_builder_add_string_value (builder, call->options->is_premium ? "Premium" : "None");
    }
  if (has_name (fields, "profile_image_url"))
    {
      g_autofree char *url = g_strdup_printf ("%s/sandbox/avatar/%s.png", call->base_url,
                                              call->token->user->username);

      json_builder_set_member_name (builder, "profile_image_url");
      json_builder_add_string_value (builder, url);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}
