/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The length of a post as X counts it, and the URLs in it. */

#define G_LOG_DOMAIN "xu-text"

#include "config.h"

#include "xu-weighted-text.h"

#include "xu-text-cells.h"
#include "xu-text-emoji.h"
#include "xu-text-urls.h"

enum
{
  /* twitter-text has a scale of 100 for its weights; all of them are multiples of it. */
  WEIGHT_LIGHT = 1,
  WEIGHT_HEAVY = 2,
  WEIGHT_EMOJI = 2,
  WEIGHT_URL = 23,
};

static guint
weigh_char (gunichar ch)
{
  gboolean is_light = ch <= 0x10FF || (ch >= 0x2000 && ch <= 0x200D)
                      || (ch >= 0x2010 && ch <= 0x201F) || (ch >= 0x2032 && ch <= 0x2037);

  return is_light ? WEIGHT_LIGHT : WEIGHT_HEAVY;
}

static gboolean
is_allowed (gunichar ch)
{
  return ch != 0xFFFE && ch != 0xFEFF && ch != 0xFFFF;
}

/* What cannot be divided at the cell @i: a URL (@url, where it is not the end's), an emoji or one
 * code point. Returns how many cells it has. */
static gsize
weigh_unit (const XuTextCell *cells, gsize i, const XuTextSpan *url, guint *weight)
{
  gsize n_emoji;

  if (url != NULL && url->start == i)
    {
      *weight = WEIGHT_URL;
      return url->end - url->start;
    }

  n_emoji = xu_text_emoji_sequence (&cells[i]);
  *weight = n_emoji > 0 ? (guint) WEIGHT_EMOJI : weigh_char (cells[i].ch);
  return MAX (n_emoji, 1);
}

void
xu_weighted_text_count (const char *text, guint limit, XuTextCount *count)
{
  g_autoptr (GArray) cells = NULL;
  g_autoptr (GArray) urls = NULL;
  const char *utf8_end;
  guint next_url = 0;
  guint64 length = 0;

  g_return_if_fail (text != NULL && count != NULL);

  cells = xu_text_cells_new (text);
  urls = xu_text_urls_find (cells);

  const XuTextCell *data = (const XuTextCell *) (const void *) cells->data;
  gsize n_cells = cells->len - 1;

  count->is_valid = g_utf8_validate (text, -1, &utf8_end);
  count->valid_end = (gsize) (utf8_end - text);
  for (gsize i = 0, n; i < n_cells; i += n)
    {
      const XuTextSpan *url
          = next_url < urls->len ? &g_array_index (urls, XuTextSpan, next_url) : NULL;
      guint weight;

      n = weigh_unit (data, i, url, &weight);
      length += weight;
      next_url += url != NULL && url->start == i;
      if (length > limit || !is_allowed (data[i].ch))
        {
          count->is_valid = FALSE;
          count->valid_end = MIN (count->valid_end, data[i].offset);
        }
    }

  count->weighted_length = (guint) MIN (length, G_MAXUINT);
}

GArray *
xu_weighted_text_find_url_spans (const char *text)
{
  g_autoptr (GArray) cells = NULL;
  g_autoptr (GArray) urls = NULL;
  GArray *spans;

  g_return_val_if_fail (text != NULL, NULL);

  cells = xu_text_cells_new (text);
  urls = xu_text_urls_find (cells);
  spans = g_array_sized_new (FALSE, FALSE, sizeof (XuTextUrl), urls->len);
  for (guint i = 0; i < urls->len; i++)
    {
      const XuTextSpan *url = &g_array_index (urls, XuTextSpan, i);
      XuTextUrl span = { .start = g_array_index (cells, XuTextCell, url->start).offset,
                         .end = g_array_index (cells, XuTextCell, url->end).offset };

      g_array_append_val (spans, span);
    }

  return spans;
}

GPtrArray *
xu_weighted_text_find_urls (const char *text)
{
  g_autoptr (GArray) spans = NULL;
  GPtrArray *urls;

  g_return_val_if_fail (text != NULL, NULL);

  spans = xu_weighted_text_find_url_spans (text);
  urls = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < spans->len; i++)
    {
      const XuTextUrl *span = &g_array_index (spans, XuTextUrl, i);

      g_ptr_array_add (urls, g_strndup (text + span->start, span->end - span->start));
    }

  return urls;
}
