/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code points of a text after NFC, each with the byte where it began. */

#define G_LOG_DOMAIN "xu-text"

#include "config.h"

#include "xu-text-cells.h"

/* No code point below this one decomposes or takes part in a composition as the second half. */
static const gunichar first_composite = 0xC0;

static void
append_decomposed (GArray *cells, gunichar ch, gsize offset)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = { ch };
  gsize n_parts = 1;

  if (ch >= first_composite)
    n_parts = g_unichar_fully_decompose (ch, FALSE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n_parts; i++)
    {
      XuTextCell cell = { .ch = parts[i], .offset = offset };

      g_array_append_val (cells, cell);
    }
}

static GArray *
decode (const char *text)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (XuTextCell));
  const char *p = text;

  while (*p != '\0')
    {
      gunichar ch = g_utf8_get_char_validated (p, -1);
      gsize offset = (gsize) (p - text);

      if (ch == (gunichar) -1 || ch == (gunichar) -2)
        {
          append_decomposed (cells, 0xFFFD, offset);
          p++;
        }
      else
        {
          append_decomposed (cells, ch, offset);
          p = g_utf8_next_char (p);
        }
    }

  XuTextCell end = { .ch = 0, .offset = (gsize) (p - text) };

  g_array_append_val (cells, end);
  return cells;
}

static int
combining_class (const XuTextCell *cell)
{
  return cell->ch < first_composite ? 0 : g_unichar_combining_class (cell->ch);
}

static int
compare_class (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return combining_class (a) - combining_class (b);
}

/* The canonical order: each run of combining marks sorted by class; equal ones stay in order. */
static void
sort_marks (XuTextCell *cells, gsize n_cells)
{
  gsize start = 0;

  while (start < n_cells)
    {
      gboolean is_sorted = TRUE;
      int last = combining_class (&cells[start]);
      gsize end = start + 1;

      for (int next; last != 0 && (next = combining_class (&cells[end])) != 0; last = next, end++)
        is_sorted = is_sorted && last <= next;

      if (!is_sorted)
        g_qsort_with_data (&cells[start], (int) (end - start), sizeof *cells, compare_class, NULL);
      start = end;
    }
}

/* Joins each mark to its starter where a composition exists and no mark between them blocks it.
 * Returns how many cells are left. */
static gsize
compose (XuTextCell *cells, gsize n_cells)
{
  XuTextCell *starter = NULL;
  int last_class = 0; /* of the cell before, if that is a mark on @starter; else 0 */
  gsize n_kept = 0;

  for (gsize i = 0; i < n_cells; i++)
    {
      int class = combining_class (&cells[i]);
      gboolean is_next = starter != NULL && starter == &cells[n_kept - 1];
      gunichar composed;

      if (starter != NULL && cells[i].ch >= first_composite && (is_next || last_class < class)
          && g_unichar_compose (starter->ch, cells[i].ch, &composed))
        {
          starter->ch = composed;
          continue;
        }

      cells[n_kept] = cells[i];
      if (class == 0)
        starter = &cells[n_kept];
      last_class = class;
      n_kept++;
    }

  return n_kept;
}

/* Sorting marks may have moved a later one forward. What begins at a cell begins no later than
 * every cell behind it. */
static void
order_offsets (XuTextCell *cells, gsize n_cells)
{
  for (gsize i = n_cells; i > 0; i--)
    cells[i - 1].offset = MIN (cells[i - 1].offset, cells[i].offset);
}

GArray *
xu_text_cells_new (const char *text)
{
  GArray *cells;
  XuTextCell *data;
  gsize n_cells;

  g_return_val_if_fail (text != NULL, NULL);

  cells = decode (text);
  data = (XuTextCell *) (void *) cells->data;
  n_cells = cells->len - 1;

  sort_marks (data, n_cells);
  n_cells = compose (data, n_cells);
  data[n_cells] = data[cells->len - 1];
  order_offsets (data, n_cells);

  g_array_set_size (cells, (guint) (n_cells + 1));
  return cells;
}
