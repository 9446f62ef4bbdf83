/* SPDX-License-Identifier: GPL-3.0-or-later */
/* multipart/form-data, read as it arrives: pure, no I/O. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _XuSandboxMultipart XuSandboxMultipart;

/**
 * XuSandboxMultipartEvents:
 * @begin: a part starts; @name is what its Content-Disposition says
 * @data: bytes of the part, in pieces of any size
 * @end: the part is complete
 */
typedef struct
{
  void (*begin) (const char *name, gpointer user_data);
  void (*data) (const guint8 *bytes, gsize length, gpointer user_data);
  void (*end) (gpointer user_data);
} XuSandboxMultipartEvents;

/**
 * xu_sandbox_multipart_new:
 * @content_type: value of the Content-Type header
 * @events: who hears of the parts
 * @user_data: for @events
 *
 * A reader of multipart/form-data (RFC 7578, RFC 2046).
 *
 * Returns: (transfer full) (nullable): %NULL when @content_type is not multipart/form-data with a
 * boundary
 */
XuSandboxMultipart *xu_sandbox_multipart_new (const char *content_type,
                                              const XuSandboxMultipartEvents *events,
                                              gpointer user_data);

/**
 * xu_sandbox_multipart_feed:
 * @self: a reader
 * @bytes: the next bytes of the body, cut anywhere
 * @length: how many
 */
void xu_sandbox_multipart_feed (XuSandboxMultipart *self, const guint8 *bytes, gsize length);

/**
 * xu_sandbox_multipart_is_complete:
 * @self: a reader
 *
 * Returns: %TRUE when the closing delimiter has been read and nothing was malformed
 */
gboolean xu_sandbox_multipart_is_complete (XuSandboxMultipart *self);

void xu_sandbox_multipart_free (XuSandboxMultipart *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxMultipart, xu_sandbox_multipart_free)

G_END_DECLS
