/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of accounts. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-accounts-page.h"

#include "xu-account-row.h"
#include "xu-accounts.h"
#include "xu-failure-words.h"
#include "xu-names.h"
#include "xu-sign-in-dialog.h"
#include "xu-sign-out.h"

struct _XuAccountsPage
{
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *accounts_group;
  AdwActionRow *empty_row;
  GtkSpinner *spinner;
  GtkSwitch *sandbox_switch;
  AdwActionRow *error_row;
  AdwActionRow *posts_row;

  GSettings *settings;      /* (owned) (nullable): until it is bound */
  XuSandboxAccess *sandbox; /* (owned) (nullable): until it is bound */
  GtkCheckButton *group;    /* (owned): shown nowhere, but in one group with those of the rows */
  gboolean is_showing;      /* while what is shown follows the settings, not the other way round */
  GPtrArray *rows;          /* (owned) (element-type XuAccountRow): unowned, the page has them */
};

G_DEFINE_FINAL_TYPE (XuAccountsPage, xu_accounts_page, ADW_TYPE_PREFERENCES_PAGE)

static void
show_default (XuAccountsPage *self)
{
  g_autoptr (XuAccount) chosen
      = xu_accounts_find_default (xu_sandbox_access_get_accounts (self->sandbox), self->settings);

  self->is_showing = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      XuAccountRow *row = g_ptr_array_index (self->rows, i);

      if (xu_account_row_get_account (row) == chosen)
        gtk_check_button_set_active (xu_account_row_get_button (row), TRUE);
    }
  self->is_showing = FALSE;
}

static void
chosen_cb (GtkCheckButton *button, XuAccountRow *row)
{
  XuAccountsPage *self
      = XU_ACCOUNTS_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (row), XU_TYPE_ACCOUNTS_PAGE));
  const char *id = xu_account_get_id (xu_account_row_get_account (row));

  if (self != NULL && !self->is_showing && gtk_check_button_get_active (button))
    g_settings_set_string (self->settings, "default-account", id);
}

static GtkWindow *
get_window (XuAccountsPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
sign_in (XuAccountsPage *self, XuAccount *wanted)
{
  gtk_window_present (xu_sign_in_dialog_new (
      get_window (self), xu_sandbox_access_get_engine (self->sandbox), self->settings, wanted));
}

static void
add_account_cb (XuAccountsPage *self)
{
  sign_in (self, NULL);
}

static void
sign_in_again_cb (XuAccountRow *row, XuAccountsPage *self)
{
  sign_in (self, xu_account_row_get_account (row));
}

static void
sign_out_cb (XuAccountRow *row, XuAccountsPage *self)
{
  xu_sign_out_ask (get_window (self), xu_sandbox_access_get_engine (self->sandbox), self->settings,
                   xu_account_row_get_account (row));
}

static void
add_row (XuAccountsPage *self, XuAccount *account)
{
  XuAccountRow *row
      = xu_account_row_new (xu_sandbox_access_get_engine (self->sandbox), account, self->group);

  g_signal_connect_object (xu_account_row_get_button (row), "toggled", G_CALLBACK (chosen_cb), row,
                           0);
  g_signal_connect_object (row, "sign-in-again", G_CALLBACK (sign_in_again_cb), self, 0);
  g_signal_connect_object (row, "sign-out", G_CALLBACK (sign_out_cb), self, 0);
  adw_preferences_group_add (self->accounts_group, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

/* There are few, and they hardly ever change. */
static void
show_accounts (XuAccountsPage *self)
{
  GListModel *accounts = xu_sandbox_access_get_accounts (self->sandbox);
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->accounts_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (accounts, i);

      add_row (self, account);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->empty_row), n == 0);
  show_default (self);
}

static void
show_error (XuAccountsPage *self, const GError *error)
{
  g_autofree char *sentence = error != NULL ? xu_failure_words_dup_sentence (error) : NULL;
  g_autofree char *remedy = error != NULL ? xu_failure_words_dup_remedy (error) : NULL;
  g_autofree char *words = sentence != NULL && remedy != NULL
                               ? g_strconcat (sentence, " ", remedy, NULL)
                               : g_strdup (sentence);

  gtk_widget_set_visible (GTK_WIDGET (self->error_row), error != NULL);
  adw_action_row_set_subtitle (self->error_row, words != NULL ? words : "");
}

static void
show_state (XuAccountsPage *self)
{
  XuSandboxState state = xu_sandbox_access_get_state (self->sandbox);

  gtk_switch_set_active (self->sandbox_switch, state != XU_SANDBOX_OFF);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == XU_SANDBOX_STARTING);
  gtk_spinner_set_spinning (self->spinner, state == XU_SANDBOX_STARTING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->posts_row), state == XU_SANDBOX_READY);
  show_error (self, xu_sandbox_access_get_error (self->sandbox));
}

/* What comes of it is seen in the state. */
static void
start_cb (XuAccountsPage *self)
{
  xu_sandbox_access_start_async (self->sandbox, TRUE, NULL, NULL, NULL);
}

static void
switched_cb (XuAccountsPage *self)
{
  gboolean is_wanted = gtk_switch_get_active (self->sandbox_switch);
  gboolean is_used = xu_sandbox_access_get_state (self->sandbox) != XU_SANDBOX_OFF;

  if (is_wanted && !is_used)
    start_cb (self);
  else if (!is_wanted && is_used)
    xu_sandbox_access_stop (self->sandbox);
}

static void
open_posts_cb (XuAccountsPage *self)
{
  g_autofree char *url = xu_sandbox_access_dup_posts_url (self->sandbox);

  if (url != NULL)
    gtk_show_uri (get_window (self), url, GDK_CURRENT_TIME);
}

void
xu_accounts_page_bind (XuAccountsPage *self, GSettings *settings, XuSandboxAccess *sandbox)
{
  g_return_if_fail (XU_IS_ACCOUNTS_PAGE (self) && self->sandbox == NULL);
  g_return_if_fail (G_IS_SETTINGS (settings) && XU_IS_SANDBOX_ACCESS (sandbox));

  self->settings = g_object_ref (settings);
  self->sandbox = g_object_ref (sandbox);
  g_signal_connect_object (xu_sandbox_access_get_accounts (sandbox), "items-changed",
                           G_CALLBACK (show_accounts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sandbox, "notify::state", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::default-account", G_CALLBACK (show_default), self,
                           G_CONNECT_SWAPPED);
  show_accounts (self);
  show_state (self);
}

static void
xu_accounts_page_dispose (GObject *object)
{
  XuAccountsPage *self = XU_ACCOUNTS_PAGE (object);

  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), XU_TYPE_ACCOUNTS_PAGE);
  g_clear_object (&self->group);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (xu_accounts_page_parent_class)->dispose (object);
}

static void
xu_accounts_page_finalize (GObject *object)
{
  g_ptr_array_unref (XU_ACCOUNTS_PAGE (object)->rows);

  G_OBJECT_CLASS (xu_accounts_page_parent_class)->finalize (object);
}

static void
xu_accounts_page_class_init (XuAccountsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_accounts_page_dispose;
  object_class->finalize = xu_accounts_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-accounts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, XuAccountsPage, accounts_group);
  gtk_widget_class_bind_template_child (widget_class, XuAccountsPage, empty_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, XuAccountsPage, sandbox_switch);
  gtk_widget_class_bind_template_child (widget_class, XuAccountsPage, error_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountsPage, posts_row);
  gtk_widget_class_bind_template_callback (widget_class, add_account_cb);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_posts_cb);
}

static void
xu_accounts_page_init (XuAccountsPage *self)
{
  self->group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_names_say_once (GTK_WIDGET (self));
}
