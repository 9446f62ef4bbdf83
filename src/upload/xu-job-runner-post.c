/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a job that post, and that look for a post whose answer was lost. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-runner-private.h"

#include <string.h>

#include "xu-post-api.h"

/* POST: never cancelled, for it cannot be taken back. */

/* On disk before anybody is told. */
static void
step_posted (XuJobRunner *self, const char *post_id)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_POSTED);

  event->text = g_strdup (post_id);
  xu_job_plan_succeeded (self->plan, &self->step, post_id, g_get_monotonic_time ());
  xu_job_runner_save (self, NULL);
  xu_job_runner_emit (self, event);
  xu_job_runner_pump (self);
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *post_id = xu_post_api_create_finish (self->api, result, &error);

  if (post_id != NULL)
    step_posted (self, post_id);
  else
    xu_job_runner_step_failed (self, error);
}

void
xu_job_runner_start_post (XuJobRunner *self)
{
  g_autofree const char **ids = xu_job_plan_dup_post_media_ids (self->plan);
  const XuPostContent content = {
    .text = self->record->spec->text,
    .media_ids = (const char *const *) ids,
    .preview_media_id = xu_job_plan_get_cover_id (self->plan),
    .reply_settings = self->record->spec->reply_settings,
    .made_with_ai = self->record->spec->made_with_ai,
    .paid_partnership = self->record->spec->paid_partnership,
  };

  xu_job_runner_enter_phase (self, XU_JOB_PHASE_POSTING);
  xu_post_api_create_async (self->api, &content, NULL, posted_cb, g_object_ref (self));
}

/* LOOK: the answer was lost; is there a post with our media? */

/* The digits of a media key behind the underscore are the media id; what is before it is a
 * category. */
static gboolean
has_media (const XuOwnPost *post, const char *media_id)
{
  for (gsize i = 0; post->media_keys[i] != NULL; i++)
    {
      const char *digits = strchr (post->media_keys[i], '_');

      if (digits != NULL && g_str_equal (digits + 1, media_id))
        return TRUE;
    }

  return FALSE;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) posts = xu_post_api_list_own_finish (self->api, result, &error);

  if (posts == NULL)
    {
      xu_job_runner_step_failed (self, error);
      return;
    }

  for (guint i = 0; i < posts->len; i++)
    {
      const XuOwnPost *post = g_ptr_array_index (posts, i);

      if (has_media (post, xu_job_plan_get_media_id (self->plan, 0)))
        {
          step_posted (self, post->post_id);
          return;
        }
    }
  xu_job_runner_step_succeeded (self, NULL);
}

void
xu_job_runner_start_look (XuJobRunner *self)
{
  xu_post_api_list_own_async (self->api, self->record->user_id, 10, self->steps, looked_cb,
                              g_object_ref (self));
}
