/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an uploader would have put on disk of its plan, and what of it a crash leaves. */
#pragma once

#include "xu-upload-plan.h"

G_BEGIN_DECLS

typedef struct _PlanDisk PlanDisk;

PlanDisk *plan_disk_new (void);
void plan_disk_free (PlanDisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlanDisk, plan_disk_free)

/* As xu_uploader_save() does it: before each exchange, and after each answer. */
void plan_disk_save (PlanDisk *self, const XuUploadPlan *plan);

/* Returns: (transfer none): what was saved last; that of a new upload in the beginning */
const XuUploadRecord *plan_disk_get_last (const PlanDisk *self);

/* Saves that a power cut may take away: none of them is for good. */
guint plan_disk_get_n_loose (const PlanDisk *self);

/* The power fails: of the loose saves only so many are left. */
void plan_disk_lose_power (PlanDisk *self, guint n_kept);

G_END_DECLS
