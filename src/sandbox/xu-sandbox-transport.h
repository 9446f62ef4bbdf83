/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a request came and how its answer goes: HTTP/1.1 or HTTP/2. */
#pragma once

#include <glib.h>

#include "xu-sandbox-answer.h"

G_BEGIN_DECLS

/**
 * XuSandboxTransport:
 * @get_header: (nullable) value of a header of the request
 * @set_paused: stops and restarts the reading of the body, so that the client feels it
 * @send_head: sends status and headers; @length bytes of body follow
 * @send_body: sends the next bytes of the body
 * @abort: ends the connection without a word
 * @reset: (nullable): resets the stream
 * @go_away: (nullable): says that this and later streams will not be served
 *
 * What a request can do to the exchange that it came with. After @abort, @reset and @go_away
 * nothing is sent any more; the exchange may already be gone when they return.
 */
typedef struct
{
  const char *(*get_header) (gpointer exchange, const char *name);
  void (*set_paused) (gpointer exchange, gboolean is_paused);
  void (*send_head) (gpointer exchange, const XuSandboxAnswer *answer, guint64 length);
  void (*send_body) (gpointer exchange, GBytes *bytes);
  void (*abort) (gpointer exchange);
  void (*reset) (gpointer exchange);
  void (*go_away) (gpointer exchange);
} XuSandboxTransport;

/**
 * XuSandboxHead:
 *
 * The head of a request.
 */
typedef struct
{
  const char *method;
  const char *scheme;
  const char *authority;  /* host, and port unless it is the default one */
  const char *path;       /* still percent-encoded */
  const char *query;      /* (nullable): still encoded */
  const char *protocol;   /* "1.1" or "2" */
  const char *connection; /* what tells its connection from others */
} XuSandboxHead;

G_END_DECLS
