/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the post of one job is written. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-composer.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"
#include "xu-composer-plan.h"
#include "xu-post-bar.h"
#include "xu-post-editor.h"
#include "xu-post-kind.h"
#include "xu-post-summary.h"
#include "xu-preview.h"

enum
{
  /* The keys have rested for so long: what was written is handed over. */
  EDIT_DELAY_MS = 400,

  /* The post goes out by itself any moment, so each word counts; but the engine waits for the disk
   * with each. */
  WANTED_DELAY_MS = 100,
};

struct _XuComposer
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  XuPostEditor *editor;
  XuPostSummary *summary;
  XuPostBar *bar;

  XuJobItem *item; /* (owned) (nullable) */
  XuJobSpec *seen; /* (owned) (nullable): what the job was asked for when it was shown last */
  XuPostKind kind;
  XuComposerPlan plan;
  gboolean has_edits; /* that were not handed over */
  guint edit_timer;   /* until they are; 0: none */
  gint64 posted_at;   /* when the user pressed Post here, monotonic */
};

typedef enum
{
  PROP_ITEM = 1,
} XuComposerProperty;

static GParamSpec *properties[PROP_ITEM + 1];

G_DEFINE_FINAL_TYPE (XuComposer, xu_composer, GTK_TYPE_WIDGET)

static XuJob *
get_job (XuComposer *self)
{
  return xu_job_item_get_job (self->item);
}

/* From the job to the widgets. */

static XuPostKind
find_kind (XuJob *job)
{
  gsize n_files;
  const XuJobFile *files = xu_job_get_files (job, &n_files);

  return xu_post_kind_of (xu_job_get_spec (job), n_files > 0 ? files[0].media_type : NULL);
}

static void
set_seen (XuComposer *self, XuJobSpec *spec)
{
  g_clear_pointer (&self->seen, xu_job_spec_unref);
  self->seen = spec != NULL ? xu_job_spec_ref (spec) : NULL;
}

static void
look_at_spec (XuComposer *self, gboolean is_new)
{
  XuJobSpec *spec = xu_job_get_spec (get_job (self));
  XuPostKind kind = find_kind (get_job (self));

  if (spec == self->seen && kind == self->kind)
    return;

  set_seen (self, spec);
  self->kind = kind;

  /* What is changed elsewhere never replaces what somebody writes here. */
  if (!self->has_edits)
    xu_post_editor_load (self->editor, spec, kind, is_new);
}

static gboolean
may_post (XuComposer *self)
{
  XuComposerVerb verb = self->plan.verb;

  return (verb == XU_COMPOSER_VERB_POST || verb == XU_COMPOSER_VERB_POST_WHEN_READY)
         && xu_post_editor_get_problem (self->editor) == NULL;
}

static void
update_bar (XuComposer *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.post", may_post (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.withdraw",
                                 self->plan.verb == XU_COMPOSER_VERB_WITHDRAW);
  xu_post_bar_set_destination (self->bar, self->item);
  xu_post_bar_set_plan (self->bar, &self->plan, xu_post_editor_get_problem (self->editor));
}

/* Only one that somebody signed in to can have to wait for him. */
static gboolean
needs_sign_in (XuComposer *self)
{
  XuAccount *account = xu_job_item_get_account (self->item);

  return account != NULL && xu_account_get_state (account) != XU_ACCOUNT_READY;
}

static XuComposerPlan
make_plan (XuComposer *self)
{
  XuJob *job = get_job (self);
  XuComposerFacts facts = {
    .state = xu_job_get_state (job),
    .intent = xu_job_get_spec (job)->intent,
    .has_media = xu_job_get_media_ids (job) != NULL,
    .is_elsewhere = xu_job_is_elsewhere (job),
    .may_be_posted = xu_job_may_be_posted (job),
    .has_no_account = !xu_job_item_is_signed_in (self->item),
    .needs_sign_in = needs_sign_in (self),
  };

  return xu_composer_plan_make (&facts);
}

static void
update (XuComposer *self)
{
  if (self->item == NULL)
    return;

  self->plan = make_plan (self);

  gboolean is_read_only = self->plan.mode == XU_COMPOSER_MODE_READ_ONLY;
  gboolean is_editable = self->plan.mode == XU_COMPOSER_MODE_EDIT;

  gtk_widget_set_visible (GTK_WIDGET (self->editor), !is_read_only);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), is_read_only);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), is_editable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.split",
                                 is_editable && self->kind == XU_POST_KIND_IMAGES);
  if (is_read_only)
    xu_post_summary_load (self->summary, self->seen, self->kind);
  update_bar (self);
}

static void hand_over (XuComposer *self);

static void
job_changed_cb (XuComposer *self)
{
  look_at_spec (self, FALSE);
  update (self);
  hand_over (self); /* What it did not take before, it may take now. */
}

/* From the widgets to the job. */

static void
edit (XuComposer *self, XuPostIntent intent)
{
  XuJob *job = get_job (self);
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (xu_job_get_spec (job));

  g_clear_handle_id (&self->edit_timer, g_source_remove);
  xu_post_editor_apply (self->editor, spec);
  spec->intent = intent;
  self->has_edits = FALSE;
  xu_job_edit (job, spec);
  set_seen (self, xu_job_get_spec (job));
}

/* A job that does not take edits now may do so later, so they are kept until then. */
static void
hand_over (XuComposer *self)
{
  if (self->item == NULL || !self->has_edits || self->plan.mode != XU_COMPOSER_MODE_EDIT)
    return;

  edit (self, self->seen->intent);
}

static gboolean
edit_timer_cb (gpointer user_data)
{
  XuComposer *self = user_data;

  self->edit_timer = 0;
  hand_over (self);

  return G_SOURCE_REMOVE;
}

static void
written_cb (XuComposer *self)
{
  if (self->item == NULL)
    return;

  gboolean is_wanted = self->seen->intent == XU_POST_INTENT_POST;

  self->has_edits = TRUE;

  /* Once begun, the time runs: who types without a rest would never be saved. */
  if (self->edit_timer == 0)
    {
      self->edit_timer
          = g_timeout_add (is_wanted ? WANTED_DELAY_MS : EDIT_DELAY_MS, edit_timer_cb, self);
      g_source_set_name_by_id (self->edit_timer, "[xu-ui] composer edit");
    }
  update (self);
}

static void
chosen_cb (XuComposer *self)
{
  self->has_edits = TRUE;
  hand_over (self);
}

static void
left_cb (XuComposer *self)
{
  if (self->item == NULL)
    return;

  hand_over (self);
  if (!self->has_edits)
    xu_post_editor_load (self->editor, self->seen, self->kind, FALSE);
}

/* Actions. */

static void
post (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuComposer *self = XU_COMPOSER (widget);

  xu_composer_flush (self);
  self->posted_at = g_get_monotonic_time ();
  xu_job_post (get_job (self), NULL, XU_JOB_POST_DEFAULT);
  job_changed_cb (self);
}

/* The same button posts: a double click there means that, and nothing else. */
static void
withdraw (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuComposer *self = XU_COMPOSER (widget);
  int double_click_ms;

  g_object_get (gtk_widget_get_settings (widget), "gtk-double-click-time", &double_click_ms, NULL);
  if (g_get_monotonic_time () - self->posted_at < double_click_ms * G_TIME_SPAN_MILLISECOND)
    return;

  edit (self, XU_POST_INTENT_DRAFT);
  job_changed_cb (self);
}

/* The posts that come of it get what is written here. */
static void
split (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  xu_composer_flush (XU_COMPOSER (widget));
  gtk_widget_activate_action (widget, "job.split", NULL);
}

/* Before the texts see the keys; what an input method composes is its own business. */
static gboolean
post_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  XuComposer *self = XU_COMPOSER (widget);

  if (xu_post_editor_is_composing (self->editor))
    return GDK_EVENT_PROPAGATE;

  if (self->item != NULL && may_post (self))
    gtk_widget_activate_action (widget, "composer.post", NULL);
  else
    gtk_widget_error_bell (widget);

  return GDK_EVENT_STOP;
}

static void
add_post_keys (XuComposer *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                          gtk_callback_action_new (post_key_cb, NULL, NULL)));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static gboolean
xu_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (XU_COMPOSER (widget)->editor));
}

static void
xu_composer_dispose (GObject *object)
{
  XuComposer *self = XU_COMPOSER (object);

  if (self->item != NULL)
    xu_composer_set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_COMPOSER);

  G_OBJECT_CLASS (xu_composer_parent_class)->dispose (object);
}

static void
xu_composer_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuComposer *self = XU_COMPOSER (object);

  switch ((XuComposerProperty) property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_composer_set_property (GObject *object,
                          guint property_id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  XuComposer *self = XU_COMPOSER (object);

  switch ((XuComposerProperty) property_id)
    {
    case PROP_ITEM:
      xu_composer_set_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, XuComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, XuComposer, editor);
  gtk_widget_class_bind_template_child (widget_class, XuComposer, summary);
  gtk_widget_class_bind_template_child (widget_class, XuComposer, bar);
  gtk_widget_class_bind_template_callback (widget_class, written_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
xu_composer_class_init (XuComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = xu_composer_dispose;
  object_class->get_property = xu_composer_get_property;
  object_class->set_property = xu_composer_set_property;
  widget_class->grab_focus = xu_composer_grab_focus;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, XU_TYPE_JOB_ITEM, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (XU_TYPE_PREVIEW);
  g_type_ensure (XU_TYPE_POST_EDITOR);
  g_type_ensure (XU_TYPE_POST_SUMMARY);
  g_type_ensure (XU_TYPE_POST_BAR);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "composer.post", NULL, post);
  gtk_widget_class_install_action (widget_class, "composer.withdraw", NULL, withdraw);
  gtk_widget_class_install_action (widget_class, "composer.split", NULL, split);
}

static void
xu_composer_init (XuComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_post_keys (self);
}

GtkWidget *
xu_composer_new (void)
{
  return g_object_new (XU_TYPE_COMPOSER, NULL);
}

static void
leave_item (XuComposer *self)
{
  xu_composer_flush (self);
  g_clear_handle_id (&self->edit_timer, g_source_remove);
  self->has_edits = FALSE;
  g_signal_handlers_disconnect_by_data (get_job (self), self);
  g_signal_handlers_disconnect_by_data (self->item, self);
  xu_job_item_hide (self->item);
  g_clear_object (&self->item);
  set_seen (self, NULL);
}

static void
enter_item (XuComposer *self, XuJobItem *item)
{
  self->item = g_object_ref (item);
  self->posted_at = 0;
  xu_job_item_show (item);
  g_signal_connect_swapped (item, "notify::phase", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (get_job (self), "opened", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (get_job (self), "notify::spec", G_CALLBACK (job_changed_cb), self);
  xu_post_editor_set_free (self->editor,
                           xu_accounts_is_sandbox (xu_job_get_server (get_job (self))));
  look_at_spec (self, TRUE);
  update (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

void
xu_composer_set_item (XuComposer *self, XuJobItem *item)
{
  g_return_if_fail (XU_IS_COMPOSER (self));
  g_return_if_fail (item == NULL || XU_IS_JOB_ITEM (item));

  if (item == self->item)
    return;

  if (self->item != NULL)
    leave_item (self);
  xu_post_editor_set_item (self->editor, item);
  if (item != NULL)
    enter_item (self, item);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

void
xu_composer_set_accounts (XuComposer *self, GListModel *accounts)
{
  g_return_if_fail (XU_IS_COMPOSER (self) && G_IS_LIST_MODEL (accounts));

  xu_post_bar_set_accounts (self->bar, accounts);
}

void
xu_composer_flush (XuComposer *self)
{
  g_return_if_fail (XU_IS_COMPOSER (self));

  hand_over (self);
}
