/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences, bound to the settings. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-preferences-window.h"

#include "xu-accounts-page.h"
#include "xu-names.h"
#include "xu-quantity.h"
#include "xu-rate-entry.h"

struct _XuPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GtkSwitch *start_switch;
  GtkSwitch *background_switch;
  AdwComboRow *reply_row;
  XuAccountsPage *accounts_page;
  GtkSwitch *limit_switch;
  XuRateEntry *rate_entry;
  GtkSpinButton *parallel_button;
  AdwComboRow *size_row;
  AdwComboRow *encoding_row;

  GSettings *settings; /* (owned) (nullable): until it is bound */
  gboolean is_showing; /* while what is shown follows the settings, not the other way round */
};

G_DEFINE_FINAL_TYPE (XuPreferencesWindow, xu_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* What the rows of a list stand for, in their order; values of an enumeration of the schema. */
static const char *const reply_settings[]
    = { "everyone", "following", "mentionedUsers", "subscribers", "verified", NULL };
static const char *const encodings[] = { "auto", "multipart", "json", NULL };

static gboolean
choice_from_setting (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *const *choices = user_data;
  const char *wanted = g_variant_get_string (variant, NULL);

  for (guint i = 0; choices[i] != NULL; i++)
    {
      if (g_str_equal (choices[i], wanted))
        {
          g_value_set_uint (value, i);
          return TRUE;
        }
    }

  return FALSE;
}

static GVariant *
choice_to_setting (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *const *choices = user_data;
  guint selected = g_value_get_uint (value);

  return selected < g_strv_length ((char **) choices) ? g_variant_new_string (choices[selected])
                                                      : NULL;
}

static void
bind_choice (XuPreferencesWindow *self,
             const char *key,
             AdwComboRow *row,
             const char *const *choices)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                choice_from_setting, choice_to_setting, (gpointer) choices, NULL);
}

/* Rows of 1, 2, 4, 8 and 16 MiB. Another size, which only a tool can have set, is shown as the next
 * larger one, and stays. */
static gboolean
size_from_setting (GValue *value, GVariant *variant, gpointer user_data)
{
  guint64 size = g_variant_get_uint64 (variant);
  guint row = 0;

  while (row < 4 && XU_MIB << row < size)
    row++;
  g_value_set_uint (value, row);

  return TRUE;
}

static GVariant *
size_to_setting (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint row = g_value_get_uint (value);

  return row <= 4 ? g_variant_new_uint64 (XU_MIB << row) : NULL;
}

static void
show_limit (XuPreferencesWindow *self)
{
  guint64 limit = g_settings_get_uint64 (self->settings, "limit-rate");

  self->is_showing = TRUE;
  if (limit > 0)
    xu_rate_entry_set_rate (self->rate_entry, limit);
  gtk_switch_set_active (self->limit_switch, limit > 0);
  self->is_showing = FALSE;
}

static void
limit_changed_cb (XuPreferencesWindow *self)
{
  guint64 limit
      = gtk_switch_get_active (self->limit_switch) ? xu_rate_entry_get_rate (self->rate_entry) : 0;

  if (self->settings != NULL && !self->is_showing)
    g_settings_set_uint64 (self->settings, "limit-rate", limit);
}

static void
bind_settings (XuPreferencesWindow *self)
{
  GSettings *settings = self->settings;

  g_settings_bind (settings, "start-on-drop", self->start_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "run-in-background", self->background_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  bind_choice (self, "reply-settings", self->reply_row, reply_settings);
  g_settings_bind (settings, "parallel", self->parallel_button, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "segment-size", self->size_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, size_from_setting, size_to_setting, NULL,
                                NULL);
  bind_choice (self, "encoding", self->encoding_row, encodings);

  g_signal_connect_object (settings, "changed::limit-rate", G_CALLBACK (show_limit), self,
                           G_CONNECT_SWAPPED);
  show_limit (self);
}

XuPreferencesWindow *
xu_preferences_window_new (GtkWindow *parent, GSettings *settings, XuSandboxAccess *sandbox)
{
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings) && XU_IS_SANDBOX_ACCESS (sandbox), NULL);

  XuPreferencesWindow *self
      = g_object_new (XU_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  bind_settings (self);
  xu_accounts_page_bind (self->accounts_page, settings, sandbox);
  xu_names_give (GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->start_switch));

  return self;
}

void
xu_preferences_window_show_accounts (XuPreferencesWindow *self)
{
  g_return_if_fail (XU_IS_PREFERENCES_WINDOW (self));

  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (self),
                                           ADW_PREFERENCES_PAGE (self->accounts_page));
}

static void
xu_preferences_window_dispose (GObject *object)
{
  XuPreferencesWindow *self = XU_PREFERENCES_WINDOW (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), XU_TYPE_PREFERENCES_WINDOW);

  G_OBJECT_CLASS (xu_preferences_window_parent_class)->dispose (object);
}

static void
xu_preferences_window_class_init (XuPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_preferences_window_dispose;

  g_type_ensure (XU_TYPE_ACCOUNTS_PAGE);
  g_type_ensure (XU_TYPE_RATE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, start_switch);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, background_switch);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, reply_row);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, accounts_page);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, limit_switch);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, rate_entry);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, parallel_button);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, size_row);
  gtk_widget_class_bind_template_child (widget_class, XuPreferencesWindow, encoding_row);
  gtk_widget_class_bind_template_callback (widget_class, limit_changed_cb);
}

static void
xu_preferences_window_init (XuPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
