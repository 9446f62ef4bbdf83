/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the terminal can do. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

enum
{
  DEFAULT_COLUMNS = 80,
};

gboolean
xu_cli_terminal_can_redraw (int fd)
{
  const char *term = g_getenv ("TERM");

  return isatty (fd) && term != NULL && *term != '\0' && !g_str_equal (term, "dumb");
}

guint
xu_cli_terminal_get_columns (int fd)
{
  struct winsize size = { 0 };

  if (ioctl (fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return DEFAULT_COLUMNS;

  return size.ws_col;
}

XuCliBarStyle
xu_cli_terminal_get_style (void)
{
  const char *no_color = g_getenv ("NO_COLOR");
  XuCliBarStyle style = XU_CLI_BAR_PLAIN;

  if (g_get_console_charset (NULL))
    style |= XU_CLI_BAR_UTF8;
  if (no_color == NULL || *no_color == '\0')
    style |= XU_CLI_BAR_COLOR;

  return style;
}
