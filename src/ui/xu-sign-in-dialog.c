/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window in which somebody signs in. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-in-dialog.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"
#include "xu-names.h"
#include "xu-page-words.h"
#include "xu-sign-in-app.h"
#include "xu-sign-in-done.h"
#include "xu-sign-in-entries.h"
#include "xu-sign-in-plan.h"
#include "xu-sign-in-wait.h"

static const char console_url[] = "https://console.x.com";

struct _XuSignInDialog
{
  AdwWindow parent_instance;

  GtkWidget *back_button;
  GtkWidget *cancel_button;
  GtkStack *stack;
  GtkWidget *browser_row;
  XuSignInApp *app_page;
  XuSignInEntries *entries_page;
  XuSignInWait *wait_page;
  GtkLabel *work_label;
  GtkWidget *keyring_label;
  AdwStatusPage *failed_page;
  GtkWidget *paste_button;
  GtkWidget *console_button;
  GtkWidget *retry_button;
  XuSignInDone *done_page;

  XuEngine *engine;          /* (owned) (nullable): until it is closed, as all of these */
  GSettings *settings;       /* (owned) (nullable) */
  XuAccount *wanted;         /* (owned) (nullable): to sign in to again */
  XuSignIn *sign_in;         /* (owned) (nullable): while it is under way */
  GCancellable *cancellable; /* (owned) (nullable): of it */
  XuSignInFacts facts;
  XuSignInPlan plan;
  gboolean is_remote; /* nobody listens for the browser */
};

G_DEFINE_FINAL_TYPE (XuSignInDialog, xu_sign_in_dialog, ADW_TYPE_WINDOW)

static void ran_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* What is shown. */

static GtkWidget *
find_default_button (XuSignInDialog *self)
{
  const char *page = self->plan.page;

  if (g_str_equal (page, "app"))
    return xu_sign_in_app_get_button (self->app_page);
  if (g_str_equal (page, "entries"))
    return xu_sign_in_entries_get_button (self->entries_page);
  if (g_str_equal (page, "failed"))
    return self->retry_button;

  return g_str_equal (page, "done") ? xu_sign_in_done_get_button (self->done_page) : NULL;
}

static gboolean
is_filled (XuSignInDialog *self)
{
  return self->facts.method == XU_SIGN_IN_BROWSER
             ? xu_sign_in_app_is_filled (self->app_page)
             : xu_sign_in_entries_is_filled (self->entries_page);
}

static void
filled_cb (XuSignInDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.run", is_filled (self));
}

static void
show_step (XuSignInDialog *self)
{
  gtk_label_set_label (self->work_label, xu_sign_in_text_get_step (self->facts.step));
  gtk_widget_set_visible (self->keyring_label, self->facts.step == XU_SIGN_IN_KEEPING);
}

/* Returns: (transfer none): where one begins */
static GtkWidget *
find_first (XuSignInDialog *self, GtkWidget *page)
{
  if (g_str_equal (self->plan.page, "choice"))
    return self->browser_row;
  if (g_str_equal (self->plan.page, "work"))
    return self->cancel_button;

  return g_str_equal (self->plan.page, "failed") ? self->retry_button : page;
}

/* A screen reader would be told of all pages by GTK 4.8, so the others are not there at all. */
static void
show_page (XuSignInDialog *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, self->plan.page);

  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (self->stack, page);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == page);

  gtk_window_set_default_widget (GTK_WINDOW (self), find_default_button (self));
  gtk_widget_grab_focus (find_first (self, page));
}

static void
update (XuSignInDialog *self)
{
  const char *before = self->plan.page;

  self->plan = xu_sign_in_plan_make (&self->facts);
  gtk_widget_set_visible (self->back_button, self->plan.may_go_back);
  gtk_widget_set_visible (self->cancel_button, self->plan.may_cancel);
  gtk_widget_set_visible (self->paste_button, self->plan.may_paste);
  gtk_widget_set_visible (self->console_button, self->plan.may_open_console);
  show_step (self);
  filled_cb (self);
  if (g_strcmp0 (before, self->plan.page) != 0)
    show_page (self);
}

/* The browser. */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuSignInDialog) self = XU_SIGN_IN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) || self->engine == NULL)
    return;

  g_debug ("the browser does not start: %s", error->message);
  xu_sign_in_wait_show_problem (
      self->wait_page, _ ("The browser could not be opened. Copy the link, and open it there."));
}

static void
open_browser (XuSignInDialog *self)
{
  const char *address = self->sign_in != NULL ? xu_sign_in_get_address (self->sign_in) : NULL;

  if (address != NULL)
    gtk_show_uri_full (GTK_WINDOW (self), address, GDK_CURRENT_TIME, NULL, opened_cb,
                       g_object_ref (self));
}

/* One try. */

static void
forget_try (XuSignInDialog *self)
{
  if (self->sign_in != NULL)
    g_signal_handlers_disconnect_by_data (self->sign_in, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sign_in);
  self->facts.is_running = FALSE;
}

static void
step_cb (XuSignInDialog *self)
{
  XuSignInStep before = self->facts.step;

  self->facts.step = xu_sign_in_get_step (self->sign_in);
  if (self->facts.step == XU_SIGN_IN_OVER)
    return; /* What came of it is told in a moment. */

  update (self);
  if (self->facts.step == XU_SIGN_IN_WAITING)
    open_browser (self);
  else if (before == XU_SIGN_IN_WAITING)
    gtk_window_present (GTK_WINDOW (self)); /* The browser is done, and lies in front. */
}

static void
show_invalid (XuSignInDialog *self)
{
  const char *problem = _ ("This cannot be what X shows: it is not complete, or there is something "
                           "in it that does not belong there.");

  if (self->facts.method == XU_SIGN_IN_BROWSER)
    xu_sign_in_app_show_problem (self->app_page, problem);
  else
    xu_sign_in_entries_show_problem (self->entries_page, problem);
}

static XuSignIn *
make_try (XuSignInDialog *self, GError **error)
{
  XuSignInConfig config = { .method = self->facts.method,
                            .redirect_port = g_settings_get_uint (self->settings, "redirect-port"),
                            .is_remote = self->is_remote,
                            .language = xu_page_words_get_language () };

  xu_sign_in_text_set_pages (&config);
  if (config.method == XU_SIGN_IN_BROWSER)
    xu_sign_in_app_fill (self->app_page, &config);
  else
    xu_sign_in_entries_fill (self->entries_page, &config);

  return xu_sign_in_new (self->engine, &config, error);
}

static void
run (XuSignInDialog *self)
{
  g_autoptr (GError) error = NULL;

  forget_try (self);
  self->facts.has_failed = FALSE;
  self->facts.step = XU_SIGN_IN_PREPARING;
  self->sign_in = make_try (self, &error);
  if (self->sign_in == NULL)
    {
      g_debug ("nobody can be signed in so: %s", error->message);
      update (self);
      show_invalid (self);
      return;
    }

  self->facts.is_running = TRUE;
  self->cancellable = g_cancellable_new ();
  xu_sign_in_wait_set_sign_in (self->wait_page, self->sign_in);
  xu_sign_in_wait_show_problem (self->wait_page, NULL);
  g_signal_connect_object (self->sign_in, "notify::step", G_CALLBACK (step_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  xu_sign_in_run_async (self->sign_in, self->cancellable, ran_cb, g_object_ref (self));
}

static void
show_failure (XuSignInDialog *self, const GError *error)
{
  g_autofree char *text = xu_sign_in_text_dup_text (error, self->facts.method);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_debug ("nobody is signed in: %s", error->message);
  self->facts.has_failed = TRUE;
  self->facts.outcome = xu_sign_in_text_find_outcome (error);
  adw_status_page_set_title (self->failed_page, xu_sign_in_text_get_title (self->facts.outcome));
  adw_status_page_set_description (self->failed_page, escaped);
}

static void
show_done (XuSignInDialog *self, XuAccount *account)
{
  self->facts.is_done = TRUE;
  xu_sign_in_app_clear (self->app_page);
  xu_sign_in_entries_clear (self->entries_page);
  xu_accounts_adopt (xu_engine_get_accounts (self->engine), self->settings, account);
  xu_sign_in_done_set_account (self->done_page, self->engine, account, self->wanted);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuSignInDialog) self = XU_SIGN_IN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  XuAccount *account = xu_sign_in_run_finish (XU_SIGN_IN (source), result, &error);

  if (self->sign_in != XU_SIGN_IN (source))
    return; /* It was given up. */

  forget_try (self);
  xu_sign_in_wait_set_sign_in (self->wait_page, NULL);
  if (account != NULL)
    show_done (self, account);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
  update (self);
  gtk_window_present (GTK_WINDOW (self));
}

/* Actions. */

static void
choose (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (widget);
  g_autoptr (GEnumClass) methods = g_type_class_ref (XU_TYPE_SIGN_IN_METHOD);
  const GEnumValue *method
      = g_enum_get_value_by_nick (methods, g_variant_get_string (parameter, NULL));

  g_return_if_fail (method != NULL);

  self->facts.has_chosen = TRUE;
  self->facts.method = (XuSignInMethod) method->value;
  if (self->facts.method != XU_SIGN_IN_BROWSER)
    xu_sign_in_entries_set_method (self->entries_page, self->facts.method);
  update (self);
}

static void
back (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (widget);

  if (self->facts.is_running || self->facts.has_failed)
    forget_try (self);
  else
    self->facts.has_chosen = FALSE;
  self->facts.has_failed = FALSE;
  self->is_remote = FALSE;
  update (self);
}

static void
run_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  run (XU_SIGN_IN_DIALOG (widget));
}

static void
retry (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (widget);

  if (self->plan.is_to_enter)
    back (widget, NULL, NULL);
  else
    run (self);
}

static void
paste (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (widget);

  self->is_remote = TRUE;
  run (self);
}

/* From the end to the beginning. */
static void
again (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (widget);

  self->facts.is_done = FALSE;
  update (self);
}

static void
open_browser_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  open_browser (XU_SIGN_IN_DIALOG (widget));
}

static void
open_console (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (widget);

  gtk_show_uri_full (GTK_WINDOW (self), console_url, GDK_CURRENT_TIME, NULL, opened_cb,
                     g_object_ref (self));
}

static void
copy_link (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (widget);
  const char *address = self->sign_in != NULL ? xu_sign_in_get_address (self->sign_in) : NULL;

  if (address != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), address);
}

static void
xu_sign_in_dialog_dispose (GObject *object)
{
  XuSignInDialog *self = XU_SIGN_IN_DIALOG (object);

  forget_try (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_SIGN_IN_DIALOG);
  g_clear_object (&self->wanted);
  g_clear_object (&self->settings);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_sign_in_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, browser_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, app_page);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, entries_page);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, wait_page);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, work_label);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, keyring_label);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, paste_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, console_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, retry_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDialog, done_page);
  gtk_widget_class_bind_template_callback (widget_class, filled_cb);
}

static void
xu_sign_in_dialog_class_init (XuSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_sign_in_dialog_dispose;

  g_type_ensure (XU_TYPE_SIGN_IN_APP);
  g_type_ensure (XU_TYPE_SIGN_IN_ENTRIES);
  g_type_ensure (XU_TYPE_SIGN_IN_WAIT);
  g_type_ensure (XU_TYPE_SIGN_IN_DONE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "sign-in.choose", "s", choose);
  gtk_widget_class_install_action (widget_class, "sign-in.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "sign-in.run", NULL, run_cb);
  gtk_widget_class_install_action (widget_class, "sign-in.retry", NULL, retry);
  gtk_widget_class_install_action (widget_class, "sign-in.paste", NULL, paste);
  gtk_widget_class_install_action (widget_class, "sign-in.again", NULL, again);
  gtk_widget_class_install_action (widget_class, "sign-in.open-browser", NULL, open_browser_cb);
  gtk_widget_class_install_action (widget_class, "sign-in.open-console", NULL, open_console);
  gtk_widget_class_install_action (widget_class, "sign-in.copy-link", NULL, copy_link);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
xu_sign_in_dialog_init (XuSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_names_give (GTK_WIDGET (self));
  xu_names_say_once (GTK_WIDGET (self));
}

/* Returns: (transfer full) (nullable): the app that was signed in with last, so that nobody has to
 * look for its id again */
static char *
dup_client_id (XuSignInDialog *self)
{
  GListModel *accounts = xu_engine_get_accounts (self->engine);
  const char *wanted = self->wanted != NULL ? xu_account_get_client_id (self->wanted) : NULL;

  if (wanted != NULL)
    return g_strdup (wanted);

  for (guint i = g_list_model_get_n_items (accounts); i > 0; i--)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (accounts, i - 1);

      if (xu_account_get_client_id (account) != NULL)
        return g_strdup (xu_account_get_client_id (account));
    }

  return NULL;
}

GtkWindow *
xu_sign_in_dialog_new (GtkWindow *parent, XuEngine *engine, GSettings *settings, XuAccount *wanted)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine) && G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (wanted == NULL || XU_IS_ACCOUNT (wanted), NULL);

  XuSignInDialog *self = g_object_new (XU_TYPE_SIGN_IN_DIALOG, "transient-for", parent, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  g_set_object (&self->wanted, wanted);

  g_autofree char *client_id = dup_client_id (self);

  xu_sign_in_app_prepare (self->app_page, client_id,
                          g_settings_get_uint (settings, "redirect-port"));
  self->facts.has_chosen = wanted != NULL;
  self->facts.method = wanted != NULL ? xu_account_get_method (wanted) : XU_SIGN_IN_BROWSER;
  if (self->facts.method != XU_SIGN_IN_BROWSER)
    xu_sign_in_entries_set_method (self->entries_page, self->facts.method);
  update (self);

  return GTK_WINDOW (self);
}
