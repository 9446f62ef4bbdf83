/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-job.h"

G_BEGIN_DECLS

/**
 * XuJobList:
 *
 * A #GListModel of #XuJob.
 */
#define XU_TYPE_JOB_LIST (xu_job_list_get_type ())
G_DECLARE_FINAL_TYPE (XuJobList, xu_job_list, XU, JOB_LIST, GObject)

G_END_DECLS
