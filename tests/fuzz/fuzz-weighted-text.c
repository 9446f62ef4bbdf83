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

/* What is a URL in a text is the same one behind a space. */
static void
check_url (const char *url)
{
  g_autofree char *text = g_strconcat (" ", url, NULL);
  g_autoptr (GPtrArray) urls = xu_weighted_text_find_urls (text);
  XuTextCount count;

  g_assert_cmpuint (urls->len, ==, 1);
  g_assert_cmpstr (urls->pdata[0], ==, url);
  xu_weighted_text_count (text, XU_TEXT_LIMIT_STANDARD, &count);
  g_assert_cmpuint (count.weighted_length, ==, 1 + 23);
}

/* In a text that is not normal a URL may begin or end inside of a character, where a decomposition
 * and the order of marks put one; then it is another one by itself. */
static void
check_urls (const char *text, gboolean is_normal)
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
      if (is_normal)
        check_url (url);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  check_count (text);
  check_urls (text, FALSE);
  if (normal != NULL)
    check_urls (normal, TRUE);
  return 0;
}
