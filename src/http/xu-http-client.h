/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-authorizer.h"
#include "xu-http-request.h"
#include "xu-http-response.h"
#include "xu-limiter.h"

G_BEGIN_DECLS

#define XU_TYPE_HTTP_CLIENT (xu_http_client_get_type ())
G_DECLARE_FINAL_TYPE (XuHttpClient, xu_http_client, XU, HTTP_CLIENT, GObject)

/**
 * xu_http_client_new:
 * @base_url: "https://api.x.com"; plain http for loopback (localhost, 127.0.0.0/8, ::1) alone; no
 * user, query or fragment
 * @ca_file: (nullable): PEM file of anchors that replace the system's
 * @error: return location: %XU_ERROR_USAGE for a bad address or a bad
 *   anchor file
 *
 * A client belongs to the thread-default context that made it. Each exchange runs alone in a
 * session of its own, taken from a pool of idle ones (most recently used first, so that its
 * connection is alive) that share one TLS database: so each has its own connection, congestion
 * window and flow-control window, whatever the protocol.
 *
 * Returns: (transfer full) (nullable): a client, or %NULL with @error set
 */
XuHttpClient *xu_http_client_new (const char *base_url, const char *ca_file, GError **error);

/**
 * xu_http_client_get_base_url:
 * @self: a client
 *
 * Returns: (transfer none): the base address, without a slash at its end
 */
const char *xu_http_client_get_base_url (XuHttpClient *self);

/**
 * xu_http_client_is_loopback:
 * @self: a client
 *
 * Returns: whether the server is on this machine: no network lies between
 */
gboolean xu_http_client_is_loopback (XuHttpClient *self);

/**
 * xu_http_client_set_rate:
 * @self: a client
 * @bytes_per_second: limit over all bulk bodies together; 0: none
 *
 * Shaped inside the bodies: no window of one second carries more than the limit plus 64 KiB. Bodies
 * under way follow.
 */
void xu_http_client_set_rate (XuHttpClient *self, guint64 bytes_per_second);

/**
 * xu_http_client_set_limiter:
 * @self: a client that has not sent anything yet
 * @limiter: of the same context
 *
 * Shares the limit, which is over the bodies of all clients that have it.
 */
void xu_http_client_set_limiter (XuHttpClient *self, XuLimiter *limiter);

/**
 * xu_http_client_set_stall_timeout:
 * @self: a client
 * @seconds: an exchange in which nothing moves for so long is given up; default 60
 *
 * For a bulk request whose bytes are still in the kernel's send buffer, "moves" is what the peer's
 * kernel has acknowledged (SIOCOUTQ), so that a slow uplink is not taken for a dead one.
 */
void xu_http_client_set_stall_timeout (XuHttpClient *self, guint seconds);

/**
 * xu_http_client_set_doubt_timeout:
 * @self: a client
 * @seconds: how long a peer may be silent after the network has changed, and five times as long as
 *   connecting may take then without an event; default 10
 */
void xu_http_client_set_doubt_timeout (XuHttpClient *self, guint seconds);

/**
 * xu_http_client_network_changed:
 * @self: a client
 *
 * To be called when another network may carry the connections now, or none: idle ones are dropped,
 * and exchanges under way whose peer's kernel is not heard from now on (the local one asks it) end
 * as %XU_ERROR_NETWORK after the time of xu_http_client_set_doubt_timeout() instead of that for
 * stalls. One whose connection lives goes on, however long its answer takes. A suspend of the
 * machine is noticed without this.
 */
void xu_http_client_network_changed (XuHttpClient *self);

/**
 * xu_http_client_set_trace:
 * @self: a client
 * @stream: (nullable): gets one line of JSON for each exchange: method, path, status, times,
 * rate-limit headers; no body, no secret
 */
void xu_http_client_set_trace (XuHttpClient *self, GOutputStream *stream);

/**
 * xu_http_client_send_async:
 * @self: a client
 * @authorizer: (nullable): signs the request
 * @request: (transfer full): what to send
 * @cancellable: (nullable): ends it at any moment
 * @callback: called when the whole answer is there
 * @user_data: for @callback
 *
 * One exchange: no redirect is followed, nothing is tried again, but for two cases, once each. A
 * repeatable request that fails on a reused connection before any byte of an answer is sent again
 * at once on a new connection. And any request that is answered by 401 is sent again where
 * @authorizer finds other credentials than those refused (xu_authorizer_can_renew()), which also
 * brings them up to date before the request is sent at first.
 */
void xu_http_client_send_async (XuHttpClient *self,
                                XuAuthorizer *authorizer,
                                XuHttpRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_http_client_send_finish:
 * @self: a client
 * @result: as given to the callback
 * @error: return location: %XU_ERROR_NETWORK (no connection, lost, stalled; with
 * xu_error_is_unsent() where no byte of the request went out), %XU_ERROR_TLS, %XU_ERROR_BAD_ANSWER
 * (answer too large or no HTTP), %G_IO_ERROR_CANCELLED; and what kept @authorizer from preparing or
 * renewing, such as %XU_ERROR_TOKEN_REFUSED, with xu_error_is_unsent() too, for nothing of the
 * request was acted upon
 *
 * Returns: (transfer full): the answer, of whatever status
 */
XuHttpResponse *
xu_http_client_send_finish (XuHttpClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
