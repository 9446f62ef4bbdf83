/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What X answers about posts: JSON into structs. The posts' texts are never read. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-post-decoder.h"

#include "xu-error.h"
#include "xu-json-reader.h"

void
xu_own_post_free (XuOwnPost *post)
{
  if (post == NULL)
    return;

  g_free (post->post_id);
  g_strfreev (post->media_keys);
  g_free (post);
}

char *
xu_post_decoder_created (GBytes *body, GError **error)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (XuJsonReader) data = NULL;
  char *post_id = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  if ((root = xu_json_reader_new (body, error)) == NULL
      || !xu_json_reader_read_object (root, "data", XU_JSON_REQUIRED, &data, error)
      || !xu_json_reader_read_id (data, "id", &post_id, error))
    return NULL;

  return post_id;
}

gboolean
xu_post_decoder_deleted (GBytes *body, GError **error)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (XuJsonReader) data = NULL;
  gboolean is_deleted = FALSE;

  g_return_val_if_fail (body != NULL, FALSE);

  if ((root = xu_json_reader_new (body, error)) == NULL
      || !xu_json_reader_read_object (root, "data", XU_JSON_REQUIRED, &data, error)
      || !xu_json_reader_read_boolean (data, "deleted", XU_JSON_REQUIRED, &is_deleted, error))
    return FALSE;

  if (!is_deleted)
    xu_error_set (error, XU_ERROR_REJECTED, "data.deleted: false");
  return is_deleted;
}

static gboolean
read_time (const XuJsonReader *reader, gint64 *unix_seconds, GError **error)
{
  g_autofree char *text = NULL;

  if (!xu_json_reader_read_string (reader, "created_at", XU_JSON_OPTIONAL, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  /* The time only helps to choose among posts: not worth an error. */
  if (time != NULL)
    *unix_seconds = g_date_time_to_unix (time);
  return TRUE;
}

static XuOwnPost *
read_own_post (const XuJsonReader *reader, GError **error)
{
  g_autoptr (XuJsonReader) attachments = NULL;
  g_autoptr (XuOwnPost) post = g_new0 (XuOwnPost, 1);

  post->created_at = -1;

  if (!xu_json_reader_read_id (reader, "id", &post->post_id, error)
      || !read_time (reader, &post->created_at, error)
      || !xu_json_reader_read_object (reader, "attachments", XU_JSON_OPTIONAL, &attachments, error)
      || (attachments != NULL
          && !xu_json_reader_read_strings (attachments, "media_keys", XU_JSON_OPTIONAL,
                                           &post->media_keys, error)))
    return NULL;

  if (post->media_keys == NULL)
    post->media_keys = g_new0 (char *, 1);

  return g_steal_pointer (&post);
}

GPtrArray *
xu_post_decoder_own_posts (GBytes *body, GError **error)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (GPtrArray) readers = NULL;
  g_autoptr (GPtrArray) posts = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_own_post_free);

  g_return_val_if_fail (body != NULL, NULL);

  if ((root = xu_json_reader_new (body, error)) == NULL)
    return NULL;

  /* An answer with neither posts nor errors must at least say that it counted none: an unrelated
   * object would otherwise read as "not posted". */
  if (!xu_json_reader_has (root, "errors") && xu_json_reader_has (root, "meta")
      && !xu_json_reader_has (root, "data"))
    return g_steal_pointer (&posts);

  if (!xu_json_reader_read_objects (root, "data", XU_JSON_REQUIRED, &readers, error))
    return NULL;

  for (guint i = 0; i < readers->len; i++)
    {
      XuOwnPost *post = read_own_post (g_ptr_array_index (readers, i), error);

      if (post == NULL)
        return NULL;
      g_ptr_array_add (posts, post);
    }

  return g_steal_pointer (&posts);
}
