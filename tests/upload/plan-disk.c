/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an uploader would have put on disk of its plan, and what of it a crash leaves. */

#include "config.h"

#include "plan-disk.h"

struct _PlanDisk
{
  GPtrArray *saves; /* (owned) (element-type XuUploadRecord): the first is on disk for good */
};

static void
free_record (gpointer record)
{
  xu_upload_record_clear (record);
  g_free (record);
}

static XuUploadRecord *
new_record (void)
{
  XuUploadRecord *record = g_new0 (XuUploadRecord, 1);

  xu_upload_record_init (record);
  return record;
}

PlanDisk *
plan_disk_new (void)
{
  PlanDisk *self = g_new0 (PlanDisk, 1);

  self->saves = g_ptr_array_new_with_free_func (free_record);
  g_ptr_array_add (self->saves, new_record ());
  return self;
}

void
plan_disk_free (PlanDisk *self)
{
  g_ptr_array_unref (self->saves);
  g_free (self);
}

const XuUploadRecord *
plan_disk_get_last (const PlanDisk *self)
{
  return g_ptr_array_index (self->saves, self->saves->len - 1);
}

void
plan_disk_save (PlanDisk *self, const XuUploadPlan *plan)
{
  XuUploadRecord *record = new_record ();

  xu_upload_plan_store (plan, record);
  if (!xu_upload_record_is_lasting_equal (record, plan_disk_get_last (self)))
    g_ptr_array_set_size (self->saves, 0);
  g_ptr_array_add (self->saves, record);
}

guint
plan_disk_get_n_loose (const PlanDisk *self)
{
  return self->saves->len - 1;
}

void
plan_disk_lose_power (PlanDisk *self, guint n_kept)
{
  g_assert_cmpuint (n_kept, <, self->saves->len);
  g_ptr_array_set_size (self->saves, (int) n_kept + 1);
}
