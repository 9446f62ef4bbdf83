/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring that shows how much of a text's length is used. */

#include "config.h"

#include "xu-text-counter.h"

#include "display-fixture.h"

static GtkWidget *
new_counter (guint limit)
{
  return g_object_ref_sink (xu_text_counter_new (limit));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_properties (void)
{
  GtkWidget *counter = new_counter (280);
  guint n_notifies = 0;

  g_signal_connect_swapped (counter, "notify::used", G_CALLBACK (count_cb), &n_notifies);
  g_assert_cmpuint (xu_text_counter_get_limit (XU_TEXT_COUNTER (counter)), ==, 280);
  g_assert_cmpuint (xu_text_counter_get_used (XU_TEXT_COUNTER (counter)), ==, 0);

  xu_text_counter_set_used (XU_TEXT_COUNTER (counter), 0);
  g_assert_cmpuint (n_notifies, ==, 0);
  xu_text_counter_set_used (XU_TEXT_COUNTER (counter), 5);
  g_object_set (counter, "used", 6, NULL);
  g_assert_cmpuint (n_notifies, ==, 2);

  g_assert_finalize_object (counter);
}

static void
test_number (void)
{
  static const struct
  {
    guint used;
    const char *number; /* (nullable): not shown */
    gboolean is_near;
    gboolean is_over;
  } cases[] = {
    { 0, NULL, FALSE, FALSE },  { 259, NULL, FALSE, FALSE },
    { 260, "20", TRUE, FALSE }, { 280, "0", TRUE, FALSE },
    { 281, "−1", FALSE, TRUE }, { G_MAXUINT, "−4294967015", FALSE, TRUE },
    { 12, NULL, FALSE, FALSE },
  };
  GtkWidget *counter = new_counter (280);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      xu_text_counter_set_used (XU_TEXT_COUNTER (counter), cases[i].used);

      GtkWidget *label = display_fixture_find (counter, GTK_TYPE_LABEL);

      g_assert_cmpint (gtk_widget_get_visible (label), ==, cases[i].number != NULL);
      if (cases[i].number != NULL)
        g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, cases[i].number);
      g_assert_cmpint (gtk_widget_has_css_class (counter, "near"), ==, cases[i].is_near);
      g_assert_cmpint (gtk_widget_has_css_class (counter, "over"), ==, cases[i].is_over);
    }

  g_assert_finalize_object (counter);
}

static void
test_accessible (void)
{
  GtkWidget *counter = new_counter (280);

  xu_text_counter_set_used (XU_TEXT_COUNTER (counter), 270);

  gtk_test_accessible_assert_role (counter, GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property (counter, GTK_ACCESSIBLE_PROPERTY_LABEL, "Characters used");
  gtk_test_accessible_assert_property (counter, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "270 of 280 characters");
  gtk_test_accessible_assert_property (counter, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 270.0);
  gtk_test_accessible_assert_property (counter, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 280.0);

  g_assert_finalize_object (counter);
}

static void
test_drawn (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *counter = xu_text_counter_new (280);

  gtk_window_set_child (GTK_WINDOW (window), counter);
  gtk_window_present (GTK_WINDOW (window));
  for (guint used = 0; used < 400; used += 133)
    {
      xu_text_counter_set_used (XU_TEXT_COUNTER (counter), used);
      display_fixture_wait_for_frame (window);
    }
  gtk_widget_set_direction (counter, GTK_TEXT_DIR_RTL);
  display_fixture_wait_for_frame (window);

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  display_fixture_init (&argc, &argv);

  g_test_add_func ("/text-counter/properties", test_properties);
  g_test_add_func ("/text-counter/number", test_number);
  g_test_add_func ("/text-counter/accessible", test_accessible);
  g_test_add_func ("/text-counter/drawn", test_drawn);

  return g_test_run ();
}
