/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that posts, and where the post goes. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-bar.h"

#include <glib/gi18n.h>

#include "xu-account-avatar.h"
#include "xu-accounts.h"
#include "xu-names.h"
#include "xu-width-first-layout.h"
#include "xu-wrap-layout.h"

struct _XuPostBar
{
  GtkWidget parent_instance;

  GtkWidget *clamp;
  XuAccountAvatar *avatar;
  GtkLabel *destination_label;
  GtkMenuButton *switch_button;
  GtkLabel *hint_label;
  GtkWidget *sandbox_button;
  GtkButton *button;

  GListModel *accounts; /* (owned) (nullable): of XuAccount: whose the post can become */
  XuJobItem *item;      /* (owned) (nullable): whose account is shown */
  gboolean may_switch;
};

G_DEFINE_FINAL_TYPE (XuPostBar, xu_post_bar, GTK_TYPE_WIDGET)

static void make_menu_cb (GtkMenuButton *button, gpointer user_data);

static void
xu_post_bar_dispose (GObject *object)
{
  XuPostBar *self = XU_POST_BAR (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_POST_BAR);

  G_OBJECT_CLASS (xu_post_bar_parent_class)->dispose (object);
}

static void
xu_post_bar_class_init (XuPostBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_post_bar_dispose;

  g_type_ensure (XU_TYPE_ACCOUNT_AVATAR);
  g_type_ensure (XU_TYPE_WIDTH_FIRST_LAYOUT);
  g_type_ensure (XU_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-post-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, clamp);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, avatar);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, destination_label);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, switch_button);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, hint_label);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, sandbox_button);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, button);
  gtk_widget_class_set_css_name (widget_class, "xupostbar");
}

static void
xu_post_bar_init (XuPostBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->switch_button, make_menu_cb, self, NULL);
}

static const char *
get_button_label (XuComposerVerb verb)
{
  switch (verb)
    {
    case XU_COMPOSER_VERB_POST_WHEN_READY:
      return _ ("_Post When Ready");
    case XU_COMPOSER_VERB_WITHDRAW:
      return _ ("_Don’t Post Yet");
    case XU_COMPOSER_VERB_NONE:
    case XU_COMPOSER_VERB_POST:
    default:
      return _ ("_Post");
    }
}

static void
show_button (XuPostBar *self, const XuComposerPlan *plan, const char *problem)
{
  GtkWidget *button = GTK_WIDGET (self->button);
  gboolean may_withdraw = plan->verb == XU_COMPOSER_VERB_WITHDRAW;
  const char *reason = may_withdraw ? NULL : problem;
  const char *description = reason != NULL ? reason : plan->hint;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button),
                                  may_withdraw ? "composer.withdraw" : "composer.post");
  gtk_widget_set_visible (button, plan->mode != XU_COMPOSER_MODE_READ_ONLY);
  gtk_widget_set_tooltip_text (button, reason);
  if (may_withdraw)
    gtk_widget_remove_css_class (button, "suggested-action");
  else
    gtk_widget_add_css_class (button, "suggested-action");

  gtk_button_set_label (self->button, get_button_label (plan->verb));
  xu_names_say_once (button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

/* So that it is never a surprise. */
static char *
dup_destination (XuAccount *account, const char *server)
{
  g_autofree char *name
      = account != NULL ? xu_accounts_dup_account_name (account) : xu_accounts_dup_name (server);

  if (xu_accounts_is_sandbox (server))
    return g_strdup (account != NULL ? _ ("Posts to the sandbox") : _ ("The sandbox is off"));
  if (account == NULL)
    /* Translators: %s is a server: “X” */
    return g_strdup_printf (_ ("Not signed in to %s"), name);
  if (xu_account_get_username (account) != NULL)
    /* Translators: whose post it will be; %s is the name of an account: “@name” */
    return g_strdup_printf (_ ("Posts as %s"), name);

  /* Translators: where a post goes; %s is a server: “X” */
  return g_strdup_printf (_ ("Posts to %s"), name);
}

/* Returns: whether the post can become its: it is another one, and can post */
static gboolean
is_choice (XuPostBar *self, XuAccount *account)
{
  return account != xu_job_item_get_account (self->item)
         && xu_account_get_state (account) != XU_ACCOUNT_UNIDENTIFIED;
}

/* In a menu an underscore makes a mnemonic, and many names have one. */
static char *
dup_label (XuAccount *account)
{
  g_autofree char *name = xu_accounts_dup_account_name (account);
  g_autoptr (GString) label = g_string_new (name);

  g_string_replace (label, "_", "__", 0);

  return g_string_free (g_steal_pointer (&label), FALSE);
}

/* Only when somebody opens it: one that is made anew closes. */
static void
make_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  XuPostBar *self = user_data;
  guint n = g_list_model_get_n_items (self->accounts);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (self->accounts, i);
      g_autofree char *label = dup_label (account);
      g_autoptr (GMenuItem) entry = g_menu_item_new (label, NULL);

      if (!is_choice (self, account))
        continue;

      g_menu_item_set_action_and_target (entry, "win.switch-account", "s",
                                         xu_account_get_id (account));
      g_menu_append_item (menu, entry);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static gboolean
has_choice (XuPostBar *self)
{
  guint n = self->accounts != NULL ? g_list_model_get_n_items (self->accounts) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (self->accounts, i);

      if (is_choice (self, account))
        return TRUE;
    }

  return FALSE;
}

/* Where there is one account alone, the post can become nobody else's. */
static void
show_switch (XuPostBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->switch_button),
                          self->item != NULL && self->may_switch && has_choice (self));
}

void
xu_post_bar_set_accounts (XuPostBar *self, GListModel *accounts)
{
  g_return_if_fail (XU_IS_POST_BAR (self));
  g_return_if_fail (G_IS_LIST_MODEL (accounts) && self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (show_switch), self,
                           G_CONNECT_SWAPPED);
  show_switch (self);
}

void
xu_post_bar_set_destination (XuPostBar *self, XuJobItem *item)
{
  g_return_if_fail (XU_IS_POST_BAR (self));
  g_return_if_fail (XU_IS_JOB_ITEM (item));

  XuAccount *account = xu_job_item_get_account (item);
  const char *server = xu_job_get_server (xu_job_item_get_job (item));
  g_autofree char *destination = dup_destination (account, server);

  g_set_object (&self->item, item);
  gtk_label_set_label (self->destination_label, destination);
  xu_account_avatar_set_account (self->avatar, xu_job_item_get_engine (item), account);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar),
                          account != NULL && xu_account_get_kind (account) == XU_ACCOUNT_SIGNED_IN);
  gtk_widget_set_visible (self->sandbox_button, xu_accounts_is_sandbox (server) && account == NULL);
}

void
xu_post_bar_set_plan (XuPostBar *self, const XuComposerPlan *plan, const char *problem)
{
  g_return_if_fail (XU_IS_POST_BAR (self));
  g_return_if_fail (plan != NULL);

  gboolean is_read_only = plan->mode == XU_COMPOSER_MODE_READ_ONLY;

  self->may_switch = plan->may_switch;
  show_switch (self);
  if (is_read_only)
    gtk_widget_set_visible (GTK_WIDGET (self->avatar), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->destination_label), !is_read_only);
  gtk_label_set_label (self->hint_label, plan->hint != NULL ? plan->hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), plan->hint != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), !is_read_only || plan->hint != NULL);
  show_button (self, plan, problem);
}
