/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer on its way to the client: late, or drop by drop, if the sandbox is told so. */
#pragma once

#include "xu-sandbox-answer.h"
#include "xu-sandbox-transport.h"

G_BEGIN_DECLS

typedef struct _XuSandboxDelivery XuSandboxDelivery;

/**
 * xu_sandbox_delivery_new:
 * @transport: how it goes; must outlive the delivery
 * @exchange: what it goes to
 * @answer: (transfer full): what goes
 * @latency_us: microseconds until it begins; with 0 it begins at once
 * @drip_rate: bytes per second of a body that drips, or 0
 *
 * Returns: (transfer full): a delivery that has not begun
 */
XuSandboxDelivery *xu_sandbox_delivery_new (const XuSandboxTransport *transport,
                                            gpointer exchange,
                                            XuSandboxAnswer *answer,
                                            gint64 latency_us,
                                            guint64 drip_rate);
void xu_sandbox_delivery_free (XuSandboxDelivery *self);

/**
 * xu_sandbox_delivery_start:
 * @self: a delivery that has not begun
 *
 * Sends the answer, until the delivery is freed. Nothing tells of the end but the exchange, which
 * may be over, and the delivery gone, when this returns.
 */
void xu_sandbox_delivery_start (XuSandboxDelivery *self);

/**
 * xu_sandbox_delivery_get_status:
 * @self: a delivery
 *
 * Returns: the status of the answer once it is on its way, until then 0
 */
guint xu_sandbox_delivery_get_status (const XuSandboxDelivery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxDelivery, xu_sandbox_delivery_free)

G_END_DECLS
