/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-job-item.h"

G_BEGIN_DECLS

/**
 * XuJobStatus:
 *
 * What a job does, above its composer: the phase in words, how far it is, why it waits or failed
 * and what can be done about it. Its buttons are the actions "job.…" of XuJobActions.
 *
 * Property "item" (XuJobItem, nullable).
 */
#define XU_TYPE_JOB_STATUS (xu_job_status_get_type ())
G_DECLARE_FINAL_TYPE (XuJobStatus, xu_job_status, XU, JOB_STATUS, GtkWidget)

/**
 * xu_job_status_set_item:
 * @self: a panel
 * @item: (nullable): what it shows
 */
void xu_job_status_set_item (XuJobStatus *self, XuJobItem *item);

G_END_DECLS
