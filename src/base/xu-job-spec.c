/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user asks for: one post and its files, as immutable data. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-job-spec.h"

G_DEFINE_BOXED_TYPE (XuJobSpec, xu_job_spec, xu_job_spec_ref, xu_job_spec_unref)

XuJobSpec *
xu_job_spec_new (const char *const *paths, const char *text)
{
  g_return_val_if_fail (paths != NULL, NULL);

  XuJobSpec *spec = g_atomic_rc_box_new0 (XuJobSpec);

  spec->paths = g_strdupv ((char **) paths);
  spec->text = g_strdup (text != NULL ? text : "");
  spec->is_post_wanted = TRUE;

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
