/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say about the text of a post: its length, its links, what it costs. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-notes.h"

#include <glib/gi18n.h>
#include <string.h>

#include "xu-finding-words.h"
#include "xu-post-cost.h"
#include "xu-quantity-words.h"
#include "xu-weighted-text.h"

/* No text of 25,000 characters is longer, whatever its links: not worth a look. */
static const gsize text_max_bytes = 1024 * 1024;

/* What everybody may post ends in there, unless it is hardly more than the longest of links. */
static const gsize head_bytes = 16 * 1024;

static char *
dup_cost (gboolean is_dear, guint n_descriptions, gboolean is_free)
{
  g_autofree char *price
      = xu_quantity_words_dup_price ((guint) xu_post_cost_micro_usd (is_dear, n_descriptions));

  if (is_free)
    /* Translators: what a post costs; %s is a price: “US$0.015” */
    return g_strdup_printf (_ ("Free in the sandbox; about %s on X"), price);

  /* Translators: what a post costs; %s is a price: “US$0.015” */
  return g_strdup_printf (_ ("About %s"), price);
}

static char *
dup_link (guint n_descriptions)
{
  guint64 with = xu_post_cost_micro_usd (TRUE, n_descriptions);
  guint64 without = xu_post_cost_micro_usd (FALSE, n_descriptions);
  guint times = (guint) (with / MAX (without, 1));
  g_autofree char *price = xu_quantity_words_dup_price ((guint) with);

  if (times < 2)
    return NULL;

  /* Translators: %u is how many times, at least 2; %s is a price: “US$0.200” */
  return g_strdup_printf (ngettext ("A link makes this post %u time dearer (%s).",
                                    "A link makes this post %u times dearer (%s).", times),
                          times, price);
}

static char *
dup_limit (guint used)
{
  if (used <= XU_TEXT_LIMIT_STANDARD)
    return NULL;

  /* Translators: %u is a number of characters: 280 */
  return g_strdup_printf (ngettext ("Only subscribers of X may post more than %u character.",
                                    "Only subscribers of X may post more than %u characters.",
                                    XU_TEXT_LIMIT_STANDARD),
                          (guint) XU_TEXT_LIMIT_STANDARD);
}

static char *
dup_problem (const XuTextCount *count)
{
  if (count->weighted_length > XU_TEXT_LIMIT_SUBSCRIBER)
    return xu_finding_words_dup_sentence ("text-too-long", NULL, XU_TEXT_LIMIT_SUBSCRIBER);
  if (!count->is_valid)
    return xu_finding_words_dup_sentence ("text-invalid", NULL, 0);

  return NULL;
}

/* A long text is looked at whole only once for each key that is pressed. */
static gsize
find_valid_end (const char *text, gsize length)
{
  XuTextCount count;
  gsize end = MIN (length, head_bytes);

  while (end > 0 && end < length && ((guchar) text[end] & 0xc0) == 0x80)
    end--;

  g_autofree char *head = g_strndup (text, end);

  xu_weighted_text_count (head, XU_TEXT_LIMIT_STANDARD, &count);
  if (count.valid_end == end && end < length)
    xu_weighted_text_count (text, XU_TEXT_LIMIT_STANDARD, &count);

  return count.valid_end;
}

/* No domain is without a dot. */
static gboolean
has_link (const char *text)
{
  if (strchr (text, '.') == NULL)
    return FALSE;

  g_autoptr (GArray) links = xu_weighted_text_find_url_spans (text);

  return links->len > 0;
}

void
xu_post_notes_init (XuPostNotes *notes, const char *text, guint n_descriptions, gboolean is_free)
{
  g_return_if_fail (notes != NULL && text != NULL);

  XuTextCount count = { .weighted_length = G_MAXINT32 };
  gsize length = strlen (text);
  gboolean is_countable = length <= text_max_bytes;
  gboolean is_dear = is_countable && has_link (text);

  if (is_countable)
    xu_weighted_text_count (text, XU_TEXT_LIMIT_SUBSCRIBER, &count);

  *notes = (XuPostNotes){
    .used = count.weighted_length,
    .valid_end = is_countable ? find_valid_end (text, length) : 0,
    .link = is_dear ? dup_link (n_descriptions) : NULL,
    .problem = dup_problem (&count),
  };

  /* The link's sentence names the price too. */
  if (notes->link == NULL || is_free)
    notes->cost = dup_cost (is_dear, n_descriptions, is_free);
  if (notes->problem == NULL)
    notes->limit = dup_limit (notes->used);
}

void
xu_post_notes_clear (XuPostNotes *notes)
{
  g_clear_pointer (&notes->cost, g_free);
  g_clear_pointer (&notes->link, g_free);
  g_clear_pointer (&notes->limit, g_free);
  g_clear_pointer (&notes->problem, g_free);
}

char *
xu_post_notes_dup_remaining (guint used, guint limit)
{
  if (used > limit)
    return g_strdup_printf (
        /* Translators: %u is how many characters a text is too long */
        ngettext ("%u character too many", "%u characters too many", used - limit), used - limit);

  guint left = limit - used;

  if (left > XU_POST_NOTES_NEAR)
    return g_strdup ("");

  /* Translators: %u is how many characters may still be written */
  return g_strdup_printf (ngettext ("%u character left", "%u characters left", left), left);
}
