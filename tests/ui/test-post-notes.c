/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say about the text of a post. */

#include "config.h"

#include "xu-post-notes.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  guint n_repeats; /* of the text */
  guint n_descriptions;
  gboolean is_free;

  guint used;
  const char *cost;  /* (nullable) */
  const char *link;  /* (nullable) */
  const char *limit; /* (nullable): how it begins */
  gboolean has_problem;
} Row;

static const Row rows[] = {
  { "nothing", "", 1, 0, FALSE, 0, "About US$0.015" },
  { "some words", "hello", 1, 0, FALSE, 5, "About US$0.015" },
  { "with a description", "hello", 1, 1, FALSE, 5, "About US$0.020" },
  { "in the sandbox", "hello", 1, 0, TRUE, 5, "Free in the sandbox; about US$0.015 on X" },
  { "a link", "see example.com", 1, 0, FALSE, 27, NULL,
    "A link makes this post 13 times dearer (US$0.200)." },
  { "a link, and four descriptions", "see example.com", 1, 4, FALSE, 27, NULL,
    "A link makes this post 6 times dearer (US$0.220)." },
  { "a link in the sandbox", "example.com", 1, 0, TRUE, 23,
    "Free in the sandbox; about US$0.200 on X",
    "A link makes this post 13 times dearer (US$0.200)." },
  { "at the limit", "x", 280, 0, FALSE, 280, "About US$0.015" },
  { "beyond it", "x", 281, 0, FALSE, 281, "About US$0.015", NULL, "Only subscribers of X" },
  { "emoji count twice", "😀", 141, 0, FALSE, 282, "About US$0.015", NULL, "Only subscribers of X" },
  { "at the limit of subscribers", "x", 25000, 0, FALSE, 25000, "About US$0.015", NULL,
    "Only subscribers of X" },
  { "beyond that", "x", 25001, 0, FALSE, 25001, "About US$0.015", NULL, NULL, TRUE },
  { "a character that X does not take", "a\xef\xbf\xbe", 1, 0, FALSE, 3, "About US$0.015", NULL,
    NULL, TRUE },
  { "not worth counting", "0123456789", 200000, 0, FALSE, G_MAXINT32, "About US$0.015", NULL, NULL,
    TRUE },
};

static char *
repeat (const char *text, guint n)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);

  return g_string_free (all, FALSE);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *text = repeat (row->text, row->n_repeats);
  g_auto (XuPostNotes) notes = { 0 };

  xu_post_notes_init (&notes, text, row->n_descriptions, row->is_free);

  g_assert_cmpuint (notes.used, ==, row->used);
  g_assert_cmpstr (notes.cost, ==, row->cost);
  g_assert_cmpstr (notes.link, ==, row->link);
  g_assert_cmpint (notes.limit != NULL, ==, row->limit != NULL);
  if (row->limit != NULL)
    g_assert_true (g_str_has_prefix (notes.limit, row->limit));
  g_assert_cmpint (notes.problem != NULL, ==, row->has_problem);
  g_assert_cmpuint (notes.valid_end, <=, strlen (text));
}

static void
test_valid_end (void)
{
  g_autofree char *letters = repeat ("ä", 300);
  g_autofree char *many_letters = repeat ("日", 20000);
  g_autofree char *path = repeat ("x", 4000);
  g_autofree char *link = g_strconcat ("https://example.com/", path, " ", NULL);
  g_autofree char *links = repeat (link, 6);
  g_autofree char *many_links = repeat (link, 20);
  const struct
  {
    const char *text;
    gsize valid_end;
  } cases[] = {
    { "", 0 },
    { "hello", 5 },
    { letters, 2 * 280 },
    { many_letters, 3 * 140 },
    /* A link counts 23, however long it is, and the space behind it one. */
    { links, strlen (links) },
    { many_links, 11 * strlen (link) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (XuPostNotes) notes = { 0 };

      xu_post_notes_init (&notes, cases[i].text, 0, FALSE);
      g_assert_cmpuint (notes.valid_end, ==, cases[i].valid_end);
    }
}

static void
test_remaining (void)
{
  static const struct
  {
    guint used;
    const char *words;
  } cases[] = {
    { 0, "" },
    { 259, "" },
    { 260, "20 characters left" },
    { 279, "1 character left" },
    { 280, "0 characters left" },
    { 281, "1 character too many" },
    { 290, "10 characters too many" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = xu_post_notes_dup_remaining (cases[i].used, 280);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/post-notes/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/post-notes/where the limit is", test_valid_end);
  g_test_add_func ("/post-notes/what is left", test_remaining);

  return g_test_run ();
}
