/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xuploader: the window. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include <locale.h>
#include <signal.h>

#include <glib/gi18n.h>

#include "xu-application.h"

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, XU_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  signal (SIGPIPE, SIG_IGN); /* A sandbox or helper that ends while it is written to. */
  g_set_prgname (XU_APP_ID); /* What the desktop knows the window by. */
  g_set_application_name ("X Uploader");

  g_autoptr (XuApplication) application = xu_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
