/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a post shows, before and after its files are open. */

#include "config.h"

#include "xu-post-kind.h"

static const struct
{
  const char *paths[3];
  const char *media_type;
  XuPostKind kind;
} cases[] = {
  { { "a.mp4" }, NULL, XU_POST_KIND_VIDEO },
  { { "a.MOV" }, NULL, XU_POST_KIND_VIDEO },
  { { "a" }, NULL, XU_POST_KIND_VIDEO },
  { { "a.jpg" }, NULL, XU_POST_KIND_IMAGE },
  { { "a.JPEG" }, NULL, XU_POST_KIND_IMAGE },
  { { "a.gif" }, NULL, XU_POST_KIND_GIF },
  { { "gif" }, NULL, XU_POST_KIND_VIDEO },
  { { "a.jpg", "b.jpg" }, NULL, XU_POST_KIND_IMAGES },
  /* The bytes know better than the name. */
  { { "a.jpg" }, "video/mp4", XU_POST_KIND_VIDEO },
  { { "a.mp4" }, "image/png", XU_POST_KIND_IMAGE },
  { { "a.mp4" }, "image/gif", XU_POST_KIND_GIF },
  { { "a.jpg", "b.jpg" }, "image/jpeg", XU_POST_KIND_IMAGES },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (XuJobSpec) spec = xu_job_spec_new (cases[i].paths, NULL);

      g_test_message ("%s, %s", cases[i].paths[0], cases[i].media_type);
      g_assert_cmpint (xu_post_kind_of (spec, cases[i].media_type), ==, cases[i].kind);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/post-kind/cases", test_cases);

  return g_test_run ();
}
