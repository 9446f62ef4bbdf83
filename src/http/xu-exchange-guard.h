/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-session-pool.h"
#include "xu-stall-watch.h"

G_BEGIN_DECLS

/**
 * XuEndReason:
 *
 * Why an exchange was ended before libsoup said anything.
 */
typedef enum
{
  XU_END_NONE,
  XU_END_CANCELLED,
  XU_END_STALLED,
  XU_END_SILENT, /* the network has changed, and the peer was not heard since */
  XU_END_LOST,   /* the connection was reset */
} XuEndReason;

/**
 * XuGuardFuncs:
 * @take_sample: says how far the exchange is; the guard fills in what the kernel has queued
 * @give_up: libsoup was told to end and does not: the exchange must return without it
 */
typedef struct
{
  void (*take_sample) (XuStallSample *sample, gpointer user_data);
  void (*give_up) (gpointer user_data);
} XuGuardFuncs;

/**
 * XuExchangeGuard:
 *
 * Ends an exchange that stands still, whose peer is gone with the network, that the caller cancels,
 * or whose connection was reset, in such ways that libsoup hears of it; and goes without libsoup
 * when it does not. All its timers are its own.
 */
typedef struct _XuExchangeGuard XuExchangeGuard;

/**
 * xu_exchange_guard_new:
 * @slot: (transfer none): where the exchange runs; knows its guard as long as there is one
 * @limits: what the exchange is allowed
 * @outer: (nullable): the caller's cancellable, which any thread may cancel
 * @funcs: (transfer none): what it asks and tells, in the context that is the default now
 * @user_data: for @funcs
 *
 * Returns: (transfer full): a guard on duty
 */
XuExchangeGuard *xu_exchange_guard_new (XuHttpSlot *slot,
                                        const XuStallLimits *limits,
                                        GCancellable *outer,
                                        const XuGuardFuncs *funcs,
                                        gpointer user_data);

/**
 * xu_exchange_guard_free:
 * @self: (transfer full): a guard; may be called inside its functions
 */
void xu_exchange_guard_free (XuExchangeGuard *self);

/**
 * xu_exchange_guard_get_cancellable:
 * @self: a guard
 *
 * Returns: (transfer none): what libsoup is to listen to: cancelled in this thread alone
 */
GCancellable *xu_exchange_guard_get_cancellable (XuExchangeGuard *self);

/**
 * xu_exchange_guard_hold:
 * @self: a guard
 *
 * From now on libsoup hears of no end: the head of the answer is read, and libsoup is about to say
 * so. Between these two, libsoup 3.6 does not bear to be cancelled: it ends its message twice, and
 * lets go of it once too often. An end that comes now waits for xu_exchange_guard_release(), and
 * goes without libsoup where that does not come soon.
 */
void xu_exchange_guard_hold (XuExchangeGuard *self);

/**
 * xu_exchange_guard_release:
 * @self: a guard
 *
 * libsoup has said so, or has begun again: what was held back is told to it now.
 */
void xu_exchange_guard_release (XuExchangeGuard *self);

/**
 * xu_exchange_guard_watch_connection:
 * @self: a guard
 *
 * From now on looks for a reset before libsoup writes: for HTTP/2, where libsoup 3.2 forgets the
 * message whose connection fails on a write.
 */
void xu_exchange_guard_watch_connection (XuExchangeGuard *self);

/**
 * xu_exchange_guard_doubt:
 * @self: a guard
 *
 * The network has changed: the exchange ends soon unless its peer is heard. The guard does so by
 * itself after a suspend.
 */
void xu_exchange_guard_doubt (XuExchangeGuard *self);

XuEndReason xu_exchange_guard_get_reason (XuExchangeGuard *self);

G_END_DECLS
