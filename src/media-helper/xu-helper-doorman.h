/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * XuHelperKind:
 *
 * What a file is to us, by what GStreamer takes it for.
 */
typedef enum
{
  XU_HELPER_KIND_REFUSED, /* not looked into: a list of addresses, a project, a sound, a drawing */
  XU_HELPER_KIND_FILM,    /* something with streams in it */
  XU_HELPER_KIND_GIF,     /* pictures that follow each other */
  XU_HELPER_KIND_PICTURE, /* a still picture, without anything around it */
} XuHelperKind;

/**
 * xu_helper_doorman_prepare:
 *
 * Gives a place to what GStreamer would not take by itself.
 */
void xu_helper_doorman_prepare (void);

/* What caps of a whole file mean. */
XuHelperKind xu_helper_doorman_get_kind (const GstCaps *caps);

/**
 * xu_helper_doorman_lets_in:
 * @factory: of an element that would take part in decoding
 * @kind: of the file
 *
 * Returns: %FALSE for all that does more than take bytes and give bytes: opens files or addresses,
 * talks to hardware, or is not needed for files of this kind
 */
gboolean xu_helper_doorman_lets_in (GstElementFactory *factory, XuHelperKind kind);

G_END_DECLS
