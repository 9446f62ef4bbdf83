/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuJobLook:
 *
 * How a file looks, and how long it is: found out by somebody else, in time, and only as long as
 * somebody shows it.
 *
 * Signals: "changed" (void): more is known.
 */
#define XU_TYPE_JOB_LOOK (xu_job_look_get_type ())
G_DECLARE_FINAL_TYPE (XuJobLook, xu_job_look, XU, JOB_LOOK, GObject)

/**
 * xu_job_look_new:
 * @engine: who looks at the file
 *
 * Returns: (transfer full): a look at nothing yet
 */
XuJobLook *xu_job_look_new (XuEngine *engine);

/**
 * xu_job_look_set_path:
 * @self: a look
 * @path: (nullable) (type filename): the file; of another one than before nothing is known
 */
void xu_job_look_set_path (XuJobLook *self, const char *path);

/* Somebody shows it, until as many calls of xu_job_look_hide() have followed. */
void xu_job_look_show (XuJobLook *self);
void xu_job_look_hide (XuJobLook *self);

/* Returns: (transfer none) (nullable): while somebody shows it */
GdkPaintable *xu_job_look_get_thumbnail (XuJobLook *self);

/* Returns: microseconds of the video, -1 where that is not known or it is none */
gint64 xu_job_look_get_duration (XuJobLook *self);

/* In pixels; 0: not known. */
guint xu_job_look_get_width (XuJobLook *self);
guint xu_job_look_get_height (XuJobLook *self);

G_END_DECLS
