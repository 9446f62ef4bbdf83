/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crash-point.h"

G_BEGIN_DECLS

/* How a job is disturbed at a transition. Power cuts: the process dies, and so does what was not
 * synced. */
typedef enum
{
  CRASH_KILLED_BEFORE,
  CRASH_KILLED_AFTER,
  CRASH_KILLED_AT_ANSWER,
  CRASH_CONNECTION_LOST, /* in place of the answer; the process lives on */
  CRASH_POWER_BEFORE,
  CRASH_POWER_AFTER,
  CRASH_POWER_AT_ANSWER,
  CRASH_N_COLUMNS,
} CrashColumn;

extern const char *const crash_columns[CRASH_N_COLUMNS];

/* What the user does while the job runs for the first time. */
typedef enum
{
  CRASH_USER_WATCHES,
  CRASH_USER_PAUSES, /* once a segment is there */
  CRASH_USER_PAUSES_AND_RESUMES,
  CRASH_USER_CANCELS,  /* once a segment is there */
  CRASH_USER_EDITS,    /* once a segment is there: the text */
  CRASH_USER_COVERS,   /* once a segment is there: the text, and adds a cover */
  CRASH_USER_CONFIRMS, /* that an unknown post does not exist */
} CrashUser;

/**
 * CrashCell:
 *
 * What comes of it. Whatever it is, the video at the server is the one on disk, and there is
 * exactly one post in the end, or none where the table says "gone" or "cancelled".
 *
 *   gone       the job is not in the journal, and nothing was sent
 *   posted     goes on and posts
 *   edited     goes on and posts what the user has edited
 *   found      goes on, looks whether the post exists, finds it
 *   asks       goes on, looks, does not find it, asks; the user says no: posts
 *   asked      rests as the question whether the post exists; the user says no: posts
 *   refused    rests as refused; the user changes the text: posts
 *   over       rests as posted
 *   cancelled  rests as cancelled, and cannot be resumed
 */
typedef struct
{
  const char *outcome; /* (nullable): there is no such moment */
  guint initializes;   /* at most so many requests more than an undisturbed job sends */
  guint appends;       /* at most so many requests more than an undisturbed job sends */
} CrashCell;

typedef struct
{
  const char *transition;
  gboolean (*is_record) (const XuJobRecord *record); /* as in CrashPoint */
  XuEndpoint endpoint;                               /* whose answer makes the transition */
  guint nth;
  const char *fault;            /* (nullable): of the sandbox, which brings the job there */
  const char *connection_fault; /* (nullable): of CRASH_CONNECTION_LOST */
  const char *processing;       /* (nullable): how long it takes; default: none */
  guint64 segment_size;         /* bytes; default 64 KiB */
  CrashUser user;
  guint initializes; /* of an undisturbed job; default 2: a video and its subtitles */
  guint appends;     /* of an undisturbed job; default 6: five segments and the subtitles */
  CrashCell cells[CRASH_N_COLUMNS];
} CrashRow;

extern const CrashRow crash_rows[];
extern const guint n_crash_rows;

G_END_DECLS
