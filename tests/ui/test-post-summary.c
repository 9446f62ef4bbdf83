/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A post that cannot be changed any more, with words that look like markup. */

#include "config.h"

#include "xu-post-summary.h"

#include "display-fixture.h"

static GtkWidget *
new_summary (XuJobSpec *spec, XuPostKind kind)
{
  GtkWidget *summary = g_object_ref_sink (g_object_new (XU_TYPE_POST_SUMMARY, NULL));

  xu_post_summary_load (XU_POST_SUMMARY (summary), spec, kind);
  return summary;
}

static void
assert_label (GtkWidget *summary, const char *text)
{
  g_test_message ("“%s”", text);
  g_assert_nonnull (display_fixture_find_label (summary, text));
}

static void
test_everything (void)
{
  const char *paths[] = { "/films/a & b.mp4", NULL };
  const char *alt_texts[] = { "Waves & <wind>", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "<b>Hello</b> & goodbye");

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  spec->subtitles_path = g_strdup ("/films/a & b.srt");
  spec->subtitles_language = g_strdup ("DE");
  spec->cover_path = g_strdup ("/films/<cover>.jpg");
  spec->reply_settings = g_strdup ("verified");
  spec->made_with_ai = TRUE;
  spec->paid_partnership = TRUE;

  GtkWidget *summary = new_summary (spec, XU_POST_KIND_VIDEO);

  assert_label (summary, "<b>Hello</b> & goodbye");
  assert_label (summary, "Description");
  assert_label (summary, "Waves & <wind>");
  assert_label (summary, "a & b.srt · Deutsch");
  assert_label (summary, "<cover>.jpg");
  assert_label (summary, "Verified accounts");
  assert_label (summary, "Made with AI");
  assert_label (summary, "Paid partnership");

  g_assert_finalize_object (summary);
}

static void
test_images (void)
{
  const char *paths[] = { "/images/a & b.jpg", "/images/c.jpg", NULL };
  const char *alt_texts[] = { "A hill", "", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");

  spec->alt_texts = g_strdupv ((char **) alt_texts);

  GtkWidget *summary = new_summary (spec, XU_POST_KIND_IMAGES);

  assert_label (summary, "Description of a & b.jpg");
  assert_label (summary, "A hill");
  g_assert_null (display_fixture_find_label (summary, "Description of c.jpg"));

  g_assert_finalize_object (summary);
}

/* One post after another: nothing of the first is left. */
static void
test_another (void)
{
  const char *paths[] = { "/films/a.mp4", NULL };
  g_autoptr (XuJobSpec) first = xu_job_spec_new (paths, "first");
  g_autoptr (XuJobSpec) second = xu_job_spec_new (paths, "");

  first->made_with_ai = TRUE;

  GtkWidget *summary = new_summary (first, XU_POST_KIND_VIDEO);

  assert_label (summary, "Made with AI");
  xu_post_summary_load (XU_POST_SUMMARY (summary), second, XU_POST_KIND_VIDEO);
  g_assert_null (display_fixture_find_label (summary, "first"));
  g_assert_null (display_fixture_find_label (summary, "Made with AI"));

  g_assert_finalize_object (summary);
}

int
main (int argc, char **argv)
{
  display_fixture_init (&argc, &argv);

  g_test_add_func ("/post-summary/everything", test_everything);
  g_test_add_func ("/post-summary/images", test_images);
  g_test_add_func ("/post-summary/another", test_another);

  return g_test_run ();
}
