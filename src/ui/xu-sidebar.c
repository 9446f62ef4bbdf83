/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All jobs in a list. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sidebar.h"

#include "xu-job-row.h"
#include "xu-job-sections.h"

struct _XuSidebar
{
  GtkWidget parent_instance;

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListView *list;

  XuEngine *engine;              /* (owned) (nullable) */
  GListStore *items;             /* (owned): of XuJobItem, as the engine's jobs */
  XuJobSections *sections;       /* (owned): their rows */
  GtkSingleSelection *selection; /* (owned) (nullable) */
  gboolean is_moving;            /* the selected row is between two sections */
  XuJobItem *shown; /* (owned) (nullable): what was selected last; a search may hide its row */
  gboolean is_searching;
};

typedef enum
{
  PROP_SELECTED = 1,
  PROP_SEARCH_MODE,
  PROP_HAS_JOBS,
} XuSidebarProperty;

static GParamSpec *properties[PROP_HAS_JOBS + 1];

typedef enum
{
  SIGNAL_OPENED,
  N_SIGNALS,
} XuSidebarSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuSidebar, xu_sidebar, GTK_TYPE_WIDGET)

/* Rows */

/* GTK 4.8 has no name for a list item but what is said of its widget. */
static void
name_row (XuJobItem *item, GParamSpec *pspec, GtkListItem *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);
  GtkWidget *parent = row != NULL ? gtk_widget_get_parent (row) : NULL;
  g_autofree char *summary = xu_job_item_dup_summary (item);

  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, summary,
                                    -1);
}

static void
open_cb (gpointer user_data)
{
  g_autoptr (XuSidebar) self = XU_SIDEBAR (user_data);

  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

/* The list selects its row, and takes the focus, only after this. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (xu_job_row_get_item (XU_JOB_ROW (row)) != NULL)
    g_idle_add_once (open_cb, g_object_ref (user_data));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  XuJobRow *row = xu_job_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), user_data, 0);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (list_item, GTK_WIDGET (row));
}

static void
bind_heading (GtkListItem *list_item, GtkStringObject *heading)
{
  const char *name = gtk_string_object_get_string (heading);
  GtkWidget *row = gtk_list_item_get_child (list_item);

  xu_job_row_set_heading (XU_JOB_ROW (row), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  gpointer item = gtk_list_item_get_item (list_item);
  gboolean is_job = XU_IS_JOB_ITEM (item);

  gtk_list_item_set_selectable (list_item, is_job);
  gtk_list_item_set_activatable (list_item, is_job);
  if (!is_job)
    {
      bind_heading (list_item, GTK_STRING_OBJECT (item));
      return;
    }

  xu_job_row_set_item (XU_JOB_ROW (gtk_list_item_get_child (list_item)), item);
  g_signal_connect_object (item, "notify::summary", G_CALLBACK (name_row), list_item, 0);
  name_row (item, NULL, list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  XuJobRow *row = XU_JOB_ROW (gtk_list_item_get_child (list_item));
  XuJobItem *item = xu_job_row_get_item (row);

  if (item != NULL)
    g_signal_handlers_disconnect_by_data (item, list_item);
  xu_job_row_set_item (row, NULL);
  xu_job_row_set_heading (row, NULL);
}

static void
activate_cb (XuSidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

/* Search */

static guint
find_position (XuSidebar *self, XuJob *job)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (XU_IS_JOB_ITEM (item) && xu_job_item_get_job (XU_JOB_ITEM (item)) == job)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

/* Returns: whether it has a row now */
static gboolean
select_row (XuSidebar *self, XuJob *job)
{
  guint position = find_position (self, job);

  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;

  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  return TRUE;
}

static void
update_page (XuSidebar *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child_name (
      self->stack, is_empty && xu_job_sections_is_searching (self->sections) ? "nothing" : "list");
}

static void
search_changed_cb (XuSidebar *self)
{
  xu_job_sections_search (self->sections, gtk_editable_get_text (self->search_entry));
  if (self->shown != NULL && gtk_single_selection_get_selected_item (self->selection) == NULL)
    select_row (self, xu_job_item_get_job (self->shown));
}

/* Selection */

static gboolean
is_listed (XuSidebar *self, XuJobItem *item)
{
  guint position;

  return item != NULL && g_list_store_find (self->items, item, &position);
}

/* What a search only hides is shown on: somebody may be writing about it. */
static void
selected_cb (XuSidebar *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (self->is_moving)
    return;
  if (item == NULL && xu_job_sections_is_searching (self->sections)
      && is_listed (self, self->shown))
    return;

  g_set_object (&self->shown, item != NULL && XU_IS_JOB_ITEM (item) ? item : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* Models */

/* To leave a section is to be removed from it, and nobody must see the selection go meanwhile. */
static void
past_changed_cb (XuJobItem *item, GParamSpec *pspec, XuSidebar *self)
{
  gboolean was_selected = xu_sidebar_get_selected (self) == item;

  self->is_moving = was_selected;
  xu_job_sections_past_changed (self->sections);
  if (was_selected)
    xu_sidebar_select (self, xu_job_item_get_job (item));
  self->is_moving = FALSE;
}

static XuJobItem *
make_item (XuSidebar *self, guint position)
{
  g_autoptr (XuJob) job
      = g_list_model_get_item (G_LIST_MODEL (xu_engine_get_jobs (self->engine)), position);
  XuJobItem *item = xu_job_item_new (self->engine, job);

  g_signal_connect_object (item, "notify::past", G_CALLBACK (past_changed_cb), self, 0);

  return item;
}

/* Items stay as long as their jobs, which a GtkMapListModel does not promise. */
static void
jobs_changed_cb (GListModel *jobs, guint position, guint n_removed, guint n_added, XuSidebar *self)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_added; i++)
    g_ptr_array_add (added, make_item (self, position + i));

  g_list_store_splice (self->items, position, n_removed, added->pdata, n_added);
  if (self->shown != NULL && !is_listed (self, self->shown))
    selected_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_JOBS]);
}

void
xu_sidebar_set_engine (XuSidebar *self, XuEngine *engine)
{
  g_return_if_fail (XU_IS_SIDEBAR (self) && self->engine == NULL && XU_IS_ENGINE (engine));

  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (engine));

  self->engine = g_object_ref (engine);
  self->selection
      = gtk_single_selection_new (g_object_ref (xu_job_sections_get_rows (self->sections)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self, 0);
  jobs_changed_cb (jobs, 0, 0, g_list_model_get_n_items (jobs), self);
}

XuJobItem *
xu_sidebar_get_selected (XuSidebar *self)
{
  g_return_val_if_fail (XU_IS_SIDEBAR (self), NULL);

  return self->shown;
}

void
xu_sidebar_select (XuSidebar *self, XuJob *job)
{
  g_return_if_fail (XU_IS_SIDEBAR (self) && self->selection != NULL);

  if (job == NULL)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  else if (!select_row (self, job) && xu_job_sections_is_searching (self->sections))
    {
      gtk_editable_set_text (self->search_entry, "");
      search_changed_cb (self);
      select_row (self, job);
    }
}

gboolean
xu_sidebar_has_jobs (XuSidebar *self)
{
  g_return_val_if_fail (XU_IS_SIDEBAR (self), FALSE);

  return g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0;
}

static void
xu_sidebar_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuSidebar *self = XU_SIDEBAR (object);

  switch ((XuSidebarProperty) property_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, xu_sidebar_get_selected (self));
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, self->is_searching);
      break;
    case PROP_HAS_JOBS:
      g_value_set_boolean (value, xu_sidebar_has_jobs (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_sidebar_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  XuSidebar *self = XU_SIDEBAR (object);

  switch ((XuSidebarProperty) property_id)
    {
    case PROP_SEARCH_MODE:
      if (self->is_searching != g_value_get_boolean (value))
        {
          self->is_searching = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_SELECTED:
    case PROP_HAS_JOBS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_sidebar_dispose (GObject *object)
{
  XuSidebar *self = XU_SIDEBAR (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->sections, xu_job_sections_free);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), XU_TYPE_SIDEBAR);

  G_OBJECT_CLASS (xu_sidebar_parent_class)->dispose (object);
}

static void
xu_sidebar_class_init (XuSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_sidebar_dispose;
  object_class->get_property = xu_sidebar_get_property;
  object_class->set_property = xu_sidebar_set_property;

  properties[PROP_SELECTED]
      = g_param_spec_object ("selected", NULL, NULL, XU_TYPE_JOB_ITEM,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCH_MODE]
      = g_param_spec_boolean ("search-mode", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_JOBS]
      = g_param_spec_boolean ("has-jobs", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * XuSidebar::opened:
   *
   * The user wants to see the selected job.
   */
  signals[SIGNAL_OPENED] = g_signal_new ("opened", XU_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, XuSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, XuSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, XuSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, XuSidebar, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
xu_sidebar_init (XuSidebar *self)
{
  self->items = g_list_store_new (XU_TYPE_JOB_ITEM);
  self->sections = xu_job_sections_new (G_LIST_MODEL (self->items));
  gtk_widget_init_template (GTK_WIDGET (self));
}
