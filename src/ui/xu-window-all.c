/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with all jobs at once. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-window-private.h"

#include <glib/gi18n.h>

/* Actions, and the verb that some job must have for each. */
static const struct
{
  const char *name;
  XuJobVerbs verb;
} actions[] = {
  { "win.pause-all", XU_JOB_VERB_PAUSE },
  { "win.resume-all", XU_JOB_VERB_RESUME },
  { "win.cancel-all", XU_JOB_VERB_CANCEL },
};

typedef void (*JobFunc) (XuEngine *engine, XuJob *job);

/* The list may change while it is gone through. */
static void
for_all (XuWindow *self, XuJobVerbs verb, JobFunc func)
{
  XuEngine *engine = xu_window_get_engine (self);
  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (engine));
  guint n_jobs = g_list_model_get_n_items (jobs);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (XuJob) job = g_list_model_get_item (jobs, i);

      if ((xu_job_actions_get_verbs (engine, job) & verb) != 0)
        g_ptr_array_add (chosen, g_steal_pointer (&job));
    }

  for (guint i = 0; i < chosen->len; i++)
    func (engine, g_ptr_array_index (chosen, i));
}

static void
pause_job (XuEngine *engine, XuJob *job)
{
  xu_job_pause (job);
}

static void
resume_job (XuEngine *engine, XuJob *job)
{
  xu_job_resume (job);
}

static void
cancel_job (XuEngine *engine, XuJob *job)
{
  xu_job_cancel (job);
}

static gboolean
is_past (XuJob *job)
{
  XuJobState state = xu_job_get_state (job);

  return state == XU_JOB_POSTED || state == XU_JOB_CANCELLED;
}

static void
forget_past_job (XuEngine *engine, XuJob *job)
{
  if (is_past (job))
    xu_engine_remove_job (engine, job);
}

static void
pause_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  for_all (XU_WINDOW (widget), XU_JOB_VERB_PAUSE, pause_job);
}

static void
resume_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  for_all (XU_WINDOW (widget), XU_JOB_VERB_RESUME, resume_job);
}

static void
cancel_answered_cb (AdwMessageDialog *dialog, const char *response, XuWindow *self)
{
  if (g_str_equal (response, "yes"))
    for_all (self, XU_JOB_VERB_CANCEL, cancel_job);
}

static void
clear_answered_cb (AdwMessageDialog *dialog, const char *response, XuWindow *self)
{
  if (g_str_equal (response, "yes"))
    for_all (self, XU_JOB_VERB_REMOVE, forget_past_job);
}

static void
ask (XuWindow *self,
     const char *heading,
     const char *body,
     const char *no,
     const char *yes,
     GCallback answered)
{
  AdwMessageDialog *dialog = xu_window_new_dialog (self, heading, body);

  adw_message_dialog_add_responses (dialog, "no", no, "yes", yes, NULL);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "no");
  g_signal_connect_object (dialog, "response", answered, self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cancel_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (XU_WINDOW (widget), _ ("Cancel all uploads?"),
       _ ("What is uploaded already is lost. Posts that exist stay."), _ ("_Keep Uploading"),
       _ ("_Cancel All"), G_CALLBACK (cancel_answered_cb));
}

static void
clear_history_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (XU_WINDOW (widget), _ ("Clear the history?"),
       _ ("The list forgets what was posted or cancelled. The posts themselves stay on X."),
       _ ("_Cancel"), _ ("_Clear"), G_CALLBACK (clear_answered_cb));
}

void
xu_window_all_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.pause-all", NULL, pause_all_cb);
  gtk_widget_class_install_action (widget_class, "win.resume-all", NULL, resume_all_cb);
  gtk_widget_class_install_action (widget_class, "win.cancel-all", NULL, cancel_all_cb);
  gtk_widget_class_install_action (widget_class, "win.clear-history", NULL, clear_history_cb);
}

/* What there is to do */

static void
update (XuWindow *self)
{
  XuEngine *engine = xu_window_get_engine (self);
  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (engine));
  guint n_jobs = g_list_model_get_n_items (jobs);
  gboolean has_past = FALSE;
  guint verbs = 0;

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (XuJob) job = g_list_model_get_item (jobs, i);

      if (is_past (job))
        has_past = TRUE;
      else
        verbs |= xu_job_actions_get_verbs (engine, job);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name,
                                   (verbs & actions[i].verb) != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.clear-history", has_past);
}

static gboolean
update_cb (gpointer user_data)
{
  XuWindow *self = user_data;

  self->all_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* A history of years is told one by one, and needs only one look. */
static void
update_soon (XuWindow *self)
{
  if (self->all_id == 0)
    self->all_id = g_idle_add (update_cb, self);
}

static void
job_added_cb (XuJob *job, gpointer user_data)
{
  g_signal_connect_swapped (job, "notify::state", G_CALLBACK (update_soon), user_data);
  update_soon (user_data);
}

static void
job_removed_cb (XuJob *job, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (job, user_data);
  update_soon (user_data);
}

void
xu_window_all_init (XuWindow *self)
{
  XuEngine *engine = xu_window_get_engine (self);
  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (engine));

  self->watch = xu_job_watch_new (jobs, job_added_cb, job_removed_cb, self);
  g_signal_connect_object (xu_engine_get_accounts (engine), "items-changed",
                           G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  update (self);
}

void
xu_window_all_dispose (XuWindow *self)
{
  g_clear_pointer (&self->watch, xu_job_watch_free);
  g_clear_handle_id (&self->all_id, g_source_remove);
}
