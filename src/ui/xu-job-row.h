/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-job-item.h"

G_BEGIN_DECLS

/**
 * XuJobRow:
 *
 * A job in one line of the list: picture, name, what it does, how far it is.
 *
 * Property "item" (XuJobItem, nullable).
 */
#define XU_TYPE_JOB_ROW (xu_job_row_get_type ())
G_DECLARE_FINAL_TYPE (XuJobRow, xu_job_row, XU, JOB_ROW, GtkWidget)

XuJobRow *xu_job_row_new (void);

/**
 * xu_job_row_set_item:
 * @self: a row
 * @item: (nullable): what it shows
 */
void xu_job_row_set_item (XuJobRow *self, XuJobItem *item);

/* Returns: (transfer none) (nullable): what it shows */
XuJobItem *xu_job_row_get_item (XuJobRow *self);

/**
 * xu_job_row_set_heading:
 * @self: a row
 * @heading: (nullable): name of the section that begins below: the row shows that instead of a job
 */
void xu_job_row_set_heading (XuJobRow *self, const char *heading);

G_END_DECLS
