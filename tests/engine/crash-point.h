/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-record.h"
#include "xu-problem.h"

G_BEGIN_DECLS

typedef enum
{
  CRASH_BEFORE_RECORD, /* the journal does not say it yet */
  CRASH_AFTER_RECORD,  /* it does, and what it announces has not left */
  CRASH_AT_ANSWER,     /* the server has done it, and nobody here has seen its answer */
} CrashMoment;

/**
 * CrashPoint:
 *
 * Where in the life of a job its process dies.
 */
typedef struct
{
  CrashMoment moment;
  gboolean (*is_it) (const XuJobRecord *record); /* whether what is saved now is the record; asked
                                                    of each save, in order */
  XuEndpoint endpoint;                           /* of CRASH_AT_ANSWER */
  guint nth;                               /* of CRASH_AT_ANSWER: which of its requests, from 1 */
  void (*last_words) (gpointer user_data); /* (nullable): called before it dies */
  gpointer user_data;
} CrashPoint;

/**
 * crash_point_set:
 * @point: stays valid
 *
 * The process dies there, by SIGKILL. The program must be linked with --wrap for the four functions
 * that crash-point.c stands before.
 */
void crash_point_set (const CrashPoint *point);

G_END_DECLS
