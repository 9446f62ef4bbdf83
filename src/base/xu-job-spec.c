/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user asks for: one post and its files, as immutable data. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-job-spec.h"

G_DEFINE_ENUM_TYPE (XuPostIntent,
                    xu_post_intent,
                    G_DEFINE_ENUM_VALUE (XU_POST_INTENT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (XU_POST_INTENT_POST, "post"),
                    G_DEFINE_ENUM_VALUE (XU_POST_INTENT_DRAFT, "draft"))

G_DEFINE_BOXED_TYPE (XuJobSpec, xu_job_spec, xu_job_spec_ref, xu_job_spec_unref)

XuJobSpec *
xu_job_spec_new (const char *const *paths, const char *text)
{
  g_return_val_if_fail (paths != NULL, NULL);

  XuJobSpec *spec = g_atomic_rc_box_new0 (XuJobSpec);

  spec->paths = g_strdupv ((char **) paths);
  spec->text = g_strdup (text != NULL ? text : "");
  spec->intent = XU_POST_INTENT_POST;

  return spec;
}

XuJobSpec *
xu_job_spec_ref (XuJobSpec *spec)
{
  return g_atomic_rc_box_acquire (spec);
}

static void
clear (gpointer data)
{
  XuJobSpec *spec = data;

  g_strfreev (spec->paths);
  g_strfreev (spec->alt_texts);
  g_free (spec->text);
  g_free (spec->subtitles_path);
  g_free (spec->subtitles_language);
  g_free (spec->cover_path);
  g_free (spec->reply_settings);
}

void
xu_job_spec_unref (XuJobSpec *spec)
{
  g_atomic_rc_box_release_full (spec, clear);
}

XuJobSpec *
xu_job_spec_copy (const XuJobSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  XuJobSpec *copy = xu_job_spec_new ((const char *const *) spec->paths, spec->text);

  copy->alt_texts = g_strdupv (spec->alt_texts);
  copy->intent = spec->intent;
  copy->subtitles_path = g_strdup (spec->subtitles_path);
  copy->subtitles_language = g_strdup (spec->subtitles_language);
  copy->cover_path = g_strdup (spec->cover_path);
  copy->reply_settings = g_strdup (spec->reply_settings);
  copy->made_with_ai = spec->made_with_ai;
  copy->paid_partnership = spec->paid_partnership;

  return copy;
}

const char *
xu_job_spec_get_alt_text (const XuJobSpec *spec, gsize file)
{
  g_return_val_if_fail (spec != NULL, "");

  /* They may be fewer than the files. */
  for (gsize i = 0; spec->alt_texts != NULL && spec->alt_texts[i] != NULL; i++)
    if (i == file)
      return spec->alt_texts[i];

  return "";
}

static gboolean
have_equal_alt_texts (const XuJobSpec *a, const XuJobSpec *b)
{
  for (gsize i = 0; a->paths[i] != NULL; i++)
    if (!g_str_equal (xu_job_spec_get_alt_text (a, i), xu_job_spec_get_alt_text (b, i)))
      return FALSE;

  return TRUE;
}

gboolean
xu_job_spec_equal (const XuJobSpec *a, const XuJobSpec *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a == b
         || (g_strv_equal ((const char *const *) a->paths, (const char *const *) b->paths)
             && have_equal_alt_texts (a, b) && g_str_equal (a->text, b->text)
             && a->intent == b->intent && g_strcmp0 (a->subtitles_path, b->subtitles_path) == 0
             && g_strcmp0 (a->subtitles_language, b->subtitles_language) == 0
             && g_strcmp0 (a->cover_path, b->cover_path) == 0
             && g_strcmp0 (a->reply_settings, b->reply_settings) == 0
             && !a->made_with_ai == !b->made_with_ai
             && !a->paid_partnership == !b->paid_partnership);
}

const char **
xu_job_spec_dup_item_paths (const XuJobSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  gsize n = g_strv_length (spec->paths);
  const char **paths = g_new0 (const char *, n + 3);

  for (gsize i = 0; i < n; i++)
    paths[i] = spec->paths[i];
  if (spec->subtitles_path != NULL)
    paths[n++] = spec->subtitles_path;
  if (spec->cover_path != NULL)
    paths[n++] = spec->cover_path;

  return paths;
}
