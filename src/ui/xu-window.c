/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: what it shows. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-window-private.h"

#include <glib/gi18n.h>

#include "xu-failure-words.h"
#include "xu-foreign-words.h"
#include "xu-names.h"
#include "xu-scroller.h"
#include "xu-width-first-layout.h"

G_DEFINE_FINAL_TYPE (XuWindow, xu_window, ADW_TYPE_APPLICATION_WINDOW)

XuApplication *
xu_window_get_application (XuWindow *self)
{
  return XU_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

XuEngine *
xu_window_get_engine (XuWindow *self)
{
  return xu_application_get_engine (xu_window_get_application (self));
}

AdwMessageDialog *
xu_window_new_dialog (XuWindow *self, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  /* By then it has its answers. */
  g_signal_connect (dialog, "map", G_CALLBACK (xu_names_say_once), NULL);

  return ADW_MESSAGE_DIALOG (dialog);
}

/* A toast's title is markup. */
void
xu_window_toast (XuWindow *self, const char *text)
{
  g_return_if_fail (XU_IS_WINDOW (self) && text != NULL);

  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

/* Not with each step of a change: settings may be a file, which is written each time. */
static void
keep_size (XuWindow *self)
{
  GSettings *settings = xu_application_get_settings (xu_window_get_application (self));
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "is-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

void
xu_window_flush (XuWindow *self)
{
  g_return_if_fail (XU_IS_WINDOW (self));

  xu_composer_flush (self->composer);
  keep_size (self);
}

/* Pages */

static const char *
find_page (XuWindow *self)
{
  if (xu_sidebar_has_jobs (self->sidebar))
    return "jobs";

  return self->has_failed ? "failed" : "empty";
}

static void
update_page (XuWindow *self)
{
  if (self->is_loaded)
    gtk_stack_set_visible_child_name (self->stack, find_page (self));
}

static void
has_jobs_cb (XuWindow *self)
{
  update_page (self);
}

/* An empty window would say that there are no uploads. */
static void
show_load_error (XuWindow *self, const GError *error)
{
  g_autofree char *sentence = xu_failure_words_dup_sentence (error);
  g_autofree char *remedy = xu_failure_words_dup_remedy (error);
  g_autofree char *escaped = remedy != NULL ? g_markup_escape_text (remedy, -1) : NULL;

  adw_status_page_set_title (self->failed_page, sentence);
  adw_status_page_set_description (self->failed_page, escaped);
  self->has_failed = TRUE;
}

void
xu_window_loaded (XuWindow *self, const GError *error)
{
  g_return_if_fail (XU_IS_WINDOW (self));

  if (error != NULL)
    show_load_error (self, error);
  self->is_loaded = TRUE;
  update_page (self);
  xu_intake_go_on (self->intake);
}

/* The chosen job */

/* What the user sees is no news any more. A window that was hidden while it was active stays active
 * for GTK 4.8. */
static void
tell_seen (XuWindow *self)
{
  gboolean is_shown = !adw_leaflet_get_folded (self->leaflet)
                      || adw_leaflet_get_visible_child (self->leaflet) == self->job_pane;
  gboolean is_looked_at
      = gtk_window_is_active (GTK_WINDOW (self)) && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (self->item == NULL || !is_shown || !is_looked_at)
    return;

  XuJob *job = xu_job_item_get_job (self->item);

  /* Once for each thing that a notification could tell. */
  if (self->seen_job == job && self->seen_state == xu_job_get_state (job))
    return;

  self->seen_job = job;
  self->seen_state = xu_job_get_state (job);
  xu_application_seen (xu_window_get_application (self), job);
}

/* Between the buttons of a narrow window there is no room for more than a name, nor always for all
 * of that. */
static void
update_title (XuWindow *self)
{
  const char *title = self->item != NULL ? xu_job_item_get_title (self->item) : "";
  const char *facts = self->item != NULL ? xu_job_item_get_facts (self->item) : "";
  gboolean is_narrow = adw_leaflet_get_folded (self->leaflet);
  g_autofree char *all = *facts != '\0' ? g_strconcat (title, "\n", facts, NULL) : g_strdup (title);

  adw_window_title_set_title (self->job_title, title);
  adw_window_title_set_subtitle (self->job_title, is_narrow ? "" : facts);
  gtk_label_set_label (self->facts_label, all);
}

static void
update_actions (XuWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.details", self->item != NULL);
  gtk_widget_set_visible (self->job_menu_button, self->item != NULL);
}

static void
selected_cb (XuWindow *self)
{
  XuJobItem *item = xu_sidebar_get_selected (self->sidebar);

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_object (item, "notify::title", G_CALLBACK (update_title), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (item, "notify::facts", G_CALLBACK (update_title), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (item, "notify::phase", G_CALLBACK (tell_seen), self,
                               G_CONNECT_SWAPPED);
    }

  xu_job_actions_set_item (self->actions, item);
  xu_job_status_set_item (self->status, item);
  xu_composer_set_item (self->composer, item);
  gtk_stack_set_visible_child_name (self->job_stack, item != NULL ? "job" : "none");
  if (item == NULL)
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  update_title (self);
  update_actions (self);
  tell_seen (self);
}

static void
opened_cb (XuWindow *self)
{
  /* Beside the list there is nothing to open, and the leaflet would take the focus from the list.
   */
  if (self->item != NULL && adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->job_pane);
}

static gboolean
lay_out_again_cb (GtkWidget *leaflet, GdkFrameClock *clock, gpointer user_data)
{
  gtk_widget_queue_resize (leaflet);

  return G_SOURCE_REMOVE;
}

/* It folds while it is laid out, and then GTK does not hear that the list's header has lost the
 * buttons of the window: the list would be as wide as it wanted to be with them. */
static void
folded_cb (XuWindow *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self->leaflet), lay_out_again_cb, NULL, NULL);
  if (self->item == NULL)
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  update_title (self);
}

static void
visible_child_cb (XuWindow *self)
{
  tell_seen (self);
}

void
xu_window_show_job (XuWindow *self, XuJob *job)
{
  g_return_if_fail (XU_IS_WINDOW (self) && XU_IS_JOB (job));

  xu_sidebar_select (self->sidebar, job);

  /* With the first job the leaflet has not been seen yet, and does not know whether it is narrow.
   */
  if (self->item != NULL)
    adw_leaflet_set_visible_child (self->leaflet, self->job_pane);
}

/* What went wrong apart from any job */

void
xu_window_show_error (XuWindow *self, const GError *error)
{
  g_return_if_fail (XU_IS_WINDOW (self) && error != NULL);

  g_autofree char *sentence = xu_failure_words_dup_sentence (error);
  g_autofree char *remedy = xu_failure_words_dup_remedy (error);
  AdwMessageDialog *dialog = xu_window_new_dialog (self, sentence, remedy);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
  xu_window_keep_open (self);
}

void
xu_window_show_set_aside (XuWindow *self, const char *path)
{
  g_return_if_fail (path != NULL);

  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *plain = xu_foreign_words_dup_plain (shown);
  g_autofree char *sentence = xu_failure_words_dup_set_aside (plain);

  if (self == NULL)
    return;

  AdwMessageDialog *dialog
      = xu_window_new_dialog (self, _ ("The list of uploads was damaged"), sentence);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Actions of the window */

static void
choose_files_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  xu_window_choose_files (XU_WINDOW (widget));
}

static void
paste_files_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  xu_window_paste_files (XU_WINDOW (widget));
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_leaflet_navigate (XU_WINDOW (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  XuWindow *self = XU_WINDOW (widget);

  if (!xu_sidebar_has_jobs (self->sidebar))
    return;

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  g_object_set (self->sidebar, "search-mode", TRUE, NULL);
}

static void
details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  xu_window_show_details (XU_WINDOW (widget));
}

static void
post_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (XU_WINDOW (widget)->composer), "composer.post", NULL);
}

static void
toggle_pause_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GActionGroup *group = xu_job_actions_get_group (XU_WINDOW (widget)->actions);

  g_action_group_activate_action (
      group, g_action_group_get_action_enabled (group, "pause") ? "pause" : "resume", NULL);
}

static void
sandbox_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuWindow) self = XU_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.try-sandbox", TRUE);
  if (xu_sandbox_access_start_finish (XU_SANDBOX_ACCESS (source), result, &error) != NULL)
    {
      if (!xu_sidebar_has_jobs (self->sidebar)) /* Else one was dropped before. */
        xu_window_toast (self, _ ("The sandbox is ready. Drop a video to try it."));
      xu_intake_go_on (self->intake);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    xu_window_show_error (self, error);
}

static void
try_sandbox_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  XuWindow *self = XU_WINDOW (widget);

  gtk_widget_action_set_enabled (widget, "win.try-sandbox", FALSE);
  xu_sandbox_access_start_async (xu_application_get_sandbox (xu_window_get_application (self)),
                                 TRUE, NULL, sandbox_started_cb, g_object_ref (self));
}

/* Life */

static void
asked_cb (XuJobActions *actions, guint verb, XuWindow *self)
{
  xu_window_asked (self, (XuJobVerbs) verb);
}

static void
xu_window_dispose (GObject *object)
{
  XuWindow *self = XU_WINDOW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  xu_window_all_dispose (self);
  g_clear_object (&self->actions);
  g_clear_object (&self->intake);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), XU_TYPE_WINDOW);

  G_OBJECT_CLASS (xu_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.choose-files", NULL, choose_files_cb);
  gtk_widget_class_install_action (widget_class, "win.paste-files", NULL, paste_files_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "win.details", NULL, details_cb);
  gtk_widget_class_install_action (widget_class, "win.post", NULL, post_cb);
  gtk_widget_class_install_action (widget_class, "win.toggle-pause", NULL, toggle_pause_cb);
  gtk_widget_class_install_action (widget_class, "win.try-sandbox", NULL, try_sandbox_cb);
  xu_window_all_install (widget_class);
  xu_window_accounts_install (widget_class);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, XuWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, job_pane);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, job_menu_button);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, job_title);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, job_stack);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, status);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, composer);
  gtk_widget_class_bind_template_child (widget_class, XuWindow, drop_revealer);
}

static void
xu_window_class_init (XuWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = xu_window_close_request;

  g_type_ensure (XU_TYPE_COMPOSER);
  g_type_ensure (XU_TYPE_EMPTY_PAGE);
  g_type_ensure (XU_TYPE_JOB_STATUS);
  g_type_ensure (XU_TYPE_SCROLLER);
  g_type_ensure (XU_TYPE_SIDEBAR);
  g_type_ensure (XU_TYPE_WIDTH_FIRST_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/XUploader/xu-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_jobs_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_cb);
  install_actions (widget_class);
}

static void
xu_window_init (XuWindow *self)
{
  self->actions = xu_job_actions_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_names_say_once (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "job",
                                  xu_job_actions_get_group (self->actions));
  g_signal_connect_object (self->actions, "asked", G_CALLBACK (asked_cb), self, 0);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (tell_seen), NULL);
  update_actions (self);
}

XuWindow *
xu_window_new (XuApplication *application)
{
  g_return_val_if_fail (XU_IS_APPLICATION (application), NULL);

  XuWindow *self = g_object_new (XU_TYPE_WINDOW, "application", application, NULL);
  XuEngine *engine = xu_application_get_engine (application);
  GSettings *settings = xu_application_get_settings (application);
  GListModel *accounts = xu_sandbox_access_get_accounts (xu_application_get_sandbox (application));

  self->intake = xu_intake_new (engine, accounts, settings);
  xu_window_files_init (self);
  xu_window_close_init (self);
  xu_window_all_init (self);
  xu_sidebar_set_engine (self->sidebar, engine);
  xu_window_accounts_init (self);

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "is-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  return self;
}
