/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the application tells of itself. */

#include "config.h"

#include <adwaita.h>

#include "display-fixture.h"
#include "xu-about.h"

static void
test_debug_info (void)
{
  g_autofree char *info = xu_about_dup_debug_info ();
  g_autofree char *gtk
      = g_strdup_printf ("\nGTK: %u.%u.", gtk_get_major_version (), gtk_get_minor_version ());

  g_assert_true (g_str_has_prefix (info, "X Uploader: " XU_VERSION "\n"));
  g_assert_nonnull (strstr (info, gtk));
  g_assert_nonnull (strstr (info, "\nSandbox: none\n"));
  g_assert_nonnull (strstr (info, "\nDisplay: GdkX11Display\n"));

  /* It goes into public reports. */
  g_assert_null (strstr (info, "secret"));
  g_assert_null (strstr (info, g_get_home_dir ()));
}

/* Libadwaita would warn of release notes that it cannot read. */
static void
test_window (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  g_autoptr (GtkWindow) window = NULL;

  xu_about_present (NULL);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1);
  window = g_list_model_get_item (windows, 0);
  g_assert_cmpstr (adw_about_window_get_application_icon (ADW_ABOUT_WINDOW (window)), ==,
                   XU_APP_ID);
  gtk_window_destroy (window);
}

/* GtkApplication looks for it there, under that name. */
static void
test_shortcuts (void)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/example/XUploader/gtk/help-overlay.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  gtk_window_present (window);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  display_fixture_init (&argc, &argv);
  g_setenv ("XUPLOADER_ACCESS_TOKEN", "secret", TRUE);

  g_test_add_func ("/about/debug-info", test_debug_info);
  g_test_add_func ("/about/window", test_window);
  g_test_add_func ("/about/shortcuts", test_shortcuts);

  return g_test_run ();
}
