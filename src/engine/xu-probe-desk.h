/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-media-answer.h"

G_BEGIN_DECLS

/**
 * XuProbeOrder:
 *
 * What a front wants of a file: a thumbnail, or a frame for a cover.
 */
typedef struct
{
  char *path; /* (owned) (type filename) */
  XuMediaWishKind kind;
  gint64 at_us; /* -1: a moment that shows something */
} XuProbeOrder;

XuProbeOrder *xu_probe_order_new (const char *path, XuMediaWishKind kind, gint64 at_us);
void xu_probe_order_free (XuProbeOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuProbeOrder, xu_probe_order_free)

/**
 * XuProbeDesk:
 *
 * Where files are looked at by the media helper: two at once, the others in their turn. Of the
 * engine's thread.
 */
typedef struct _XuProbeDesk XuProbeDesk;

/**
 * xu_probe_desk_new:
 * @cache_folder: (type filename): of thumbnails
 * @covers_folder: (type filename): of frames that were grabbed
 */
XuProbeDesk *xu_probe_desk_new (const char *cache_folder, const char *covers_folder);

/* Nothing may be under way. */
void xu_probe_desk_free (XuProbeDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuProbeDesk, xu_probe_desk_free)

/**
 * xu_probe_desk_serve_async:
 * @order: what is wanted; must live until the callback
 * @cancellable: (nullable): ends it at once
 */
void xu_probe_desk_serve_async (XuProbeDesk *desk,
                                const XuProbeOrder *order,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_probe_desk_probe_finish:
 * @error: return location: as of xu_engine_probe_finish()
 *
 * Of %XU_MEDIA_WISH_THUMBNAIL.
 *
 * Returns: (transfer full): what is known
 */
XuMediaProbe *xu_probe_desk_probe_finish (GAsyncResult *result, GError **error);

/**
 * xu_probe_desk_frame_finish:
 * @error: return location: as of xu_engine_grab_frame_finish()
 *
 * Of %XU_MEDIA_WISH_FRAME.
 *
 * Returns: (transfer full) (type filename): where the JPEG is
 */
char *xu_probe_desk_frame_finish (GAsyncResult *result, GError **error);

G_END_DECLS
