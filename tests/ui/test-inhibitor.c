/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When suspend and logout are held off. GTK's own part, which needs a session, is replaced. */

#include "config.h"

#include "fake-job.h"
#include "xu-inhibitor.h"

static const gint64 never_us = 3600 * G_TIME_SPAN_SECOND;

/* What GTK was asked for: the linker leads there. */
static guint n_held;
static guint n_calls;

guint __wrap_gtk_application_inhibit (GtkApplication *application,
                                      GtkWindow *window,
                                      GtkApplicationInhibitFlags flags,
                                      const char *reason);
void __wrap_gtk_application_uninhibit (GtkApplication *application, guint cookie);

guint
__wrap_gtk_application_inhibit (GtkApplication *application,
                                GtkWindow *window,
                                GtkApplicationInhibitFlags flags,
                                const char *reason)
{
  g_assert_true (GTK_IS_APPLICATION (application));
  g_assert_cmpuint (flags, ==, GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_LOGOUT);
  g_assert_cmpstr (reason, !=, "");

  n_held++;
  return 40 + ++n_calls;
}

void
__wrap_gtk_application_uninhibit (GtkApplication *application, guint cookie)
{
  g_assert_cmpuint (cookie, ==, 40 + n_calls);
  g_assert_cmpuint (n_held, >, 0);
  n_held--;
}

typedef struct
{
  GtkApplication *application;
  GListStore *jobs;
  XuJob *job;
  XuInhibitor *inhibitor;
} Fixture;

/* A job that is offline is given up at once, and so is the grace after the last one, unless the
 * test says otherwise. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  n_held = 0;
  n_calls = 0;
  fixture->application
      = gtk_application_new ("org.example.XUploader.Test", G_APPLICATION_NON_UNIQUE);
  fixture->jobs = g_list_store_new (XU_TYPE_JOB);
  fixture->job = fake_job_new ("1", "/holiday.mp4");
  g_list_store_append (fixture->jobs, fixture->job);
  fixture->inhibitor = xu_inhibitor_new (fixture->application, G_LIST_MODEL (fixture->jobs));
  xu_inhibitor_set_patience (fixture->inhibitor, 1000, 1000);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->inhibitor != NULL)
    g_assert_finalize_object (fixture->inhibitor);
  g_assert_cmpuint (n_held, ==, 0);
  g_object_unref (fixture->jobs);
  g_assert_finalize_object (fixture->job);
  g_assert_finalize_object (fixture->application);
}

static void
wait_for (guint wanted)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (n_held != wanted)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
iterate_for (guint milliseconds)
{
  gint64 deadline = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < deadline)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_phases (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (n_held, ==, 0);

  for (int phase = XU_JOB_PHASE_CHECKING; phase <= XU_JOB_PHASE_POSTING; phase++)
    {
      fake_job_set_phase (fixture->job, (XuJobPhase) phase);
      g_assert_cmpuint (n_held, ==, 1);
    }

  fake_job_post (fixture->job, "1");
  wait_for (0);
  g_assert_cmpuint (n_calls, ==, 1);
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_fail (fixture->job, XU_ERROR_NETWORK);
  wait_for (0);

  fake_job_queue (fixture->job);
  g_assert_cmpuint (n_held, ==, 0);
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_CHECKING);
  g_assert_cmpuint (n_held, ==, 1);
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_pause (fixture->job);
  wait_for (0);
  fake_job_resume (fixture->job);
  g_assert_cmpuint (n_held, ==, 1);
}

/* Between two jobs a computer that nobody uses would fall asleep at once. */
static void
test_grace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJob) next = fake_job_new ("2", "/next.mp4");

  xu_inhibitor_set_patience (fixture->inhibitor, 1000, never_us);
  g_list_store_append (fixture->jobs, next);
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_POSTING);
  fake_job_post (fixture->job, "1");
  iterate_for (20);
  g_assert_cmpuint (n_held, ==, 1);

  fake_job_set_phase (next, XU_JOB_PHASE_CHECKING);
  fake_job_post (next, "2");
  g_assert_cmpuint (n_held, ==, 1);
  g_assert_cmpuint (n_calls, ==, 1);
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_set_progress (fixture->job, 1000, 500);
  fake_job_wait (fixture->job, XU_WAIT_NETWORK);
  g_assert_cmpuint (n_held, ==, 1);
  wait_for (0);

  /* What was in flight is taken back, and another attempt fails too: that is no connection. */
  fake_job_set_progress (fixture->job, 1000, 0);
  fake_job_wait (fixture->job, XU_WAIT_NETWORK);
  g_assert_cmpuint (n_held, ==, 0);

  fake_job_set_progress (fixture->job, 1000, 1);
  g_assert_cmpuint (n_held, ==, 1);
}

static void
test_offline_for_a_moment (Fixture *fixture, gconstpointer data)
{
  xu_inhibitor_set_patience (fixture->inhibitor, 50 * G_TIME_SPAN_MILLISECOND, 1000);
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_PROCESSING);
  fake_job_wait (fixture->job, XU_WAIT_NETWORK);
  fake_job_wait (fixture->job, XU_WAIT_SERVER); /* Somebody answers. */
  iterate_for (150);
  g_assert_cmpuint (n_held, ==, 1);
  g_assert_cmpuint (n_calls, ==, 1);
}

/* These have an end. */
static void
test_other_waits (Fixture *fixture, gconstpointer data)
{
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_wait (fixture->job, XU_WAIT_RATE_LIMIT);
  fake_job_wait (fixture->job, XU_WAIT_SERVER);
  fake_job_wait (fixture->job, XU_WAIT_TIMELINE);
  iterate_for (20);
  g_assert_cmpuint (n_held, ==, 1);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  fake_job_set_elsewhere (fixture->job, TRUE, XU_JOB_OUTCOME_NONE);
  g_assert_cmpint (xu_job_get_state (fixture->job), ==, XU_JOB_CHECKING);
  g_assert_cmpuint (n_held, ==, 0);

  /* It dies, and the job is taken up here. */
  fake_job_set_elsewhere (fixture->job, FALSE, XU_JOB_OUTCOME_NONE);
  fake_job_queue (fixture->job);
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  g_assert_cmpuint (n_held, ==, 1);
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  g_list_store_remove_all (fixture->jobs);
  wait_for (0);

  /* Nobody listens any more. */
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_PROCESSING);
  g_assert_cmpuint (n_held, ==, 0);
}

static void
test_end (Fixture *fixture, gconstpointer data)
{
  xu_inhibitor_set_patience (fixture->inhibitor, never_us, never_us);
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_wait (fixture->job, XU_WAIT_NETWORK);
  g_assert_finalize_object (g_steal_pointer (&fixture->inhibitor));
  g_assert_cmpuint (n_held, ==, 0);
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_PROCESSING);
}

static void
test_already_at_work (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->inhibitor));
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fixture->inhibitor = xu_inhibitor_new (fixture->application, G_LIST_MODEL (fixture->jobs));
  g_assert_cmpuint (n_held, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/inhibitor/phases", Fixture, NULL, set_up, test_phases, tear_down);
  g_test_add ("/inhibitor/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add ("/inhibitor/pause", Fixture, NULL, set_up, test_pause, tear_down);
  g_test_add ("/inhibitor/grace", Fixture, NULL, set_up, test_grace, tear_down);
  g_test_add ("/inhibitor/offline", Fixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/inhibitor/offline-for-a-moment", Fixture, NULL, set_up, test_offline_for_a_moment,
              tear_down);
  g_test_add ("/inhibitor/other-waits", Fixture, NULL, set_up, test_other_waits, tear_down);
  g_test_add ("/inhibitor/elsewhere", Fixture, NULL, set_up, test_elsewhere, tear_down);
  g_test_add ("/inhibitor/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/inhibitor/end", Fixture, NULL, set_up, test_end, tear_down);
  g_test_add ("/inhibitor/already-at-work", Fixture, NULL, set_up, test_already_at_work, tear_down);

  return g_test_run ();
}
