/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuCliBarState:
 *
 * What a progress bar shows.
 */
typedef struct
{
  const char *phase;        /* "Uploading" */
  double percent;           /* 0 to 100; -1: not known, so there is no bar */
  double percent_in_flight; /* of what is sent, but not acknowledged; 0 or more */
  guint64 bytes;            /* done */
  guint64 total;            /* bytes; 0: not known, so none are shown */
  guint64 bytes_per_second; /* 0: not known */
  gint64 left_s;            /* seconds; -1: not known */
  const char *note;         /* (nullable): instead of rate and time: "next look in 3 s" */
} XuCliBarState;

typedef enum
{
  XU_CLI_BAR_PLAIN = 0,
  XU_CLI_BAR_UTF8 = 1 << 0,  /* blocks instead of # and - */
  XU_CLI_BAR_COLOR = 1 << 1, /* the bar's done part in colour, with an escape code */
} XuCliBarStyle;

/**
 * xu_cli_bar_draw:
 * @state: what to show
 * @columns: cells of the terminal's line; at least 1
 * @style: how
 *
 * Draws one line that never wraps: at most @columns - 1 cells, because many terminals go to the
 * next line once the last cell is taken. Where room is scarce, the bar goes first, then words, then
 * figures, and the percentage last; a note stays before them, as it says why nothing moves. Pure.
 *
 * Returns: (transfer full): the line, without an end
 */
char *xu_cli_bar_draw (const XuCliBarState *state, guint columns, XuCliBarStyle style);

/**
 * xu_cli_bar_dup_truncated:
 * @text: UTF-8
 * @most_cells: room for it
 * @style: of which %XU_CLI_BAR_UTF8 counts
 *
 * Returns: (transfer full): @text, its end replaced by an ellipsis where it takes more than
 * @most_cells
 */
char *xu_cli_bar_dup_truncated (const char *text, guint most_cells, XuCliBarStyle style);

/**
 * xu_cli_bar_measure:
 * @text: UTF-8
 *
 * Returns: how many cells @text takes: wide characters two, combining ones none
 */
guint xu_cli_bar_measure (const char *text);

G_END_DECLS
