/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs in two sections, in their order, and what of them is searched for. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-sections.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

struct _XuJobSections
{
  GtkCustomFilter *filter;    /* (owned): what is searched for */
  GtkFilter *present;         /* (owned): no history */
  GtkFilter *past;            /* (owned) */
  GtkSliceListModel *heading; /* (owned): of the history, while that has rows */
  GtkSorter *sorter;          /* (owned) */
  GListModel *history;        /* (owned) */
  gulong history_id;
  GListModel *rows; /* (owned) */
  char *needle;     /* (owned) (nullable): what is searched for, folded */
};

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return gtk_ordering_from_cmpfunc (xu_job_item_compare_age ((XuJobItem *) a, (XuJobItem *) b));
}

static gboolean
contains (const char *text, const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

static gboolean
matches (gpointer object, gpointer user_data)
{
  const XuJobSections *self = user_data;
  XuJobItem *item = XU_JOB_ITEM (object);

  return self->needle == NULL || contains (xu_job_item_get_title (item), self->needle)
         || contains (xu_job_get_spec (xu_job_item_get_job (item))->text, self->needle);
}

static gboolean
is_present (gpointer object, gpointer user_data)
{
  return !xu_job_item_is_past (XU_JOB_ITEM (object));
}

static gboolean
is_past (gpointer object, gpointer user_data)
{
  return xu_job_item_is_past (XU_JOB_ITEM (object));
}

static void
history_changed_cb (GListModel *history,
                    guint position,
                    guint n_removed,
                    guint n_added,
                    XuJobSections *self)
{
  gtk_slice_list_model_set_size (self->heading, g_list_model_get_n_items (history) > 0 ? 1 : 0);
}

/* Returns: (transfer full): a section of what was found, newest first */
static GListModel *
new_section (XuJobSections *self, GListModel *found, GtkFilter *filter)
{
  GtkFilterListModel *section
      = gtk_filter_list_model_new (g_object_ref (found), g_object_ref (filter));

  return G_LIST_MODEL (
      gtk_sort_list_model_new (G_LIST_MODEL (section), g_object_ref (self->sorter)));
}

static void
make_rows (XuJobSections *self, GListModel *items)
{
  g_autoptr (GListModel) found = G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (items), g_object_ref (GTK_FILTER (self->filter))));
  g_autoptr (GListModel) present = new_section (self, found, self->present);
  GListStore *sections = g_list_store_new (G_TYPE_LIST_MODEL);

  self->history = new_section (self, found, self->past);
  self->history_id
      = g_signal_connect (self->history, "items-changed", G_CALLBACK (history_changed_cb), self);
  history_changed_cb (self->history, 0, 0, 0, self);

  GListModel *parts[] = { present, G_LIST_MODEL (self->heading), self->history };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_list_store_append (sections, parts[i]);
  self->rows = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (sections)));
}

XuJobSections *
xu_job_sections_new (GListModel *items)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);

  XuJobSections *self = g_new0 (XuJobSections, 1);

  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->present = GTK_FILTER (gtk_custom_filter_new (is_present, NULL, NULL));
  self->past = GTK_FILTER (gtk_custom_filter_new (is_past, NULL, NULL));
  self->heading = gtk_slice_list_model_new (
      G_LIST_MODEL (gtk_string_list_new ((const char *[]){ _ ("History"), NULL })), 0, 0);
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  make_rows (self, items);

  return self;
}

/* Whoever still has the rows sees all of them. */
void
xu_job_sections_free (XuJobSections *self)
{
  g_return_if_fail (self != NULL);

  g_clear_signal_handler (&self->history_id, self->history);
  gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_object_unref (self->rows);
  g_object_unref (self->history);
  g_object_unref (self->filter);
  g_object_unref (self->present);
  g_object_unref (self->past);
  g_object_unref (self->heading);
  g_object_unref (self->sorter);
  g_free (self->needle);
  g_free (self);
}

GListModel *
xu_job_sections_get_rows (XuJobSections *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rows;
}

void
xu_job_sections_search (XuJobSections *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

gboolean
xu_job_sections_is_searching (XuJobSections *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->needle != NULL;
}

void
xu_job_sections_past_changed (XuJobSections *self)
{
  g_return_if_fail (self != NULL);

  gtk_filter_changed (self->present, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_changed (self->past, GTK_FILTER_CHANGE_DIFFERENT);
}
