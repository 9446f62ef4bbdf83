/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with all jobs at once. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-window-private.h"

#include <glib/gi18n.h>

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

static void
forget_past_job (XuEngine *engine, XuJob *job)
{
  XuJobState state = xu_job_get_state (job);

  if (state == XU_JOB_POSTED || state == XU_JOB_CANCELLED)
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
