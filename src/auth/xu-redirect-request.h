/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuRedirectRequest:
 * @is_get: its method is GET
 * @target: (owned): as it stands in the first line, "/callback?code=…"; a secret
 * @host: (owned) (nullable): the one Host
 * @origin: (owned) (nullable): the one Origin
 *
 * What matters of the head of a request that a browser sends to this machine.
 */
typedef struct
{
  gboolean is_get;
  char *target;
  char *host;
  char *origin;
} XuRedirectRequest;

/**
 * xu_redirect_request_parse:
 * @head: up to and with the empty line
 * @length: its bytes
 *
 * RFC 9112, without what it permits for old clients: lines end with CR LF, no line goes on in the
 * next one, nothing but printable characters, tabs and UTF-8 in values, and Host and Origin at most
 * once. Pure.
 *
 * Returns: (transfer full) (nullable): the request; %NULL when that is none of HTTP/1
 */
XuRedirectRequest *xu_redirect_request_parse (const char *head, gsize length);

void xu_redirect_request_free (XuRedirectRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuRedirectRequest, xu_redirect_request_free)

G_END_DECLS
