/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuErrands:
 *
 * What the user has asked for that is no job, takes a moment, and would be lost if the application
 * ended meanwhile: files that are sorted, a frame that is taken, a post that is deleted.
 *
 * Property "busy": whether there is one under way.
 */
#define XU_TYPE_ERRANDS (xu_errands_get_type ())
G_DECLARE_FINAL_TYPE (XuErrands, xu_errands, XU, ERRANDS, GObject)

/**
 * xu_errands_of:
 * @engine: who runs them
 *
 * Returns: (transfer none): those of @engine, as long as that lives
 */
XuErrands *xu_errands_of (XuEngine *engine);

/* One begins; one ends, when everything is done that comes of it. */
void xu_errands_begin (XuErrands *self);
void xu_errands_end (XuErrands *self);

gboolean xu_errands_is_busy (XuErrands *self);

G_END_DECLS
