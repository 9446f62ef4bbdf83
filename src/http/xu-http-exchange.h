/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "xu-http-request.h"
#include "xu-http-response.h"
#include "xu-limiter.h"
#include "xu-session-pool.h"

G_BEGIN_DECLS

/**
 * XuHttpFacts:
 *
 * What is known of an exchange, however it ended. Times are monotonic microseconds, 0: did not come
 * to that.
 */
typedef struct
{
  gint64 begun_us;    /* handed to libsoup */
  gint64 started_us;  /* connected: the first byte of the request goes out */
  gint64 sent_us;     /* the body is written */
  gint64 answered_us; /* the headers of the answer are there */
  gint64 ended_us;
  guint64 sent;       /* bytes of the body handed to the socket */
  guint64 received;   /* bytes of the answer's body */
  guint n_events;     /* of connecting; 0: the connection was there before */
  guint status;       /* 0: no answer */
  gboolean was_still; /* it was ended because nothing moved any more */
  SoupHTTPVersion version;
  XuRateLimit rate_limit;
} XuHttpFacts;

/**
 * XuHttpOrder:
 *
 * What one exchange needs; everything in it is borrowed until the exchange has ended.
 */
typedef struct
{
  const XuHttpRequest *request;
  GUri *uri;                 /* the whole address */
  const char *authorization; /* (nullable): value of the header */
  XuLimiter *limiter;        /* (nullable) */
  gint64 stall_timeout_us;
  gint64 doubt_us; /* as of XuStallLimits */
} XuHttpOrder;

/**
 * xu_http_exchange_async:
 * @slot: (transfer none): where it runs; must live until the callback
 * @order: what to send
 * @facts: (out caller-allocates): must live until the callback; complete by then
 * @cancellable: (nullable): ends it at any moment, from any thread
 * @callback: called once libsoup has let go of everything
 * @user_data: for @callback
 *
 * Exactly one message. After an error the slot's connection is in an unknown state: free the slot.
 */
void xu_http_exchange_async (XuHttpSlot *slot,
                             const XuHttpOrder *order,
                             XuHttpFacts *facts,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * xu_http_exchange_finish:
 * @result: as given to the callback
 * @error: return location: as xu_http_client_send_finish()
 *
 * Returns: (transfer full): the answer
 */
XuHttpResponse *xu_http_exchange_finish (GAsyncResult *result, GError **error);

G_END_DECLS
