/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A progress bar as a pure function of its state and the width of the terminal. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-bar.h"

#include "xu-quantity-words.h"

typedef enum
{
  PIECE_END,
  PIECE_PHASE,
  PIECE_PERCENT,
  PIECE_BAR,
  PIECE_BYTES_OF_TOTAL,
  PIECE_BYTES,
  PIECE_RATE,
  PIECE_LEFT_IN_WORDS,
  PIECE_LEFT,
  PIECE_NOTE,
} Piece;

enum
{
  MOST_PIECES = 8,
  BAR_MIN = 8,   /* cells: a shorter bar says nothing */
  BAR_MAX = 60,  /* a longer one is hard to read */
  NOTE_MIN = 24, /* cells: what is left of a shorter note says nothing */
};

/* From the richest to the poorest: the first that fits is drawn. */
static const Piece layouts[][MOST_PIECES] = {
  { PIECE_PHASE, PIECE_PERCENT, PIECE_BAR, PIECE_BYTES_OF_TOTAL, PIECE_RATE, PIECE_LEFT_IN_WORDS,
    PIECE_NOTE },
  { PIECE_PHASE, PIECE_PERCENT, PIECE_BAR, PIECE_BYTES, PIECE_RATE, PIECE_LEFT, PIECE_NOTE },
  { PIECE_PHASE, PIECE_PERCENT, PIECE_BYTES, PIECE_RATE, PIECE_LEFT, PIECE_NOTE },
  { PIECE_PERCENT, PIECE_BYTES, PIECE_RATE, PIECE_LEFT, PIECE_NOTE },
  { PIECE_PERCENT, PIECE_BYTES, PIECE_LEFT, PIECE_NOTE },
  { PIECE_NOTE },
};

static const Piece layouts_without_note[][MOST_PIECES] = {
  { PIECE_PHASE, PIECE_PERCENT },
  { PIECE_PERCENT },
};

static guint
measure_char (gunichar ch)
{
  return g_unichar_iszerowidth (ch) ? 0 : g_unichar_iswide (ch) ? 2 : 1;
}

guint
xu_cli_bar_measure (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  guint cells = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    cells += measure_char (g_utf8_get_char (p));

  return cells;
}

char *
xu_cli_bar_dup_truncated (const char *text, guint most_cells, XuCliBarStyle style)
{
  g_return_val_if_fail (text != NULL, NULL);

  const char *p = text;
  guint cells = 0;

  if (xu_cli_bar_measure (text) <= most_cells)
    return g_strdup (text);
  if (most_cells == 0)
    return g_strdup ("");

  while (cells + measure_char (g_utf8_get_char (p)) <= most_cells - 1)
    {
      cells += measure_char (g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }

  return g_strdup_printf ("%.*s%s", (int) (p - text), text,
                          (style & XU_CLI_BAR_UTF8) != 0 ? "…" : ">");
}

static void
append_times (GString *bar, const char *text, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (bar, text);
}

static guint
scale_to_cells (double percent, guint cells)
{
  return (guint) ((double) cells * CLAMP (percent, 0.0, 100.0) / 100.0);
}

static char *
dup_bar (const XuCliBarState *state, guint cells, XuCliBarStyle style)
{
  g_assert (cells >= BAR_MIN && state->percent >= 0.0);

  GString *bar = g_string_new (NULL);
  gboolean is_utf8 = (style & XU_CLI_BAR_UTF8) != 0;
  gboolean has_color = (style & XU_CLI_BAR_COLOR) != 0;
  guint n_done = scale_to_cells (state->percent, cells);
  guint n_sent = MAX (scale_to_cells (state->percent + state->percent_in_flight, cells), n_done);

  g_string_append (bar, has_color ? "\033[36m" : "");
  append_times (bar, is_utf8 ? "█" : "#", n_done);
  append_times (bar, is_utf8 ? "▒" : "=", n_sent - n_done);
  g_string_append (bar, has_color ? "\033[0m" : "");
  append_times (bar, is_utf8 ? "░" : "-", cells - n_sent);

  return g_string_free (bar, FALSE);
}

/* Returns: (transfer full) (nullable): NULL: there is nothing to say; the bar comes last */
static char *
dup_piece (const XuCliBarState *state, Piece piece)
{
  gboolean has_figures = state->total > 0 && state->note == NULL;

  switch (piece)
    {
    case PIECE_PHASE:
      return g_strdup (state->phase);
    case PIECE_PERCENT:
      return state->percent >= 0.0 ? xu_quantity_words_dup_percent (state->percent) : NULL;
    case PIECE_BYTES_OF_TOTAL:
      return state->total > 0 ? xu_quantity_words_dup_progress (state->bytes, state->total) : NULL;
    case PIECE_BYTES:
      return has_figures ? xu_quantity_words_dup_size (state->bytes) : NULL;
    case PIECE_RATE:
      return has_figures && state->bytes_per_second > 0
                 ? xu_quantity_words_dup_rate (state->bytes_per_second)
                 : NULL;
    case PIECE_LEFT_IN_WORDS:
      return has_figures && state->left_s >= 0 ? xu_quantity_words_dup_time_left (state->left_s)
                                               : NULL;
    case PIECE_LEFT:
      return has_figures && state->left_s >= 0 ? xu_quantity_words_dup_clock (state->left_s) : NULL;
    case PIECE_NOTE:
      return g_strdup (state->note);
    case PIECE_BAR:
    case PIECE_END:
    default:
      return NULL;
    }
}

/* Returns: (transfer full) (element-type utf8): the pieces that have something to say */
static GPtrArray *
collect (const XuCliBarState *state, const Piece *layout, gssize *bar_at)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  *bar_at = -1;
  for (gsize i = 0; i < MOST_PIECES && layout[i] != PIECE_END; i++)
    {
      char *text = dup_piece (state, layout[i]);

      if (text != NULL)
        g_ptr_array_add (texts, text);
      else if (layout[i] == PIECE_BAR && state->percent >= 0.0)
        *bar_at = (gssize) texts->len;
    }

  return texts;
}

static char *
dup_joined (GPtrArray *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < texts->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (texts, i));

  g_auto (GStrv) strings = g_strv_builder_end (builder);

  return g_strjoinv (" ", strings);
}

/* Returns: (transfer full) (nullable): NULL: it does not fit, or says nothing */
static char *
draw_layout (const XuCliBarState *state, const Piece *layout, guint cells, XuCliBarStyle style)
{
  gssize bar_at = -1;
  g_autoptr (GPtrArray) texts = collect (state, layout, &bar_at);
  g_autofree char *line = dup_joined (texts);
  guint taken = xu_cli_bar_measure (line);

  if (bar_at < 0)
    return taken > 0 && taken <= cells ? g_steal_pointer (&line) : NULL;
  if (taken + 1 + BAR_MIN > cells)
    return NULL;

  g_ptr_array_insert (texts, (int) bar_at,
                      dup_bar (state, MIN (cells - taken - 1, BAR_MAX), style));
  return dup_joined (texts);
}

/* Returns: (transfer full) (nullable): the first that fits */
static char *
draw_first (const XuCliBarState *state,
            const Piece (*from)[MOST_PIECES],
            gsize n,
            guint cells,
            XuCliBarStyle style)
{
  for (gsize i = 0; i < n; i++)
    {
      char *line = draw_layout (state, from[i], cells, style);

      if (line != NULL)
        return line;
    }

  return NULL;
}

char *
xu_cli_bar_draw (const XuCliBarState *state, guint columns, XuCliBarStyle style)
{
  g_return_val_if_fail (state != NULL && state->phase != NULL && columns >= 1, NULL);

  char *whole = draw_first (state, layouts, G_N_ELEMENTS (layouts), columns - 1, style);

  if (whole != NULL)
    return whole;
  if (state->note != NULL && columns > NOTE_MIN)
    return xu_cli_bar_dup_truncated (state->note, columns - 1, style);

  whole = draw_first (state, layouts_without_note, G_N_ELEMENTS (layouts_without_note), columns - 1,
                      style);
  if (whole != NULL)
    return whole;

  g_autofree char *percent = dup_piece (state, PIECE_PERCENT);
  const char *line = percent != NULL ? percent : state->phase;

  return xu_cli_bar_dup_truncated (line, columns - 1, style);
}
