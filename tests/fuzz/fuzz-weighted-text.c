/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the text of a post: what the count and the URLs promise. */

#include "config.h"

#include "fuzz-target.h"

#include <string.h>

#include "xu-weighted-text.h"

static void
check_count (const char *text)
{
  XuTextCount count;

  xu_weighted_text_count (text, XU_TEXT_LIMIT_STANDARD, &count);
  g_assert_cmpuint (count.valid_end, <=, strlen (text));
  g_assert_true (g_utf8_validate (text, (gssize) count.valid_end, NULL));
  if (count.is_valid)
    {
      g_assert_cmpuint (count.weighted_length, <=, XU_TEXT_LIMIT_STANDARD);
      g_assert_cmpuint (count.valid_end, ==, strlen (text));
    }
}

/* What is a URL in a text is the same one by itself. */
static void
check_url (const char *url)
{
  g_autoptr (GPtrArray) urls = xu_weighted_text_find_urls (url);
  XuTextCount count;

  g_assert_cmpuint (urls->len, ==, 1);
  g_assert_cmpstr (urls->pdata[0], ==, url);
  xu_weighted_text_count (url, XU_TEXT_LIMIT_STANDARD, &count);
  g_assert_cmpuint (count.weighted_length, ==, 23);
}

static void
check_urls (const char *text)
{
  g_autoptr (GArray) spans = xu_weighted_text_find_url_spans (text);
  gsize last_end = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      const XuTextUrl *span = &g_array_index (spans, XuTextUrl, i);
      g_autofree char *url = g_strndup (text + span->start, span->end - span->start);

      g_assert_cmpuint (span->start, >=, last_end);
      g_assert_cmpuint (span->end, >, span->start);
      g_assert_cmpuint (span->end, <=, strlen (text));
      last_end = span->end;
      check_url (url);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_count (text);
  check_urls (text);
  return 0;
}
