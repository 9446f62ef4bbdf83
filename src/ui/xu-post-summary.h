/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-job-spec.h"
#include "xu-post-kind.h"

G_BEGIN_DECLS

/**
 * XuPostSummary:
 *
 * A post that cannot be changed any more: its text, and what else was said of it.
 */
#define XU_TYPE_POST_SUMMARY (xu_post_summary_get_type ())
G_DECLARE_FINAL_TYPE (XuPostSummary, xu_post_summary, XU, POST_SUMMARY, GtkWidget)

/* Shows what @spec says. */
void xu_post_summary_load (XuPostSummary *self, XuJobSpec *spec, XuPostKind kind);

G_END_DECLS
