/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One media: what it is, which segments of it are here, how far its processing is. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-media.h"

#include "xu-quantity.h"

typedef struct
{
  const char *category;
  XuSandboxKind kind;
  guint64 most_bytes;
  const char *key_prefix; /* the digits before the underscore of a media_key */
} Category;

static const Category categories[] = {
  { "tweet_video", XU_SANDBOX_KIND_VIDEO, 16 * XU_GIB, "7" },
  { "amplify_video", XU_SANDBOX_KIND_VIDEO, 16 * XU_GIB, "13" },
  { "dm_video", XU_SANDBOX_KIND_VIDEO, 16 * XU_GIB, "7" },
  { "tweet_gif", XU_SANDBOX_KIND_GIF, 15 * XU_MIB, "16" },
  { "dm_gif", XU_SANDBOX_KIND_GIF, 15 * XU_MIB, "16" },
  { "tweet_image", XU_SANDBOX_KIND_IMAGE, 5 * XU_MIB, "3" },
  { "dm_image", XU_SANDBOX_KIND_IMAGE, 5 * XU_MIB, "3" },
  { "subtitles", XU_SANDBOX_KIND_SUBTITLES, XU_MIB, "5" },
};

static const char *const category_names[]
    = { "amplify_video", "tweet_gif", "tweet_image", "tweet_video", "dm_gif",
        "dm_image",      "dm_video",  "subtitles",   NULL };

static const char *const type_names[]
    = { "video/mp4",  "video/webm",        "video/mp2t",         "video/quicktime",
        "text/srt",   "text/vtt",          "image/jpeg",         "image/gif",
        "image/bmp",  "image/png",         "image/webp",         "image/pjpeg",
        "image/tiff", "model/gltf-binary", "model/vnd.usdz+zip", NULL };

const char *const *
xu_sandbox_media_get_types (void)
{
  return type_names;
}

const char *const *
xu_sandbox_media_get_categories (void)
{
  return category_names;
}

static const Category *
find_category (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      if (g_str_equal (categories[i].category, name))
        return &categories[i];
    }

  return NULL;
}

static const char *
guess_category (const char *type)
{
  if (g_str_has_prefix (type, "video/"))
    return "tweet_video";
  if (g_str_has_prefix (type, "text/"))
    return "subtitles";
  return g_str_equal (type, "image/gif") ? "tweet_gif" : "tweet_image";
}

static gboolean
type_fits_kind (const char *type, XuSandboxKind kind)
{
  switch (kind)
    {
    case XU_SANDBOX_KIND_VIDEO:
      return g_str_has_prefix (type, "video/");
    case XU_SANDBOX_KIND_GIF:
      return g_str_equal (type, "image/gif");
    case XU_SANDBOX_KIND_IMAGE:
      return g_str_has_prefix (type, "image/");
    case XU_SANDBOX_KIND_SUBTITLES:
      return g_str_has_prefix (type, "text/");
    default:
      g_assert_not_reached ();
    }
}

XuSandboxMedia *
xu_sandbox_media_new (const char *id,
                      const char *owner,
                      const char *type,
                      const char *category,
                      guint64 total_bytes,
                      char **message)
{
  const Category *known;

  g_return_val_if_fail (id != NULL && owner != NULL && type != NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  known = find_category (category != NULL ? category : guess_category (type));
  if (known == NULL || !type_fits_kind (type, known->kind))
    {
      *message = g_strdup_printf ("media type %s does not fit media category %s", type,
                                  known != NULL ? known->category : category);
      return NULL;
    }
  if (total_bytes == 0 || total_bytes > known->most_bytes)
    {
      *message
          = g_strdup_printf ("file size exceeds %" G_GUINT64_FORMAT " bytes", known->most_bytes);
      return NULL;
    }

  XuSandboxMedia *self = g_new0 (XuSandboxMedia, 1);

  self->id = g_strdup (id);
  self->owner = g_strdup (owner);
  self->type = g_strdup (type);
  self->category = g_strdup (known->category);
  self->kind = known->kind;
  self->total_bytes = total_bytes;

  return self;
}

char *
xu_sandbox_media_get_key (const XuSandboxMedia *self)
{
  const Category *category;

  g_return_val_if_fail (self != NULL, NULL);

  category = find_category (self->category);
  return g_strdup_printf ("%s_%s", category != NULL ? category->key_prefix : "0", self->id);
}

char *
xu_sandbox_media_get_segment_path (const XuSandboxMedia *self, guint index)
{
  g_return_val_if_fail (self != NULL && self->folder != NULL, NULL);
  g_return_val_if_fail (index < XU_SANDBOX_MOST_SEGMENTS, NULL);

  g_autofree char *name = g_strdup_printf ("segment-%03u", index);

  return g_build_filename (self->folder, name, NULL);
}

guint
xu_sandbox_media_count_segments (const XuSandboxMedia *self, guint64 *bytes)
{
  guint n = 0;
  guint64 sum = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < XU_SANDBOX_MOST_SEGMENTS; i++)
    {
      sum += self->segments[i];
      n += self->segments[i] > 0 ? 1 : 0;
    }
  if (bytes != NULL)
    *bytes = sum;

  return n;
}

gboolean
xu_sandbox_media_is_complete (const XuSandboxMedia *self)
{
  guint64 bytes;
  guint n;

  g_return_val_if_fail (self != NULL, FALSE);

  n = xu_sandbox_media_count_segments (self, &bytes);
  for (guint i = 0; i < n; i++)
    {
      if (self->segments[i] == 0)
        return FALSE;
    }

  return bytes == self->total_bytes;
}

XuSandboxMediaState
xu_sandbox_media_get_state (const XuSandboxMedia *self, gint64 now_us)
{
  gint64 passed_us;

  g_return_val_if_fail (self != NULL, XU_SANDBOX_UPLOADING);

  if (self->finalized_us == 0)
    return XU_SANDBOX_UPLOADING;

  passed_us = now_us - self->finalized_us;
  if (self->outcome == XU_SANDBOX_OUTCOME_NEVER || self->outcome == XU_SANDBOX_OUTCOME_ERROR_AT_99)
    return passed_us < self->processing_us / 5 ? XU_SANDBOX_PENDING : XU_SANDBOX_IN_PROGRESS;
  if (passed_us >= self->processing_us)
    return self->outcome == XU_SANDBOX_OUTCOME_FAIL ? XU_SANDBOX_FAILED : XU_SANDBOX_SUCCEEDED;

  return passed_us < self->processing_us / 5 ? XU_SANDBOX_PENDING : XU_SANDBOX_IN_PROGRESS;
}

const char *
xu_sandbox_media_state_to_string (XuSandboxMediaState state)
{
  switch (state)
    {
    case XU_SANDBOX_UPLOADING:
      return "uploading";
    case XU_SANDBOX_PENDING:
      return "pending";
    case XU_SANDBOX_IN_PROGRESS:
      return "in_progress";
    case XU_SANDBOX_SUCCEEDED:
      return "succeeded";
    case XU_SANDBOX_FAILED:
      return "failed";
    default:
      g_assert_not_reached ();
    }
}

static void
add_check_after (const XuSandboxMedia *self, JsonBuilder *builder, gint64 now_us)
{
  gint64 left_us = self->finalized_us + self->processing_us - now_us;
  gint64 seconds = CLAMP ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, 1, 5);

  if (self->check == XU_SANDBOX_CHECK_MISSING)
    return;

  json_builder_set_member_name (builder, "check_after_secs");
  json_builder_add_int_value (builder, self->check == XU_SANDBOX_CHECK_FIXED ? self->check_seconds
                                                                             : seconds);
}

static void
add_error (const XuSandboxMedia *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, self->error_name);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, self->error_message);
  json_builder_end_object (builder);
}

static double
get_percent (const XuSandboxMedia *self, gint64 now_us)
{
  double passed = (double) (now_us - self->finalized_us) / (double) MAX (self->processing_us, 1);

  return CLAMP (passed * 100.0, 0.0, 99.0);
}

static void
add_percent (const XuSandboxMedia *self,
             JsonBuilder *builder,
             XuSandboxMediaState state,
             gint64 now_us)
{
  double percent = state == XU_SANDBOX_SUCCEEDED ? 100.0 : get_percent (self, now_us);

  if (self->outcome == XU_SANDBOX_OUTCOME_ERROR_AT_99 && state == XU_SANDBOX_IN_PROGRESS)
    percent = 99.0;

  json_builder_set_member_name (builder, "progress_percent");
  if (self->outcome == XU_SANDBOX_OUTCOME_FLOAT && state == XU_SANDBOX_IN_PROGRESS)
    json_builder_add_double_value (builder, MIN (percent, 98.0) + 0.75);
  else
    json_builder_add_int_value (builder, (gint64) percent);
}

void
xu_sandbox_media_add_processing (const XuSandboxMedia *self, JsonBuilder *builder, gint64 now_us)
{
  XuSandboxMediaState state;
  const char *word;

  g_return_if_fail (self != NULL && self->finalized_us != 0);
  g_return_if_fail (JSON_IS_BUILDER (builder));

  if (self->processing_us == 0)
    return;

  state = xu_sandbox_media_get_state (self, now_us);
  word = xu_sandbox_media_state_to_string (state);
  if (self->outcome == XU_SANDBOX_OUTCOME_UNKNOWN && state == XU_SANDBOX_IN_PROGRESS)
    word = "processing";

  json_builder_set_member_name (builder, "processing_info");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, word);
  if (state == XU_SANDBOX_PENDING || state == XU_SANDBOX_IN_PROGRESS)
    add_check_after (self, builder, now_us);
  if (state == XU_SANDBOX_IN_PROGRESS || state == XU_SANDBOX_SUCCEEDED)
    add_percent (self, builder, state, now_us);
  if (state == XU_SANDBOX_FAILED
      || (state == XU_SANDBOX_IN_PROGRESS && self->outcome == XU_SANDBOX_OUTCOME_ERROR_AT_99))
    add_error (self, builder);
  json_builder_end_object (builder);
}

void
xu_sandbox_media_free (XuSandboxMedia *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->owner);
  g_free (self->type);
  g_free (self->category);
  g_free (self->folder);
  g_free (self->error_name);
  g_free (self->error_message);
  g_free (self->sha256);
  g_free (self->alt_text);
  g_free (self->subtitles_id);
  g_free (self->subtitles_lang);
  g_free (self->subtitles_name);
  g_free (self->post_id);
  g_free (self);
}
