/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-retry.h"
#include "xu-upload-record.h"

G_BEGIN_DECLS

/* X numbers segments from 0 to 999. */
#define XU_SEGMENTS_MAX 1000

/* Sizes of segments are multiples of this. */
#define XU_SEGMENT_QUANTUM (64 * 1024)

/* What X takes at most of one file, https://docs.x.com/x-api/media/initialize-media-upload */
#define XU_UPLOAD_BYTES_MAX (G_GUINT64_CONSTANT (16) * 1024 * 1024 * 1024)

typedef enum
{
  XU_SEGMENT_PENDING,
  XU_SEGMENT_IN_FLIGHT,
  XU_SEGMENT_ACKNOWLEDGED,
} XuSegmentState;

typedef struct
{
  guint64 offset; /* bytes from the beginning of the file */
  guint64 length; /* bytes, at least 1 */
  XuSegmentState state;
  XuAttempts attempts;  /* failures in a row without progress of the upload */
  gint64 not_before;    /* microseconds: backoff; 0: now */
  XuWaitReason reason;  /* of the backoff */
  gint64 begun_at;      /* microseconds: when it was last sent */
  gboolean was_refused; /* perhaps only for others beside it */
} XuSegment;

/**
 * XuSegmentPlan:
 *
 * How a file is cut: segments that follow each other without gap, the array's index being X's
 * segment_index. Pure.
 */
typedef struct _XuSegmentPlan XuSegmentPlan;

/**
 * xu_segment_plan_new:
 * @total_bytes: size of the file, at least 1
 *
 * Returns: (transfer full): a plan that is not divided yet
 */
XuSegmentPlan *xu_segment_plan_new (guint64 total_bytes);

void xu_segment_plan_free (XuSegmentPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSegmentPlan, xu_segment_plan_free)

/**
 * xu_segment_plan_divide:
 * @plan: a plan
 * @from: the first index to be cut anew, 0 at first; no segment from here on may be in flight
 * @wanted: bytes a segment, as wished
 * @ceiling: bytes that the server takes at most in one, a multiple of 64 KiB; 0: not known
 * @error: return location: %XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS when the rest does not fit the
 * indices that are left
 *
 * Cuts the file anew from the offset of segment @from, as xu_segment_plan_choose_size() says. Each
 * index that was sent before is there in the new cut too: the server may have it, and only sending
 * it again replaces what it has. On error nothing has changed.
 */
gboolean xu_segment_plan_divide (XuSegmentPlan *plan,
                                 guint from,
                                 guint64 wanted,
                                 guint64 ceiling,
                                 GError **error);

/**
 * xu_segment_plan_restore:
 * @plan: a plan that is not divided yet
 * @record: of an upload that was begun
 *
 * Cuts the file as @record says. What is acknowledged there stays so, and what may have been sent
 * counts as sent.
 *
 * Returns: %FALSE when @record is of another file or contradicts itself; nothing has changed then
 */
gboolean xu_segment_plan_restore (XuSegmentPlan *plan, const XuUploadRecord *record);

/**
 * xu_segment_plan_store:
 * @plan: a plan that is divided
 * @record: (inout): its cuts, bound of what was sent and acknowledgements become those of @plan
 *
 * The bound runs ahead of what was sent, in steps of many indices: so it must be put on disk for
 * good only once for as many segments.
 */
void xu_segment_plan_store (const XuSegmentPlan *plan, XuUploadRecord *record);

/**
 * xu_segment_plan_choose_size:
 * @plan: a plan
 * @from: the first index to be cut anew
 * @wanted: bytes a segment, as wished
 * @ceiling: as above
 *
 * Returns: the size of a segment: @wanted, or less where smaller ones of the same index were sent,
 * or more where the rest would not fit into 1000 segments, never more than @ceiling; a multiple of
 * 64 KiB
 */
guint64 xu_segment_plan_choose_size (const XuSegmentPlan *plan,
                                     guint from,
                                     guint64 wanted,
                                     guint64 ceiling);

guint xu_segment_plan_get_length (const XuSegmentPlan *plan);

/**
 * xu_segment_plan_get:
 * @plan: a plan
 * @index: a segment_index
 *
 * Returns: (transfer none): the segment; valid until the plan is divided again
 */
XuSegment *xu_segment_plan_get (const XuSegmentPlan *plan, guint index);

/**
 * xu_segment_plan_find_pending:
 * @plan: a plan
 * @now: microseconds
 * @index: (out): the first segment that may be sent now; when none may: that which may first
 * @wake_at: (out): when none may: the time at which that one may, or %G_MAXINT64 when none is
 * pending
 *
 * Since a failure of one is most often the failure of all, segments that failed since the last
 * progress go first: no other is sent into a dead network or to a broken server.
 *
 * Returns: %TRUE when one may be sent now
 */
gboolean
xu_segment_plan_find_pending (const XuSegmentPlan *plan, gint64 now, guint *index, gint64 *wake_at);

/**
 * xu_segment_plan_begin:
 * @plan: a plan
 * @index: a pending segment, which is sent now
 * @now: microseconds
 */
void xu_segment_plan_begin (XuSegmentPlan *plan, guint index, gint64 now);

/**
 * xu_segment_plan_get_tail:
 * @plan: a plan
 *
 * Returns: the index from which on no segment was ever sent: what may be cut anew at any time
 */
guint xu_segment_plan_get_tail (const XuSegmentPlan *plan);

/**
 * xu_segment_plan_forgive:
 * @plan: a plan
 *
 * The upload made progress: failures before it count no more.
 */
void xu_segment_plan_forgive (XuSegmentPlan *plan);

/**
 * xu_segment_plan_network_changed:
 * @plan: a plan
 *
 * Segments that wait for the network may be sent at once.
 */
void xu_segment_plan_network_changed (XuSegmentPlan *plan);

/**
 * xu_segment_plan_get_acknowledged:
 * @plan: a plan
 *
 * Returns: bytes of all acknowledged segments
 */
guint64 xu_segment_plan_get_acknowledged (const XuSegmentPlan *plan);

G_END_DECLS
