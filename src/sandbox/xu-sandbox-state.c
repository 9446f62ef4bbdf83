/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the sandbox remembers: tokens, media, posts; in a folder, so that a restart goes on. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-state.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "xu-error.h"
#include "xu-sandbox-folder.h"

/* Posts pile up and are small; their bytes would fill the disk. */
static const gint64 media_life_us = (gint64) 7 * 24 * 3600 * G_USEC_PER_SEC;

struct _XuSandboxState
{
  char *folder; /* (owned) */
  gboolean is_temporary;
  gboolean keeps_bytes;
  guint16 port; /* where it was listened last; 0: not known */
  gint64 last_id;
  XuSandboxAuth *auth;   /* (owned) */
  GPtrArray *media;      /* (owned) (element-type XuSandboxMedia) */
  GHashTable *media_ids; /* (owned): id -> media, which media owns */
  GPtrArray *posts;      /* (owned) (element-type XuSandboxPost) */
};

static const struct
{
  const char *name;
  gsize offset;
} media_texts[] = {
  { "error_name", G_STRUCT_OFFSET (XuSandboxMedia, error_name) },
  { "error_message", G_STRUCT_OFFSET (XuSandboxMedia, error_message) },
  { "sha256", G_STRUCT_OFFSET (XuSandboxMedia, sha256) },
  { "alt_text", G_STRUCT_OFFSET (XuSandboxMedia, alt_text) },
  { "subtitles_id", G_STRUCT_OFFSET (XuSandboxMedia, subtitles_id) },
  { "subtitles_lang", G_STRUCT_OFFSET (XuSandboxMedia, subtitles_lang) },
  { "subtitles_name", G_STRUCT_OFFSET (XuSandboxMedia, subtitles_name) },
  { "post_id", G_STRUCT_OFFSET (XuSandboxMedia, post_id) },
};

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static gint64
get_int (JsonObject *object, const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
save_media (const XuSandboxMedia *media, JsonBuilder *builder)
{
  add_text (builder, "id", media->id);
  add_text (builder, "owner", media->owner);
  add_text (builder, "type", media->type);
  add_text (builder, "category", media->category);
  add_int (builder, "total_bytes", (gint64) media->total_bytes);
  add_int (builder, "expires_us", media->expires_us);
  add_int (builder, "finalized_us", media->finalized_us);
  add_int (builder, "processing_us", media->processing_us);
  add_int (builder, "outcome", media->outcome);
  add_int (builder, "check", media->check);
  add_int (builder, "check_seconds", media->check_seconds);
  add_int (builder, "n_appends", media->n_appends);
  for (gsize i = 0; i < G_N_ELEMENTS (media_texts); i++)
    {
      const char *text = G_STRUCT_MEMBER (char *, media, media_texts[i].offset);

      if (text != NULL)
        add_text (builder, media_texts[i].name, text);
    }
}

/* The segments that arrived are the files that are there; what else is there was on its way when a
 * sandbox was killed. */
static void
find_segments (XuSandboxMedia *media)
{
  g_autoptr (GDir) dir = g_dir_open (media->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (media->folder, name, NULL);
      guint64 index;
      GStatBuf info;

      if (!g_str_has_prefix (name, "segment-")
          || !g_ascii_string_to_unsigned (name + strlen ("segment-"), 10, 0,
                                          XU_SANDBOX_MOST_SEGMENTS - 1, &index, NULL))
        g_unlink (path);
      else if (g_stat (path, &info) == 0)
        media->segments[index] = (guint64) info.st_size;
    }
}

/* An id is the time at which it was made, in nanoseconds. */
static gboolean
is_outdated (const char *id)
{
  gint64 made_us = g_ascii_strtoll (id, NULL, 10) / 1000;

  return made_us + media_life_us < g_get_real_time ();
}

static XuSandboxMedia *
load_media (XuSandboxState *self, JsonObject *saved)
{
  const char *id = get_text (saved, "id");
  const char *owner = get_text (saved, "owner");
  const char *type = get_text (saved, "type");
  g_autofree char *message = NULL;
  XuSandboxMedia *media;

  if (id == NULL || owner == NULL || type == NULL || is_outdated (id))
    return NULL;

  media = xu_sandbox_media_new (id, owner, type, get_text (saved, "category"),
                                (guint64) get_int (saved, "total_bytes"), &message);
  if (media == NULL)
    return NULL;

  media->folder = g_build_filename (self->folder, id, NULL);
  media->expires_us = get_int (saved, "expires_us");
  media->finalized_us = get_int (saved, "finalized_us");
  media->processing_us = get_int (saved, "processing_us");
  media->outcome = (XuSandboxOutcome) get_int (saved, "outcome");
  media->check = (XuSandboxCheck) get_int (saved, "check");
  media->check_seconds = get_int (saved, "check_seconds");
  media->n_appends = (guint) get_int (saved, "n_appends");
  for (gsize i = 0; i < G_N_ELEMENTS (media_texts); i++)
    G_STRUCT_MEMBER (char *, media, media_texts[i].offset)
        = g_strdup (get_text (saved, media_texts[i].name));
  find_segments (media);

  return media;
}

static void
keep_media (XuSandboxState *self, XuSandboxMedia *media)
{
  g_ptr_array_add (self->media, media);
  g_hash_table_insert (self->media_ids, media->id, media);
}

static JsonArray *
get_array (JsonObject *saved, const char *name)
{
  JsonNode *node = saved != NULL ? json_object_get_member (saved, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
load_lists (XuSandboxState *self, JsonObject *saved)
{
  JsonArray *media = get_array (saved, "media");
  JsonArray *posts = get_array (saved, "posts");

  for (guint i = 0; media != NULL && i < json_array_get_length (media); i++)
    {
      JsonObject *object = get_element (media, i);
      XuSandboxMedia *one = object != NULL ? load_media (self, object) : NULL;

      if (one != NULL)
        keep_media (self, one);
    }
  for (guint i = 0; posts != NULL && i < json_array_get_length (posts); i++)
    {
      JsonObject *object = get_element (posts, i);
      XuSandboxPost *one = object != NULL ? xu_sandbox_post_new_from_json (object) : NULL;

      if (one != NULL)
        g_ptr_array_add (self->posts, one);
    }
}

static gboolean
load_state (XuSandboxState *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "state.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local_error = NULL;
  JsonNode *root = NULL;
  JsonObject *saved = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (!json_parser_load_from_file (parser, path, &local_error))
        {
          xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", path, local_error->message);
          return FALSE;
        }
      root = json_parser_get_root (parser);
      if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
        {
          xu_error_set (error, XU_ERROR_STORAGE, "%s: not the state of a sandbox", path);
          return FALSE;
        }
      saved = json_node_get_object (root);
    }

  self->auth = xu_sandbox_auth_new (saved);
  if (saved != NULL)
    {
      self->port = (guint16) CLAMP (get_int (saved, "port"), 0, G_MAXUINT16);
      load_lists (self, saved);
    }
  xu_sandbox_folder_sweep (self->folder, self->media_ids);
  return TRUE;
}

XuSandboxState *
xu_sandbox_state_new (const char *folder, gboolean keeps_bytes, GError **error)
{
  g_autoptr (XuSandboxState) self = g_new0 (XuSandboxState, 1);
  g_autoptr (GError) local_error = NULL;

  self->keeps_bytes = keeps_bytes;
  self->is_temporary = folder == NULL;
  self->media = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sandbox_media_free);
  self->media_ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->posts = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sandbox_post_free);

  if (folder == NULL)
    self->folder = g_dir_make_tmp ("xuploader-sandbox-XXXXXX", &local_error);
  else
    self->folder = g_canonicalize_filename (folder, NULL);

  if (self->folder == NULL)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "%s", local_error->message);
      return NULL;
    }
  if (g_mkdir_with_parents (self->folder, 0700) < 0)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", self->folder, g_strerror (errno));
      return NULL;
    }
  if (!load_state (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
xu_sandbox_state_get_folder (XuSandboxState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folder;
}

XuSandboxAuth *
xu_sandbox_state_get_auth (XuSandboxState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->auth;
}

guint16
xu_sandbox_state_get_port (XuSandboxState *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->port;
}

void
xu_sandbox_state_set_port (XuSandboxState *self, guint16 port)
{
  g_return_if_fail (self != NULL);

  self->port = port;
  xu_sandbox_state_save (self);
}

char *
xu_sandbox_state_make_id (XuSandboxState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* Nanoseconds since 1970 have 19 digits, and go on rising over a restart. */
  self->last_id = MAX (self->last_id + 1, g_get_real_time () * 1000);

  return g_strdup_printf ("%" G_GINT64_FORMAT, self->last_id);
}

gboolean
xu_sandbox_state_add_media (XuSandboxState *self, XuSandboxMedia *media, GError **error)
{
  g_return_val_if_fail (self != NULL && media != NULL, FALSE);

  if (self->keeps_bytes)
    {
      media->folder = g_build_filename (self->folder, media->id, NULL);
      if (g_mkdir (media->folder, 0700) < 0)
        {
          xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", media->folder, g_strerror (errno));
          xu_sandbox_media_free (media);
          return FALSE;
        }
    }

  keep_media (self, media);
  xu_sandbox_state_save (self);
  return TRUE;
}

XuSandboxMedia *
xu_sandbox_state_find_media (XuSandboxState *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  return g_hash_table_lookup (self->media_ids, id);
}

GPtrArray *
xu_sandbox_state_get_media (XuSandboxState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->media;
}

void
xu_sandbox_state_add_post (XuSandboxState *self, XuSandboxPost *post)
{
  g_return_if_fail (self != NULL && post != NULL);

  g_ptr_array_add (self->posts, post);
  xu_sandbox_state_save (self);
}

XuSandboxPost *
xu_sandbox_state_find_post (XuSandboxState *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (guint i = 0; i < self->posts->len; i++)
    {
      XuSandboxPost *post = g_ptr_array_index (self->posts, i);

      if (g_str_equal (post->id, id))
        return post;
    }

  return NULL;
}

void
xu_sandbox_state_remove_post (XuSandboxState *self, XuSandboxPost *post)
{
  g_return_if_fail (self != NULL && post != NULL);

  g_ptr_array_remove (self->posts, post);
  xu_sandbox_state_save (self);
}

GPtrArray *
xu_sandbox_state_get_posts (XuSandboxState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->posts;
}

static char *
format_state (XuSandboxState *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  xu_sandbox_auth_save (self->auth, builder);
  add_int (builder, "port", self->port);
  json_builder_set_member_name (builder, "media");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->media->len; i++)
    {
      json_builder_begin_object (builder);
      save_media (g_ptr_array_index (self->media, i), builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "posts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->posts->len; i++)
    {
      json_builder_begin_object (builder);
      xu_sandbox_post_save (g_ptr_array_index (self->posts, i), builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}

void
xu_sandbox_state_save (XuSandboxState *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  /* What is thrown away at the end, and bytes that were never kept, need no record. */
  if (self->is_temporary || !self->keeps_bytes)
    return;

  g_autofree char *path = g_build_filename (self->folder, "state.json", NULL);
  g_autofree char *text = format_state (self);

  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_warning ("Cannot save the state: %s", error->message);
}

void
xu_sandbox_state_free (XuSandboxState *self)
{
  if (self == NULL)
    return;

  /* Two levels are all that there are: the state, and the segments of each media. */
  if (self->is_temporary && self->folder != NULL)
    xu_sandbox_folder_remove (self->folder, 1);
  g_free (self->folder);
  g_clear_pointer (&self->auth, xu_sandbox_auth_free);
  g_hash_table_unref (self->media_ids);
  g_ptr_array_unref (self->media);
  g_ptr_array_unref (self->posts);
  g_free (self);
}
