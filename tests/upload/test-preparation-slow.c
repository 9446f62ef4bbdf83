/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file system that keeps everybody waiting: pread() is ours here, and stalls when told to. */

#include "config.h"

#include <sys/syscall.h>
#include <unistd.h>

#include "preparation-fixture.h"
#include "xu-error.h"

static GMutex mutex;
static GCond cond;
static int n_until_stall = -1; /* under the mutex: how many reads go through first; -1: all */
static guint n_stalled;        /* under the mutex: reads that wait now */

ssize_t
pread (int fd, void *buffer, size_t length, off_t offset)
{
  g_mutex_lock (&mutex);
  if (n_until_stall > 0)
    n_until_stall--;

  n_stalled++;
  while (n_until_stall == 0)
    g_cond_wait (&cond, &mutex);
  n_stalled--;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);

  return syscall (SYS_pread64, fd, buffer, length, offset);
}

/* Reads that wait go on before this returns, or the next stall would keep them. */
static void
set_stall (int after)
{
  g_mutex_lock (&mutex);
  n_until_stall = after;
  g_cond_broadcast (&cond);
  while (n_until_stall != 0 && n_stalled > 0)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);
}

/* The main loop lives meanwhile. */
static void
wait_until_stalled (GAsyncResult **result)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;
  gboolean is_stalled = FALSE;

  while (!is_stalled)
    {
      g_main_context_iteration (NULL, FALSE);
      g_assert_null (*result);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (100);

      g_mutex_lock (&mutex);
      is_stalled = n_until_stall == 0 && n_stalled == 1;
      g_mutex_unlock (&mutex);
    }
}

/* When opening reads, and in the middle of the fingerprint. */
static const int stalls[] = { 1, 2, 10 };

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);

  make_video (fixture->path, 1000000, 'a');

  g_autoptr (XuJobRecord) record = make_record (spec);

  for (gsize i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      set_stall (stalls[i]);
      xu_preparation_open_async (spec, record, NULL, keep_result_cb, &result);
      wait_until_stalled (&result);
      set_stall (-1);
      wait_for_result (&result);

      g_autoptr (XuPreparation) preparation = xu_preparation_open_finish (result, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (preparation->findings->len, ==, 0);
    }
}

/* Nobody waits for a file system that hangs. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);

  make_video (fixture->path, 1000000, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      set_stall (stalls[i]);
      xu_preparation_open_async (spec, NULL, cancellable, keep_result_cb, &result);
      wait_until_stalled (&result);
      g_cancellable_cancel (cancellable);
      wait_for_result (&result);

      g_assert_null (xu_preparation_open_finish (result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      set_stall (-1); /* only now */
    }
}

static void
test_written_to_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      make_video (fixture->path, 1000000, 'a');
      make_older (fixture->path);
      set_stall (stalls[i]);
      xu_preparation_open_async (spec, NULL, NULL, keep_result_cb, &result);
      wait_until_stalled (&result);
      make_video (fixture->path, 1000000, 'b');
      set_stall (-1);
      wait_for_result (&result);

      g_assert_null (xu_preparation_open_finish (result, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_FILE_CHANGED);
      g_assert_cmpstr (error->message, ==, "clip.mp4: written to since it was opened");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/preparation-slow/slow", Fixture, NULL, fixture_set_up, test_slow,
              fixture_tear_down);
  g_test_add ("/preparation-slow/cancelled", Fixture, NULL, fixture_set_up, test_cancelled,
              fixture_tear_down);
  g_test_add ("/preparation-slow/written-to-meanwhile", Fixture, NULL, fixture_set_up,
              test_written_to_meanwhile, fixture_tear_down);

  return g_test_run ();
}
