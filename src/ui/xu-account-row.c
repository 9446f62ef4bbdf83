/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account: to choose for new posts, to be looked at, to sign out of. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-account-row.h"

#include <glib/gi18n.h>

#include "xu-account-avatar.h"
#include "xu-account-words.h"
#include "xu-accounts.h"
#include "xu-foreign-words.h"
#include "xu-names.h"
#include "xu-wrap-layout.h"

struct _XuAccountRow
{
  AdwExpanderRow parent_instance;

  XuAccountAvatar *avatar;
  GtkCheckButton *button;
  AdwActionRow *problem_row;
  GtkWidget *upload_row;
  AdwActionRow *method_row;
  AdwActionRow *scope_row;
  AdwActionRow *expiry_row;
  AdwActionRow *subscription_row;
  GtkWidget *buttons_row;
  GtkButton *open_button;
  GtkWidget *again_button;
  GtkWidget *sign_out_button;

  XuEngine *engine;   /* (owned) */
  XuAccount *account; /* (owned) */
};

enum
{
  SIGNAL_SIGN_IN_AGAIN,
  SIGNAL_SIGN_OUT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuAccountRow, xu_account_row, ADW_TYPE_EXPANDER_ROW)

static gboolean
is_signed_in (XuAccountRow *self)
{
  return xu_account_get_kind (self->account) == XU_ACCOUNT_SIGNED_IN;
}

/* Which of the two ways to give credentials was taken, as the engine reads them. */
static const char *
get_variable (void)
{
  const char *token = g_getenv ("XUPLOADER_ACCESS_TOKEN");

  return token != NULL && *token != '\0' ? "XUPLOADER_ACCESS_TOKEN" : "XUPLOADER_OAUTH1_…";
}

static const char *
get_state_words (XuAccountRow *self)
{
  XuAccountState state = xu_account_get_state (self->account);

  if (state == XU_ACCOUNT_READY && !xu_account_may_upload (self->account))
    return _ ("Uploads are not allowed");

  return xu_account_words_get_state (state, xu_account_get_keyring (self->account));
}

static char *
dup_subtitle (XuAccountRow *self)
{
  const char *name = xu_account_get_name (self->account);
  g_autofree char *plain = name != NULL ? xu_foreign_words_dup_plain (name) : NULL;

  switch (xu_account_get_kind (self->account))
    {
    case XU_ACCOUNT_SANDBOX:
      return g_strdup (_ ("An X of your own on this computer"));
    case XU_ACCOUNT_SIGNED_IN:
      return plain != NULL
                 /* Translators: the name that somebody gave himself, and whether he is signed in:
                  * “Jane Doe · Signed in” */
                 ? g_strdup_printf (_ ("%s · %s"), plain, get_state_words (self))
                 : g_strdup (get_state_words (self));
    case XU_ACCOUNT_ENVIRONMENT:
    default:
      /* Translators: %s is the name of an environment variable */
      return g_strdup_printf (_ ("From the environment: %s"), get_variable ());
    }
}

static void
show_name (XuAccountRow *self)
{
  g_autofree char *name = xu_accounts_dup_account_name (self->account);
  g_autofree char *subtitle = dup_subtitle (self);
  /* Translators: %s is the name of an account: “@name” */
  g_autofree char *choice = g_strdup_printf (_ ("New posts as %s"), name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  choice, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            !is_signed_in (self) || xu_account_get_user_id (self->account) != NULL);
}

static void
show_fact (AdwActionRow *row, const char *words)
{
  gtk_widget_set_visible (GTK_WIDGET (row), words != NULL);
  adw_action_row_set_subtitle (row, words != NULL ? words : "");
}

static void
show_facts (XuAccountRow *self)
{
  const char *scope = xu_account_get_scope (self->account);
  const char *subscription = xu_account_get_subscription (self->account);
  g_autofree char *scopes = scope != NULL ? xu_account_words_dup_scope (scope) : NULL;
  g_autofree char *expiry = xu_account_words_dup_expiry (xu_account_get_expires_at (self->account),
                                                         g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *kind
      = subscription != NULL ? xu_account_words_dup_subscription (subscription) : NULL;

  show_fact (self->method_row, xu_account_words_get_method (xu_account_get_method (self->account)));
  show_fact (self->scope_row, scopes);
  show_fact (self->expiry_row, expiry);
  show_fact (self->subscription_row, kind);
}

static void
show_problem (XuAccountRow *self)
{
  XuAccountState state = xu_account_get_state (self->account);
  XuAccountKeyring keyring = xu_account_get_keyring (self->account);
  const char *problem = xu_account_words_get_problem (state, keyring);
  gboolean is_locked = state == XU_ACCOUNT_LOCKED;
  gboolean is_unkept = state == XU_ACCOUNT_READY && keyring != XU_ACCOUNT_KEYRING_KEPT;

  gtk_widget_set_visible (GTK_WIDGET (self->problem_row), problem != NULL);
  if (problem != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problem_row), problem);
  gtk_widget_set_visible (self->upload_row, !xu_account_may_upload (self->account));
  gtk_button_set_label (self->open_button, is_locked ? _ ("_Unlock…") : _ ("_Keep in Keyring"));
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), is_locked || is_unkept);
  if (state == XU_ACCOUNT_SIGN_IN_AGAIN || !xu_account_may_upload (self->account))
    gtk_widget_add_css_class (self->again_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->again_button, "suggested-action");
  xu_names_say_once (self->buttons_row);
}

static void
update (XuAccountRow *self)
{
  show_name (self);
  if (!is_signed_in (self))
    return;

  show_facts (self);
  show_problem (self);
}

static void
open_cb (XuAccountRow *self)
{
  xu_engine_open_account (self->engine, self->account);
}

static void
again_cb (XuAccountRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_IN_AGAIN], 0);
}

static void
sign_out_cb (XuAccountRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_OUT], 0);
}

/* What needs somebody is seen at once. */
static gboolean
needs_somebody (XuAccountRow *self)
{
  XuAccountState state = xu_account_get_state (self->account);

  return state == XU_ACCOUNT_SIGN_IN_AGAIN || state == XU_ACCOUNT_LOCKED
         || !xu_account_may_upload (self->account)
         || xu_account_get_keyring (self->account) != XU_ACCOUNT_KEYRING_KEPT;
}

XuAccountRow *
xu_account_row_new (XuEngine *engine, XuAccount *account, GtkCheckButton *group)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine) && XU_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (GTK_IS_CHECK_BUTTON (group), NULL);

  XuAccountRow *self = g_object_new (XU_TYPE_ACCOUNT_ROW, NULL);
  GtkWidget *details[] = { GTK_WIDGET (self->problem_row),
                           self->upload_row,
                           GTK_WIDGET (self->method_row),
                           GTK_WIDGET (self->scope_row),
                           GTK_WIDGET (self->expiry_row),
                           GTK_WIDGET (self->subscription_row),
                           self->buttons_row };

  self->engine = g_object_ref (engine);
  self->account = g_object_ref (account);
  xu_account_avatar_set_account (self->avatar, engine, account);
  gtk_check_button_set_group (self->button, group);
  g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (!is_signed_in (self))
    {
      /* There is nothing to be known or done. */
      for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
        gtk_widget_set_visible (details[i], FALSE);
      adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), FALSE);
    }
  update (self);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self),
                                 is_signed_in (self) && needs_somebody (self));

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
  XuAccountRow *self = XU_ACCOUNT_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_ACCOUNT_ROW);
  g_clear_object (&self->account);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_account_row_parent_class)->dispose (object);
}

static void
xu_account_row_class_init (XuAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_account_row_dispose;

  /**
   * XuAccountRow::sign-in-again:
   *
   * Its user wants to sign in to it again.
   */
  signals[SIGNAL_SIGN_IN_AGAIN] = g_signal_new (
      "sign-in-again", XU_TYPE_ACCOUNT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * XuAccountRow::sign-out:
   *
   * Its user wants to sign out of it.
   */
  signals[SIGNAL_SIGN_OUT] = g_signal_new ("sign-out", XU_TYPE_ACCOUNT_ROW, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (XU_TYPE_ACCOUNT_AVATAR);
  g_type_ensure (XU_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, button);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, problem_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, upload_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, method_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, scope_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, subscription_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, buttons_row);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, open_button);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, again_button);
  gtk_widget_class_bind_template_child (widget_class, XuAccountRow, sign_out_button);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_out_cb);
}

static void
xu_account_row_init (XuAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
