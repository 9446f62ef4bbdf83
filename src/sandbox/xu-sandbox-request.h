/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request on its way through the sandbox: from its head to its answer. */
#pragma once

#include <glib.h>

#include "xu-sandbox-faults.h"
#include "xu-sandbox-limits.h"
#include "xu-sandbox-options.h"
#include "xu-sandbox-state.h"
#include "xu-sandbox-tally.h"
#include "xu-sandbox-transport.h"
#include "xu-token-bucket.h"

G_BEGIN_DECLS

/**
 * XuSandboxHouse:
 *
 * What all requests share.
 */
typedef struct
{
  const XuSandboxOptions *options; /* (unowned) */
  XuSandboxState *state;           /* (unowned) */
  XuSandboxLimits *limits;         /* (owned) */
  XuSandboxTally *tally;           /* (owned) */
  GPtrArray *faults;       /* (owned) (element-type XuSandboxFault): first come, first served */
  GRand *random;           /* (owned) */
  XuTokenBucket bandwidth; /* of all bodies together */
} XuSandboxHouse;

typedef struct _XuSandboxRequest XuSandboxRequest;

/**
 * xu_sandbox_request_new:
 * @house: what requests share; outlives the request
 * @transport: how it came
 * @exchange: for @transport; owns the request
 * @head: its head; not used after the call
 *
 * Returns: (transfer full): a request whose body is awaited
 */
XuSandboxRequest *xu_sandbox_request_new (XuSandboxHouse *house,
                                          const XuSandboxTransport *transport,
                                          gpointer exchange,
                                          const XuSandboxHead *head);

/**
 * xu_sandbox_request_feed:
 * @self: a request
 * @bytes: the next bytes of its body
 * @length: how many
 */
void xu_sandbox_request_feed (XuSandboxRequest *self, const guint8 *bytes, gsize length);

/**
 * xu_sandbox_request_end:
 * @self: a request
 *
 * Its body is complete: answers it, now or later.
 */
void xu_sandbox_request_end (XuSandboxRequest *self);

void xu_sandbox_request_free (XuSandboxRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxRequest, xu_sandbox_request_free)

G_END_DECLS
