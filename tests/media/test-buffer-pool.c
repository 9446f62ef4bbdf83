/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffers are used again, whoever gives them back, and outlive their pool's owner. */

#include "config.h"

#include <string.h>

#include "xu-buffer-pool.h"

static const gsize size = 256 * 1024;

static void
test_again (void)
{
  g_autoptr (XuBufferPool) pool = xu_buffer_pool_new ();
  XuBuffer *first = xu_buffer_pool_take (pool, size);
  XuBuffer *second = xu_buffer_pool_take (pool, size);
  const guint8 *memory = first->memory;

  g_assert_cmpuint (first->capacity, >=, size);
  g_assert_true (first->memory != second->memory);

  xu_buffer_free (first);
  first = xu_buffer_pool_take (pool, size / 2);
  g_assert_true (first->memory == memory);
  g_assert_cmpuint (first->capacity, >=, size);

  xu_buffer_free (first);
  xu_buffer_free (second);
}

static void
test_larger (void)
{
  g_autoptr (XuBufferPool) pool = xu_buffer_pool_new ();
  XuBuffer *buffer = xu_buffer_pool_take (pool, 1);

  xu_buffer_free (buffer);
  buffer = xu_buffer_pool_take (pool, size);
  g_assert_cmpuint (buffer->capacity, >=, size);
  memset (buffer->memory, 'x', size);
  xu_buffer_free (buffer);
}

/* More than ever is kept idle. */
static void
test_many (void)
{
  g_autoptr (XuBufferPool) pool = xu_buffer_pool_new ();
  XuBuffer *buffers[16];

  for (guint i = 0; i < G_N_ELEMENTS (buffers); i++)
    {
      buffers[i] = xu_buffer_pool_take (pool, size);
      memset (buffers[i]->memory, (int) i, size);
    }
  for (guint i = 0; i < G_N_ELEMENTS (buffers); i++)
    {
      g_assert_cmpuint (buffers[i]->memory[0], ==, i);
      g_assert_cmpuint (buffers[i]->memory[size - 1], ==, i);
      xu_buffer_free (buffers[i]);
    }
}

static void
test_impossible (void)
{
  g_autoptr (XuBufferPool) pool = xu_buffer_pool_new ();

  g_assert_null (xu_buffer_pool_take (pool, G_MAXSIZE / 2));
}

static gpointer
read_in_thread (gpointer data)
{
  XuBuffer *buffer = xu_buffer_pool_take (data, size);

  memset (buffer->memory, 'y', size);
  return xu_buffer_free_to_bytes (buffer, size - 1);
}

static void
test_bytes_outlive (void)
{
  XuBufferPool *pool = xu_buffer_pool_new ();
  GThread *thread = g_thread_new ("reader", read_in_thread, pool);
  g_autoptr (GBytes) bytes = g_thread_join (thread);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  xu_buffer_pool_unref (pool);
  g_assert_cmpuint (length, ==, size - 1);
  g_assert_cmpint (data[length - 1], ==, 'y');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-pool/again", test_again);
  g_test_add_func ("/buffer-pool/larger", test_larger);
  g_test_add_func ("/buffer-pool/many", test_many);
  g_test_add_func ("/buffer-pool/impossible", test_impossible);
  g_test_add_func ("/buffer-pool/bytes-outlive", test_bytes_outlive);
  return g_test_run ();
}
