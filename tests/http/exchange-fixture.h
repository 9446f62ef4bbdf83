/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http-peer.h"
#include "xu-http-client.h"

G_BEGIN_DECLS

/**
 * Exchange:
 *
 * One exchange as the tests see it: started, waited for, looked at.
 */
typedef struct
{
  XuHttpClient *client; /* (unowned) */
  XuHttpResponse *response;
  GError *error;
  gboolean is_over;
  guint64 sent;                     /* what the progress function said last */
  guint n_restarts;                 /* how often it said less than before */
  GCancellable *cancel_at_progress; /* (unowned) (nullable): cancelled when bytes go out */
  XuAuthorizer *authorizer;         /* (unowned) (nullable): signs it */
} Exchange;

/**
 * exchange_new_client:
 * @peer: where it goes
 *
 * Returns: (transfer full): a client that trusts the peers' certificate
 */
XuHttpClient *exchange_new_client (HttpPeer *peer);

/**
 * exchange_start:
 * @exchange: (out caller-allocates): all zero, but for cancel_at_progress and authorizer
 * @client: sends it
 * @method: HTTP method
 * @path: path below the base
 * @size: bytes of the body
 * @flags: letters: "r" repeatable, "b" bulk
 * @cancellable: (nullable): ends it
 */
void exchange_start (Exchange *exchange,
                     XuHttpClient *client,
                     const char *method,
                     const char *path,
                     gsize size,
                     const char *flags,
                     GCancellable *cancellable);

/**
 * exchange_wait:
 * @exchange: a started exchange
 *
 * Runs the context until it is over, two minutes at most.
 */
void exchange_wait (Exchange *exchange);

void exchange_clear (Exchange *exchange);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Exchange, exchange_clear)

/**
 * exchange_run_tests:
 *
 * g_test_run(), and after it the end of GIO's idle threads: LeakSanitizer of clang 14 crashes over
 * a thread that has run TLS and is still there.
 *
 * Returns: as g_test_run()
 */
int exchange_run_tests (void);

/**
 * exchange_finish_client:
 * @client: (transfer full): a client that must be the last of its references
 *
 * Lets sessions that were just aborted end, and checks that nothing holds the client.
 */
void exchange_finish_client (XuHttpClient *client);

G_END_DECLS
