/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared rate limit and the body that obeys it, on a clock of the test's own. */

#include "config.h"

#include "xu-limiter.h"
#include "xu-quantity.h"
#include "xu-shaped-stream.h"

static gint64 fake_now;

static gint64
fake_clock (void)
{
  return fake_now;
}

typedef struct
{
  GInputStream *stream;
  guint8 buffer[16 * 1024];
  gssize n; /* of the read that ended last; -2: one is under way */
  GError *error;
} Reader;

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Reader *reader = user_data;

  reader->n = g_input_stream_read_finish (reader->stream, result, &reader->error);
}

static void
reader_start (Reader *reader, gsize count, GCancellable *cancellable)
{
  reader->n = -2;
  g_input_stream_read_async (reader->stream, reader->buffer, count, G_PRIORITY_DEFAULT, cancellable,
                             read_cb, reader);
}

static void
dispatch_all (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GPtrArray *
make_parts (gsize size)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (parts, g_bytes_new_take (g_malloc0 (size), size));
  return parts;
}

static gboolean
always_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Four bodies share one limit for ten seconds of the fake clock, two over each of libsoup's block
 * sizes. Every window of one second is looked at. */
static void
test_every_window (void)
{
  const guint64 rate = 100000;
  g_autoptr (XuLimiter) limiter = xu_limiter_new (fake_clock);
  g_autoptr (GPtrArray) parts = make_parts (4 * XU_MIB);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gssize));
  Reader readers[4] = { { NULL } };
  guint64 each[4] = { 0 }, total = 0;

  fake_now = 1000;
  xu_limiter_set_rate (limiter, rate);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      readers[i].stream = xu_shaped_stream_new (parts, limiter);
      readers[i].n = -1;
    }

  for (; fake_now < 10 * G_USEC_PER_SEC; fake_now += 5000)
    {
      /* The waiting sources sleep by the real clock: setting another rate and back wakes them. */
      xu_limiter_set_rate (limiter, rate + 1);
      xu_limiter_set_rate (limiter, rate);

      for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
        {
          if (readers[i].n != -2)
            reader_start (&readers[i], i % 2 == 0 ? 8192 : 16384, NULL);
        }
      dispatch_all ();
      for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
        {
          if (readers[i].n == -2)
            continue;
          g_assert_cmpint (readers[i].n, >, 0);
          g_array_append_val (times, fake_now);
          g_array_append_val (sizes, readers[i].n);
          each[i] += (guint64) readers[i].n;
          total += (guint64) readers[i].n;
        }
    }

  for (guint i = 0; i < times->len; i++)
    {
      guint64 window = 0;

      for (guint k = i; k < times->len; k++)
        {
          if (g_array_index (times, gint64, k) >= g_array_index (times, gint64, i) + G_USEC_PER_SEC)
            break;
          window += (guint64) g_array_index (sizes, gssize, k);
        }
      g_assert_cmpuint (window, <=, rate + 64 * XU_KIB);
    }

  g_assert_cmpuint (total, >=, rate * 95 / 10); /* The limit is used, too, */
  for (guint i = 0; i < G_N_ELEMENTS (each); i++)
    g_assert_cmpuint (each[i], >=, total / 16); /* and nobody starves. */

  xu_limiter_set_rate (limiter, 0);
  dispatch_all ();
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_assert_finalize_object (readers[i].stream);
}

/* At one byte a second a turn would take 17 minutes: only the change of the rate can end the test.
 */
static void
test_change_wakes (void)
{
  g_autoptr (XuLimiter) limiter = xu_limiter_new (fake_clock);
  g_autoptr (GPtrArray) parts = make_parts (XU_MIB);
  g_autoptr (GSource) guard = g_timeout_source_new_seconds (20);
  Reader reader = { xu_shaped_stream_new (parts, limiter) };
  guint64 total = 0;

  fake_now = 1000;
  xu_limiter_set_rate (limiter, 1);
  g_source_set_callback (guard, always_cb, NULL, NULL);
  g_source_attach (guard, NULL);

  while (!xu_shaped_stream_is_waiting (XU_SHAPED_STREAM (reader.stream)))
    {
      reader_start (&reader, 16384, NULL);
      dispatch_all ();
      total += reader.n > 0 ? (guint64) reader.n : 0;
    }
  g_assert_cmpint (reader.n, ==, -2);
  g_assert_cmpuint (total, ==, 64 * XU_KIB);

  xu_limiter_set_rate (limiter, 0);
  while (reader.n == -2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (reader.n, ==, 16384);
  g_assert_false (xu_shaped_stream_is_waiting (XU_SHAPED_STREAM (reader.stream)));

  g_source_destroy (guard);
  g_assert_finalize_object (reader.stream);
}

static void
test_cancelled_while_waiting (void)
{
  g_autoptr (XuLimiter) limiter = xu_limiter_new (fake_clock);
  g_autoptr (GPtrArray) parts = make_parts (XU_MIB);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Reader reader = { xu_shaped_stream_new (parts, limiter) };

  fake_now = 1000;
  xu_limiter_set_rate (limiter, 1);
  while (!xu_shaped_stream_is_waiting (XU_SHAPED_STREAM (reader.stream)))
    {
      reader_start (&reader, 16384, cancellable);
      dispatch_all ();
    }

  g_cancellable_cancel (cancellable);
  while (reader.n == -2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (reader.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&reader.error);

  g_assert_finalize_object (reader.stream);
}

/* A body of several parts, some empty, comes out whole, however it is cut. */
static void
test_parts (void)
{
  static const char *const texts[] = { "", "Hello", "", "", ", ", "world", "" };
  static const gsize steps[] = { 1, 3, 100 };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (parts, g_bytes_new_static (texts[i], strlen (texts[i])));

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GInputStream *stream = xu_shaped_stream_new (parts, NULL);
      GPollableInputStream *pollable = G_POLLABLE_INPUT_STREAM (stream);
      g_autoptr (GString) whole = g_string_new (NULL);
      char buffer[100];
      gssize n;

      g_assert_true (g_pollable_input_stream_can_poll (pollable));
      while ((n = g_pollable_input_stream_read_nonblocking (pollable, buffer, steps[i], NULL, NULL))
             > 0)
        g_string_append_len (whole, buffer, n);
      g_assert_cmpint (n, ==, 0);
      g_assert_cmpstr (whole->str, ==, "Hello, world");
      g_assert_finalize_object (stream);
    }
}

/* Pollable for speed, until there has been a limit once. */
static void
test_limit_ends_polling (void)
{
  g_autoptr (XuLimiter) limiter = xu_limiter_new (fake_clock);
  g_autoptr (GPtrArray) parts = make_parts (10);
  GInputStream *stream = xu_shaped_stream_new (parts, limiter);
  GPollableInputStream *pollable = G_POLLABLE_INPUT_STREAM (stream);

  g_assert_true (g_pollable_input_stream_can_poll (pollable));
  xu_limiter_set_rate (limiter, 1000);
  g_assert_false (g_pollable_input_stream_can_poll (pollable));
  xu_limiter_set_rate (limiter, 0);
  g_assert_false (g_pollable_input_stream_can_poll (pollable));

  g_assert_finalize_object (stream);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/limiter/every-window", test_every_window);
  g_test_add_func ("/limiter/change-wakes", test_change_wakes);
  g_test_add_func ("/limiter/cancelled-while-waiting", test_cancelled_while_waiting);
  g_test_add_func ("/shaped-stream/parts", test_parts);
  g_test_add_func ("/shaped-stream/limit-ends-polling", test_limit_ends_polling);

  return g_test_run ();
}
