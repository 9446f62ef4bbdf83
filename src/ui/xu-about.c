/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window about the application. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-about.h"

#include <locale.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "xu-names.h"

static const char *
get_sandbox (void)
{
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return "Flatpak";

  return g_getenv ("SNAP") != NULL ? "Snap" : "none";
}

static const char *
get_or (const char *value, const char *otherwise)
{
  return value != NULL && *value != '\0' ? value : otherwise;
}

char *
xu_about_dup_debug_info (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  GString *info = g_string_new (NULL);

  g_string_append_printf (info, "X Uploader: %s\n", XU_VERSION);
  g_string_append_printf (info, "GTK: %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (info, "libadwaita: %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version ());
  g_string_append_printf (info, "GLib: %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  g_string_append_printf (info, "Sandbox: %s\n", get_sandbox ());
  g_string_append_printf (info, "Display: %s\n",
                          display != NULL ? G_OBJECT_TYPE_NAME (display) : "none");
  g_string_append_printf (info, "Desktop: %s\n",
                          get_or (g_getenv ("XDG_CURRENT_DESKTOP"), "unknown"));
  g_string_append_printf (info, "Locale: %s\n", get_or (setlocale (LC_MESSAGES, NULL), "unknown"));

  return g_string_free (info, FALSE);
}

void
xu_about_present (GtkWindow *parent)
{
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  static const char *const developers[] = { "X Uploader contributors", NULL };
  g_autofree char *debug_info = xu_about_dup_debug_info ();
  GtkWidget *window = g_object_new (ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, NULL);
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (window);

  adw_about_window_set_application_name (about, _ ("X Uploader"));
  adw_about_window_set_application_icon (about, XU_APP_ID);
  adw_about_window_set_version (about, XU_VERSION);
  adw_about_window_set_developer_name (about, _ ("X Uploader contributors"));
  adw_about_window_set_developers (about, (const char **) developers);
  adw_about_window_set_copyright (about, "© 2026 X Uploader contributors");
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_website (about, "https://example.org/xuploader");
  adw_about_window_set_issue_url (about, "https://example.org/xuploader/issues");
  adw_about_window_set_comments (
      about, _ ("Posts your videos, GIFs and pictures to X. Drop a file, write a sentence while it "
                "is already on its way, press Post and go on with your day.\n\nX Uploader is an "
                "independent program, made neither by X nor for it."));
  adw_about_window_set_release_notes_version (about, XU_VERSION);
  adw_about_window_set_release_notes (
      about,
      /* Translators: leave what is in angle brackets as it is */
      _ ("<p>The first version.</p>"
         "<ul>"
         "<li>Drop a file: it goes up while you write.</li>"
         "<li>Nothing is lost: an upload goes on after a pause, a lost connection or a crash.</li>"
         "<li>Nothing is posted twice, even if the answer of X gets lost.</li>"
         "<li>Descriptions, subtitles, a cover picture, and who can reply.</li>"
         "<li>The sandbox, to try everything without an account.</li>"
         "</ul>"));
  adw_about_window_set_debug_info (about, debug_info);
  adw_about_window_set_debug_info_filename (about, "xuploader-debug-info.txt");
  /* Translators: your name, to be shown among the credits; a line for each translator */
  adw_about_window_set_translator_credits (about, _ ("translator-credits"));

  xu_names_give (window);
  gtk_window_present (GTK_WINDOW (window));
}
