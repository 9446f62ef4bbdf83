/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a job that describe its media: alt texts and subtitles. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-runner-private.h"

#include "xu-language-names.h"

static void
alt_text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  if (xu_media_api_set_alt_text_finish (self->api, result, &error))
    xu_job_runner_step_succeeded (self, NULL);
  else
    xu_job_runner_step_failed (self, error);
}

void
xu_job_runner_start_alt_text (XuJobRunner *self)
{
  xu_job_runner_enter_phase (self, XU_JOB_PHASE_FINISHING);
  xu_media_api_set_alt_text_async (self->api,
                                   xu_job_plan_get_media_id (self->plan, self->step.item),
                                   self->record->spec->alt_texts[self->step.item], self->steps,
                                   alt_text_cb, g_object_ref (self));
}

static void
subtitles_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  if (xu_media_api_set_subtitles_finish (self->api, result, &error))
    xu_job_runner_step_succeeded (self, NULL);
  else
    xu_job_runner_step_failed (self, error);
}

void
xu_job_runner_start_subtitles (XuJobRunner *self)
{
  const char *code = self->record->spec->subtitles_language != NULL
                         ? self->record->spec->subtitles_language
                         : "EN";

  xu_job_runner_enter_phase (self, XU_JOB_PHASE_FINISHING);
  xu_media_api_set_subtitles_async (self->api, xu_job_plan_get_media_id (self->plan, 0),
                                    xu_job_plan_get_subtitles_id (self->plan), code,
                                    xu_language_name (code), self->steps, subtitles_cb,
                                    g_object_ref (self));
}
