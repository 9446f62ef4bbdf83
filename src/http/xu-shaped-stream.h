/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-limiter.h"

G_BEGIN_DECLS

#define XU_TYPE_SHAPED_STREAM (xu_shaped_stream_get_type ())
G_DECLARE_FINAL_TYPE (XuShapedStream, xu_shaped_stream, XU, SHAPED_STREAM, GInputStream)

/**
 * xu_shaped_stream_new:
 * @parts: (element-type GBytes) (transfer none): what is read, one after another; nothing is copied
 * @limiter: (nullable) (transfer none): how fast it may be read; %NULL: at once
 *
 * The body of a request: pollable, so that libsoup takes it without threads over HTTP/1.1 and
 * HTTP/2 alike. Only its asynchronous and nonblocking reads exist.
 *
 * Returns: (transfer full): a stream
 */
GInputStream *xu_shaped_stream_new (GPtrArray *parts, XuLimiter *limiter);

/**
 * xu_shaped_stream_is_waiting:
 * @self: a stream
 *
 * Returns: whether the last read was told to wait for the limiter
 */
gboolean xu_shaped_stream_is_waiting (XuShapedStream *self);

G_END_DECLS
