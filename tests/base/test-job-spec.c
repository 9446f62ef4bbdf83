/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When two wishes are the same. */

#include "config.h"

#include "xu-job-spec.h"

static XuJobSpec *
make_spec (void)
{
  const char *paths[] = { "/a.png", "/b.png", NULL };
  XuJobSpec *spec = xu_job_spec_new (paths, "Hello");

  spec->subtitles_path = g_strdup ("/s.srt");
  spec->subtitles_language = g_strdup ("EN");
  spec->cover_path = g_strdup ("/c.png");
  spec->reply_settings = g_strdup ("following");

  return spec;
}

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
test_equal (void)
{
  g_autoptr (XuJobSpec) spec = make_spec ();

  g_assert_true (xu_job_spec_equal (spec, spec));
  for (guint i = 0; i <= 12; i++)
    {
      g_autoptr (XuJobSpec) other = xu_job_spec_copy (spec);

      g_test_message ("difference %u", i);
      if (i == 1)
        set (&other->paths[1], "/d.png");
      else if (i == 2)
        set (&other->text, "");
      else if (i == 3)
        other->intent = XU_POST_INTENT_DRAFT;
      else if (i == 4)
        set (&other->subtitles_path, NULL);
      else if (i == 5)
        set (&other->subtitles_language, "DE");
      else if (i == 6)
        set (&other->cover_path, "/d.png");
      else if (i == 7)
        set (&other->reply_settings, NULL);
      else if (i == 8)
        other->made_with_ai = TRUE;
      else if (i == 9)
        other->paid_partnership = TRUE;
      else if (i == 10)
        other->alt_texts = g_strsplit ("|A cat", "|", -1);
      else if (i == 11)
        set (&other->paths[1], NULL);
      else if (i == 12)
        set (&other->cover_path, NULL);

      g_assert_cmpint (xu_job_spec_equal (spec, other), ==, i == 0);
      g_assert_cmpint (xu_job_spec_equal (other, spec), ==, i == 0);
    }
}

static void
test_alt_texts (void)
{
  g_autoptr (XuJobSpec) spec = make_spec ();
  g_autoptr (XuJobSpec) empty = xu_job_spec_copy (spec);
  g_autoptr (XuJobSpec) one = xu_job_spec_copy (spec);

  empty->alt_texts = g_strsplit ("|", "|", -1);
  one->alt_texts = g_strsplit ("A cat", "|", -1);
  g_assert_true (xu_job_spec_equal (spec, empty));
  g_assert_true (xu_job_spec_equal (empty, spec));
  g_assert_false (xu_job_spec_equal (spec, one));
  g_assert_cmpstr (xu_job_spec_get_alt_text (spec, 0), ==, "");
  g_assert_cmpstr (xu_job_spec_get_alt_text (one, 0), ==, "A cat");
  g_assert_cmpstr (xu_job_spec_get_alt_text (one, 1), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-spec/equal", test_equal);
  g_test_add_func ("/job-spec/alt-texts", test_alt_texts);

  return g_test_run ();
}
