/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that posts, and where the post goes. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-bar.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"
#include "xu-names.h"

struct _XuPostBar
{
  GtkWidget parent_instance;

  GtkWidget *clamp;
  GtkLabel *destination_label;
  GtkLabel *hint_label;
  GtkWidget *sandbox_button;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (XuPostBar, xu_post_bar, GTK_TYPE_WIDGET)

static void
xu_post_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_POST_BAR);

  G_OBJECT_CLASS (xu_post_bar_parent_class)->dispose (object);
}

static void
xu_post_bar_class_init (XuPostBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_post_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-post-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, clamp);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, destination_label);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, hint_label);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, sandbox_button);
  gtk_widget_class_bind_template_child (widget_class, XuPostBar, button);
  gtk_widget_class_set_css_name (widget_class, "xupostbar");
}

static void
xu_post_bar_init (XuPostBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
dup_destination (const char *server, gboolean is_signed_in)
{
  g_autofree char *name = xu_accounts_dup_name (server);

  if (xu_accounts_is_sandbox (server))
    return g_strdup (is_signed_in ? _ ("Posts to the sandbox") : _ ("The sandbox is off"));
  if (!is_signed_in)
    /* Translators: %s is a server: “X” */
    return g_strdup_printf (_ ("Not signed in to %s"), name);

  /* Translators: where a post goes; %s is a server: “X” */
  return g_strdup_printf (_ ("Posts to %s"), name);
}

void
xu_post_bar_set_destination (XuPostBar *self, const char *server, gboolean is_signed_in)
{
  g_return_if_fail (XU_IS_POST_BAR (self));
  g_return_if_fail (server != NULL);

  g_autofree char *destination = dup_destination (server, is_signed_in);

  gtk_label_set_label (self->destination_label, destination);
  gtk_widget_set_visible (self->sandbox_button, xu_accounts_is_sandbox (server) && !is_signed_in);
}

void
xu_post_bar_set_plan (XuPostBar *self, const XuComposerPlan *plan, const char *problem)
{
  g_return_if_fail (XU_IS_POST_BAR (self));
  g_return_if_fail (plan != NULL);

  gboolean is_read_only = plan->mode == XU_COMPOSER_MODE_READ_ONLY;

  gtk_widget_set_visible (GTK_WIDGET (self->destination_label), !is_read_only);
  gtk_label_set_label (self->hint_label, plan->hint != NULL ? plan->hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), plan->hint != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), !is_read_only || plan->hint != NULL);
  show_button (self, plan, problem);
}
