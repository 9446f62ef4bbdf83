/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job.h"

G_BEGIN_DECLS

typedef enum
{
  XU_JOB_COMMAND_PAUSE,
  XU_JOB_COMMAND_RESUME, /* paths, or none */
  XU_JOB_COMMAND_START_AGAIN,
  XU_JOB_COMMAND_POST, /* text, flags */
  XU_JOB_COMMAND_CANCEL,
  XU_JOB_COMMAND_EDIT, /* spec */
} XuJobCommandKind;

/**
 * XuJobCommand:
 *
 * What a user wants of a job, as an immutable value that may cross threads. Fields that its kind
 * does not name are zero.
 */
typedef struct
{
  XuJobCommandKind kind;
  char *text; /* (owned) (nullable) */
  XuJobPostFlags flags;
  XuJobSpec *spec; /* (owned) (nullable) */
  char **paths;    /* (owned) (nullable) (array zero-terminated=1) (element-type filename) */
} XuJobCommand;

/* Returns: (transfer full): a command; fill in what its kind has */
XuJobCommand *xu_job_command_new (XuJobCommandKind kind);
void xu_job_command_free (XuJobCommand *command);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobCommand, xu_job_command_free)

G_END_DECLS
