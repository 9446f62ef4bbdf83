/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuBufferPool:
 *
 * Large buffers that are used again. Memory of this size that comes from malloc() in one thread and
 * goes back in another stays in the arena of the first: each thread that reads would hold some. And
 * fresh pages are zeroed by the kernel, which costs as much as reading a file that is cached.
 * All functions may be called in any thread.
 */
typedef struct _XuBufferPool XuBufferPool;

XuBufferPool *xu_buffer_pool_new (void);
void xu_buffer_pool_unref (XuBufferPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuBufferPool, xu_buffer_pool_unref)

/**
 * XuBuffer:
 *
 * Memory of a pool, which lives on with it.
 */
typedef struct
{
  XuBufferPool *pool; /* (owned) */
  guint8 *memory;     /* (owned) */
  gsize capacity;     /* bytes */
} XuBuffer;

/**
 * xu_buffer_pool_take:
 * @pool: a pool
 * @size: bytes that are needed, at least 1
 *
 * Returns: (transfer full) (nullable): a buffer with any content; %NULL without memory for it
 */
XuBuffer *xu_buffer_pool_take (XuBufferPool *pool, gsize size);

/**
 * xu_buffer_free:
 * @buffer: a buffer
 *
 * Gives it back to its pool.
 */
void xu_buffer_free (XuBuffer *buffer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuBuffer, xu_buffer_free)

/**
 * xu_buffer_free_to_bytes:
 * @buffer: (transfer full): a buffer
 * @length: how much of it was filled
 *
 * Returns: (transfer full): its content; the buffer goes back to its pool with the last reference
 */
GBytes *xu_buffer_free_to_bytes (XuBuffer *buffer, gsize length);

G_END_DECLS
