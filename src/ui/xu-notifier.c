/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells how jobs have ended, to a user who looks elsewhere. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-notifier.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "xu-accounts.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-file-words.h"
#include "xu-job-watch.h"

struct _XuNotifier
{
  GObject parent_instance;

  GApplication *application; /* (unowned): outlives us, or clears this */
  XuJobWatch *watch;         /* (owned) */
  GHashTable *elsewhere; /* (owned) (element-type XuJob): those that another process ran when they
                            were last heard of */
};

G_DEFINE_FINAL_TYPE (XuNotifier, xu_notifier, G_TYPE_OBJECT)

static char *
dup_id (XuJob *job)
{
  return g_strdup_printf ("job-%s", xu_job_get_id (job));
}

static void
withdraw (XuNotifier *self, XuJob *job)
{
  g_autofree char *id = dup_id (job);

  if (self->application != NULL)
    g_application_withdraw_notification (self->application, id);
}

/* A window that was hidden while it was active stays active for GTK 4.8, wherever the focus went.
 */
static gboolean
is_user_looking (XuNotifier *self)
{
  gpointer window = GTK_IS_APPLICATION (self->application)
                        ? gtk_application_get_active_window (GTK_APPLICATION (self->application))
                        : NULL;

  return window != NULL && gtk_window_is_active (window) && gtk_widget_get_mapped (window);
}

/* Many servers take a body for markup and GLib does not escape it, because others do not. So
 * what could be a tag is no tag. */
static void
set_body (GNotification *notification, const char *body)
{
  g_autoptr (GString) plain = g_string_new (body);

  g_string_replace (plain, "<", "‹", 0);
  g_string_replace (plain, ">", "›", 0);
  g_notification_set_body (notification, plain->str);
}

/* “a.jpg and 2 more” are several. */
static gulong
count_files (XuJob *job)
{
  return g_strv_length (xu_job_get_spec (job)->paths);
}

static char *
dup_posted_words (XuJob *job, const char *names)
{
  gulong n = count_files (job);

  if (xu_accounts_is_sandbox (xu_job_get_server (job)))
    /* Translators: %s is the name of a file, or of several: “a.jpg and 2 more” */
    return g_strdup_printf (ngettext ("%s is in the sandbox now.", "%s are in the sandbox now.", n),
                            names);

  g_autofree char *server = xu_accounts_dup_name (xu_job_get_server (job));

  /* Translators: first the name of a file, or of several: “a.jpg and 2 more”; then where they were
   * posted: “X” */
  return g_strdup_printf (ngettext ("%s is on %s now.", "%s are on %s now.", n), names, server);
}

static GNotification *
make_posted (XuJob *job, const char *name)
{
  const char *id = xu_job_get_id (job);
  g_autofree char *body = dup_posted_words (job, name);
  GNotification *notification = g_notification_new (_ ("Posted"));

  set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.open-post", "s", id);
  g_notification_add_button_with_target (notification, _ ("Open Post"), "app.open-post", "s", id);
  g_notification_add_button_with_target (notification, _ ("Show"), "app.show-job", "s", id);

  return notification;
}

static char *
dup_failed_title (XuJob *job, const char *names)
{
  gulong n = count_files (job);

  if (g_error_matches (xu_job_get_error (job), XU_ERROR, XU_ERROR_POST_UNKNOWN))
    /* Translators: it is not known; %s is the name of a file, or of several: “a.jpg and 2 more” */
    return g_strdup_printf (
        ngettext ("%s may not have been posted", "%s may not have been posted", n), names);

  if (xu_job_get_spec (job)->intent == XU_POST_INTENT_POST)
    /* Translators: %s is the name of a file, or of several: “a.jpg and 2 more” */
    return g_strdup_printf (ngettext ("%s was not posted", "%s were not posted", n), names);

  /* Translators: %s is the name of a file, or of several: “a.jpg and 2 more” */
  return g_strdup_printf (ngettext ("%s was not uploaded", "%s were not uploaded", n), names);
}

static GNotification *
make_failed (XuJob *job, const char *name)
{
  const char *id = xu_job_get_id (job);
  const GError *error = xu_job_get_error (job);
  g_autofree char *title = dup_failed_title (job, name);
  g_autofree char *body = xu_failure_words_dup_sentence (error);
  GNotification *notification = g_notification_new (title);

  set_body (notification, body);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (notification, "app.show-job", "s", id);

  /* Whether a post exists is for the user to find out, not for a button to try again. */
  if (xu_error_is_retryable (error) && !g_error_matches (error, XU_ERROR, XU_ERROR_POST_UNKNOWN))
    g_notification_add_button_with_target (notification, _ ("Retry"), "app.retry-job", "s", id);
  g_notification_add_button_with_target (notification, _ ("Show"), "app.show-job", "s", id);

  return notification;
}

static void
tell (XuNotifier *self, XuJob *job)
{
  g_autofree char *id = dup_id (job);
  g_autofree char *name
      = xu_file_words_dup_names ((const char *const *) xu_job_get_spec (job)->paths);
  g_autoptr (GNotification) notification
      = xu_job_get_state (job) == XU_JOB_POSTED ? make_posted (job, name) : make_failed (job, name);

  g_debug ("telling of job %s", xu_job_get_id (job));
  g_application_send_notification (self->application, id, notification);
}

/* Returns: whether another process ran it until now */
static gboolean
note_where (XuNotifier *self, XuJob *job)
{
  gboolean was_elsewhere = g_hash_table_contains (self->elsewhere, job);

  if (xu_job_is_elsewhere (job))
    g_hash_table_add (self->elsewhere, job);
  else
    g_hash_table_remove (self->elsewhere, job);

  return was_elsewhere;
}

static void
state_cb (XuJob *job, GParamSpec *pspec, XuNotifier *self)
{
  gboolean was_elsewhere = note_where (self, job);
  XuJobState state = xu_job_get_state (job);

  if (self->application == NULL)
    return;

  if (state != XU_JOB_POSTED && state != XU_JOB_FAILED)
    withdraw (self, job);
  else if (!was_elsewhere && !is_user_looking (self))
    tell (self, job);
}

static void
waiting_cb (XuJob *job, XuJobWait reason, gint64 until, XuNotifier *self)
{
  note_where (self, job);
}

static void
added_cb (XuJob *job, gpointer user_data)
{
  XuNotifier *self = user_data;

  note_where (self, job);
  g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect (job, "waiting", G_CALLBACK (waiting_cb), self);
}

static void
removed_cb (XuJob *job, gpointer user_data)
{
  XuNotifier *self = user_data;

  g_signal_handlers_disconnect_by_data (job, self);
  g_hash_table_remove (self->elsewhere, job);
  withdraw (self, job);
}

XuNotifier *
xu_notifier_new (GApplication *application, GListModel *jobs)
{
  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (jobs), NULL);

  XuNotifier *self = g_object_new (XU_TYPE_NOTIFIER, NULL);

  g_set_weak_pointer (&self->application, application);
  self->watch = xu_job_watch_new (jobs, added_cb, removed_cb, self);

  return self;
}

void
xu_notifier_seen (XuNotifier *self, XuJob *job)
{
  g_return_if_fail (XU_IS_NOTIFIER (self) && XU_IS_JOB (job));

  withdraw (self, job);
}

static void
xu_notifier_dispose (GObject *object)
{
  XuNotifier *self = XU_NOTIFIER (object);

  /* First, so that what was told stays when the process ends. */
  g_clear_weak_pointer (&self->application);
  g_clear_pointer (&self->watch, xu_job_watch_free);

  G_OBJECT_CLASS (xu_notifier_parent_class)->dispose (object);
}

static void
xu_notifier_finalize (GObject *object)
{
  XuNotifier *self = XU_NOTIFIER (object);

  g_hash_table_unref (self->elsewhere);

  G_OBJECT_CLASS (xu_notifier_parent_class)->finalize (object);
}

static void
xu_notifier_class_init (XuNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_notifier_dispose;
  object_class->finalize = xu_notifier_finalize;
}

static void
xu_notifier_init (XuNotifier *self)
{
  self->elsewhere = g_hash_table_new (NULL, NULL);
}
