/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-problem.h"

G_BEGIN_DECLS

/**
 * xu_problem_is_in_answer:
 * @body: a 2xx answer that could not be decoded
 *
 * Returns: %TRUE when xu_problem_to_error() can say more about it than its decoder: it holds errors
 *   in place of `data`, or is no JSON at all
 */
gboolean xu_problem_is_in_answer (GBytes *body);

/**
 * xu_problem_endpoint_to_string:
 * @endpoint: an endpoint
 *
 * Returns: (transfer none): its name in details and logs, "create_post"
 */
const char *xu_problem_endpoint_to_string (XuEndpoint endpoint);

G_END_DECLS
