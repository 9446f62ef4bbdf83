/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-record.h"

G_BEGIN_DECLS

/* Appends an item, of which nothing is known yet. Returns: (transfer none): it */
XuItemRecord *xu_job_record_add_item (XuJobRecord *record);

G_END_DECLS
