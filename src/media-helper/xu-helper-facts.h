/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#include "xu-helper-picture.h"

G_BEGIN_DECLS

/**
 * XuHelperFacts:
 *
 * What a file says about itself. Zero and %NULL: not known.
 */
typedef struct
{
  char *container;    /* (owned) (nullable): GStreamer's name */
  char *video_codec;  /* (owned) (nullable): of RFC 6381, or else GStreamer's name */
  char *audio_codec;  /* (owned) (nullable): likewise */
  gint64 duration_us; /* -1: not known, or a still picture */
  guint width;        /* stored pixels; shown ones may be wider or turned */
  guint height;
  guint pixel_n; /* width of a pixel to its height */
  guint pixel_d;
  guint rate_n; /* frames in rate_d seconds */
  guint rate_d;
  gboolean is_interlaced;
  XuHelperTurn turn;
} XuHelperFacts;

void xu_helper_facts_init (XuHelperFacts *facts);
void xu_helper_facts_clear (XuHelperFacts *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XuHelperFacts, xu_helper_facts_clear)

/* Takes what caps of a video say, encoded or not; what they do not say stays. */
void xu_helper_facts_take_video (XuHelperFacts *facts, const GstCaps *caps);

/* Takes how the picture is to be turned, where these tags say it. */
void xu_helper_facts_take_tags (XuHelperFacts *facts, const GstTagList *tags);

/* Takes the codec that encoded caps name, unless it is known in more detail. */
void xu_helper_facts_take_codec (char **codec, GstCaps *caps);

/**
 * xu_helper_facts_get_size:
 * @width: (out): in square pixels, before it is turned; 0: not known
 * @height: (out): likewise
 *
 * Pixels that are not square are made so by making the picture wider or higher, never smaller.
 */
void xu_helper_facts_get_size (const XuHelperFacts *facts, guint *width, guint *height);

/* Returns: (transfer full): a line of JSON for all of it */
char *xu_helper_facts_to_line (const XuHelperFacts *facts);

G_END_DECLS
