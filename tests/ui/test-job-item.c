/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job in words, and its technical side. */

#include "config.h"

#include "xu-job-item.h"

#include <glib/gstdio.h>

#include "fake-job.h"
#include "xu-details.h"

typedef struct
{
  char *folder;     /* (owned) */
  XuEngine *engine; /* (owned) */
  XuJob *job;       /* (owned) */
  XuJobItem *item;  /* (owned) */
  guint n_past;     /* how often "past" was told */
} Fixture;

static void
on_past (Fixture *f)
{
  f->n_past++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *journal = NULL;
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("xu-job-item-XXXXXX", NULL);
  journal = g_build_filename (f->folder, "journal.db", NULL);

  XuEngineConfig config = { .base_url = "http://127.0.0.1:1", .journal_path = journal };

  f->engine = xu_engine_new (&config, &error);
  g_assert_no_error (error);
  f->job = fake_job_new ("0badcafe", "/home/somebody/Private/holi\nday.mp4");
  f->item = xu_job_item_new (f->engine, f->job);
  g_signal_connect_swapped (f->item, "notify::past", G_CALLBACK (on_past), f);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->item);
  g_assert_finalize_object (f->job);
  g_assert_finalize_object (f->engine);
  remove_folder (f->folder);
  g_free (f->folder);
}

static void
assert_says (Fixture *f, const char *phase, const char *details)
{
  g_autofree char *shown_phase = xu_job_item_dup_phase (f->item);
  g_autofree char *shown_details = xu_job_item_dup_details (f->item);

  g_assert_cmpstr (shown_phase, ==, phase);
  g_assert_cmpstr (shown_details, ==, details);
}

/* A name is somebody's: it must not break a line, nor a sentence. */
static void
test_title (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (xu_job_item_get_title (f->item), ==, "holi day.mp4");
}

static void
test_progress (Fixture *f, gconstpointer data)
{
  g_assert_cmpfloat (xu_job_item_get_fraction (f->item), ==, -1);

  fake_job_set_phase (f->job, XU_JOB_PHASE_UPLOADING);
  fake_job_set_progress (f->job, 0, 0);
  g_assert_cmpfloat (xu_job_item_get_fraction (f->item), ==, 0);

  const XuJobProgress *progress = xu_job_get_progress (f->job);

  fake_job_set_progress (f->job, progress->total / 2, progress->total / 4);
  g_assert_cmpfloat_with_epsilon (xu_job_item_get_fraction (f->item), .5, .01);
  g_assert_cmpfloat_with_epsilon (xu_job_item_get_sent_fraction (f->item), .75, .01);
}

/* On a slow line X has nothing for minutes. */
static void
test_details_tell_what_was_sent (Fixture *f, gconstpointer data)
{
  fake_job_set_phase (f->job, XU_JOB_PHASE_UPLOADING);
  fake_job_set_progress (f->job, 0, 250 * 1000);
  assert_says (f, "Uploading", "250.0\302\240kB of 1.0\302\240MB sent");
  fake_job_set_progress (f->job, 500 * 1000, 250 * 1000);
  assert_says (f, "Uploading", "750.0\302\240kB of 1.0\302\240MB sent");

  fake_job_pause (f->job); /* What was under way is taken back. */
  assert_says (f, "Paused", "500.0\302\240kB of 1.0\302\240MB");
}

/* What was sent is not what X has. */
static void
test_never_complete_before_the_answer (Fixture *f, gconstpointer data)
{
  fake_job_set_phase (f->job, XU_JOB_PHASE_UPLOADING);
  fake_job_set_progress (f->job, 0, 0);
  fake_job_set_progress (f->job, 0, xu_job_get_progress (f->job)->total);

  g_assert_cmpfloat (xu_job_item_get_sent_fraction (f->item), <, 1);
}

static void
test_wait_is_told_until_it_goes_on (Fixture *f, gconstpointer data)
{
  fake_job_set_phase (f->job, XU_JOB_PHASE_UPLOADING);
  fake_job_wait (f->job, XU_WAIT_NETWORK);

  g_autofree char *waiting = xu_job_item_dup_phase (f->item);

  g_assert_cmpstr (waiting, ==, "No connection: continues by itself");

  fake_job_set_progress (f->job, 1, 0);

  g_autofree char *going_on = xu_job_item_dup_phase (f->item);

  g_assert_cmpstr (going_on, ==, "Uploading");
}

static void
test_unknown_is_no_failure (Fixture *f, gconstpointer data)
{
  fake_job_fail (f->job, XU_ERROR_POST_UNKNOWN);
  assert_says (f, "Perhaps posted",
               "It is not known whether the post exists: X’s answer was lost.");
  g_assert_true (xu_job_may_be_posted (f->job));
  g_assert_false (xu_job_item_is_past (f->item));
}

static void
test_posted_is_history (Fixture *f, gconstpointer data)
{
  g_assert_false (xu_job_item_is_past (f->item));
  fake_job_post (f->job, "12345");
  g_assert_true (xu_job_item_is_past (f->item));
  g_assert_cmpuint (f->n_past, ==, 1);
}

static XuJobItem *
new_item_of_age (Fixture *f, gint64 created_at)
{
  g_autoptr (XuJob) job = fake_job_new ("1badcafe", "/tmp/b.mp4");

  fake_job_set_created_at (job, created_at);

  return xu_job_item_new (f->engine, job);
}

/* Newest first; but what was dropped together stays in its order. */
static void
test_age (Fixture *f, gconstpointer data)
{
  gint64 now = xu_job_get_created_at (f->job);
  g_autoptr (XuJobItem) next = new_item_of_age (f, now);
  g_autoptr (XuJobItem) earlier = new_item_of_age (f, now - 1);
  g_autoptr (XuJobItem) later = new_item_of_age (f, now + 1);

  g_assert_cmpint (xu_job_item_compare_age (f->item, next), <, 0);
  g_assert_cmpint (xu_job_item_compare_age (next, f->item), >, 0);
  g_assert_cmpint (xu_job_item_compare_age (next, next), ==, 0);
  g_assert_cmpint (xu_job_item_compare_age (later, f->item), <, 0);
  g_assert_cmpint (xu_job_item_compare_age (earlier, f->item), >, 0);
}

static void
on_notify (XuJobItem *item, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

/* Its file was chosen again, and is called otherwise now. */
static void
test_other_file (Fixture *f, gconstpointer data)
{
  const char *paths[] = { "/media/usb/beach.mp4", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Hello");
  guint n_titles = 0;

  g_signal_connect (f->item, "notify::title", G_CALLBACK (on_notify), &n_titles);
  fake_job_set_spec (f->job, spec);
  g_assert_cmpstr (xu_job_item_get_title (f->item), ==, "beach.mp4");
  g_assert_cmpuint (n_titles, ==, 1);

  g_autofree char *summary = xu_job_item_dup_summary (f->item);

  g_assert_true (g_str_has_prefix (summary, "beach.mp4, "));
}

/* Nobody has paused it, and nothing the user could do to the job would help. */
static void
test_account_is_missing (Fixture *f, gconstpointer data)
{
  XuAccountConfig config = { .kind = XU_ACCOUNT_ENVIRONMENT,
                             .server = "https://api.x.com",
                             .base_url = "http://127.0.0.1:1",
                             .access_token = "t" };

  fake_job_set_elsewhere (f->job, FALSE, XU_JOB_OUTCOME_NONE);
  g_assert_true (xu_job_is_interrupted (f->job));
  g_assert_false (xu_job_item_is_signed_in (f->item));
  assert_says (f, "Waits until you are signed in", "");

  g_assert_nonnull (xu_engine_add_account (f->engine, &config, NULL));
  g_assert_true (xu_job_item_is_signed_in (f->item));
  assert_says (f, "Paused", "");
}

static void
test_sandbox_is_missing (Fixture *f, gconstpointer data)
{
  g_autoptr (XuJob) job
      = fake_job_new_of ("2badcafe", "/tmp/c.mp4", XU_ENGINE_SANDBOX, XU_POST_INTENT_DRAFT);
  g_autoptr (XuJobItem) item = xu_job_item_new (f->engine, job);

  fake_job_set_elsewhere (job, FALSE, XU_JOB_OUTCOME_NONE);

  g_autofree char *phase = xu_job_item_dup_phase (item);

  g_assert_cmpstr (phase, ==, "Waits for the sandbox");
}

/* They go into reports that everybody may read. */
static void
test_details (Fixture *f, gconstpointer data)
{
  fake_job_fail_saying (f->job, XU_ERROR_FILE_UNREADABLE,
                        "/home/somebody/Private/holi\nday.mp4: Permission denied");

  g_autofree char *text = xu_details_dup_text (f->job);

  g_assert_nonnull (strstr (text, "Job: 0badcafe\n"));
  g_assert_nonnull (strstr (text, "Error: file-unreadable\n"));
  g_assert_null (strstr (text, "Hello")); /* What was written. */
  g_assert_null (strstr (text, "somebody"));
  g_assert_null (strstr (text, "Private"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "/job-item/title", test_title },
    { "/job-item/progress", test_progress },
    { "/job-item/never-complete-before-the-answer", test_never_complete_before_the_answer },
    { "/job-item/details-tell-what-was-sent", test_details_tell_what_was_sent },
    { "/job-item/wait-is-told-until-it-goes-on", test_wait_is_told_until_it_goes_on },
    { "/job-item/unknown-is-no-failure", test_unknown_is_no_failure },
    { "/job-item/posted-is-history", test_posted_is_history },
    { "/job-item/age", test_age },
    { "/job-item/other-file", test_other_file },
    { "/job-item/account-is-missing", test_account_is_missing },
    { "/job-item/sandbox-is-missing", test_sandbox_is_missing },
    { "/job-item/details", test_details },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
