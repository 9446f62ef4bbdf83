/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is handed over is kept until there are jobs of it. */

#include "config.h"

#include <glib/gstdio.h>

#include "engine-fixture.h"
#include "xu-errands.h"
#include "xu-intake.h"

typedef struct
{
  EngineFixture engine;
  GSettings *settings;
  GListStore *accounts;
  XuIntake *intake;
  XuErrands *errands;
  char *path;

  guint n_accepted;
  guint n_wanted;
  gboolean was_busy; /* when it was told */
} Fixture;

static void
accepted_cb (XuIntake *intake, XuJob *job, guint n_jobs, Fixture *fixture)
{
  fixture->n_accepted += n_jobs;
  fixture->was_busy = xu_errands_is_busy (fixture->errands);
}

static void
wanted_cb (XuIntake *intake, Fixture *fixture)
{
  fixture->n_wanted++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  engine_fixture_set_up (&fixture->engine, NULL, NULL);
  fixture->settings = g_settings_new ("org.example.XUploader");
  g_settings_set_boolean (fixture->settings, "start-on-drop", FALSE);
  fixture->accounts = g_list_store_new (XU_TYPE_ACCOUNT);
  fixture->intake
      = xu_intake_new (fixture->engine.engine, G_LIST_MODEL (fixture->accounts), fixture->settings);
  fixture->errands = xu_errands_of (fixture->engine.engine);
  fixture->path = engine_fixture_make_video (&fixture->engine, "video.mp4", 1000, FALSE);
  g_signal_connect (fixture->intake, "accepted", G_CALLBACK (accepted_cb), fixture);
  g_signal_connect (fixture->intake, "account-wanted", G_CALLBACK (wanted_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->intake);
  g_assert_finalize_object (fixture->accounts);
  engine_fixture_tear_down (&fixture->engine);
  g_settings_reset (fixture->settings, "start-on-drop");
  g_assert_finalize_object (fixture->settings);
  g_free (fixture->path);
}

static void
sign_in (Fixture *fixture)
{
  g_autoptr (XuAccount) account
      = g_list_model_get_item (xu_engine_get_accounts (fixture->engine.engine), 0);

  g_list_store_append (fixture->accounts, account);
}

static void
add (Fixture *fixture)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);

  xu_intake_add (fixture->intake, &file, 1);
}

static void
wait_for_first (const guint *count)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (*count == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_sorting (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  g_assert_false (xu_errands_is_busy (fixture->errands));
  add (fixture);
  g_assert_true (xu_errands_is_busy (fixture->errands));

  wait_for_first (&fixture->n_accepted);
  g_assert_true (fixture->was_busy);
  g_assert_false (xu_errands_is_busy (fixture->errands));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  add (fixture);
  g_assert_true (xu_errands_is_busy (fixture->errands));
  while (xu_errands_is_busy (fixture->errands))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_accepted, ==, 0);
}

static void
test_account_comes (Fixture *fixture, gconstpointer data)
{
  add (fixture);
  wait_for_first (&fixture->n_wanted);
  g_assert_true (xu_errands_is_busy (fixture->errands));

  sign_in (fixture);
  g_assert_cmpuint (fixture->n_accepted, ==, 1);
  g_assert_false (xu_errands_is_busy (fixture->errands));
}

static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  add (fixture);
  wait_for_first (&fixture->n_wanted);
  xu_intake_forget (fixture->intake);
  g_assert_false (xu_errands_is_busy (fixture->errands));

  sign_in (fixture);
  g_assert_cmpuint (fixture->n_accepted, ==, 0);
}

/* Nothing waits for an intake that is gone. */
static void
test_ends_meanwhile (Fixture *fixture, gconstpointer data)
{
  add (fixture);
  g_object_run_dispose (G_OBJECT (fixture->intake));
  g_assert_false (xu_errands_is_busy (fixture->errands));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/intake/sorting", Fixture, NULL, set_up, test_sorting, tear_down);
  g_test_add ("/intake/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/intake/account-comes", Fixture, NULL, set_up, test_account_comes, tear_down);
  g_test_add ("/intake/forgotten", Fixture, NULL, set_up, test_forgotten, tear_down);
  g_test_add ("/intake/ends-meanwhile", Fixture, NULL, set_up, test_ends_meanwhile, tear_down);

  return g_test_run ();
}
