/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * XuHttpSlot:
 *
 * A session that carries one exchange at a time, and so has one connection at most. Whoever took it
 * owns it.
 */
typedef struct
{
  SoupSession *session;           /* (owned) */
  GSocket *socket;                /* (owned) (nullable): of the connection made last */
  struct _XuExchangeGuard *guard; /* (unowned) (nullable): of the exchange that runs in it */
  GSocket *severed; /* (owned) (nullable): the other end, once the connection was severed */
  guint patience;   /* looks left at a discarded slot */
  guint n_quiet;    /* looks in a row that found no connection */
} XuHttpSlot;

typedef struct _XuSessionPool XuSessionPool;

/**
 * xu_session_pool_new:
 * @anchors: (nullable) (transfer none): what all sessions trust; %NULL: the system's anchors
 *
 * Returns: (transfer full): an empty pool
 */
XuSessionPool *xu_session_pool_new (GTlsDatabase *anchors);

void xu_session_pool_free (XuSessionPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSessionPool, xu_session_pool_free)

/**
 * xu_session_pool_take:
 * @pool: a pool
 * @must_connect: whether only a session without any connection will do
 *
 * Returns: (transfer full): the idle slot used most recently, or a new one
 */
XuHttpSlot *xu_session_pool_take (XuSessionPool *pool, gboolean must_connect);

/**
 * xu_session_pool_give_back:
 * @pool: a pool
 * @slot: (transfer full): a slot whose exchange ended well
 */
void xu_session_pool_give_back (XuSessionPool *pool, XuHttpSlot *slot);

/**
 * xu_session_pool_drop_idle:
 * @pool: a pool
 *
 * The network has changed: whoever takes a slot from now on gets a new connection. The pool does so
 * by itself after a suspend.
 */
void xu_session_pool_drop_idle (XuSessionPool *pool);

/**
 * xu_http_slot_sever:
 * @slot: a slot
 *
 * Drops its connection at once. What runs in it fails; the slot can only be discarded.
 */
void xu_http_slot_sever (XuHttpSlot *slot);

/**
 * xu_http_slot_discard:
 * @slot: (transfer full): a slot whose exchange failed
 *
 * Drops its connection. libsoup notices in the main loop: until then the session stays.
 */
void xu_http_slot_discard (XuHttpSlot *slot);

G_END_DECLS
