/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file is cut into segments: the arithmetic of sizes and indices. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-segment-plan.h"

#include <string.h>

#include "xu-error.h"

/* Indices that are recorded as sent at once. */
static const guint reserved_step = 32;

struct _XuSegmentPlan
{
  guint64 total_bytes;
  GArray *segments; /* (owned) (element-type XuSegment) */
  guint n_sent;     /* from this index on none was ever sent: the server cannot have it */
};

static guint64
divide_up (guint64 dividend, guint64 divisor)
{
  return dividend / divisor + (dividend % divisor != 0 ? 1 : 0);
}

XuSegmentPlan *
xu_segment_plan_new (guint64 total_bytes)
{
  g_return_val_if_fail (total_bytes > 0, NULL);

  XuSegmentPlan *plan = g_new0 (XuSegmentPlan, 1);

  plan->total_bytes = total_bytes;
  plan->segments = g_array_new (FALSE, TRUE, sizeof (XuSegment));

  return plan;
}

void
xu_segment_plan_free (XuSegmentPlan *plan)
{
  g_return_if_fail (plan != NULL);

  g_array_unref (plan->segments);
  g_free (plan);
}

guint
xu_segment_plan_get_length (const XuSegmentPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->segments->len;
}

XuSegment *
xu_segment_plan_get (const XuSegmentPlan *plan, guint index)
{
  g_return_val_if_fail (plan != NULL && index < plan->segments->len, NULL);

  return &g_array_index (plan->segments, XuSegment, index);
}

static gboolean
is_in_flight_from (const XuSegmentPlan *plan, guint from)
{
  for (guint i = from; i < plan->segments->len; i++)
    {
      if (xu_segment_plan_get (plan, i)->state == XU_SEGMENT_IN_FLIGHT)
        return TRUE;
    }

  return FALSE;
}

static guint64
get_offset (const XuSegmentPlan *plan, guint from)
{
  return from < plan->segments->len ? xu_segment_plan_get (plan, from)->offset : 0;
}

static guint64
get_least_size (const XuSegmentPlan *plan, guint from)
{
  return divide_up (plan->total_bytes - get_offset (plan, from), XU_SEGMENTS_MAX - from);
}

guint64
xu_segment_plan_choose_size (const XuSegmentPlan *plan, guint from, guint64 wanted, guint64 ceiling)
{
  g_return_val_if_fail (plan != NULL && (from == 0 || from < plan->segments->len), 0);
  g_return_val_if_fail (wanted > 0 && ceiling % XU_SEGMENT_QUANTUM == 0, 0);

  /* With none larger than these, the last index that was sent is reached again. */
  for (guint i = from; i + 1 < plan->n_sent; i++)
    wanted = MIN (wanted, xu_segment_plan_get (plan, i)->length);

  guint64 least = get_least_size (plan, from);
  guint64 size = divide_up (MAX (wanted, least), XU_SEGMENT_QUANTUM) * XU_SEGMENT_QUANTUM;

  return ceiling > 0 ? MIN (size, ceiling) : size;
}

/* Appends segments of @size from where the last one ends to @end; only the file's last may be
 * shorter. */
static gboolean
append_segments (const XuSegmentPlan *plan, GArray *segments, guint64 size, guint64 end)
{
  guint64 offset = 0;

  if (segments->len > 0)
    {
      const XuSegment *last = &g_array_index (segments, XuSegment, segments->len - 1);

      offset = last->offset + last->length;
    }

  if (size == 0 || end <= offset || end > plan->total_bytes
      || (end < plan->total_bytes && (end - offset) % size != 0)
      || divide_up (end - offset, size) > XU_SEGMENTS_MAX - segments->len)
    return FALSE;

  while (offset < end)
    {
      XuSegment segment = { .offset = offset, .length = MIN (size, end - offset) };

      g_array_append_val (segments, segment);
      offset += segment.length;
    }

  return TRUE;
}

gboolean
xu_segment_plan_divide (XuSegmentPlan *plan,
                        guint from,
                        guint64 wanted,
                        guint64 ceiling,
                        GError **error)
{
  g_return_val_if_fail (plan != NULL && (from == 0 || from < plan->segments->len), FALSE);
  g_return_val_if_fail (wanted > 0 && !is_in_flight_from (plan, from), FALSE);

  guint64 rest = plan->total_bytes - get_offset (plan, from);
  guint64 least = get_least_size (plan, from);
  guint64 size = xu_segment_plan_choose_size (plan, from, wanted, ceiling);

  if (plan->total_bytes > XU_UPLOAD_BYTES_MAX)
    {
      xu_error_set (error, XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS,
                    "%" G_GUINT64_FORMAT " bytes are more than X takes of one file",
                    plan->total_bytes);
      return FALSE;
    }

  if (size < least || from + divide_up (rest, size) < plan->n_sent)
    {
      xu_error_set (error, XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS,
                    "%" G_GUINT64_FORMAT " bytes need segments of %" G_GUINT64_FORMAT
                    " bytes from index %u on, the server takes %" G_GUINT64_FORMAT,
                    plan->total_bytes, least, from, ceiling);
      return FALSE;
    }

  g_array_set_size (plan->segments, from);
  return append_segments (plan, plan->segments, size, plan->total_bytes);
}

static GArray *
read_cuts (const XuSegmentPlan *plan, const GArray *cuts)
{
  g_autoptr (GArray) segments = g_array_new (FALSE, TRUE, sizeof (XuSegment));
  guint64 offset = 0;

  for (guint i = 0; i < cuts->len; i++)
    {
      const XuCut *cut = &g_array_index (cuts, XuCut, i);
      guint64 end = i + 1 < cuts->len ? cut[1].offset : plan->total_bytes;

      if (cut->index != segments->len || cut->offset != offset
          || !append_segments (plan, segments, cut->size, end))
        return NULL;
      offset = end;
    }

  return offset == plan->total_bytes ? g_steal_pointer (&segments) : NULL;
}

gboolean
xu_segment_plan_restore (XuSegmentPlan *plan, const XuUploadRecord *record)
{
  g_return_val_if_fail (plan != NULL && plan->segments->len == 0 && record != NULL, FALSE);

  g_autoptr (GArray) segments = read_cuts (plan, record->cuts);

  if (segments == NULL || record->sent_below > segments->len)
    return FALSE;

  for (guint i = 0; i < XU_SEGMENTS_MAX; i++)
    {
      if (!xu_upload_record_get_acknowledged (record, i))
        continue;
      if (i >= record->sent_below)
        return FALSE;
      g_array_index (segments, XuSegment, i).state = XU_SEGMENT_ACKNOWLEDGED;
    }

  g_array_unref (plan->segments);
  plan->segments = g_steal_pointer (&segments);
  plan->n_sent = record->sent_below;

  return TRUE;
}

static gboolean
begins_cut (const XuSegmentPlan *plan, guint index, const GArray *cuts)
{
  if (cuts->len == 0)
    return TRUE;

  guint64 length = xu_segment_plan_get (plan, index)->length;
  guint64 size = g_array_index (cuts, XuCut, cuts->len - 1).size;

  return length > size || (length < size && index + 1 < plan->segments->len);
}

void
xu_segment_plan_store (const XuSegmentPlan *plan, XuUploadRecord *record)
{
  g_return_if_fail (plan != NULL && record != NULL);

  guint reserved = (guint) divide_up (plan->n_sent, reserved_step) * reserved_step;

  g_array_set_size (record->cuts, 0);
  memset (record->acknowledged, 0, sizeof record->acknowledged);
  record->sent_below = MIN (reserved, plan->segments->len);

  for (guint i = 0; i < plan->segments->len; i++)
    {
      const XuSegment *segment = xu_segment_plan_get (plan, i);

      if (begins_cut (plan, i, record->cuts))
        {
          XuCut cut = { .index = i, .offset = segment->offset, .size = segment->length };

          g_array_append_val (record->cuts, cut);
        }
      if (segment->state == XU_SEGMENT_ACKNOWLEDGED)
        xu_upload_record_set_acknowledged (record, i);
    }
}

static gboolean
has_failed (const XuSegmentPlan *plan)
{
  for (guint i = 0; i < plan->segments->len; i++)
    {
      if (xu_segment_plan_get (plan, i)->attempts.n_all > 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
xu_segment_plan_find_pending (const XuSegmentPlan *plan, gint64 now, guint *index, gint64 *wake_at)
{
  g_return_val_if_fail (plan != NULL && index != NULL && wake_at != NULL, FALSE);

  gboolean only_failed = has_failed (plan);

  *wake_at = G_MAXINT64;

  for (guint i = 0; i < plan->segments->len; i++)
    {
      const XuSegment *segment = xu_segment_plan_get (plan, i);

      if (segment->state != XU_SEGMENT_PENDING || (only_failed && segment->attempts.n_all == 0))
        continue;

      if (segment->not_before <= now)
        {
          *index = i;
          return TRUE;
        }
      if (segment->not_before < *wake_at)
        {
          *index = i;
          *wake_at = segment->not_before;
        }
    }

  return FALSE;
}

void
xu_segment_plan_begin (XuSegmentPlan *plan, guint index, gint64 now)
{
  g_return_if_fail (plan != NULL && index < plan->segments->len);

  XuSegment *segment = xu_segment_plan_get (plan, index);

  g_return_if_fail (segment->state == XU_SEGMENT_PENDING);

  segment->state = XU_SEGMENT_IN_FLIGHT;
  segment->begun_at = now;
  plan->n_sent = MAX (plan->n_sent, index + 1);
}

guint
xu_segment_plan_get_tail (const XuSegmentPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->n_sent;
}

void
xu_segment_plan_forgive (XuSegmentPlan *plan)
{
  g_return_if_fail (plan != NULL);

  for (guint i = 0; i < plan->segments->len; i++)
    xu_segment_plan_get (plan, i)->attempts = (XuAttempts){ 0 };
}

void
xu_segment_plan_network_changed (XuSegmentPlan *plan)
{
  g_return_if_fail (plan != NULL);

  for (guint i = 0; i < plan->segments->len; i++)
    {
      XuSegment *segment = xu_segment_plan_get (plan, i);

      if (segment->reason != XU_WAIT_NETWORK)
        continue;
      segment->not_before = 0;
      xu_attempts_renew (&segment->attempts);
    }
}

guint64
xu_segment_plan_get_acknowledged (const XuSegmentPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  guint64 bytes = 0;

  for (guint i = 0; i < plan->segments->len; i++)
    {
      const XuSegment *segment = xu_segment_plan_get (plan, i);

      if (segment->state == XU_SEGMENT_ACKNOWLEDGED)
        bytes += segment->length;
    }

  return bytes;
}
