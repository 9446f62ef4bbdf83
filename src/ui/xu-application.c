/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: its engine, its actions, its life without a window. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-application-private.h"

#include <signal.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "xu-about.h"
#include "xu-engine-settings.h"
#include "xu-inhibitor.h"
#include "xu-job-watch.h"
#include "xu-names.h"
#include "xu-notifier.h"
#include "xu-preferences-window.h"
#include "xu-window.h"

G_DEFINE_FINAL_TYPE (XuApplication, xu_application, ADW_TYPE_APPLICATION)

static void begin_work (XuApplication *self);

static const int end_signals[] = { SIGTERM, SIGINT, SIGHUP };

/* The window */

XuWindow *
xu_application_find_window (XuApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL;
       link = link->next)
    {
      if (XU_IS_WINDOW (link->data))
        return link->data;
    }

  return NULL;
}

XuWindow *
xu_application_present_window (XuApplication *self)
{
  XuWindow *window = xu_application_find_window (self);

  if (self->engine == NULL)
    return NULL;

  if (window == NULL)
    {
      window = xu_window_new (self);
      xu_names_give (
          GTK_WIDGET (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window))));
      begin_work (self);
      if (self->is_loaded)
        xu_window_loaded (window, self->load_error);
    }
  self->is_staying = FALSE;
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/* Other actions */

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  XuWindow *window = xu_application_present_window (self);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (
        xu_preferences_window_new (GTK_WINDOW (window), self->settings, self->sandbox)));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  XuWindow *window = xu_application_present_window (self);

  if (window != NULL)
    xu_about_present (GTK_WINDOW (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  XuWindow *window = xu_application_find_window (self);

  if (window != NULL)
    xu_window_quit (window);
  else
    xu_application_end (self);
}

static const GActionEntry action_entries[] = {
  { .name = "quit", .activate = quit_cb },
  { .name = "about", .activate = about_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "open-post", .activate = xu_application_job_action_cb, .parameter_type = "s" },
  { .name = "show-job", .activate = xu_application_job_action_cb, .parameter_type = "s" },
  { .name = "retry-job", .activate = xu_application_job_action_cb, .parameter_type = "s" },
  { .name = "sign-in-for-job", .activate = xu_application_job_action_cb, .parameter_type = "s" },
};

static void
set_accels (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "app.preferences", { "<Control>comma" } },
    { "win.choose-files", { "<Control>o" } },
    { "win.search", { "<Control>f" } },
    { "win.post", { "<Control>Return" } },
    { "win.toggle-pause", { "<Control><Shift>p" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "window.close", { "<Control>w" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].accels);
}

/* Startup */

/* What an earlier process was interrupted in goes on, wherever there is somebody to do it as. */
static void
resume_interrupted (XuApplication *self)
{
  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (self->engine));
  guint n_jobs = g_list_model_get_n_items (jobs);

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (XuJob) job = g_list_model_get_item (jobs, i);

      if (xu_job_is_interrupted (job) && xu_engine_find_account_of_job (self->engine, job) != NULL)
        xu_job_resume (job);
    }
}

static void
sandbox_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (xu_sandbox_access_start_finish (XU_SANDBOX_ACCESS (source), result, &error) == NULL)
    g_debug ("the sandbox does not run: %s", error->message);
}

/* A process that was only to open a post, for a notification, works on nothing. */
static void
begin_work (XuApplication *self)
{
  if (g_settings_get_boolean (self->settings, "use-sandbox"))
    xu_sandbox_access_start_async (self->sandbox, TRUE, NULL, sandbox_started_cb, NULL);
  if (self->is_loaded)
    resume_interrupted (self);
}

static void
accounts_changed_cb (XuApplication *self)
{
  if (self->is_loaded && !self->is_ending && xu_application_find_window (self) != NULL)
    resume_interrupted (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuApplication) self = XU_APPLICATION (user_data);
  XuWindow *window = xu_application_find_window (self);

  if (self->is_ending)
    return;

  if (!xu_engine_load_finish (XU_ENGINE (source), result, &self->load_error))
    g_debug ("the journal is not loaded: %s", self->load_error->message);

  self->is_loaded = TRUE;
  if (window != NULL)
    {
      xu_window_loaded (window, self->load_error);
      resume_interrupted (self);
    }

  xu_application_grant_wishes (self);
}

/* Whose the jobs are is known before they are: else those that were interrupted would not go on. */
static void
accounts_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!xu_engine_load_accounts_finish (XU_ENGINE (source), result, &error))
    g_debug ("the accounts are not loaded: %s", error->message);
  if (self->is_ending)
    g_object_unref (self);
  else
    xu_engine_load_async (XU_ENGINE (source), NULL, loaded_cb, self);
}

static void
set_aside_cb (XuEngine *engine, const char *path, XuApplication *self)
{
  xu_window_show_set_aside (xu_application_present_window (self), path);
}

static void
job_added_cb (XuJob *job, gpointer user_data)
{
  g_signal_connect_object (job, "notify::state", G_CALLBACK (xu_application_end_when_idle),
                           user_data, G_CONNECT_SWAPPED);
}

static void
job_removed_cb (XuJob *job, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (job, user_data);
}

/* The notifier comes before the watch, which may end the application. */
static void
follow_engine (XuApplication *self)
{
  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (self->engine));

  self->sandbox = xu_sandbox_access_new (self->engine, self->settings);
  self->notifier = xu_notifier_new (G_APPLICATION (self), self->engine, jobs);
  self->inhibitor = xu_inhibitor_new (GTK_APPLICATION (self), jobs);
  self->watch = xu_job_watch_new (jobs, job_added_cb, job_removed_cb, self);
  g_signal_connect_object (self->engine, "journal-set-aside", G_CALLBACK (set_aside_cb), self, 0);
  g_signal_connect_object (xu_sandbox_access_get_accounts (self->sandbox), "items-changed",
                           G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
}

/* The end of a session, for example: nothing asks any more. */
static gboolean
terminated_cb (gpointer user_data)
{
  XuApplication *self = user_data;
  XuWindow *window = xu_application_find_window (self);

  if (window != NULL)
    xu_window_flush (window);
  xu_application_end (self);

  return G_SOURCE_CONTINUE;
}

static void
xu_application_startup (GApplication *application)
{
  XuApplication *self = XU_APPLICATION (application);

  G_APPLICATION_CLASS (xu_application_parent_class)->startup (application);
  for (gsize i = 0; i < G_N_ELEMENTS (end_signals); i++)
    g_unix_signal_add (end_signals[i], terminated_cb, self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries,
                                   G_N_ELEMENTS (action_entries), self);
  set_accels (GTK_APPLICATION (self));

  self->settings = g_settings_new (XU_APP_ID);
  self->engine = xu_engine_settings_new_engine (self->settings, &self->startup_error);
  if (self->engine == NULL)
    return;

  follow_engine (self);
  xu_engine_load_accounts_async (self->engine, NULL, accounts_loaded_cb, g_object_ref (self));
}

/* Without an engine there is nothing to show but why: the environment is set wrongly. */
static void
show_startup_error (XuApplication *self)
{
  GtkWidget *dialog = adw_message_dialog_new (NULL, _ ("X Uploader cannot start"), NULL);

  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog), "%s\n\n%s",
      _ ("A variable that begins with XUPLOADER_ is set to something that cannot be used."),
      self->startup_error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  xu_names_say_once (dialog);
  gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
xu_application_activate (GApplication *application)
{
  XuApplication *self = XU_APPLICATION (application);

  if (self->engine == NULL)
    show_startup_error (self);
  else if (!self->is_ending)
    xu_application_present_window (self);
}

static void
xu_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  XuApplication *self = XU_APPLICATION (application);

  if (self->engine == NULL)
    show_startup_error (self);
  else if (!self->is_ending)
    xu_window_add_files (xu_application_present_window (self), files, (gsize) n_files);
}

/* All objects that hold the engine go before the process does: it must not end with threads of ours
 * at work. */
static void
xu_application_shutdown (GApplication *application)
{
  XuApplication *self = XU_APPLICATION (application);

  g_clear_handle_id (&self->end_id, g_source_remove);
  g_clear_pointer (&self->watch, xu_job_watch_free);
  g_clear_object (&self->inhibitor);
  g_clear_object (&self->notifier);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->engine);

  G_APPLICATION_CLASS (xu_application_parent_class)->shutdown (application);
}

static void
xu_application_finalize (GObject *object)
{
  XuApplication *self = XU_APPLICATION (object);

  xu_application_clear_wishes (self);
  g_clear_object (&self->settings);
  g_clear_error (&self->startup_error);
  g_clear_error (&self->load_error);

  G_OBJECT_CLASS (xu_application_parent_class)->finalize (object);
}

static void
xu_application_class_init (XuApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = xu_application_finalize;
  application_class->startup = xu_application_startup;
  application_class->activate = xu_application_activate;
  application_class->open = xu_application_open;
  application_class->shutdown = xu_application_shutdown;
}

static void
xu_application_init (XuApplication *self)
{
  g_queue_init (&self->waiting);
}

XuApplication *
xu_application_new (void)
{
  return g_object_new (XU_TYPE_APPLICATION, "application-id", XU_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/example/XUploader",
                       NULL);
}

XuEngine *
xu_application_get_engine (XuApplication *self)
{
  g_return_val_if_fail (XU_IS_APPLICATION (self), NULL);

  return self->engine;
}

GSettings *
xu_application_get_settings (XuApplication *self)
{
  g_return_val_if_fail (XU_IS_APPLICATION (self), NULL);

  return self->settings;
}

XuSandboxAccess *
xu_application_get_sandbox (XuApplication *self)
{
  g_return_val_if_fail (XU_IS_APPLICATION (self), NULL);

  return self->sandbox;
}

void
xu_application_seen (XuApplication *self, XuJob *job)
{
  g_return_if_fail (XU_IS_APPLICATION (self) && XU_IS_JOB (job));

  if (self->notifier != NULL)
    xu_notifier_seen (self->notifier, job);
}
