/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What xu_media_type_sniff() wants to see of a file. */
#define XU_MEDIA_TYPE_HEAD 4096

/**
 * XuMediaKind:
 *
 * What a file can be in a post.
 */
typedef enum
{
  XU_MEDIA_KIND_OTHER,
  XU_MEDIA_KIND_VIDEO,
  XU_MEDIA_KIND_GIF,
  XU_MEDIA_KIND_IMAGE,
  XU_MEDIA_KIND_SUBTITLES,
} XuMediaKind;

/**
 * XuMediaType:
 *
 * A type of file by its first bytes, and what it means to X. It lives as long as the process.
 */
typedef struct
{
  const char *mime;     /* "video/mp4"; what the file is, whether X takes it or not */
  const char *name;     /* for people: "MP4", "Matroska"; never NULL, "unknown" at worst */
  XuMediaKind kind;     /* a Matroska file is a video too, though not accepted */
  gboolean is_accepted; /* X takes it as it is */
} XuMediaType;

/**
 * xu_media_type_sniff:
 * @head: (array length=length) (nullable): the first bytes of the file, up to %XU_MEDIA_TYPE_HEAD
 * @length: how many
 *
 * By content alone: the name may lie, and GIO's guess misses valid MP4 brands. Pure; any bytes are
 * welcome. What X takes: `media_type` of https://docs.x.com/x-api/media/initialize-media-upload.
 *
 * Returns: (transfer none): the type; "application/octet-stream" of kind %XU_MEDIA_KIND_OTHER when
 *   it is not known
 */
const XuMediaType *xu_media_type_sniff (const guint8 *head, gsize length);

/**
 * xu_media_type_guess:
 * @head: (array length=length) (nullable): the first bytes of the file, up to %XU_MEDIA_TYPE_HEAD
 * @length: how many
 *
 * As xu_media_type_sniff(), but what that does not know gets the name that the system's MIME
 * database has for such bytes ("PDF document", in the user's language), so that a refusal can say
 * what the file is. Never accepted, always of kind %XU_MEDIA_KIND_OTHER. Reads files when first
 * called, so not for the UI thread; may be called from any other.
 *
 * Returns: (transfer none): the type
 */
const XuMediaType *xu_media_type_guess (const guint8 *head, gsize length);

/**
 * xu_media_type_find:
 * @mime: (nullable): the `mime` of a type that X takes
 *
 * For what is known by its record alone.
 *
 * Returns: (transfer none): the type; the unknown one of xu_media_type_sniff() for anything else
 */
const XuMediaType *xu_media_type_find (const char *mime);

/**
 * xu_media_type_get_category:
 * @type: an accepted type
 *
 * Returns: (transfer none): X's media_category for a post: "tweet_video", "tweet_gif",
 *   "tweet_image" or "subtitles"
 */
const char *xu_media_type_get_category (const XuMediaType *type);

G_END_DECLS
