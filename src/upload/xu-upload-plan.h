/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-media-api.h"
#include "xu-media-status.h"
#include "xu-retry.h"
#include "xu-segment-plan.h"

G_BEGIN_DECLS

/**
 * XuExchange:
 *
 * The four requests of an upload.
 */
typedef enum
{
  XU_EXCHANGE_INITIALIZE,
  XU_EXCHANGE_APPEND,
  XU_EXCHANGE_FINALIZE,
  XU_EXCHANGE_STATUS,
} XuExchange;

/**
 * XuStepKind:
 * @XU_STEP_EXCHANGE: begin the exchange, then ask again
 * @XU_STEP_WAIT: nothing to do before `wake_at`
 * @XU_STEP_NOTHING: nothing to do before an exchange comes back, or before the upload is resumed
 * @XU_STEP_DONE: the medium is ready, and nothing is in flight
 * @XU_STEP_FAILED: given up, and nothing is in flight
 */
typedef enum
{
  XU_STEP_EXCHANGE,
  XU_STEP_WAIT,
  XU_STEP_NOTHING,
  XU_STEP_DONE,
  XU_STEP_FAILED,
} XuStepKind;

/**
 * XuStep:
 *
 * The answer to "what next?".
 */
typedef struct
{
  XuStepKind kind;
  XuExchange exchange;       /* of XU_STEP_EXCHANGE */
  guint index;               /* of an append: segment_index */
  guint64 offset;            /* of an append: bytes from the beginning of the file */
  guint64 length;            /* of an append: bytes */
  XuAppendEncoding encoding; /* of an append */
  gboolean is_futile;        /* of XU_STEP_NOTHING: what is in flight is of no use any more */
  gint64 wake_at;            /* of XU_STEP_WAIT: microseconds */
  XuWaitReason reason;       /* of XU_STEP_WAIT */
} XuStep;

/**
 * XuUploadOptions:
 *
 * How to upload; what was learnt about the server comes back in it.
 */
typedef struct
{
  guint64 segment_size;      /* bytes wanted, 64 KiB to 16 MiB */
  guint64 segment_ceiling;   /* body bytes that the server is believed to take: half of what it
                                refused; 0: not known */
  guint64 segment_refused;   /* body bytes that the server certainly does not take; 0: not known */
  guint parallel;            /* segments in flight at once, 1 to 8 */
  gboolean is_sequential;    /* learnt: the server takes one segment after another only */
  XuAppendEncoding encoding; /* tried first */
  gboolean is_encoding_chosen; /* by the user: nothing learnt changes what is tried first */
  gint64 processing_limit_us;  /* how long processing may take before the user decides */
  gint64 backoff_base_us;      /* upper bound of the first delay after a failure */
  gint64 look_base_us; /* how long after a lost answer the post is first looked for; then twice
                          that, and so on */
} XuUploadOptions;

/* What an upload starts with when nobody says otherwise. */
extern const XuUploadOptions xu_upload_options_default;

/**
 * xu_upload_options_learn:
 * @options: (inout): what the next uploads begin with
 * @learnt: the options of an upload that has ended
 * @has_succeeded: whether it succeeded: only then is known that another encoding, or one segment
 * after another, was what helped
 *
 * Keeps what an upload taught about the server. Uploads that ran beside it may have taught other
 * things.
 */
void xu_upload_options_learn (XuUploadOptions *options,
                              const XuUploadOptions *learnt,
                              gboolean has_succeeded);

/**
 * XuUploadPlan:
 *
 * The upload of one file as a pure state machine: no I/O, no clock, no randomness of its own. It
 * answers "what next?"; the runner (XuUploader) does it and tells the plan what came of it. Times
 * are microseconds of a clock that never goes back.
 */
typedef struct _XuUploadPlan XuUploadPlan;

/**
 * xu_upload_plan_new:
 * @total_bytes: size of the file, at least 1
 * @record: (nullable): what another process left of the upload of this very file; copied
 * @options: how; copied
 * @now: the time
 * @error: return location: %XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS
 *
 * Goes on where @record ends: segments that are acknowledged there are not sent again, and the file
 * stays cut as it is there. X decides whether it still knows the media id, no clock of ours: one
 * segment goes alone first, and where X refuses, the upload starts again with INITIALIZE. So it
 * does at once with a record that does not fit the file.
 *
 * Returns: (transfer full) (nullable): a plan
 */
XuUploadPlan *xu_upload_plan_new (guint64 total_bytes,
                                  const XuUploadRecord *record,
                                  const XuUploadOptions *options,
                                  gint64 now,
                                  GError **error);

void xu_upload_plan_free (XuUploadPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuUploadPlan, xu_upload_plan_free)

/**
 * xu_upload_plan_next:
 * @plan: a plan
 * @now: the time
 *
 * What next? Asking changes nothing that a second question would not find the same.
 */
XuStep xu_upload_plan_next (XuUploadPlan *plan, gint64 now);

/**
 * xu_upload_plan_begin:
 * @plan: a plan
 * @step: the exchange that xu_upload_plan_next() named
 * @now: the time
 *
 * The exchange is in flight from here on, until exactly one of the functions below tells how it
 * ended.
 */
void xu_upload_plan_begin (XuUploadPlan *plan, const XuStep *step, gint64 now);

/*
 * How an exchange ended well. Each is told once for each exchange that began, also when the plan
 * has given up meanwhile; @now is the time, @unix_now that of the wall in seconds; answers stay the
 * caller's.
 */
void xu_upload_plan_initialized (XuUploadPlan *plan, const XuMediaUpload *upload, gint64 unix_now);
void xu_upload_plan_appended (XuUploadPlan *plan, const XuStep *step, gint64 now);
void xu_upload_plan_finalized (XuUploadPlan *plan, const XuMediaStatus *status, gint64 now);
void xu_upload_plan_checked (XuUploadPlan *plan, const XuMediaStatus *status, gint64 now);

/**
 * xu_upload_plan_failed:
 * @plan: a plan
 * @step: the exchange that failed
 * @error: why; %G_IO_ERROR_CANCELLED puts it back as if it had not begun
 * @now: the time
 * @random: 32 random bits for the backoff
 */
void xu_upload_plan_failed (XuUploadPlan *plan,
                            const XuStep *step,
                            const GError *error,
                            gint64 now,
                            guint32 random);

/**
 * xu_upload_plan_get_check_delay:
 * @status: an answer of FINALIZE or STATUS
 *
 * X's check_after_secs may be missing, zero or absurd.
 *
 * Returns: seconds until STATUS is asked next, 1 to 60; -1 when processing has ended
 */
gint64 xu_upload_plan_get_check_delay (const XuMediaStatus *status);

/**
 * xu_upload_plan_set_paused:
 * @plan: a plan
 * @paused: while %TRUE nothing new begins, and X's time for processing does not run
 * @now: the time
 */
void xu_upload_plan_set_paused (XuUploadPlan *plan, gboolean paused, gint64 now);

/**
 * xu_upload_plan_set_offline:
 * @plan: a plan
 * @is_offline: %TRUE while the network is said to be away: what fails meanwhile counts for nothing
 *
 * It is tried nevertheless.
 */
void xu_upload_plan_set_offline (XuUploadPlan *plan, gboolean is_offline);

/**
 * xu_upload_plan_set_acquainted:
 * @plan: a plan
 *
 * X has answered to somebody else of us: its address and certificate are right.
 */
void xu_upload_plan_set_acquainted (XuUploadPlan *plan);

/**
 * xu_upload_plan_network_changed:
 * @plan: a plan
 *
 * Whatever waits for the network is due at once.
 */
void xu_upload_plan_network_changed (XuUploadPlan *plan);

/**
 * xu_upload_plan_give_up:
 * @plan: a plan
 * @error: why the upload cannot go on: the file changed, the user cancelled
 */
void xu_upload_plan_give_up (XuUploadPlan *plan, const GError *error);

/**
 * xu_upload_plan_get_media_id:
 * @plan: a plan
 *
 * Returns: (transfer none) (nullable): the media id, %NULL before INITIALIZE
 */
const char *xu_upload_plan_get_media_id (const XuUploadPlan *plan);

/**
 * xu_upload_plan_get_acknowledged:
 * @plan: a plan
 *
 * Returns: bytes that X has; never falls within one media id
 */
guint64 xu_upload_plan_get_acknowledged (const XuUploadPlan *plan);

/**
 * xu_upload_plan_get_restarts:
 * @plan: a plan
 *
 * Returns: how often a media id was given up for a new INITIALIZE: X did not know it any more, did
 * not like its segments, or its record did not fit the file
 */
guint xu_upload_plan_get_restarts (const XuUploadPlan *plan);

/**
 * xu_upload_plan_store:
 * @plan: a plan
 * @record: (inout): becomes what must be on disk before the exchange that began last is sent
 *
 * A plan made from it goes on there. It is on disk for good before each exchange, unless it differs
 * only in what is acknowledged (xu_upload_record_is_lasting_equal()).
 */
void xu_upload_plan_store (const XuUploadPlan *plan, XuUploadRecord *record);

/**
 * xu_upload_plan_get_options:
 * @plan: a plan
 *
 * Returns: (transfer none): the options with what was learnt: ceiling, encoding, one after another
 */
const XuUploadOptions *xu_upload_plan_get_options (const XuUploadPlan *plan);

/**
 * xu_upload_plan_get_error:
 * @plan: a plan that answers %XU_STEP_FAILED
 *
 * Returns: (transfer none): why
 */
const GError *xu_upload_plan_get_error (const XuUploadPlan *plan);

G_END_DECLS
