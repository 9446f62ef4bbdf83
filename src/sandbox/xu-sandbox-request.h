/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request on its way through the sandbox: from its head to its answer. */
#pragma once

#include <libsoup/soup.h>

#include "xu-sandbox-faults.h"
#include "xu-sandbox-limits.h"
#include "xu-sandbox-options.h"
#include "xu-sandbox-state.h"
#include "xu-sandbox-tally.h"

G_BEGIN_DECLS

/**
 * XuSandboxHouse:
 *
 * What all requests share. Nothing of it is owned here.
 */
typedef struct
{
  const XuSandboxOptions *options;
  XuSandboxState *state;
  XuSandboxLimits *limits;
  XuSandboxTally *tally;
  GPtrArray *faults; /* (element-type XuSandboxFault): the first that strikes wins */
  GRand *random;
} XuSandboxHouse;

/**
 * xu_sandbox_request_begin:
 * @house: what requests share
 * @msg: a message whose head has not been read yet
 *
 * Follows @msg from here on. What is known about the request lives as long as @msg.
 */
void xu_sandbox_request_begin (const XuSandboxHouse *house, SoupServerMessage *msg);

/**
 * xu_sandbox_request_answer:
 * @msg: a message whose body has been read
 *
 * Answers it, now or later.
 */
void xu_sandbox_request_answer (SoupServerMessage *msg);

G_END_DECLS
