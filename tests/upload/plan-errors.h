/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errors that exchanges end with, by a short name. */
#pragma once

#include "xu-upload-plan.h"

G_BEGIN_DECLS

/**
 * plan_error_new:
 * @exchange: which request failed
 * @name: a HTTP status, or network, unsent, garbage, cancelled, changed, tls, type, json, id
 * @retry_after_us: what Retry-After said, microseconds; -1: nothing
 *
 * Errors of HTTP go through the same door as in life: xu_problem_to_error().
 *
 * Returns: (transfer full): the error
 */
GError *plan_error_new (XuExchange exchange, const char *name, gint64 retry_after_us);

G_END_DECLS
