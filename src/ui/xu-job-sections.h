/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-item.h"

G_BEGIN_DECLS

/**
 * XuJobSections:
 *
 * The rows of a list of jobs: what needs somebody, then the history under its name; newest first,
 * and only what is searched for.
 */
typedef struct _XuJobSections XuJobSections;

/**
 * xu_job_sections_new:
 * @items: (transfer none): of #XuJobItem
 *
 * Returns: (transfer full): the sections
 */
XuJobSections *xu_job_sections_new (GListModel *items);

void xu_job_sections_free (XuJobSections *self);

/* Returns: (transfer none): of #XuJobItem, and #GtkStringObject for a heading */
GListModel *xu_job_sections_get_rows (XuJobSections *self);

/**
 * xu_job_sections_search:
 * @self: sections
 * @text: what a row must have in its name or its post; empty: everything is shown
 */
void xu_job_sections_search (XuJobSections *self, const char *text);

gboolean xu_job_sections_is_searching (XuJobSections *self);

/* A job became history, or is none any more: it leaves one section, and comes into the other. */
void xu_job_sections_past_changed (XuJobSections *self);

G_END_DECLS
