/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a job stands, as events. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-job-events.h"

#include <gio/gio.h>

#include "xu-cli-json.h"

/* @media_type: (nullable): NULL: the file was never opened, so its size is not known either */
static void
add_file (JsonBuilder *builder, const char *path, guint64 bytes, const char *media_type)
{
  json_builder_begin_object (builder);
  xu_cli_json_add_string (builder, "path", path);
  xu_cli_json_add_integer (builder, "bytes", media_type != NULL ? (gint64) bytes : -1, 0);
  xu_cli_json_add_string (builder, "media_type", media_type);
  json_builder_end_object (builder);
}

void
xu_cli_job_events_write_job (XuJob *job, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  JsonBuilder *builder = xu_cli_json_new_event ("job", xu_job_get_id (job));
  gsize n_files;
  const XuJobFile *files = xu_job_get_files (job, &n_files);
  g_autofree const char **paths = xu_job_spec_dup_item_paths (xu_job_get_spec (job));

  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_files; i++)
    add_file (builder, files[i].path, files[i].bytes, files[i].media_type);
  for (gsize i = 0; n_files == 0 && paths[i] != NULL; i++)
    add_file (builder, paths[i], 0, NULL);
  json_builder_end_array (builder);

  /* Credentials of the environment do not say whose they are, and asking X costs money. */
  xu_cli_json_add_string (builder, "account", xu_job_get_user_id (job));
  xu_cli_json_write (builder, output);
}

void
xu_cli_job_events_write_progress (XuJob *job, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  const XuJobProgress *progress = xu_job_get_progress (job);
  JsonBuilder *builder = xu_cli_json_new_event ("progress", xu_job_get_id (job));

  xu_cli_json_add_integer (builder, "bytes_acknowledged", (gint64) progress->acknowledged, 0);
  xu_cli_json_add_integer (builder, "bytes_in_flight", (gint64) progress->in_flight, 0);
  xu_cli_json_add_integer (builder, "bytes_total", (gint64) progress->total, 0);
  xu_cli_json_add_integer (builder, "bytes_per_second", (gint64) progress->bytes_per_second, 1);
  xu_cli_json_add_integer (builder, "eta_seconds", progress->eta_s, 0);
  xu_cli_json_write (builder, output);
}

static const char *
get_reason_name (XuJobWait reason)
{
  switch (reason)
    {
    case XU_JOB_WAIT_RATE_LIMIT:
      return "rate-limit";
    case XU_JOB_WAIT_OFFLINE:
      return "offline";
    case XU_JOB_WAIT_POST_CHECK:
      return "post-check";
    case XU_JOB_WAIT_OTHER_PROCESS:
      return "other-process";
    case XU_JOB_WAIT_SIGN_IN:
      return "sign-in";
    case XU_JOB_WAIT_SERVER_BUSY:
    default:
      return "server-busy";
    }
}

void
xu_cli_job_events_write_waiting (XuJob *job, XuJobWait reason, gint64 until, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  JsonBuilder *builder = xu_cli_json_new_event ("waiting", xu_job_get_id (job));

  xu_cli_json_add_string (builder, "reason", get_reason_name (reason));
  xu_cli_json_add_integer (builder, "until", until, 1);
  xu_cli_json_write (builder, output);
}

void
xu_cli_job_events_write_ready (XuJob *job, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  JsonBuilder *builder = xu_cli_json_new_event ("ready", xu_job_get_id (job));

  xu_cli_json_add_strings (builder, "media_ids", xu_job_get_media_ids (job));
  xu_cli_json_write (builder, output);
}

void
xu_cli_job_events_write_posted (XuJob *job, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  JsonBuilder *builder = xu_cli_json_new_event ("posted", xu_job_get_id (job));
  g_autofree char *url = xu_job_dup_post_url (job);

  xu_cli_json_add_string (builder, "post_id", xu_job_get_post_id (job));
  xu_cli_json_add_string (builder, "url", url);
  xu_cli_json_write (builder, output);
}

void
xu_cli_job_events_write_paused (XuJob *job, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  xu_cli_json_write (xu_cli_json_new_event ("paused", xu_job_get_id (job)), output);
}

void
xu_cli_job_events_write_cancelled (XuJob *job, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the job was cancelled");

  xu_cli_json_write_failure (output, xu_job_get_id (job), error);
}

void
xu_cli_job_events_write_all (XuJob *job, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_JOB (job) && output != NULL);

  xu_cli_job_events_write_job (job, output);
  if (xu_job_get_progress (job)->total > 0)
    xu_cli_job_events_write_progress (job, output);

  switch (xu_job_get_state (job))
    {
    case XU_JOB_READY:
      xu_cli_job_events_write_ready (job, output);
      break;
    case XU_JOB_POSTED:
      xu_cli_job_events_write_posted (job, output);
      break;
    case XU_JOB_FAILED:
      xu_cli_json_write_failure (output, xu_job_get_id (job), xu_job_get_error (job));
      break;
    case XU_JOB_CANCELLED:
      xu_cli_job_events_write_cancelled (job, output);
      break;
    case XU_JOB_PAUSED:
      xu_cli_job_events_write_paused (job, output);
      break;
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
    default:
      xu_cli_job_events_write_waiting (job, XU_JOB_WAIT_OTHER_PROCESS, 0, output);
      break;
    }
}
