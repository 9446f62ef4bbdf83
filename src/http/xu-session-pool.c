/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idle sessions. One exchange in each: over HTTP/2 all messages of one session would share one
 * connection with its congestion window and its flow-control window. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-session-pool.h"

enum
{
  MAX_IDLE = 10,
  IDLE_TIMEOUT = 45, /* seconds: shorter than servers' keep-alive, so that we close first */
};

struct _XuSessionPool
{
  GTlsDatabase *anchors; /* (owned) (nullable) */
  GQueue idle;           /* (owned) (element-type XuHttpSlot): most recently used first */
};

void
xu_http_slot_free (XuHttpSlot *slot)
{
  g_return_if_fail (slot != NULL);

  soup_session_abort (slot->session);
  g_object_unref (slot->session);
  g_clear_object (&slot->socket);
  g_free (slot);
}

XuSessionPool *
xu_session_pool_new (GTlsDatabase *anchors)
{
  XuSessionPool *pool = g_new0 (XuSessionPool, 1);

  g_queue_init (&pool->idle);
  g_set_object (&pool->anchors, anchors);

  return pool;
}

void
xu_session_pool_free (XuSessionPool *pool)
{
  g_return_if_fail (pool != NULL);

  g_queue_clear_full (&pool->idle, (GDestroyNotify) xu_http_slot_free);
  g_clear_object (&pool->anchors);
  g_free (pool);
}

static XuHttpSlot *
make_slot (XuSessionPool *pool)
{
  XuHttpSlot *slot = g_new0 (XuHttpSlot, 1);

  /* The time-out of libsoup is that of an idle socket: a slow uplink would trip it. See
   * XuStallWatch. */
  slot->session = soup_session_new_with_options ("user-agent", "XUploader/" XU_VERSION, "timeout",
                                                 0u, "idle-timeout", (guint) IDLE_TIMEOUT, NULL);
  /* Compression is not offered: a small answer cannot unpack into a huge one. */
  soup_session_remove_feature_by_type (slot->session, SOUP_TYPE_CONTENT_DECODER);
  if (pool->anchors != NULL)
    soup_session_set_tls_database (slot->session, pool->anchors);

  return slot;
}

XuHttpSlot *
xu_session_pool_take (XuSessionPool *pool, gboolean must_connect)
{
  g_return_val_if_fail (pool != NULL, NULL);

  XuHttpSlot *slot = must_connect ? NULL : g_queue_pop_head (&pool->idle);

  return slot != NULL ? slot : make_slot (pool);
}

void
xu_session_pool_give_back (XuSessionPool *pool, XuHttpSlot *slot)
{
  g_return_if_fail (pool != NULL && slot != NULL);

  g_queue_push_head (&pool->idle, slot);
  if (g_queue_get_length (&pool->idle) > MAX_IDLE)
    xu_http_slot_free (g_queue_pop_tail (&pool->idle));
}
