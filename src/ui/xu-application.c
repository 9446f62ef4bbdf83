/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: its engine, its actions, its life without a window. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-application.h"

#include <glib/gi18n.h>

#include "xu-about.h"
#include "xu-accounts.h"
#include "xu-background.h"
#include "xu-engine-settings.h"
#include "xu-inhibitor.h"
#include "xu-job-watch.h"
#include "xu-notifier.h"
#include "xu-preferences-window.h"
#include "xu-window.h"

struct _XuApplication
{
  AdwApplication parent_instance;

  GSettings *settings;      /* (owned) (nullable): from startup on, as all of these */
  XuEngine *engine;         /* (owned) (nullable) */
  XuSandboxAccess *sandbox; /* (owned) (nullable) */
  XuNotifier *notifier;     /* (owned) (nullable) */
  XuInhibitor *inhibitor;   /* (owned) (nullable) */
  XuJobWatch *watch;        /* (owned) (nullable) */
  GError *startup_error;    /* (owned) (nullable): why there is no engine */

  gboolean is_loaded;  /* the journal's jobs are there */
  GQueue waiting;      /* (element-type Wish): until it is loaded */
  gboolean is_staying; /* without a window, until no job runs */
  gboolean is_ending;
};

/* What somebody wants of a job, by its id, before the journal is loaded. */
typedef struct
{
  char *action; /* (owned) */
  char *job_id; /* (owned) */
} Wish;

G_DEFINE_FINAL_TYPE (XuApplication, xu_application, ADW_TYPE_APPLICATION)

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->action);
  g_free (wish->job_id);
  g_free (wish);
}

/* The window */

static XuWindow *
find_window (XuApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL;
       link = link->next)
    {
      if (XU_IS_WINDOW (link->data))
        return link->data;
    }

  return NULL;
}

static XuWindow *
present_window (XuApplication *self)
{
  XuWindow *window = find_window (self);

  if (self->engine == NULL)
    return NULL;

  if (window == NULL)
    {
      window = xu_window_new (self);
      if (self->is_loaded)
        xu_window_loaded (window);
    }
  self->is_staying = FALSE;
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/* Actions with a job */

static void
open_uri (XuApplication *self, const char *uri)
{
  gtk_show_uri_full (GTK_WINDOW (find_window (self)), uri, GDK_CURRENT_TIME, NULL, NULL, NULL);
}

/* What the journal says is somebody else's text, after all. */
static gboolean
is_safe (const char *uri)
{
  return g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "http://127.0.0.1:")
         || g_str_has_prefix (uri, "http://[::1]:") || g_str_has_prefix (uri, "http://localhost:");
}

static void
sandbox_for_post_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJob) job = XU_JOB (user_data);
  XuApplication *self = XU_APPLICATION (g_application_get_default ());
  g_autoptr (GError) error = NULL;

  if (xu_sandbox_access_start_finish (XU_SANDBOX_ACCESS (source), result, &error) == NULL)
    {
      g_debug ("the sandbox does not run: %s", error->message);
      return;
    }

  g_autofree char *uri = xu_job_dup_post_url (job);

  if (uri != NULL && is_safe (uri))
    open_uri (self, uri);
}

void
xu_application_open_post (XuApplication *self, XuJob *job)
{
  g_return_if_fail (XU_IS_APPLICATION (self) && XU_IS_JOB (job));

  g_autofree char *uri = xu_job_dup_post_url (job);

  if (uri != NULL && is_safe (uri))
    {
      open_uri (self, uri);
      return;
    }

  /* Its page lives only as long as we do, so there has to be a window. */
  if (xu_accounts_is_sandbox (xu_job_get_server (job)) && xu_job_get_post_id (job) != NULL)
    {
      present_window (self);
      xu_sandbox_access_start_async (self->sandbox, NULL, sandbox_for_post_cb, g_object_ref (job));
    }
}

static void
show_job (XuApplication *self, XuJob *job)
{
  XuWindow *window = present_window (self);

  xu_window_show_job (window, job);
}

static void
grant (XuApplication *self, const char *action, const char *job_id)
{
  XuJob *job = xu_engine_find_job (self->engine, job_id);

  if (job == NULL)
    present_window (self); /* It was removed meanwhile. */
  else if (g_str_equal (action, "open-post"))
    xu_application_open_post (self, job);
  else
    {
      if (g_str_equal (action, "retry-job") && xu_job_get_state (job) == XU_JOB_FAILED)
        xu_job_resume (job);
      show_job (self, job);
    }

  if (job != NULL)
    xu_notifier_seen (self->notifier, job);
}

static void
job_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  const char *job_id = g_variant_get_string (parameter, NULL);

  if (self->engine == NULL || self->is_ending)
    return;

  if (self->is_loaded)
    {
      grant (self, name, job_id);
      return;
    }

  Wish *wish = g_new0 (Wish, 1);

  *wish = (Wish){ .action = g_strdup (name), .job_id = g_strdup (job_id) };
  g_queue_push_tail (&self->waiting, wish);
  g_application_hold (G_APPLICATION (self)); /* Until the journal is loaded. */
}

/* Other actions */

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  XuWindow *window = present_window (self);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (
        xu_preferences_window_new (GTK_WINDOW (window), self->settings, self->sandbox)));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  XuWindow *window = present_window (self);

  if (window != NULL)
    xu_about_present (GTK_WINDOW (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuApplication *self = XU_APPLICATION (user_data);
  XuWindow *window = find_window (self);

  if (window != NULL)
    xu_window_quit (window);
  else
    xu_application_end (self);
}

static const GActionEntry action_entries[] = {
  { .name = "quit", .activate = quit_cb },
  { .name = "about", .activate = about_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "open-post", .activate = job_action_cb, .parameter_type = "s" },
  { .name = "show-job", .activate = job_action_cb, .parameter_type = "s" },
  { .name = "retry-job", .activate = job_action_cb, .parameter_type = "s" },
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
    { "win.toggle-pause", { "<Control><Shift>p" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "window.close", { "<Control>w" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].accels);
}

/* Work without a window */

static gboolean
is_running (XuJob *job)
{
  switch (xu_job_get_state (job))
    {
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
      return !xu_job_is_elsewhere (job);
    case XU_JOB_PAUSED:
    case XU_JOB_READY:
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

      if (is_running (job))
        return TRUE;
    }

  return FALSE;
}

static void
end_when_idle (XuApplication *self)
{
  if (self->is_staying && !xu_application_is_working (self))
    xu_application_end (self);
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
  end_when_idle (self);
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

  XuWindow *window = find_window (self);

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

      if (xu_job_is_interrupted (job)
          && xu_engine_find_account (self->engine, xu_job_get_server (job)) != NULL)
        xu_job_resume (job);
    }
}

static void
sandbox_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuApplication) self = XU_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (xu_sandbox_access_start_finish (XU_SANDBOX_ACCESS (source), result, &error) == NULL)
    g_debug ("the sandbox does not run: %s", error->message);
}

static void
accounts_changed_cb (XuApplication *self)
{
  if (self->is_loaded && !self->is_ending)
    resume_interrupted (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuApplication) self = XU_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;
  XuWindow *window = find_window (self);

  if (self->is_ending)
    return;

  if (!xu_engine_load_finish (XU_ENGINE (source), result, &error))
    {
      g_debug ("the journal is not loaded: %s", error->message);
      if (window != NULL)
        xu_window_show_error (window, error);
    }

  self->is_loaded = TRUE;
  if (window != NULL)
    xu_window_loaded (window);
  resume_interrupted (self);

  for (Wish *wish; (wish = g_queue_pop_head (&self->waiting)) != NULL; wish_free (wish))
    {
      grant (self, wish->action, wish->job_id);
      g_application_release (G_APPLICATION (self));
    }
}

static void
set_aside_cb (XuEngine *engine, const char *path, XuApplication *self)
{
  xu_window_show_set_aside (present_window (self), path);
}

static void
job_added_cb (XuJob *job, gpointer user_data)
{
  g_signal_connect_object (job, "notify::state", G_CALLBACK (end_when_idle), user_data,
                           G_CONNECT_SWAPPED);
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
  self->notifier = xu_notifier_new (G_APPLICATION (self), jobs);
  self->inhibitor = xu_inhibitor_new (GTK_APPLICATION (self), jobs);
  self->watch = xu_job_watch_new (jobs, job_added_cb, job_removed_cb, self);
  g_signal_connect_object (self->engine, "journal-set-aside", G_CALLBACK (set_aside_cb), self, 0);
  g_signal_connect_object (xu_sandbox_access_get_accounts (self->sandbox), "items-changed",
                           G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
xu_application_startup (GApplication *application)
{
  XuApplication *self = XU_APPLICATION (application);

  G_APPLICATION_CLASS (xu_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries,
                                   G_N_ELEMENTS (action_entries), self);
  set_accels (GTK_APPLICATION (self));

  self->settings = g_settings_new (XU_APP_ID);
  self->engine = xu_engine_settings_new_engine (self->settings, &self->startup_error);
  if (self->engine == NULL)
    return;

  follow_engine (self);
  xu_engine_load_async (self->engine, NULL, loaded_cb, g_object_ref (self));
  if (g_settings_get_boolean (self->settings, "use-sandbox"))
    xu_sandbox_access_start_async (self->sandbox, NULL, sandbox_started_cb, g_object_ref (self));
}

/* Without an engine there is nothing to show but why. */
static void
show_startup_error (XuApplication *self)
{
  g_printerr ("%s: %s\n", g_get_prgname (), self->startup_error->message);
  g_application_quit (G_APPLICATION (self));
}

static void
xu_application_activate (GApplication *application)
{
  XuApplication *self = XU_APPLICATION (application);

  if (self->engine == NULL)
    show_startup_error (self);
  else if (!self->is_ending)
    present_window (self);
}

static void
xu_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  XuApplication *self = XU_APPLICATION (application);

  if (self->engine == NULL)
    show_startup_error (self);
  else if (!self->is_ending)
    xu_window_add_files (present_window (self), files, (gsize) n_files);
}

/* All objects that hold the engine go before the process does: it must not end with threads of ours
 * at work. */
static void
xu_application_shutdown (GApplication *application)
{
  XuApplication *self = XU_APPLICATION (application);

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

  g_queue_clear_full (&self->waiting, wish_free);
  g_clear_object (&self->settings);
  g_clear_error (&self->startup_error);

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
