/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xuploader-cli: uploads to X without a display. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "xu-cli-commands.h"

/* With one of the standard streams closed the next file or socket would take its number, and what
 * we print would go there. */
static void
fill_standard_streams (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);

  if (fd >= 0)
    close (fd);
}

int
main (int argc, char **argv)
{
  fill_standard_streams ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, XU_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Whoever stops reading our output ends us in order, not in the middle. */
  signal (SIGPIPE, SIG_IGN);
  g_set_prgname ("xuploader-cli");

  return (int) xu_cli_run ((const char *const *) argv);
}
