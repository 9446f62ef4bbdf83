/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * XuJobState:
 * @XU_JOB_QUEUED: waits for its turn
 * @XU_JOB_CHECKING: its files are looked at
 * @XU_JOB_UPLOADING: segments go up
 * @XU_JOB_PROCESSING: X processes a medium
 * @XU_JOB_FINISHING: alt texts and subtitles are set
 * @XU_JOB_POSTING: the post is on its way
 * @XU_JOB_PAUSED: nothing begins until it is resumed: the user paused it, or the process that ran
 * it ended
 * @XU_JOB_READY: over: the media are ready, no post was wanted
 * @XU_JOB_POSTED: over: the post exists
 * @XU_JOB_FAILED: over: its error says why
 * @XU_JOB_CANCELLED: over: the user did not want it any more
 *
 * What a job does. All from %XU_JOB_READY on are its end, until the user takes it up again.
 */
typedef enum
{
  XU_JOB_QUEUED,
  XU_JOB_CHECKING,
  XU_JOB_UPLOADING,
  XU_JOB_PROCESSING,
  XU_JOB_FINISHING,
  XU_JOB_POSTING,
  XU_JOB_PAUSED,
  XU_JOB_READY,
  XU_JOB_POSTED,
  XU_JOB_FAILED,
  XU_JOB_CANCELLED,
} XuJobState;

GType xu_job_state_get_type (void);
#define XU_TYPE_JOB_STATE (xu_job_state_get_type ())

/**
 * XuJobWait:
 * @XU_JOB_WAIT_RATE_LIMIT: X's limit of requests
 * @XU_JOB_WAIT_OFFLINE: no answer came
 * @XU_JOB_WAIT_SERVER_BUSY: X answers with errors of its own
 * @XU_JOB_WAIT_POST_CHECK: X's answer to the post was lost: looks whether it exists
 * @XU_JOB_WAIT_OTHER_PROCESS: another process runs it; it is followed, and taken up when that one
 * ends before the job does
 * @XU_JOB_WAIT_SIGN_IN: nobody is signed in to its account now
 *
 * Why a job waits; the words of the JSON Lines.
 */
typedef enum
{
  XU_JOB_WAIT_RATE_LIMIT,
  XU_JOB_WAIT_OFFLINE,
  XU_JOB_WAIT_SERVER_BUSY,
  XU_JOB_WAIT_POST_CHECK,
  XU_JOB_WAIT_OTHER_PROCESS,
  XU_JOB_WAIT_SIGN_IN,
} XuJobWait;

GType xu_job_wait_get_type (void);
#define XU_TYPE_JOB_WAIT (xu_job_wait_get_type ())

G_END_DECLS
