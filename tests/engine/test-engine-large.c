/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file larger than 4 GiB, sparse, arrives as it is. A thousand segments of the default size do
 * not hold it. */

#include "config.h"

#include "engine-fixture.h"

static void
test_five_gibibytes (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, "--max-segment=16MiB");

  g_autofree char *path
      = engine_fixture_make_video (&fixture, "v.mp4", G_GUINT64_CONSTANT (5) << 30, TRUE);
  XuJob *job = engine_fixture_add (&fixture, path, "Large");

  engine_wait_until_over (job, 180);
  g_assert_no_error (xu_job_get_error (job));
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);

  g_autofree char *hash
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/media", "$.media[0].sha256");
  g_autofree char *expected = engine_hash_file (path);

  g_assert_cmpstr (hash, ==, expected);
  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/large/five-gibibytes", test_five_gibibytes);

  return g_test_run ();
}
