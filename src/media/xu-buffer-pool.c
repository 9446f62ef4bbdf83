/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Large buffers that are used again, mapped on their own so that they go back to the system whole.
 */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-buffer-pool.h"

#include <sys/mman.h>

/* One goes back about when the next is taken. */
static const guint max_idle = 2;

struct _XuBufferPool
{
  gatomicrefcount ref_count; /* each buffer that is out has one */
  GMutex mutex;
  GQueue idle; /* (element-type XuBuffer): without a pool; under the mutex */
};

static XuBuffer *
buffer_new (gsize capacity)
{
  void *memory = mmap (NULL, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    return NULL;

  XuBuffer *buffer = g_new0 (XuBuffer, 1);

  *buffer = (XuBuffer){ .memory = memory, .capacity = capacity };
  return buffer;
}

static void
buffer_destroy (XuBuffer *buffer)
{
  g_assert (buffer->pool == NULL);

  munmap (buffer->memory, buffer->capacity);
  g_free (buffer);
}

XuBufferPool *
xu_buffer_pool_new (void)
{
  XuBufferPool *pool = g_new0 (XuBufferPool, 1);

  g_atomic_ref_count_init (&pool->ref_count);
  g_mutex_init (&pool->mutex);
  g_queue_init (&pool->idle);

  return pool;
}

void
xu_buffer_pool_unref (XuBufferPool *pool)
{
  g_return_if_fail (pool != NULL);

  if (!g_atomic_ref_count_dec (&pool->ref_count))
    return;

  g_queue_clear_full (&pool->idle, (GDestroyNotify) buffer_destroy);
  g_mutex_clear (&pool->mutex);
  g_free (pool);
}

/* One that is too small is of an earlier size of segments and not kept. */
static XuBuffer *
take_idle (XuBufferPool *pool, gsize size)
{
  XuBuffer *buffer;

  g_mutex_lock (&pool->mutex);
  while ((buffer = g_queue_pop_head (&pool->idle)) != NULL && buffer->capacity < size)
    buffer_destroy (buffer);
  g_mutex_unlock (&pool->mutex);

  return buffer;
}

XuBuffer *
xu_buffer_pool_take (XuBufferPool *pool, gsize size)
{
  g_return_val_if_fail (pool != NULL && size > 0, NULL);

  XuBuffer *buffer = take_idle (pool, size);

  if (buffer == NULL)
    buffer = buffer_new (size);
  if (buffer == NULL)
    return NULL;

  g_atomic_ref_count_inc (&pool->ref_count);
  buffer->pool = pool;
  return buffer;
}

void
xu_buffer_free (XuBuffer *buffer)
{
  g_return_if_fail (buffer != NULL && buffer->pool != NULL);

  g_autoptr (XuBufferPool) pool = g_steal_pointer (&buffer->pool);

  g_mutex_lock (&pool->mutex);
  if (g_queue_get_length (&pool->idle) < max_idle)
    g_queue_push_head (&pool->idle, buffer);
  else
    buffer_destroy (buffer);
  g_mutex_unlock (&pool->mutex);
}

GBytes *
xu_buffer_free_to_bytes (XuBuffer *buffer, gsize length)
{
  g_return_val_if_fail (buffer != NULL && length <= buffer->capacity, NULL);

  return g_bytes_new_with_free_func (buffer->memory, length, (GDestroyNotify) xu_buffer_free,
                                     buffer);
}
