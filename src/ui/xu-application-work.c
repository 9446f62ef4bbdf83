/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work without a window, and its end. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-application-private.h"

#include <glib/gi18n.h>

#include "xu-background.h"

/* Work without a window */

/* The keyring may still open; all else is for the user to do, and the job will be there then. */
static gboolean
waits_for_user (XuEngine *engine, XuJob *job)
{
  XuAccount *account = xu_engine_find_account_of_job (engine, job);

  return account != NULL && xu_account_get_state (account) > XU_ACCOUNT_OPENING;
}

static gboolean
is_running (XuEngine *engine, XuJob *job)
{
  switch (xu_job_get_state (job))
    {
    case XU_JOB_QUEUED:
      return !xu_job_is_elsewhere (job) && !waits_for_user (engine, job);
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
      return !xu_job_is_elsewhere (job);
    case XU_JOB_READY: /* The post was asked for just now. */
      return xu_job_get_spec (job)->intent == XU_POST_INTENT_POST;
    case XU_JOB_PAUSED:
    case XU_JOB_POSTED:
    case XU_JOB_FAILED:
    case XU_JOB_CANCELLED:
    default:
      return FALSE;
    }
}

gboolean
xu_application_is_working (XuApplication *self)
{
  g_return_val_if_fail (XU_IS_APPLICATION (self), FALSE);

  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (self->engine));
  guint n_jobs = g_list_model_get_n_items (jobs);

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (XuJob) job = g_list_model_get_item (jobs, i);

      if (is_running (self->engine, job))
        return TRUE;
    }

  return FALSE;
}

static gboolean
end_cb (gpointer user_data)
{
  XuApplication *self = user_data;

  self->end_id = 0;
  if (self->is_staying && !xu_application_is_working (self))
    xu_application_end (self);

  return G_SOURCE_REMOVE;
}

/* Others have still to hear of what the job tells just now. */
void
xu_application_end_when_idle (XuApplication *self)
{
  if (self->is_staying && self->end_id == 0)
    self->end_id = g_idle_add (end_cb, self);
}

static void
background_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuApplication) self = XU_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  /* A desktop that ends us has only interrupted what goes on the next time. */
  if (!xu_background_request_finish (result, &error))
    g_debug ("the desktop may end us: %s", error != NULL ? error->message : "the user wants it");
  else if (self->is_staying)
    xu_background_set_status (_ ("Uploading"));
}

void
xu_application_stay (XuApplication *self)
{
  g_return_if_fail (XU_IS_APPLICATION (self));

  self->is_staying = TRUE;
  xu_background_request_async (_ ("Uploads go on until they are done."), NULL, background_cb,
                               g_object_ref (self));
  xu_application_end_when_idle (self);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuApplication) self = XU_APPLICATION (user_data);

  xu_engine_stop_finish (XU_ENGINE (source), result);
  g_application_release (G_APPLICATION (self));
  g_application_quit (G_APPLICATION (self));
}

void
xu_application_end (XuApplication *self)
{
  g_return_if_fail (XU_IS_APPLICATION (self));

  XuWindow *window = xu_application_find_window (self);

  if (self->is_ending)
    return;

  self->is_ending = TRUE;
  if (window != NULL)
    gtk_widget_hide (GTK_WIDGET (window));
  if (self->engine == NULL)
    {
      g_application_quit (G_APPLICATION (self));
      return;
    }

  g_application_hold (G_APPLICATION (self));
  xu_engine_stop_async (self->engine, stopped_cb, g_object_ref (self));
}
