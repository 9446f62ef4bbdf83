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
#include "xu-job-account.h"
#include "xu-job-watch.h"

/* Of all jobs that wait for their account. */
static const char sign_in_id[] = "sign-in";

struct _XuNotifier
{
  GObject parent_instance;

  GApplication *application; /* (unowned): outlives us, or clears this */
  XuEngine *engine;          /* (owned) (nullable): knows the accounts */
  XuJobWatch *watch;         /* (owned) */
  GHashTable *elsewhere; /* (owned) (element-type XuJob): those that another process ran when they
                            were last heard of */
  GHashTable *held_up;   /* (owned) (element-type XuJob XuJobAccount): those that wait for their
                            account; the value is NULL where nobody knows it */
  gboolean has_asked;    /* for a sign-in */
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
dup_posted_words (XuEngine *engine, XuJob *job, const char *names)
{
  gulong n = count_files (job);

  if (xu_accounts_is_sandbox (xu_job_get_server (job)))
    /* Translators: %s is the name of a file, or of several: “a.jpg and 2 more” */
    return g_strdup_printf (ngettext ("%s is in the sandbox now.", "%s are in the sandbox now.", n),
                            names);

  XuAccount *account = engine != NULL ? xu_engine_find_account_of_job (engine, job) : NULL;

  if (account != NULL && xu_account_get_username (account) != NULL)
    {
      g_autofree char *handle = xu_accounts_dup_account_name (account);

      /* Translators: first the name of a file, or of several: “a.jpg and 2 more”; then whose post
       * it is: “@name” */
      return g_strdup_printf (ngettext ("%s was posted as %s.", "%s were posted as %s.", n), names,
                              handle);
    }

  g_autofree char *server = xu_accounts_dup_name (xu_job_get_server (job));

  /* Translators: first the name of a file, or of several: “a.jpg and 2 more”; then where they were
   * posted: “X” */
  return g_strdup_printf (ngettext ("%s is on %s now.", "%s are on %s now.", n), names, server);
}

static GNotification *
make_posted (XuEngine *engine, XuJob *job, const char *name)
{
  const char *id = xu_job_get_id (job);
  g_autofree char *body = dup_posted_words (engine, job, name);
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
  g_autoptr (GNotification) notification = xu_job_get_state (job) == XU_JOB_POSTED
                                               ? make_posted (self->engine, job, name)
                                               : make_failed (job, name);

  g_debug ("telling of job %s", xu_job_get_id (job));
  g_application_send_notification (self->application, id, notification);
}

/* Jobs that wait for their account. */

/* Returns: whether there is something that somebody has to do: a keyring that has not answered yet,
 * or X, which was not reached, may still do so by itself */
static gboolean
needs_somebody (XuJobAccount *of_job)
{
  XuAccount *account = of_job != NULL ? xu_job_account_get (of_job) : NULL;

  return account == NULL || xu_account_get_state (account) == XU_ACCOUNT_SIGN_IN_AGAIN
         || xu_account_get_state (account) == XU_ACCOUNT_LOCKED;
}

/* Returns: (transfer none) (nullable): one of those that somebody has to do something for */
static XuJob *
find_held_up (XuNotifier *self)
{
  GHashTableIter iter;
  gpointer job, account;

  g_hash_table_iter_init (&iter, self->held_up);
  while (g_hash_table_iter_next (&iter, &job, &account))
    {
      if (needs_somebody (account))
        return job;
    }

  return NULL;
}

static GNotification *
make_sign_in (XuNotifier *self, XuJob *job)
{
  const char *id = xu_job_get_id (job);
  XuJobAccount *of_job = g_hash_table_lookup (self->held_up, job);
  XuAccount *account = of_job != NULL ? xu_job_account_get (of_job) : NULL;
  gboolean is_locked = account != NULL && xu_account_get_state (account) == XU_ACCOUNT_LOCKED;
  g_autofree char *name = xu_accounts_dup_name_of_job (self->engine, job);
  /* Translators: %s is the name of an account: “@name”, or of a server: “X” */
  g_autofree char *body = g_strdup_printf (_ ("Posts of %s wait for it."), name);
  GNotification *notification = g_notification_new (is_locked ? _ ("Unlock the keyring to go on")
                                                              : _ ("Sign in again to go on"));

  set_body (notification, body);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (notification, "app.show-job", "s", id);
  if (!is_locked)
    g_notification_add_button_with_target (notification, _ ("Sign In…"), "app.sign-in-for-job", "s",
                                           id);

  return notification;
}

static void
withdraw_sign_in (XuNotifier *self)
{
  if (self->application != NULL)
    g_application_withdraw_notification (self->application, sign_in_id);
}

static void
look_at_held_up (XuNotifier *self)
{
  XuJob *job = find_held_up (self);

  if (job == NULL && self->has_asked)
    withdraw_sign_in (self);
  else if (job != NULL && !self->has_asked && self->application != NULL && !is_user_looking (self))
    {
      g_autoptr (GNotification) notification = make_sign_in (self, job);

      g_debug ("telling that job %s waits for a sign-in", xu_job_get_id (job));
      g_application_send_notification (self->application, sign_in_id, notification);
    }
  self->has_asked = job != NULL;
}

static void
hold_up (XuNotifier *self, XuJob *job)
{
  if (!g_hash_table_contains (self->held_up, job))
    {
      XuJobAccount *account = self->engine != NULL ? xu_job_account_new (self->engine, job) : NULL;

      if (account != NULL)
        g_signal_connect_object (account, "changed", G_CALLBACK (look_at_held_up), self,
                                 G_CONNECT_SWAPPED);
      g_hash_table_insert (self->held_up, job, account);
    }
  look_at_held_up (self);
}

static void
let_go (XuNotifier *self, XuJob *job)
{
  if (g_hash_table_remove (self->held_up, job))
    look_at_held_up (self);
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

  let_go (self, job);
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
  if (reason == XU_JOB_WAIT_SIGN_IN && !xu_job_is_elsewhere (job))
    hold_up (self, job);
  else
    let_go (self, job);
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
  let_go (self, job);
  withdraw (self, job);
}

XuNotifier *
xu_notifier_new (GApplication *application, XuEngine *engine, GListModel *jobs)
{
  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (engine == NULL || XU_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (jobs), NULL);

  XuNotifier *self = g_object_new (XU_TYPE_NOTIFIER, NULL);

  g_set_weak_pointer (&self->application, application);
  g_set_object (&self->engine, engine);
  self->watch = xu_job_watch_new (jobs, added_cb, removed_cb, self);

  return self;
}

void
xu_notifier_seen (XuNotifier *self, XuJob *job)
{
  g_return_if_fail (XU_IS_NOTIFIER (self) && XU_IS_JOB (job));

  withdraw (self, job);
  withdraw_sign_in (self);
}

static void
xu_notifier_dispose (GObject *object)
{
  XuNotifier *self = XU_NOTIFIER (object);

  /* First, so that what was told stays when the process ends. */
  g_clear_weak_pointer (&self->application);
  g_clear_pointer (&self->watch, xu_job_watch_free);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_notifier_parent_class)->dispose (object);
}

static void
xu_notifier_finalize (GObject *object)
{
  XuNotifier *self = XU_NOTIFIER (object);

  g_hash_table_unref (self->elsewhere);
  g_hash_table_unref (self->held_up);

  G_OBJECT_CLASS (xu_notifier_parent_class)->finalize (object);
}

static void
xu_notifier_class_init (XuNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_notifier_dispose;
  object_class->finalize = xu_notifier_finalize;
}

/* There may be none. */
static void
unref_account (gpointer account)
{
  if (account != NULL)
    g_object_unref (account);
}

static void
xu_notifier_init (XuNotifier *self)
{
  self->elsewhere = g_hash_table_new (NULL, NULL);
  self->held_up = g_hash_table_new_full (NULL, NULL, NULL, unref_account);
}
