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
  SoupSession *session; /* (owned) */
  GSocket *socket;      /* (owned) (nullable): of the connection made last */
} XuHttpSlot;

/**
 * xu_http_slot_free:
 * @slot: (transfer full): a slot; its connection is closed
 */
void xu_http_slot_free (XuHttpSlot *slot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuHttpSlot, xu_http_slot_free)

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

G_END_DECLS
