/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-helper-facts.h"
#include "xu-helper-picture.h"

G_BEGIN_DECLS

/**
 * XuHelperReader:
 *
 * GStreamer on one file. Nothing but what decodes is let in: no file is opened, no address looked
 * up, that stands in a foreign file. Sound is not decoded at all.
 */
typedef struct _XuHelperReader XuHelperReader;

/**
 * xu_helper_reader_new:
 * @path: (type filename): the file
 * @side: no side of a picture is to be longer than this; 0: as large as it is
 *
 * Returns: a reader that knows all that it ever will about the file itself. It lives as long as the
 * process: a decoder that hangs would not let go of it.
 */
XuHelperReader *xu_helper_reader_new (const char *path, guint side);

/* Returns: (transfer none): what is known; of a file that is none, nothing */
const XuHelperFacts *xu_helper_reader_get_facts (const XuHelperReader *reader);

/**
 * xu_helper_reader_take_frame:
 * @at_us: the moment; behind the end: the last frame
 *
 * Exactly the frame that is shown at that moment, which may take a while.
 *
 * Returns: (transfer full) (nullable): the frame; %NULL when none can be decoded
 */
XuHelperPicture *xu_helper_reader_take_frame (XuHelperReader *reader, gint64 at_us);

/**
 * xu_helper_reader_take_thumbnail:
 *
 * A frame near the beginning that shows something: not the black one before the film begins.
 *
 * Returns: (transfer full) (nullable): the frame; %NULL when none can be decoded
 */
XuHelperPicture *xu_helper_reader_take_thumbnail (XuHelperReader *reader);

G_END_DECLS
