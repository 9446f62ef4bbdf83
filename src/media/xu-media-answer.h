/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-media-probe.h"

G_BEGIN_DECLS

/**
 * XuMediaWishKind:
 * @XU_MEDIA_WISH_FACTS: no picture
 * @XU_MEDIA_WISH_THUMBNAIL: a small picture, as RGB
 * @XU_MEDIA_WISH_FRAME: a picture at full size, as JPEG
 *
 * What is wanted of a file, beside the facts.
 */
typedef enum
{
  XU_MEDIA_WISH_FACTS,
  XU_MEDIA_WISH_THUMBNAIL,
  XU_MEDIA_WISH_FRAME,
} XuMediaWishKind;

typedef struct
{
  XuMediaWishKind kind;
  gint64 at_us;    /* the moment of the picture; -1: one that shows something */
  guint max_bytes; /* of a JPEG */
} XuMediaWish;

/**
 * xu_media_answer_get_limit:
 * @wish: what was wanted
 *
 * Returns: more bytes than this are no answer to @wish
 */
gsize xu_media_answer_get_limit (const XuMediaWish *wish);

/**
 * xu_media_answer_parse:
 * @answer: what xuploader-media-helper said, whole or as far as it came
 * @wish: what was wanted
 * @jpeg: (out) (optional) (nullable) (transfer full): the picture of %XU_MEDIA_WISH_FRAME
 * @error: return location: %XU_ERROR_INTERNAL when this is no answer, or one out of bounds
 *
 * An answer is a line of JSON with the facts, and then, where there is a picture, another with its
 * size and the number of bytes that follow it. Foreign bytes may have made the helper say anything,
 * so anything is expected; only an answer that breaks off behind its first line is as good as one
 * without a picture, for that is how a decoder dies. Pure.
 *
 * Returns: (transfer full) (nullable): the facts, with their thumbnail
 */
XuMediaProbe *
xu_media_answer_parse (GBytes *answer, const XuMediaWish *wish, GBytes **jpeg, GError **error);

G_END_DECLS
