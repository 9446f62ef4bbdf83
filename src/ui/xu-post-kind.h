/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-job-spec.h"

G_BEGIN_DECLS

/* What a post shows. */
typedef enum
{
  XU_POST_KIND_VIDEO,
  XU_POST_KIND_GIF,
  XU_POST_KIND_IMAGE,
  XU_POST_KIND_IMAGES, /* two to four */
} XuPostKind;

/**
 * xu_post_kind_of:
 * @spec: a job's spec
 * @media_type: (nullable): what its first file was found to be: "video/mp4"; %NULL: not opened yet
 *
 * Before a file is open its name is believed. Pure.
 *
 * Returns: what the job's post shows
 */
XuPostKind xu_post_kind_of (const XuJobSpec *spec, const char *media_type);

G_END_DECLS
