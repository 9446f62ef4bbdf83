/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored timers, and calls that cross to another thread in order. */

#include "config.h"

#include "xu-source.h"

typedef struct
{
  GMainLoop *loop;
  GSource *source;
  GThread *caller;
  GArray *order;
  gint64 called_at;
} Stage;

static gboolean
fired_cb (gpointer user_data)
{
  Stage *stage = user_data;

  stage->called_at = g_get_monotonic_time ();
  xu_source_clear (&stage->source);
  g_main_loop_quit (stage->loop);

  return G_SOURCE_REMOVE;
}

static gboolean
not_reached_cb (gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_timer (void)
{
  Stage stage = { .loop = g_main_loop_new (NULL, FALSE) };
  gint64 began_at = g_get_monotonic_time ();

  xu_source_set_timer (&stage.source, NULL, 0, not_reached_cb, NULL);
  xu_source_set_timer (&stage.source, NULL, 20000, fired_cb, &stage); /* Replaces the first. */
  g_main_loop_run (stage.loop);

  g_assert_cmpint (stage.called_at - began_at, >=, 20000); /* Never before. */
  g_assert_null (stage.source);
  xu_source_clear (&stage.source);
  g_main_loop_unref (stage.loop);
}

static void
test_timer_far_away (void)
{
  GSource *source = NULL;

  xu_source_set_timer (&source, NULL, G_MAXINT64, not_reached_cb, NULL);
  xu_source_clear (&source);
  xu_source_set_timer (&source, NULL, -5, not_reached_cb, NULL);
  xu_source_clear (&source);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (source);
}

typedef struct
{
  Stage *stage;
  int number;
} Call;

static gboolean
note_cb (gpointer user_data)
{
  const Call *call = user_data;

  g_assert_true (g_thread_self () != call->stage->caller);
  g_array_append_val (call->stage->order, call->number);
  if (call->number == 99)
    g_main_loop_quit (call->stage->loop);

  return G_SOURCE_REMOVE;
}

static gpointer
thread_main (gpointer user_data)
{
  const Stage *stage = user_data;

  g_main_loop_run (stage->loop);

  return NULL;
}

/* Called before the other thread iterates, too: never in the caller's thread, always in order. */
static void
test_invoke (void)
{
  GMainContext *context = g_main_context_new ();
  Stage stage = { .loop = g_main_loop_new (context, FALSE),
                  .order = g_array_new (FALSE, FALSE, sizeof (int)),
                  .caller = g_thread_self () };
  GThread *other = NULL;

  for (int i = 0; i < 100; i++)
    {
      Call *call = g_new0 (Call, 1);

      *call = (Call){ &stage, i };
      if (i == 50)
        other = g_thread_new ("other", thread_main, &stage);
      xu_source_invoke (context, note_cb, call, g_free);
    }
  g_thread_join (other);

  g_assert_cmpuint (stage.order->len, ==, 100);
  for (int i = 0; i < 100; i++)
    g_assert_cmpint (g_array_index (stage.order, int, i), ==, i);

  g_array_unref (stage.order);
  g_main_loop_unref (stage.loop);
  g_main_context_unref (context);
}

/* What is never called is freed all the same. */
static void
test_invoke_nobody (void)
{
  GMainContext *context = g_main_context_new ();

  xu_source_invoke (context, not_reached_cb, g_strdup ("leaks unless freed"), g_free);
  g_main_context_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/timer", test_timer);
  g_test_add_func ("/source/timer-far-away", test_timer_far_away);
  g_test_add_func ("/source/invoke", test_invoke);
  g_test_add_func ("/source/invoke-nobody", test_invoke_nobody);

  return g_test_run ();
}
