/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-job-item.h"
#include "xu-job-spec.h"

G_BEGIN_DECLS

/**
 * XuVideoExtras:
 *
 * What goes with a video: its subtitles and its cover picture.
 *
 * Signals: changed (void): the user has chosen something.
 */
#define XU_TYPE_VIDEO_EXTRAS (xu_video_extras_get_type ())
G_DECLARE_FINAL_TYPE (XuVideoExtras, xu_video_extras, XU, VIDEO_EXTRAS, AdwPreferencesGroup)

/* @item (nullable): the job whose video it is; dialogs about another one are closed */
void xu_video_extras_set_item (XuVideoExtras *self, XuJobItem *item);

/* Shows what @spec says. */
void xu_video_extras_load (XuVideoExtras *self, const XuJobSpec *spec);

/* Writes into @spec, which is not shared yet, what is shown. */
void xu_video_extras_apply (XuVideoExtras *self, XuJobSpec *spec);

G_END_DECLS
