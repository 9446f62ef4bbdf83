/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuHttpProgressFunc:
 * @sent: bytes of the body handed to the socket so far; starts again from 0 when a request is sent
 * again
 * @user_data: as given
 */
typedef void (*XuHttpProgressFunc) (guint64 sent, gpointer user_data);

/**
 * XuHttpRequest:
 *
 * One request before it is sent: plain data, owned by one place at a time.
 */
typedef struct
{
  char *method;       /* (owned): in capitals */
  char *path;         /* (owned): path and query below the base URL, "/2/tweets" */
  char *content_type; /* (owned) (nullable): of the body */
  GPtrArray *body;    /* (owned) (element-type GBytes): sent one after another; empty: no body */
  gboolean
      is_repeatable; /* sending it twice does no harm: may reuse a connection and be sent again */
  gboolean is_bulk;  /* a segment: shaped by the rate limit, waits long for its answer */
  XuHttpProgressFunc progress; /* (nullable): called in the client's context */
  gpointer progress_data;
} XuHttpRequest;

/**
 * xu_http_request_new:
 * @method: HTTP method in capitals
 * @path: path and query, already escaped
 *
 * Returns: (transfer full): a request without a body; free with xu_http_request_free()
 */
XuHttpRequest *xu_http_request_new (const char *method, const char *path);

/**
 * xu_http_request_add_body:
 * @request: a request
 * @bytes: (transfer none): the next part of its body; a reference is kept, nothing is copied
 */
void xu_http_request_add_body (XuHttpRequest *request, GBytes *bytes);

/**
 * xu_http_request_get_body_size:
 * @request: a request
 *
 * Returns: bytes of all parts of the body
 */
guint64 xu_http_request_get_body_size (const XuHttpRequest *request);

void xu_http_request_free (XuHttpRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuHttpRequest, xu_http_request_free)

G_END_DECLS
