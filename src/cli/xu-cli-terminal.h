/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-bar.h"

G_BEGIN_DECLS

/**
 * xu_cli_terminal_can_redraw:
 * @fd: where would be written
 *
 * Returns: %TRUE when @fd is a terminal that takes a line back (TERM neither empty nor "dumb")
 */
gboolean xu_cli_terminal_can_redraw (int fd);

/**
 * xu_cli_terminal_get_columns:
 * @fd: a terminal
 *
 * Returns: its width now, in cells; 80 where it does not say
 */
guint xu_cli_terminal_get_columns (int fd);

/**
 * xu_cli_terminal_get_style:
 *
 * Returns: what the locale's encoding and the environment (NO_COLOR, see https://no-color.org) let
 * a bar look like
 */
XuCliBarStyle xu_cli_terminal_get_style (void);

G_END_DECLS
