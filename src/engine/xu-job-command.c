/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user wants of a job, as a value. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-command.h"

XuJobCommand *
xu_job_command_new (XuJobCommandKind kind)
{
  XuJobCommand *command = g_new0 (XuJobCommand, 1);

  command->kind = kind;
  return command;
}

void
xu_job_command_free (XuJobCommand *command)
{
  g_return_if_fail (command != NULL);

  g_free (command->text);
  g_clear_pointer (&command->spec, xu_job_spec_unref);
  g_strfreev (command->paths);
  g_free (command);
}
