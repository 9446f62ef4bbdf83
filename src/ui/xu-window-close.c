/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window is closed: what becomes of the work. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-window-private.h"

#include <glib/gi18n.h>

#include "xu-errands.h"

static void
go_on_in_background (XuWindow *self)
{
  gtk_widget_hide (GTK_WIDGET (self));
  xu_application_stay (xu_window_get_application (self));
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, XuWindow *self)
{
  if (g_str_equal (response, "background"))
    go_on_in_background (self);
  else if (g_str_equal (response, "quit"))
    xu_application_end (xu_window_get_application (self));
}

static void
ask (XuWindow *self)
{
  AdwMessageDialog *dialog = xu_window_new_dialog (
      self, _ ("Uploads are still running"),
      _ ("They can go on in the background; a notification says when each is done. When you quit, "
         "they pause, and go on the next time."));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "quit", _ ("_Pause and Quit"),
                                    "background", _ ("Keep _Running"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "background", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "background");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Returns: whether nothing is lost by ending now, so that it was done */
static gboolean
end_if_idle (XuWindow *self)
{
  XuApplication *application = xu_window_get_application (self);

  xu_window_flush (self);
  if (xu_application_is_working (application))
    return FALSE;

  xu_application_end (application);
  return TRUE;
}

static void
errands_cb (XuErrands *errands, GParamSpec *pspec, XuWindow *self)
{
  if (self->close_again != NULL && !xu_errands_is_busy (errands))
    g_steal_pointer (&self->close_again) (GTK_WINDOW (self));
}

/* Files that are sorted become jobs in a moment, and a post is deleted: only then is it known what
 * there is to ask.
 *
 * Returns: whether it waits for that, and goes on with @close_again */
static gboolean
wait_for_errands (XuWindow *self, void (*close_again) (GtkWindow *self))
{
  if (!xu_errands_is_busy (xu_errands_of (xu_window_get_engine (self))))
    return FALSE;

  self->close_again = close_again;
  xu_window_toast (self, _ ("The window closes as soon as this is done."));
  return TRUE;
}

void
xu_window_close_init (XuWindow *self)
{
  g_signal_connect_object (xu_errands_of (xu_window_get_engine (self)), "notify::busy",
                           G_CALLBACK (errands_cb), self, 0);
}

void
xu_window_keep_open (XuWindow *self)
{
  self->close_again = NULL;
}

gboolean
xu_window_close_request (GtkWindow *window)
{
  XuWindow *self = XU_WINDOW (window);
  GSettings *settings = xu_application_get_settings (xu_window_get_application (self));

  if (wait_for_errands (self, gtk_window_close))
    return TRUE;
  if (end_if_idle (self))
    return TRUE; /* The application takes the window with it, once all is saved. */

  if (g_settings_get_boolean (settings, "run-in-background"))
    go_on_in_background (self);
  else
    ask (self);

  return TRUE;
}

static void
quit (GtkWindow *window)
{
  XuWindow *self = XU_WINDOW (window);

  if (wait_for_errands (self, quit) || end_if_idle (self))
    return;

  gtk_window_present (window); /* It may be hidden: a question needs it. */
  ask (self);
}

void
xu_window_quit (XuWindow *self)
{
  g_return_if_fail (XU_IS_WINDOW (self));

  quit (GTK_WINDOW (self));
}
