/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The technical side of a job. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-details.h"

#include "xu-error.h"
#include "xu-file-words.h"
#include "xu-foreign-words.h"

static void
add (GString *text, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s: %s\n", name, value);
}

static void
add_time (GString *text, gint64 unix_seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_seconds);
  g_autofree char *formatted = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  add (text, "Added", formatted);
}

static void
add_files (GString *text, XuJob *job)
{
  gsize n_files;
  const XuJobFile *files = xu_job_get_files (job, &n_files);

  for (gsize i = 0; i < n_files; i++)
    {
      g_autofree char *name = xu_file_words_dup_name (files[i].path);

      g_string_append_printf (text, "File: %s, %s, %" G_GUINT64_FORMAT " bytes\n", name,
                              files[i].media_type != NULL ? files[i].media_type : "not opened",
                              files[i].bytes);
    }
}

static void
add_error (GString *text, const GError *error)
{
  guint http_status = xu_error_get_http_status (error);
  g_autofree char *detail = xu_foreign_words_dup_plain (error->message);
  const char *reason = xu_error_get_reason (error);
  g_autofree char *plain_reason = reason != NULL ? xu_foreign_words_dup_plain (reason) : NULL;

  if (error->domain == XU_ERROR)
    add (text, "Error", xu_error_code_to_string ((XuErrorCode) error->code));
  if (http_status != 0)
    g_string_append_printf (text, "HTTP status: %u\n", http_status);
  add (text, "Detail", detail);
  add (text, "Reason", plain_reason);
}

/* What the system says of a file names its folders, which are nobody else's business. */
static void
hide_folders (GString *text, XuJob *job)
{
  g_autofree const char **paths = xu_job_spec_dup_item_paths (xu_job_get_spec (job));

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *folder = g_path_get_dirname (paths[i]);
      g_autofree char *prefix
          = g_str_has_suffix (folder, "/") ? g_strdup (folder) : g_strconcat (folder, "/", NULL);

      if (g_path_is_absolute (folder) && strlen (prefix) > 1)
        g_string_replace (text, prefix, "", 0);
    }
}

char *
xu_details_dup_text (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  GString *text = g_string_new ("X Uploader " XU_VERSION "\n");
  const XuJobProgress *progress = xu_job_get_progress (job);
  const char *const *media_ids = xu_job_get_media_ids (job);
  g_autofree char *media = media_ids != NULL ? g_strjoinv (" ", (char **) media_ids) : NULL;
  g_autoptr (GEnumClass) states = g_type_class_ref (XU_TYPE_JOB_STATE);

  add (text, "Job", xu_job_get_id (job));
  add_time (text, xu_job_get_created_at (job));
  add (text, "Server", xu_job_get_server (job));
  add (text, "User", xu_job_get_user_id (job));
  add (text, "State", g_enum_get_value (states, (int) xu_job_get_state (job))->value_nick);
  add_files (text, job);
  if (progress->total > 0)
    g_string_append_printf (text,
                            "Uploaded: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " bytes\n",
                            progress->acknowledged, progress->total);
  add (text, "Media", media);
  add (text, "Post", xu_job_get_post_id (job));
  if (xu_job_get_error (job) != NULL)
    add_error (text, xu_job_get_error (job));
  hide_folders (text, job);

  return g_string_free (text, FALSE);
}
