/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can reply to a post, and what has to be said of it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-options.h"

#include <glib/gi18n.h>

struct _XuPostOptions
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *reply_row;
  GtkSwitch *ai_switch;
  GtkSwitch *paid_switch;

  gboolean is_loading; /* what changes comes from elsewhere, not from the user */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuPostOptions, xu_post_options, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  const char *value; /* (nullable): as a job's spec has it */
  const char *words;
} replies[] = {
  /* Translators: who can reply to a post */
  { NULL, N_ ("Everyone") },
  /* Translators: who can reply to a post: those whom the user follows */
  { "following", N_ ("Accounts you follow") },
  /* Translators: who can reply to a post: those whom it names */
  { "mentionedUsers", N_ ("Accounts you mention") },
  /* Translators: who can reply to a post: those who pay the user */
  { "subscribers", N_ ("Your subscribers") },
  /* Translators: who can reply to a post: accounts that X has verified */
  { "verified", N_ ("Verified accounts") },
};

static guint
find_reply (const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      if (g_strcmp0 (value, replies[i].value) == 0)
        return i;
    }

  return 0;
}

static void
changed_cb (XuPostOptions *self)
{
  if (!self->is_loading)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
xu_post_options_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_POST_OPTIONS);

  G_OBJECT_CLASS (xu_post_options_parent_class)->dispose (object);
}

static void
xu_post_options_class_init (XuPostOptionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_post_options_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_POST_OPTIONS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-post-options.ui");
  gtk_widget_class_bind_template_child (widget_class, XuPostOptions, reply_row);
  gtk_widget_class_bind_template_child (widget_class, XuPostOptions, ai_switch);
  gtk_widget_class_bind_template_child (widget_class, XuPostOptions, paid_switch);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
xu_post_options_init (XuPostOptions *self)
{
  GtkStringList *words = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    gtk_string_list_append (words, _ (replies[i].words));

  self->is_loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->reply_row, G_LIST_MODEL (words));
  self->is_loading = FALSE;
  g_object_unref (words);
}

void
xu_post_options_load (XuPostOptions *self, const XuJobSpec *spec)
{
  g_return_if_fail (XU_IS_POST_OPTIONS (self));
  g_return_if_fail (spec != NULL);

  self->is_loading = TRUE;
  adw_combo_row_set_selected (self->reply_row, find_reply (spec->reply_settings));
  gtk_switch_set_active (self->ai_switch, spec->made_with_ai);
  gtk_switch_set_active (self->paid_switch, spec->paid_partnership);
  self->is_loading = FALSE;
}

void
xu_post_options_apply (XuPostOptions *self, XuJobSpec *spec)
{
  g_return_if_fail (XU_IS_POST_OPTIONS (self));
  g_return_if_fail (spec != NULL);

  guint selected = adw_combo_row_get_selected (self->reply_row);

  g_return_if_fail (selected < G_N_ELEMENTS (replies));

  /* A value that is newer than this list stays until the user chooses another. */
  if (selected != find_reply (spec->reply_settings))
    {
      g_free (spec->reply_settings);
      spec->reply_settings = g_strdup (replies[selected].value);
    }
  spec->made_with_ai = gtk_switch_get_active (self->ai_switch);
  spec->paid_partnership = gtk_switch_get_active (self->paid_switch);
}

const char *
xu_post_options_get_reply_words (const char *reply_settings)
{
  return _ (replies[find_reply (reply_settings)].words);
}
