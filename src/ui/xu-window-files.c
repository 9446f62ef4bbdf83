/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window takes files: dropped, chosen, pasted, opened. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-window-private.h"

#include <glib/gi18n.h>

enum
{
  LONG_TOAST_S = 10, /* to reach its button */
  TOAST_CHARS = 24,  /* of a line: what is not short lies across the edge of a narrow window */
};

void
xu_window_add_files (XuWindow *self, GFile *const *files, gsize n_files)
{
  g_return_if_fail (XU_IS_WINDOW (self));

  xu_intake_add (self->intake, files, n_files);
}

static void
add_list (XuWindow *self, const GSList *list)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (; list != NULL; list = list->next)
    g_ptr_array_add (files, list->data);
  xu_window_add_files (self, (GFile *const *) files->pdata, files->len);
}

/* Drop: GTK speaks to the portal of a sandbox by itself, and knows what file managers offer. */

static void
show_overlay (XuWindow *self, gboolean is_shown)
{
  /* One that is not seen must not be found by a screen reader. */
  if (is_shown)
    gtk_widget_set_visible (GTK_WIDGET (self->drop_revealer), TRUE);
  gtk_revealer_set_reveal_child (self->drop_revealer, is_shown);
}

static void
revealed_cb (XuWindow *self)
{
  if (!gtk_revealer_get_reveal_child (self->drop_revealer)
      && !gtk_revealer_get_child_revealed (self->drop_revealer))
    gtk_widget_set_visible (GTK_WIDGET (self->drop_revealer), FALSE);
}

static GdkDragAction
enter_cb (GtkDropTarget *target, double x, double y, XuWindow *self)
{
  show_overlay (self, TRUE);

  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTarget *target, XuWindow *self)
{
  show_overlay (self, FALSE);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, XuWindow *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  show_overlay (self, FALSE);
  add_list (self, files);

  return TRUE;
}

/* Before the text sees it, which would take the names of the files for text. */
static void
add_drop_target (XuWindow *self)
{
  /* File managers offer to move first; with COPY alone they would be refused without a word. */
  GtkDropTarget *target
      = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY | GDK_ACTION_MOVE);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "enter", G_CALLBACK (enter_cb), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (self->drop_revealer, "notify::child-revealed", G_CALLBACK (revealed_cb),
                           self, G_CONNECT_SWAPPED);
}

/* Paste */

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuWindow) self = XU_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value == NULL)
    {
      g_debug ("the clipboard cannot be read: %s", error->message);
      return;
    }

  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  add_list (self, files);
}

void
xu_window_paste_files (XuWindow *self)
{
  gdk_clipboard_read_value_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), GDK_TYPE_FILE_LIST,
                                  G_PRIORITY_DEFAULT, NULL, pasted_cb, g_object_ref (self));
}

/* Files on the clipboard come with their names as text, which is not what a text is to get. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                XuWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));

  if (gdk_key_event_matches (event, GDK_KEY_v, GDK_CONTROL_MASK) == GDK_KEY_MATCH_NONE
      || !gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                             GDK_TYPE_FILE_LIST))
    return FALSE;

  xu_window_paste_files (self);
  return TRUE;
}

static void
add_paste (XuWindow *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* Choose */

/* Returns: (transfer none): a chooser of media files, the window's until it is answered */
static GtkFileChooserNative *
new_chooser (XuWindow *self, const char *title)
{
  g_autoptr (GtkFileFilter) media = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (media, _ ("Videos and images"));
  gtk_file_filter_add_mime_type (media, "video/*");
  gtk_file_filter_add_mime_type (media, "image/*");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), media);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);

  return self->chooser;
}

/* Returns: (transfer full): the files that were chosen, none where the user did not want to */
static GPtrArray *
take_chosen (XuWindow *self, GtkNativeDialog *dialog, int response)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  guint n_files = response == GTK_RESPONSE_ACCEPT ? g_list_model_get_n_items (chosen) : 0;

  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (files, g_list_model_get_item (chosen, i));
  g_clear_object (&self->chooser);

  return files;
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, XuWindow *self)
{
  g_autoptr (GPtrArray) files = take_chosen (self, dialog, response);

  if (files->len > 0)
    xu_window_add_files (self, (GFile *const *) files->pdata, files->len);
}

void
xu_window_choose_files (XuWindow *self)
{
  GtkFileChooserNative *chooser = new_chooser (self, _ ("Choose videos or images"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
chosen_again_cb (GtkNativeDialog *dialog, int response, XuWindow *self)
{
  g_autoptr (XuJob) job = g_object_ref (g_object_get_data (G_OBJECT (dialog), "job"));
  g_autoptr (GPtrArray) files = take_chosen (self, dialog, response);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_file_peek_path (g_ptr_array_index (files, i));

      if (path != NULL)
        g_ptr_array_add (paths, (gpointer) path);
    }
  g_ptr_array_add (paths, NULL);

  if (paths->len > 1)
    xu_job_resume_with_files (job, (const char *const *) paths->pdata);
}

void
xu_window_choose_again (XuWindow *self, XuJob *job)
{
  GtkFileChooserNative *chooser = new_chooser (self, _ ("Choose the file again"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser),
                                        xu_job_get_spec (job)->paths[1] != NULL);
  g_object_set_data_full (G_OBJECT (chooser), "job", g_object_ref (job), g_object_unref);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_again_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* What came of it */

/* The cursor stands in the text: who drops a video wants to write about it. */
static void
accepted_cb (XuIntake *intake, XuJob *job, guint n_jobs, XuWindow *self)
{
  xu_window_show_job (self, job);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
show_refusals_cb (AdwToast *toast, XuWindow *self)
{
  g_autofree char *body = g_strjoinv ("\n", g_object_get_data (G_OBJECT (toast), "reasons"));
  AdwMessageDialog *dialog = xu_window_new_dialog (self, _ ("Some files cannot be posted"), body);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
refused_cb (XuIntake *intake, const char *const *reasons, gboolean may_choose, XuWindow *self)
{
  guint n = g_strv_length ((char **) reasons);
  g_autofree char *many
      /* Translators: %u is how many files were dropped in vain */
      = g_strdup_printf (ngettext ("%u file cannot be posted", "%u files cannot be posted", n), n);
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (n == 1 ? reasons[0] : many);

  /* The reason stands at the end, which a title of its own cuts off in a narrow window. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TOAST_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);

  g_object_set_data_full (G_OBJECT (toast), "reasons", g_strdupv ((char **) reasons),
                          (GDestroyNotify) g_strfreev);
  if (may_choose)
    {
      adw_toast_set_button_label (toast, _ ("Choose the File…"));
      adw_toast_set_action_name (toast, "win.choose-files");
    }
  else if (n > 1)
    {
      adw_toast_set_button_label (toast, _ ("Details"));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (show_refusals_cb), self, 0);
    }
  if (may_choose || n > 1)
    adw_toast_set_timeout (toast, LONG_TOAST_S);
  adw_toast_overlay_add_toast (self->toasts, toast);
  xu_window_keep_open (self);
}

static void
account_answer_cb (AdwMessageDialog *dialog, const char *response, XuWindow *self)
{
  GSettings *settings = xu_application_get_settings (xu_window_get_application (self));
  g_autofree char *chosen = g_settings_get_string (settings, "default-account");

  self->is_asking = FALSE;
  if (g_str_equal (response, "sandbox"))
    {
      /* The account of before is not there, and this one is wanted instead. */
      if (*chosen != '\0')
        g_settings_set_string (settings, "default-account", XU_ENGINE_SANDBOX);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.try-sandbox", NULL);
    }
  else if (g_str_equal (response, "sign-in"))
    xu_window_sign_in (self, NULL);
  else
    xu_intake_forget (self->intake);
}

/* The sandbox takes a moment to start; what waits for it goes on by itself. */
static void
account_wanted_cb (XuIntake *intake, XuWindow *self)
{
  XuSandboxAccess *sandbox = xu_application_get_sandbox (xu_window_get_application (self));

  /* Until then it is not known who there is. */
  if (!self->is_loaded || self->is_asking
      || xu_sandbox_access_get_state (sandbox) == XU_SANDBOX_STARTING)
    return;

  self->is_asking = TRUE;
  AdwMessageDialog *dialog = xu_window_new_dialog (
      self, _ ("There is no account yet"),
      _ ("A post needs an account. Without one you can try everything in the sandbox, an X of our "
         "own on this computer, where nobody sees what you post."));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "sandbox",
                                    _ ("_Try It in the Sandbox"), "sign-in", _ ("_Sign In…"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "sign-in", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "sign-in");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (account_answer_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  xu_window_keep_open (self);
}

/* What waited for it is asked about anew. */
static void
sandbox_state_cb (XuSandboxAccess *sandbox, GParamSpec *pspec, XuWindow *self)
{
  if (xu_sandbox_access_get_state (sandbox) == XU_SANDBOX_FAILED)
    xu_intake_go_on (self->intake);
}

void
xu_window_files_init (XuWindow *self)
{
  add_drop_target (self);
  add_paste (self);
  g_signal_connect_object (self->intake, "accepted", G_CALLBACK (accepted_cb), self, 0);
  g_signal_connect_object (self->intake, "refused", G_CALLBACK (refused_cb), self, 0);
  g_signal_connect_object (self->intake, "account-wanted", G_CALLBACK (account_wanted_cb), self, 0);
  g_signal_connect_object (xu_application_get_sandbox (xu_window_get_application (self)),
                           "notify::state", G_CALLBACK (sandbox_state_cb), self, 0);
}
