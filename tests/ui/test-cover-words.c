/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cover picture is called. */

#include "config.h"

#include "xu-cover-words.h"

static const struct
{
  const char *path;
  const char *name;
} cases[] = {
  { "/data/covers/d6bd71f2-d1ad-49f0-983c-1692e0217372.jpg", "A frame of the video" },
  { "/pictures/d6bd71f2-d1ad-49f0-983c-1692e0217372.jpg",
    "d6bd71f2-d1ad-49f0-983c-1692e0217372.jpg" },
  { "/data/covers/d6bd71f2-d1ad-49f0-983c-1692e0217372", "d6bd71f2-d1ad-49f0-983c-1692e0217372" },
  { "/data/covers/d6bd71f2-d1ad-49f0-983c-1692e0217372.jpg.jpg",
    "d6bd71f2-d1ad-49f0-983c-1692e0217372.jpg.jpg" },
  { "/data/covers/sunset & sea.jpg", "sunset & sea.jpg" },
  { "covers/x", "x" },
  { "x.png", "x.png" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = xu_cover_words_dup_name (cases[i].path);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cover-words/cases", test_cases);

  return g_test_run ();
}
