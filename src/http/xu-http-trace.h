/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-http-exchange.h"

G_BEGIN_DECLS

/**
 * xu_http_trace_make_line:
 * @method: HTTP method
 * @uri: the whole address; of its query only the names appear
 * @facts: what is known of the exchange
 * @error: (nullable): how it failed
 * @is_second: whether this is the same request sent again: on a new connection, or with other
 * credentials
 * @now_us: when it ended, microseconds since 1970
 *
 * Returns: (transfer full): one line of JSON with its line feed; no body, no header but those of
 * limits, no secret
 */
char *xu_http_trace_make_line (const char *method,
                               GUri *uri,
                               const XuHttpFacts *facts,
                               const GError *error,
                               gboolean is_second,
                               gint64 now_us);

G_END_DECLS
