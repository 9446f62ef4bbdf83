/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account to choose for new posts. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-account-row.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"

struct _XuAccountRow
{
  AdwActionRow parent_instance;

  GtkCheckButton *button;

  XuAccount *account; /* (owned) */
};

G_DEFINE_FINAL_TYPE (XuAccountRow, xu_account_row, ADW_TYPE_ACTION_ROW)

/* Which of the two ways to give credentials was taken, as the engine reads them. */
static const char *
get_variable (void)
{
  const char *token = g_getenv ("XUPLOADER_ACCESS_TOKEN");

  return token != NULL && *token != '\0' ? "XUPLOADER_ACCESS_TOKEN" : "XUPLOADER_OAUTH1_…";
}

static char *
dup_subtitle (XuAccount *account)
{
  switch (xu_account_get_kind (account))
    {
    case XU_ACCOUNT_SANDBOX:
      return g_strdup (_ ("An X of your own on this computer"));
    case XU_ACCOUNT_SIGNED_IN:
      return g_strdup (_ ("Signed in"));
    case XU_ACCOUNT_ENVIRONMENT:
    default:
      /* Translators: %s is the name of an environment variable */
      return g_strdup_printf (_ ("From the environment: %s"), get_variable ());
    }
}

XuAccountRow *
xu_account_row_new (XuAccount *account, GtkCheckButton *group)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (account) && GTK_IS_CHECK_BUTTON (group), NULL);

  XuAccountRow *self = g_object_new (XU_TYPE_ACCOUNT_ROW, NULL);
  g_autofree char *name = xu_accounts_dup_name (xu_account_get_server (account));
  g_autofree char *subtitle = dup_subtitle (account);

  self->account = g_object_ref (account);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_check_button_set_group (self->button, group);

  return self;
}

XuAccount *
xu_account_row_get_account (XuAccountRow *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT_ROW (self), NULL);

  return self->account;
}

GtkCheckButton *
xu_account_row_get_button (XuAccountRow *self)
{
  g_return_val_if_fail (XU_IS_ACCOUNT_ROW (self), NULL);

  return self->button;
}

static void
xu_account_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_ACCOUNT_ROW);
  g_clear_object (&XU_ACCOUNT_ROW (object)->account);

  G_OBJECT_CLASS (xu_account_row_parent_class)->dispose (object);
}

static void
xu_account_row_class_init (XuAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_account_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, button);
}

static void
xu_account_row_init (XuAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
