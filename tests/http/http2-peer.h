/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http-peer.h"

G_BEGIN_DECLS

/**
 * Http2Fault:
 *
 * What the peer does once a stream has sent fault_after bytes of its body.
 */
typedef enum
{
  HTTP2_NO_FAULT,
  HTTP2_RESET,        /* RST_STREAM, INTERNAL_ERROR */
  HTTP2_REFUSE,       /* RST_STREAM, REFUSED_STREAM */
  HTTP2_GO_AWAY,      /* GOAWAY, INTERNAL_ERROR; the connection stays open */
  HTTP2_CLOSE,        /* the connection, without a word */
  HTTP2_ANSWER_EARLY, /* 413 with a body in two frames, then RST_STREAM, NO_ERROR */
  HTTP2_MUTE          /* neither window nor answer */
} Http2Fault;

/**
 * Http2Plan:
 *
 * What the server does. Set up before the peer is made; the counters may be read at any time.
 */
typedef struct
{
  Http2Fault fault;
  gsize fault_after; /* bytes; 0: with the headers */
  guint n_faults;    /* how many streams meet it; the others are served */
  int n_streams;     /* (atomic): requests so far */
  int n_faulty;      /* (atomic): of these, the ones that met the fault */
} Http2Plan;

/**
 * http2_peer_script:
 *
 * A #HttpPeerScript for %HTTP_PEER_HTTP2 whose user data is a #Http2Plan: a server of HTTP/2 (RFC
 * 9113) frame by frame. Every request is answered with 200 and the SHA-256 of its body. libsoup's
 * own server cannot take part: that of 3.2 never opens the window again, so that 64 KiB are all
 * that a connection may carry.
 */
void http2_peer_script (GIOStream *connection,
                        guint index,
                        GCancellable *cancellable,
                        gpointer user_data);

G_END_DECLS
