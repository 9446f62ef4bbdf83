/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clients asked for and what they got: the figures of /sandbox/requests. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "xu-sandbox-endpoint.h"

G_BEGIN_DECLS

typedef struct _XuSandboxTally XuSandboxTally;

/**
 * XuSandboxVisit:
 *
 * One request, for the tally.
 */
typedef struct
{
  XuSandboxEndpoint endpoint;
  int segment;          /* -1: none */
  guint status;         /* 0: it got no answer */
  guint64 bytes;        /* of its body */
  const char *fault;    /* (nullable): the rule that struck; outlives the tally */
  const char *protocol; /* "1.1" or "2" */
} XuSandboxVisit;

XuSandboxTally *xu_sandbox_tally_new (void);

/**
 * xu_sandbox_tally_begin:
 * @self: the tally
 * @endpoint: of a request whose head arrived
 * @connection: (nullable): what tells its connection from others
 */
void
xu_sandbox_tally_begin (XuSandboxTally *self, XuSandboxEndpoint endpoint, const char *connection);

/**
 * xu_sandbox_tally_end:
 * @self: the tally
 * @visit: the request, once for each begin
 */
void xu_sandbox_tally_end (XuSandboxTally *self, const XuSandboxVisit *visit);

/**
 * xu_sandbox_tally_add:
 * @self: the tally
 * @builder: where an object is added
 */
void xu_sandbox_tally_add (XuSandboxTally *self, JsonBuilder *builder);

void xu_sandbox_tally_free (XuSandboxTally *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxTally, xu_sandbox_tally_free)

G_END_DECLS
