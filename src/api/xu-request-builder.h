/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-http-request.h"
#include "xu-media-api.h"
#include "xu-post-api.h"

G_BEGIN_DECLS

/*
 * Every request of the room as plain data, without I/O: one function for each endpoint. All return
 * a request that the caller owns, or NULL with XU_ERROR_USAGE when an id is not 1 to 19 digits or a
 * text is not UTF-8: nothing unchecked becomes part of a path or of JSON.
 *
 * All are repeatable but two. A new post must never be sent twice. FINALIZE may, but not unnoticed:
 * whether X refuses the second one is not documented, and only a caller who knows that the first
 * one got no answer can tell that refusal from a real one (by asking for the STATUS). An unused
 * media id of a second INITIALIZE is forgotten by X; the others set or read what they name.
 */

XuHttpRequest *xu_request_builder_initialize (const char *media_type,
                                              const char *media_category,
                                              guint64 total_bytes,
                                              GError **error);

/**
 * xu_request_builder_append:
 *
 * Three parts of a body: a preamble, the bytes of @segment (the very same #GBytes for multipart,
 * base64 for JSON), an epilogue.
 */
XuHttpRequest *xu_request_builder_append (const char *media_id,
                                          guint segment_index,
                                          GBytes *segment,
                                          XuAppendEncoding encoding,
                                          GError **error);

XuHttpRequest *xu_request_builder_finalize (const char *media_id, GError **error);
XuHttpRequest *xu_request_builder_status (const char *media_id, GError **error);

XuHttpRequest *
xu_request_builder_metadata (const char *media_id, const char *alt_text, GError **error);

XuHttpRequest *xu_request_builder_subtitles (const char *video_id,
                                             const char *subtitles_id,
                                             const char *language_code,
                                             const char *display_name,
                                             GError **error);

XuHttpRequest *xu_request_builder_create_post (const XuPostContent *content, GError **error);
XuHttpRequest *xu_request_builder_delete_post (const char *post_id, GError **error);

XuHttpRequest *
xu_request_builder_own_posts (const char *user_id, guint max_results, GError **error);

XuHttpRequest *xu_request_builder_me (void);

G_END_DECLS
