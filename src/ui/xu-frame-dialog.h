/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-job-item.h"

G_BEGIN_DECLS

/**
 * XuFrameDialog:
 *
 * Lets the user take a frame of a video as its cover picture.
 *
 * Signals: taken (path: string): the frame is in this file. The dialog closes itself then.
 */
#define XU_TYPE_FRAME_DIALOG (xu_frame_dialog_get_type ())
G_DECLARE_FINAL_TYPE (XuFrameDialog, xu_frame_dialog, XU, FRAME_DIALOG, AdwWindow)

/**
 * xu_frame_dialog_new:
 * @item: a job with a video
 *
 * Returns: (transfer none): a dialog, owned by GTK like every window
 */
GtkWindow *xu_frame_dialog_new (XuJobItem *item);

G_END_DECLS
