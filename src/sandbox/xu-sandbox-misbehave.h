/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers that fault rules ask for. */
#pragma once

#include "xu-sandbox-answer.h"
#include "xu-sandbox-faults.h"

G_BEGIN_DECLS

/**
 * xu_sandbox_misbehave_has_answer:
 * @fault: (nullable): a rule
 *
 * Returns: %TRUE when it puts another answer into the place of the honest one
 */
gboolean xu_sandbox_misbehave_has_answer (const XuSandboxFault *fault);

/**
 * xu_sandbox_misbehave_answer:
 * @fault: a rule that has an answer
 * @endpoint: where the request went
 * @now_us: the time
 *
 * Returns: (transfer full): the answer
 */
XuSandboxAnswer *xu_sandbox_misbehave_answer (const XuSandboxFault *fault,
                                              XuSandboxEndpoint endpoint,
                                              gint64 now_us);

G_END_DECLS
