/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody is signed in. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-in-done.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "xu-account-avatar.h"
#include "xu-account-words.h"
#include "xu-accounts.h"
#include "xu-foreign-words.h"
#include "xu-names.h"

struct _XuSignInDone
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  XuAccountAvatar *avatar;
  GtkLabel *title_label;
  GtkLabel *name_label;
  AdwActionRow *other_row;
  GtkWidget *upload_row;
  AdwActionRow *problem_row;
  AdwActionRow *scope_row;
  GtkWidget *again_button;
  GtkWidget *keep_button;
  GtkWidget *button;

  XuEngine *engine;   /* (owned) (nullable) */
  XuAccount *account; /* (owned) (nullable) */
  XuAccount *wanted;  /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (XuSignInDone, xu_sign_in_done, GTK_TYPE_WIDGET)

static void
show_name (XuSignInDone *self)
{
  const char *username = xu_account_get_username (self->account);
  const char *name = xu_account_get_name (self->account);
  g_autofree char *handle = username != NULL ? xu_account_words_dup_handle (username) : NULL;
  g_autofree char *title = handle != NULL
                               /* Translators: %s is the name of an account: “@name” */
                               ? g_strdup_printf (_ ("Signed In as %s"), handle)
                               : g_strdup (_ ("Signed In"));
  g_autofree char *plain = name != NULL ? xu_foreign_words_dup_plain (name) : NULL;

  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->name_label, plain != NULL ? plain : "");
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), plain != NULL);
}

/* Returns: whether it is not the one that was to be signed in to again */
static gboolean
is_other (XuSignInDone *self)
{
  return self->wanted != NULL && self->wanted != self->account;
}

static void
show_other (XuSignInDone *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->other_row), is_other (self));
  if (!is_other (self))
    return;

  g_autofree char *wanted = xu_accounts_dup_account_name (self->wanted);
  g_autofree char *got = xu_accounts_dup_account_name (self->account);
  g_autofree char *words = g_strdup_printf (
      /* Translators: names of accounts: first the one that is signed in now, then the one that was
       * to be, twice */
      _ ("Your browser is logged in to %1$s, not to %2$s. %2$s still has to sign in again: log in "
         "to it in the browser first."),
      got, wanted);

  adw_action_row_set_subtitle (self->other_row, words);
}

static void
show_scope (XuSignInDone *self)
{
  const char *scope = xu_account_get_scope (self->account);
  g_autofree char *words = scope != NULL ? xu_account_words_dup_scope (scope) : NULL;
  gboolean may_upload = xu_account_may_upload (self->account);

  gtk_widget_set_visible (GTK_WIDGET (self->scope_row), scope != NULL);
  adw_action_row_set_subtitle (self->scope_row, words != NULL ? words : "");
  gtk_widget_set_visible (self->upload_row, !may_upload);
  gtk_widget_set_visible (self->again_button, !may_upload || is_other (self));
}

static void
show_problem (XuSignInDone *self)
{
  XuAccountState state = xu_account_get_state (self->account);
  XuAccountKeyring keyring = xu_account_get_keyring (self->account);
  const char *problem = xu_account_words_get_problem (state, keyring);

  gtk_widget_set_visible (GTK_WIDGET (self->problem_row), problem != NULL);
  gtk_widget_set_visible (self->keep_button,
                          state == XU_ACCOUNT_READY && keyring != XU_ACCOUNT_KEYRING_KEPT);
  if (problem == NULL)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problem_row),
                                 xu_account_words_get_state (state, keyring));
  adw_action_row_set_subtitle (self->problem_row, problem);
}

static void
update (XuSignInDone *self)
{
  show_name (self);
  show_other (self);
  show_scope (self);
  show_problem (self);
}

void
xu_sign_in_done_set_account (XuSignInDone *self,
                             XuEngine *engine,
                             XuAccount *account,
                             XuAccount *wanted)
{
  g_return_if_fail (XU_IS_SIGN_IN_DONE (self) && XU_IS_ENGINE (engine) && XU_IS_ACCOUNT (account));

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_set_object (&self->engine, engine);
  g_set_object (&self->account, account);
  g_set_object (&self->wanted, wanted);
  g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  xu_account_avatar_set_account (self->avatar, engine, account);
  update (self);
}

GtkWidget *
xu_sign_in_done_get_button (XuSignInDone *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN_DONE (self), NULL);

  return self->button;
}

static void
keep_cb (XuSignInDone *self)
{
  xu_engine_open_account (self->engine, self->account);
}

static gboolean
xu_sign_in_done_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (XU_SIGN_IN_DONE (widget)->button);
}

static void
xu_sign_in_done_dispose (GObject *object)
{
  XuSignInDone *self = XU_SIGN_IN_DONE (object);

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  g_clear_object (&self->wanted);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_SIGN_IN_DONE);

  G_OBJECT_CLASS (xu_sign_in_done_parent_class)->dispose (object);
}

static void
xu_sign_in_done_class_init (XuSignInDoneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_sign_in_done_dispose;
  widget_class->grab_focus = xu_sign_in_done_grab_focus;

  g_type_ensure (XU_TYPE_ACCOUNT_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-sign-in-done.ui");
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, scroller);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, avatar);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, title_label);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, name_label);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, other_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, upload_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, problem_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, scope_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, again_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, keep_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInDone, button);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
}

static void
xu_sign_in_done_init (XuSignInDone *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_names_say_once (GTK_WIDGET (self));
}
