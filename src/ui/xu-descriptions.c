/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The descriptions of a post's media. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-descriptions.h"

#include <glib/gi18n.h>

#include "xu-description-row.h"
#include "xu-file-words.h"

struct _XuDescriptions
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *split; /* (owned): makes posts of their own of several images */
  GPtrArray *rows;  /* (owned) (element-type XuDescriptionRow): one for each of the paths */
  char **paths;     /* (owned) (nullable) */
  XuPostKind kind;
  gboolean is_too_long; /* one of them */
};

typedef enum
{
  PROP_PROBLEM = 1,
} XuDescriptionsProperty;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_PROBLEM + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuDescriptions, xu_descriptions, ADW_TYPE_PREFERENCES_GROUP)

static XuDescriptionRow *
get_row (XuDescriptions *self, guint i)
{
  return g_ptr_array_index (self->rows, i);
}

static void
update_problem (XuDescriptions *self)
{
  gboolean is_too_long = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    is_too_long = is_too_long || xu_description_row_is_too_long (get_row (self, i));

  if (is_too_long == self->is_too_long)
    return;

  self->is_too_long = is_too_long;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
row_changed_cb (XuDescriptions *self)
{
  update_problem (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkWidget *
make_row (const char *path, XuPostKind kind)
{
  const char *invitation = _ ("Describe it for people who cannot see it");

  if (kind != XU_POST_KIND_IMAGES)
    return xu_description_row_new (_ ("Description"), _ ("Description"), invitation);

  g_autofree char *name = xu_file_words_dup_name (path);
  /* Translators: name of the field for a description; %s is a file name */
  g_autofree char *field = g_strdup_printf (_ ("Description of %s"), name);

  return xu_description_row_new (name, field, invitation);
}

static void
make_rows (XuDescriptions *self, const XuJobSpec *spec, XuPostKind kind)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (get_row (self, i)));
  g_ptr_array_set_size (self->rows, 0);

  for (gsize i = 0; spec->paths[i] != NULL; i++)
    {
      GtkWidget *row = make_row (spec->paths[i], kind);

      g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }

  g_strfreev (self->paths);
  self->paths = g_strdupv (spec->paths);
  self->kind = kind;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self),
                                   kind == XU_POST_KIND_IMAGES ? _ ("Images") : "");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self),
                                           kind == XU_POST_KIND_IMAGES ? self->split : NULL);
}

static void
xu_descriptions_dispose (GObject *object)
{
  XuDescriptions *self = XU_DESCRIPTIONS (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->split);

  G_OBJECT_CLASS (xu_descriptions_parent_class)->dispose (object);
}

static void
xu_descriptions_finalize (GObject *object)
{
  XuDescriptions *self = XU_DESCRIPTIONS (object);

  g_ptr_array_unref (self->rows);
  g_strfreev (self->paths);

  G_OBJECT_CLASS (xu_descriptions_parent_class)->finalize (object);
}

static void
xu_descriptions_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch ((XuDescriptionsProperty) property_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, xu_descriptions_get_problem (XU_DESCRIPTIONS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_descriptions_class_init (XuDescriptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_descriptions_dispose;
  object_class->finalize = xu_descriptions_finalize;
  object_class->get_property = xu_descriptions_get_property;

  properties[PROP_PROBLEM]
      = g_param_spec_string ("problem", NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_DESCRIPTIONS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
xu_descriptions_init (XuDescriptions *self)
{
  self->rows = g_ptr_array_new ();
  self->split = g_object_ref_sink (gtk_button_new_with_label (_ ("Split")));
  gtk_widget_add_css_class (self->split, "flat");
  gtk_widget_set_tooltip_text (self->split, _ ("Make a post of its own of each image"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->split), "composer.split");
}

void
xu_descriptions_load (XuDescriptions *self, const XuJobSpec *spec, XuPostKind kind, gboolean is_new)
{
  g_return_if_fail (XU_IS_DESCRIPTIONS (self));
  g_return_if_fail (spec != NULL);

  if (self->paths == NULL || kind != self->kind
      || !g_strv_equal ((const char *const *) self->paths, (const char *const *) spec->paths))
    make_rows (self, spec, kind);

  guint n_texts = spec->alt_texts != NULL ? g_strv_length (spec->alt_texts) : 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *text = i < n_texts ? spec->alt_texts[i] : "";
      g_autofree char *shown = xu_description_row_dup_text (get_row (self, i));
      GtkStateFlags state = gtk_widget_get_state_flags (GTK_WIDGET (get_row (self, i)));

      gboolean is_written = (state & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

      if (is_new || (!is_written && !g_str_equal (shown, text)))
        xu_description_row_set_text (get_row (self, i), text);
    }
  update_problem (self);
}

void
xu_descriptions_apply (XuDescriptions *self, XuJobSpec *spec)
{
  g_return_if_fail (XU_IS_DESCRIPTIONS (self));
  g_return_if_fail (spec != NULL);

  g_strfreev (spec->alt_texts);
  spec->alt_texts = NULL;
  if (xu_descriptions_count (self) == 0)
    return;

  spec->alt_texts = g_new0 (char *, self->rows->len + 1);
  for (guint i = 0; i < self->rows->len; i++)
    spec->alt_texts[i] = xu_description_row_dup_text (get_row (self, i));
}

guint
xu_descriptions_count (XuDescriptions *self)
{
  g_return_val_if_fail (XU_IS_DESCRIPTIONS (self), 0);

  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autofree char *text = xu_description_row_dup_text (get_row (self, i));

      n += *text != '\0';
    }

  return n;
}

const char *
xu_descriptions_get_problem (XuDescriptions *self)
{
  g_return_val_if_fail (XU_IS_DESCRIPTIONS (self), NULL);

  return self->is_too_long ? _ ("A description is longer than X allows.") : NULL;
}

gboolean
xu_descriptions_is_composing (XuDescriptions *self)
{
  g_return_val_if_fail (XU_IS_DESCRIPTIONS (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    if (xu_description_row_is_composing (get_row (self, i)))
      return TRUE;

  return FALSE;
}
