/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job does and why it waits, in a word each. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-job-state.h"

G_DEFINE_ENUM_TYPE (XuJobState,
                    xu_job_state,
                    G_DEFINE_ENUM_VALUE (XU_JOB_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_CHECKING, "checking"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_UPLOADING, "uploading"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_PROCESSING, "processing"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_FINISHING, "finishing"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_POSTING, "posting"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_POSTED, "posted"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_CANCELLED, "cancelled"))

G_DEFINE_ENUM_TYPE (XuJobWait,
                    xu_job_wait,
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_RATE_LIMIT, "rate-limit"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_SERVER_BUSY, "server-busy"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_POST_CHECK, "post-check"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_OTHER_PROCESS, "other-process"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_SIGN_IN, "sign-in"))
