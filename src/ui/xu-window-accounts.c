/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: whose posts they are. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-window-private.h"

#include "xu-accounts.h"
#include "xu-sign-in-dialog.h"

static GListModel *
get_accounts (XuWindow *self)
{
  return xu_sandbox_access_get_accounts (
      xu_application_get_sandbox (xu_window_get_application (self)));
}

static void
accounts_changed_cb (GListModel *accounts,
                     guint position,
                     guint n_removed,
                     guint n_added,
                     XuWindow *self)
{
  xu_empty_page_set_has_account (self->empty_page, g_list_model_get_n_items (accounts) > 0);
}

/* What waits for an account is asked about anew, where there is still none. */
static void
sign_in_closed_cb (GtkWidget *dialog, XuWindow *self)
{
  self->is_asking = FALSE;
  if (self->intake != NULL) /* Else the window goes, too. */
    xu_intake_go_on (self->intake);
}

void
xu_window_sign_in (XuWindow *self, XuAccount *wanted)
{
  XuApplication *application = xu_window_get_application (self);
  gboolean is_again = wanted != NULL && xu_account_get_kind (wanted) == XU_ACCOUNT_SIGNED_IN;
  GtkWindow *dialog
      = xu_sign_in_dialog_new (GTK_WINDOW (self), xu_window_get_engine (self),
                               xu_application_get_settings (application), is_again ? wanted : NULL);

  self->is_asking = TRUE;
  g_signal_connect_object (dialog, "unmap", G_CALLBACK (sign_in_closed_cb), self, 0);
  gtk_window_present (dialog);
  xu_window_keep_open (self);
}

void
xu_window_sign_in_for_job (XuWindow *self, XuJob *job)
{
  g_return_if_fail (XU_IS_WINDOW (self) && XU_IS_JOB (job));

  xu_window_show_job (self, job);
  g_action_group_activate_action (xu_job_actions_get_group (self->actions), "sign-in", NULL);
}

/* Actions */

static void
sign_in_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  xu_window_sign_in (XU_WINDOW (widget), NULL);
}

/* An upload belongs to its account, so another one's is a new one of the same files and texts. */
static void
switch_account_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  XuWindow *self = XU_WINDOW (widget);
  XuEngine *engine = xu_window_get_engine (self);
  XuAccount *account = xu_engine_find_account (engine, g_variant_get_string (parameter, NULL));

  if (self->item == NULL || account == NULL || account == xu_job_item_get_account (self->item))
    return;

  xu_composer_flush (self->composer);

  g_autoptr (XuJob) before = g_object_ref (xu_job_item_get_job (self->item));
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (xu_job_get_spec (before));

  /* It was wanted meanwhile. */
  if (xu_job_may_be_posted (before)
      || (spec->intent == XU_POST_INTENT_POST && xu_job_get_state (before) != XU_JOB_FAILED))
    return;

  spec->intent = XU_POST_INTENT_DRAFT;

  XuJob *job = xu_engine_add_job (engine, spec, account);

  if (xu_job_get_state (before) == XU_JOB_PAUSED)
    xu_job_pause (job);
  xu_window_give_up_job (self, before);
  xu_window_show_job (self, job);
}

void
xu_window_accounts_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_cb);
  gtk_widget_class_install_action (widget_class, "win.switch-account", "s", switch_account_cb);
}

void
xu_window_accounts_init (XuWindow *self)
{
  GListModel *accounts = get_accounts (self);

  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, 0);
  accounts_changed_cb (accounts, 0, 0, 0, self);
  xu_composer_set_accounts (self->composer, accounts);
}
