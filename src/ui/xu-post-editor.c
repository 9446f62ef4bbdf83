/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can be said of a post. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-editor.h"

#include "xu-descriptions.h"
#include "xu-post-options.h"
#include "xu-post-text.h"
#include "xu-video-extras.h"

struct _XuPostEditor
{
  GtkWidget parent_instance;

  XuPostText *text;
  XuDescriptions *descriptions;
  XuVideoExtras *extras;
  XuPostOptions *options;

  XuPostKind kind;
  gboolean is_free; /* the post goes to the sandbox */
};

typedef enum
{
  PROP_PROBLEM = 1,
} XuPostEditorProperty;

enum
{
  SIGNAL_WRITTEN,
  SIGNAL_CHOSEN,
  SIGNAL_LEFT,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_PROBLEM + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuPostEditor, xu_post_editor, GTK_TYPE_WIDGET)

static void
update_terms (XuPostEditor *self)
{
  xu_post_text_set_terms (self->text, xu_descriptions_count (self->descriptions), self->is_free);
}

static void
written_cb (XuPostEditor *self)
{
  update_terms (self);
  g_signal_emit (self, signals[SIGNAL_WRITTEN], 0);
}

static void
chosen_cb (XuPostEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

/* Not the focus itself: when that goes, the state says still that it is here. */
static void
state_cb (XuPostEditor *self, GtkStateFlags previous, GtkWidget *widget)
{
  GtkStateFlags lost = previous & ~gtk_widget_get_state_flags (widget);

  if ((lost & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
problem_cb (XuPostEditor *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static gboolean
xu_post_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (XU_POST_EDITOR (widget)->text));
}

static void
xu_post_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_POST_EDITOR);

  G_OBJECT_CLASS (xu_post_editor_parent_class)->dispose (object);
}

static void
xu_post_editor_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch ((XuPostEditorProperty) property_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, xu_post_editor_get_problem (XU_POST_EDITOR (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, XU_TYPE_POST_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (XU_TYPE_POST_TEXT);
  g_type_ensure (XU_TYPE_DESCRIPTIONS);
  g_type_ensure (XU_TYPE_VIDEO_EXTRAS);
  g_type_ensure (XU_TYPE_POST_OPTIONS);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-post-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, XuPostEditor, text);
  gtk_widget_class_bind_template_child (widget_class, XuPostEditor, descriptions);
  gtk_widget_class_bind_template_child (widget_class, XuPostEditor, extras);
  gtk_widget_class_bind_template_child (widget_class, XuPostEditor, options);
  gtk_widget_class_bind_template_callback (widget_class, written_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_cb);
}

static void
xu_post_editor_class_init (XuPostEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_post_editor_dispose;
  object_class->get_property = xu_post_editor_get_property;
  widget_class->grab_focus = xu_post_editor_grab_focus;

  properties[PROP_PROBLEM]
      = g_param_spec_string ("problem", NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_WRITTEN] = add_signal ("written");
  signals[SIGNAL_CHOSEN] = add_signal ("chosen");
  signals[SIGNAL_LEFT] = add_signal ("left");

  bind_template (widget_class);
}

static void
xu_post_editor_init (XuPostEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
xu_post_editor_set_item (XuPostEditor *self, XuJobItem *item)
{
  g_return_if_fail (XU_IS_POST_EDITOR (self));
  g_return_if_fail (item == NULL || XU_IS_JOB_ITEM (item));

  xu_video_extras_set_item (self->extras, item);
}

void
xu_post_editor_load (XuPostEditor *self, const XuJobSpec *spec, XuPostKind kind, gboolean is_new)
{
  g_return_if_fail (XU_IS_POST_EDITOR (self));
  g_return_if_fail (spec != NULL);

  GtkStateFlags state = gtk_widget_get_state_flags (GTK_WIDGET (self->text));

  if (is_new)
    xu_post_text_set_text (self->text, spec->text);
  else if ((state & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
    xu_post_text_replace_text (self->text, spec->text);

  self->kind = kind;
  xu_descriptions_load (self->descriptions, spec, kind, is_new);
  xu_video_extras_load (self->extras, spec);
  xu_post_options_load (self->options, spec);
  gtk_widget_set_visible (GTK_WIDGET (self->extras), kind == XU_POST_KIND_VIDEO);
  update_terms (self);
}

void
xu_post_editor_apply (XuPostEditor *self, XuJobSpec *spec)
{
  g_return_if_fail (XU_IS_POST_EDITOR (self));
  g_return_if_fail (spec != NULL);

  g_free (spec->text);
  spec->text = xu_post_text_dup_text (self->text);
  xu_descriptions_apply (self->descriptions, spec);
  xu_post_options_apply (self->options, spec);
  if (self->kind == XU_POST_KIND_VIDEO)
    xu_video_extras_apply (self->extras, spec);
}

void
xu_post_editor_set_free (XuPostEditor *self, gboolean is_free)
{
  g_return_if_fail (XU_IS_POST_EDITOR (self));

  self->is_free = is_free;
  update_terms (self);
}

const char *
xu_post_editor_get_problem (XuPostEditor *self)
{
  g_return_val_if_fail (XU_IS_POST_EDITOR (self), NULL);

  const char *problem = xu_post_text_get_problem (self->text);

  return problem != NULL ? problem : xu_descriptions_get_problem (self->descriptions);
}

gboolean
xu_post_editor_is_composing (XuPostEditor *self)
{
  g_return_val_if_fail (XU_IS_POST_EDITOR (self), FALSE);

  return xu_post_text_is_composing (self->text)
         || xu_descriptions_is_composing (self->descriptions);
}
