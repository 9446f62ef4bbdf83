/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the URLs in a text, as X does. */

#define G_LOG_DOMAIN "xu-text"

#include "config.h"

#include "xu-text-urls.h"

#include <string.h>

#include "xu-text-cells.h"
#include "xu-text-domains.h"

enum
{
  MAX_URL_LENGTH = 4096,
  MAX_TCO_SLUG_LENGTH = 40,
};

/* A text, and for each cell of it where a domain that begins there ends, or 0. */
typedef struct
{
  const XuTextCell *cells;    /* with the text's end, whose code point is 0 */
  const gsize *latin_domains; /* of ASCII and Latin letters */
  const gsize *any_domains;   /* of any letters */
} Scanner;

static gboolean
is_ascii_alnum (gunichar ch)
{
  return ch < 0x80 && g_ascii_isalnum ((char) ch);
}

static gboolean
is_one_of (gunichar ch, const char *ascii)
{
  return ch != 0 && ch < 0x80 && strchr (ascii, (int) ch) != NULL;
}

static gboolean
may_precede_url (gunichar ch)
{
  return !is_ascii_alnum (ch) && !is_one_of (ch, "@#$") && ch != 0xFF20 && ch != 0xFF03
         && ch != 0xFFFE && ch != 0xFEFF && ch != 0xFFFF;
}

/* Letters of a path: also those of domains without a scheme, and Cyrillic. */
static gboolean
is_path_letter (gunichar ch)
{
  return xu_text_is_latin_label_char (ch) || (ch >= 0x400 && ch <= 0x4FF);
}

static gboolean
is_path_char (gunichar ch)
{
  return is_path_letter (ch) || is_one_of (ch, "!*';:=+,.$/%#[]-_~@|&") || ch == 0x2013;
}

static gboolean
may_end_path (gunichar ch)
{
  return is_path_letter (ch) || is_one_of (ch, "=_#/+-");
}

static gboolean
is_query_char (gunichar ch)
{
  return is_ascii_alnum (ch) || is_one_of (ch, "!?*'@();:&=+$/%#[]-_.,~|");
}

static gboolean
may_end_query (gunichar ch)
{
  return is_ascii_alnum (ch) || is_one_of (ch, "-_&=#/");
}

/* How many cells “http://” or “https://” takes at @i. */
static gsize
match_scheme (const Scanner *self, gsize i)
{
  static const char http[] = "http";
  gsize n;

  for (n = 0; http[n] != '\0'; n++)
    {
      gunichar ch = self->cells[i + n].ch;

      if (ch >= 0x80 || g_ascii_tolower ((char) ch) != http[n])
        return 0;
    }

  if (is_one_of (self->cells[i + n].ch, "sS"))
    n++;
  if (self->cells[i + n].ch != ':' || self->cells[i + n + 1].ch != '/'
      || self->cells[i + n + 2].ch != '/')
    return 0;

  return n + 3;
}

static gsize
skip_path_chars (const Scanner *self, gsize i)
{
  while (is_path_char (self->cells[i].ch))
    i++;
  return i;
}

/* Behind the parentheses that open at @i, with at most one pair inside; or @i where they do not
 * close or are empty. */
static gsize
skip_parentheses (const Scanner *self, gsize i)
{
  gsize inner = skip_path_chars (self, i + 1);

  if (self->cells[inner].ch == '(')
    {
      gsize inner_end = skip_path_chars (self, inner + 1);

      if (inner_end == inner + 1 || self->cells[inner_end].ch != ')')
        return i;
      inner = skip_path_chars (self, inner_end + 1);
    }

  return inner > i + 1 && self->cells[inner].ch == ')' ? inner + 1 : i;
}

static gsize
skip_path (const Scanner *self, gsize i)
{
  gsize end = i;

  if (self->cells[i].ch != '/')
    return i;

  for (;;)
    {
      gsize next = i;

      if (self->cells[i].ch == '(')
        next = skip_parentheses (self, i);
      else if (is_path_char (self->cells[i].ch))
        next = i + 1;
      if (next == i)
        return end;

      if (next > i + 1 || may_end_path (self->cells[i].ch))
        end = next;
      i = next;
    }
}

static gsize
skip_query (const Scanner *self, gsize i)
{
  gsize end = i;

  if (self->cells[i].ch != '?')
    return i;

  for (i++; is_query_char (self->cells[i].ch); i++)
    {
      if (may_end_query (self->cells[i].ch))
        end = i + 1;
    }

  return end;
}

static gsize
skip_port (const Scanner *self, gsize i)
{
  gsize end = i + 1;

  if (self->cells[i].ch != ':')
    return i;

  while (self->cells[end].ch < 0x80 && g_ascii_isdigit ((char) self->cells[end].ch))
    end++;

  return end > i + 1 ? end : i;
}

/* Where a t.co link ends whose domain takes the cells [@domain, @end); 0 where that is another
 * domain, or has no slug. */
static gsize
tco_end (const Scanner *self, gsize domain, gsize end, gsize *n_slug)
{
  static const char tco[] = "t.co/";
  gsize slug = domain + 5, slug_end;

  if (end - domain != 4)
    return 0;
  for (gsize i = 0; i < 5; i++)
    {
      gunichar ch = self->cells[domain + i].ch;

      if (ch >= 0x80 || g_ascii_tolower ((char) ch) != tco[i])
        return 0;
    }

  for (slug_end = slug; is_ascii_alnum (self->cells[slug_end].ch); slug_end++)
    ;
  *n_slug = slug_end - slug;
  return *n_slug > 0 ? skip_query (self, slug_end) : 0;
}

/* Where the domain of a URL at @start ends, behind a scheme of @n_scheme cells; 0 where none
 * begins. */
static gsize
find_domain_end (const Scanner *self, gsize start, gsize *n_scheme)
{
  gsize domain, end;

  *n_scheme = match_scheme (self, start);
  domain = start + *n_scheme;
  end = self->latin_domains[domain];
  return end == 0 && *n_scheme > 0 ? self->any_domains[domain] : end;
}

/* Takes what looks like a URL at @start, and adds it to @urls if it is one. Returns where the
 * search goes on: @start where nothing looks so. */
static gsize
take_url (const Scanner *self, gsize start, GArray *urls)
{
  XuTextSpan url = { .start = start };
  gsize n_scheme, domain, end, after, n_ascii, n_slug = 0;
  gsize domain_end = find_domain_end (self, start, &n_scheme);

  if (domain_end == 0)
    return start;

  domain = start + n_scheme;

  end = skip_path (self, skip_port (self, domain_end));
  end = after = skip_query (self, end);

  if (n_scheme == 0 && start > 0 && is_one_of (self->cells[start - 1].ch, "-_./"))
    return after;

  if (n_scheme > 0)
    {
      gsize shorter = tco_end (self, domain, domain_end, &n_slug);

      end = shorter > 0 ? shorter : end;
    }

  n_ascii = xu_text_domain_ascii_length (&self->cells[domain], domain_end - domain);
  if (n_ascii == 0 || n_slug > MAX_TCO_SLUG_LENGTH
      || (n_scheme > 0 ? n_scheme : strlen ("https://")) + n_ascii + (end - domain_end)
             > MAX_URL_LENGTH)
    return after;

  url.end = end;
  g_array_append_val (urls, url);
  return after;
}

static gboolean
has_dot (const XuTextCell *cells, gsize n_cells)
{
  for (gsize i = 0; i < n_cells; i++)
    {
      if (cells[i].ch == '.')
        return TRUE;
    }

  return FALSE;
}

GArray *
xu_text_urls_find (const GArray *cells)
{
  GArray *urls = g_array_new (FALSE, FALSE, sizeof (XuTextSpan));
  const XuTextCell *data;
  gsize n_cells;

  g_assert (cells != NULL && cells->len > 0);

  data = (const XuTextCell *) (const void *) cells->data;
  n_cells = cells->len - 1;
  if (!has_dot (data, n_cells))
    return urls;

  g_autofree gsize *latin = xu_text_domains_new (data, n_cells, xu_text_is_latin_label_char);
  g_autofree gsize *any = xu_text_domains_new (data, n_cells, xu_text_is_any_label_char);
  Scanner scanner = { data, latin, any };
  gsize i = 1, n_scheme;

  /* X looks for something before a URL first, and only then whether one begins the text. So of two
   * readings of an “é” at the start it takes the strange one: “école.com” is an é and a URL. */
  if (!may_precede_url (data[0].ch) || find_domain_end (&scanner, 1, &n_scheme) == 0)
    i = take_url (&scanner, 0, urls) + 1;

  while (i < n_cells)
    {
      gsize next = may_precede_url (data[i - 1].ch) ? take_url (&scanner, i, urls) : i;

      i = next + 1;
    }

  return urls;
}
