/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What notifications want of a job, by its id. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-application-private.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"

/* What somebody wants of a job, by its id, before the journal is loaded. */
typedef struct
{
  char *action; /* (owned) */
  char *job_id; /* (owned) */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->action);
  g_free (wish->job_id);
  g_free (wish);
}

/* Actions with a job */

static void
uri_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuApplication) self = XU_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    {
      XuWindow *window = xu_application_present_window (self);

      g_debug ("the browser does not start: %s", error->message);
      if (window != NULL)
        xu_window_toast (window, _ ("The browser could not be opened. Copy the link instead."));
    }
  g_application_release (G_APPLICATION (self));
}

/* A process without a window must not end before the browser has heard of it. */
static void
open_uri (XuApplication *self, const char *uri)
{
  g_application_hold (G_APPLICATION (self));
  gtk_show_uri_full (GTK_WINDOW (xu_application_find_window (self)), uri, GDK_CURRENT_TIME, NULL,
                     uri_opened_cb, g_object_ref (self));
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
      xu_window_show_error (xu_application_present_window (self), error);
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
      xu_application_present_window (self);
      xu_sandbox_access_start_async (self->sandbox, FALSE, NULL, sandbox_for_post_cb,
                                     g_object_ref (job));
    }
}

static void
show_job (XuApplication *self, XuJob *job)
{
  XuWindow *window = xu_application_present_window (self);

  xu_window_show_job (window, job);
}

static void
grant (XuApplication *self, const char *action, const char *job_id)
{
  XuJob *job = xu_engine_find_job (self->engine, job_id);

  if (job == NULL)
    xu_application_present_window (self); /* It was removed meanwhile. */
  else if (g_str_equal (action, "sign-in-for-job"))
    xu_window_sign_in_for_job (xu_application_present_window (self), job);
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

void
xu_application_job_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
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

void
xu_application_grant_wishes (XuApplication *self)
{
  for (Wish *wish; (wish = g_queue_pop_head (&self->waiting)) != NULL; wish_free (wish))
    {
      grant (self, wish->action, wish->job_id);
      g_application_release (G_APPLICATION (self));
    }
}

void
xu_application_clear_wishes (XuApplication *self)
{
  g_queue_clear_full (&self->waiting, wish_free);
}
