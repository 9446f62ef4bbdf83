/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout that is not asked how narrow it may be for a height. */

#include "config.h"

#include "xu-width-first-layout.h"

#include <adwaita.h>

#include "display-fixture.h"

static const char text[] = "A text of some words, which takes more or fewer lines";

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
test_sizes (void)
{
  GtkWidget *bin = g_object_ref_sink (adw_bin_new ());
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  adw_bin_set_child (ADW_BIN (bin), label);
  gtk_widget_set_layout_manager (bin, g_object_new (XU_TYPE_WIDTH_FIRST_LAYOUT, NULL));

  int narrowest = measure (label, GTK_ORIENTATION_HORIZONTAL, -1);
  int one_line = measure (label, GTK_ORIENTATION_VERTICAL, 10000);

  /* Alone, it would be as wide as the whole text. */
  g_assert_cmpint (measure (label, GTK_ORIENTATION_HORIZONTAL, one_line), >, narrowest);
  g_assert_cmpint (measure (bin, GTK_ORIENTATION_HORIZONTAL, one_line), ==, narrowest);
  g_assert_cmpint (measure (bin, GTK_ORIENTATION_HORIZONTAL, -1), ==, narrowest);

  /* A width tells the height, as ever. */
  g_assert_cmpint (gtk_widget_get_request_mode (bin), ==, GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH);
  g_assert_cmpint (measure (bin, GTK_ORIENTATION_VERTICAL, 10000), ==, one_line);
  g_assert_cmpint (measure (bin, GTK_ORIENTATION_VERTICAL, narrowest), ==,
                   measure (label, GTK_ORIENTATION_VERTICAL, narrowest));
  g_assert_cmpint (measure (bin, GTK_ORIENTATION_VERTICAL, narrowest), >, one_line);

  gtk_widget_allocate (bin, one_line * 20, one_line * 3, -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (label), ==, one_line * 20);
  g_assert_cmpint (gtk_widget_get_height (label), ==, one_line * 3);

  /* Nothing is there to be seen. */
  gtk_widget_set_visible (label, FALSE);
  g_assert_cmpint (measure (bin, GTK_ORIENTATION_HORIZONTAL, -1), ==, 0);
  g_assert_cmpint (measure (bin, GTK_ORIENTATION_VERTICAL, 100), ==, 0);
  g_assert_finalize_object (bin);
}

int
main (int argc, char **argv)
{
  display_fixture_init (&argc, &argv);

  g_test_add_func ("/width-first-layout/sizes", test_sizes);

  return g_test_run ();
}
