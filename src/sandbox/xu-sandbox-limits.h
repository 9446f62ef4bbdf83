/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's rate limits: so many requests in a window, for each user and endpoint. Pure: no clock. */
#pragma once

#include <glib.h>

#include "xu-sandbox-endpoint.h"

G_BEGIN_DECLS

typedef struct _XuSandboxLimits XuSandboxLimits;

/**
 * XuSandboxAllowance:
 *
 * What `x-rate-limit-*` says about one request.
 */
typedef struct
{
  guint limit;      /* requests in one window; G_MAXUINT: no limit */
  guint remaining;  /* still allowed in this one */
  gint64 reset;     /* when the window ends, Unix seconds, rounded up */
  gboolean is_over; /* this request was one too many */
} XuSandboxAllowance;

/**
 * xu_sandbox_limits_new:
 *
 * Returns: (transfer full): X's own limits: per user, 15 minutes; none for signing in, where X
 * names none
 */
XuSandboxLimits *xu_sandbox_limits_new (void);

/**
 * xu_sandbox_limits_set:
 * @self: limits
 * @rule: "ENDPOINT=N/TIME", such as "append=10/2s"
 * @error: return location: %XU_ERROR_USAGE
 *
 * Returns: %FALSE with @error set when @rule is not such a rule
 */
gboolean xu_sandbox_limits_set (XuSandboxLimits *self, const char *rule, GError **error);

/**
 * xu_sandbox_limits_count:
 * @self: limits
 * @who: who asks
 * @endpoint: for what
 * @now_us: when, microseconds since 1970
 *
 * Counts one request.
 *
 * Returns: what is left
 */
XuSandboxAllowance xu_sandbox_limits_count (XuSandboxLimits *self,
                                            const char *who,
                                            XuSandboxEndpoint endpoint,
                                            gint64 now_us);

void xu_sandbox_limits_free (XuSandboxLimits *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxLimits, xu_sandbox_limits_free)

G_END_DECLS
