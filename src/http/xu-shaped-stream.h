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
 * The body of a request. Without a limit it is pollable, so that libsoup takes it over HTTP/2
 * without detours; from the first limit on it is asynchronous. There is no synchronous read.
 *
 * Returns: (transfer full): a stream
 */
GInputStream *xu_shaped_stream_new (GPtrArray *parts, XuLimiter *limiter);

/**
 * XuReaderFunc:
 *
 * Returns: a number that falls when whoever started a read no longer waits for it
 */
typedef guint (*XuReaderFunc) (gpointer user_data);

/**
 * xu_shaped_stream_set_reader:
 * @self: a stream
 * @count: asked when a read starts and when it ends: where the number fell in between, it ends as
 * cancelled
 * @user_data: for @count, until the stream is abandoned
 */
void xu_shaped_stream_set_reader (XuShapedStream *self, XuReaderFunc count, gpointer user_data);

/**
 * xu_shaped_stream_abandon:
 * @self: a stream
 *
 * Nobody wants the rest: its memory is let go, and an asynchronous read under way, and each one to
 * come, ends as cancelled.
 */
void xu_shaped_stream_abandon (XuShapedStream *self);

/**
 * xu_shaped_stream_is_waiting:
 * @self: a stream
 *
 * Returns: whether a read waits for the limiter
 */
gboolean xu_shaped_stream_is_waiting (XuShapedStream *self);

G_END_DECLS
