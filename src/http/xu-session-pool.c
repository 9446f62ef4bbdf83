/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idle sessions. One exchange in each: over HTTP/2 all messages of one session would share one
 * connection with its congestion window and its flow-control window. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-session-pool.h"

#include "xu-sleep.h"
#include "xu-socket.h"

enum
{
  MAX_IDLE = 10,
  IDLE_TIMEOUT = 45, /* seconds: shorter than servers' keep-alive, so that we close first */
  DISCARD_STEP_MS = 5,
  DISCARD_STEPS = 100,
  QUIET_STEPS = 3,
};

struct _XuSessionPool
{
  GTlsDatabase *anchors; /* (owned) (nullable) */
  GQueue idle;           /* (owned) (element-type XuHttpSlot): most recently used first */
  gint64 slept_us;       /* xu_sleep_get_total() at the last look */
};

static gboolean
has_connection (const XuHttpSlot *slot)
{
  return slot->socket != NULL && !g_socket_is_closed (slot->socket);
}

static void
slot_free (XuHttpSlot *slot)
{
  soup_session_abort (slot->session);
  g_object_unref (slot->session);
  g_clear_object (&slot->socket);
  g_clear_object (&slot->severed);
  g_free (slot);
}

/* An idle one goes at once, unless libsoup cannot close its connection at once: HTTP/2 says
 * good-bye first. */
static void
slot_retire (XuHttpSlot *slot)
{
  soup_session_abort (slot->session);

  if (has_connection (slot))
    xu_http_slot_discard (slot);
  else
    slot_free (slot);
}

XuSessionPool *
xu_session_pool_new (GTlsDatabase *anchors)
{
  XuSessionPool *pool = g_new0 (XuSessionPool, 1);

  g_queue_init (&pool->idle);
  g_set_object (&pool->anchors, anchors);
  pool->slept_us = xu_sleep_get_total ();

  return pool;
}

void
xu_session_pool_free (XuSessionPool *pool)
{
  g_return_if_fail (pool != NULL);

  g_queue_clear_full (&pool->idle, (GDestroyNotify) slot_retire);
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

  if (xu_sleep_has_slept (&pool->slept_us))
    xu_session_pool_drop_idle (pool);

  XuHttpSlot *slot = must_connect ? NULL : g_queue_pop_head (&pool->idle);

  return slot != NULL ? slot : make_slot (pool);
}

void
xu_session_pool_give_back (XuSessionPool *pool, XuHttpSlot *slot)
{
  g_return_if_fail (pool != NULL && slot != NULL);

  g_queue_push_head (&pool->idle, slot);
  if (g_queue_get_length (&pool->idle) > MAX_IDLE)
    slot_retire (g_queue_pop_tail (&pool->idle));
}

void
xu_session_pool_drop_idle (XuSessionPool *pool)
{
  g_return_if_fail (pool != NULL);

  g_queue_clear_full (&pool->idle, (GDestroyNotify) slot_retire);
}

void
xu_http_slot_sever (XuHttpSlot *slot)
{
  g_return_if_fail (slot != NULL);

  if (slot->severed == NULL && slot->socket != NULL)
    slot->severed = xu_socket_sever (slot->socket);
}

/* One that was still connecting has no socket that we know of, and libsoup forgets a closed one
 * only afterwards: a few looks must find none before the session may go. */
static gboolean
is_settled (const XuHttpSlot *slot)
{
  return slot->n_quiet >= QUIET_STEPS;
}

static gboolean
discard_cb (gpointer user_data)
{
  XuHttpSlot *slot = user_data;

  slot->n_quiet = has_connection (slot) ? 0 : slot->n_quiet + 1;

  return is_settled (slot) || --slot->patience == 0 ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* libsoup 3.2 cannot close an HTTP/2 connection on which a write has failed: its session would
 * warn, and the connection be lost, when it went. Such sessions are kept, without their descriptors
 * and bodies, and so are those that had no time to settle when the main loop ended. */
static void
discarded_cb (gpointer user_data)
{
  static GMutex lock;
  static GQueue buried = G_QUEUE_INIT;
  XuHttpSlot *slot = user_data;

  if (is_settled (slot))
    {
      slot_free (slot);
      return;
    }

  if (slot->socket != NULL)
    g_socket_close (slot->socket, NULL);
  g_clear_object (&slot->severed);
  g_mutex_lock (&lock);
  g_queue_push_tail (&buried, slot);
  g_debug ("%u sessions that libsoup cannot close", g_queue_get_length (&buried));
  g_mutex_unlock (&lock);
}

void
xu_http_slot_discard (XuHttpSlot *slot)
{
  g_return_if_fail (slot != NULL);

  g_autoptr (GSource) source = g_timeout_source_new (DISCARD_STEP_MS);

  xu_http_slot_sever (slot);
  slot->patience = DISCARD_STEPS;
  g_source_set_static_name (source, "[xu] discarded session");
  g_source_set_callback (source, discard_cb, slot, discarded_cb);
  g_source_attach (source, g_main_context_get_thread_default ());
}
