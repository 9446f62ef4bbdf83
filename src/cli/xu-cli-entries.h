/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-cli-options.h"

G_BEGIN_DECLS

/**
 * XuCliEntries:
 *
 * A command line as it was written: nothing of it has been looked at. All owned and nullable;
 * strings whose bytes may be no UTF-8 are marked as file names.
 */
typedef struct
{
  gboolean is_help;
  gboolean is_version;
  gboolean is_json;
  gboolean is_quiet;
  gboolean is_verbose;
  char *api_url;
  char *trace_path; /* (type filename) */
  char **rest;      /* (type filename): what is no option */

  char *text;       /* (type filename) */
  char **alt_texts; /* (type filename) */
  char *subtitles;  /* (type filename): FILE or FILE:LANG */
  char *cover_path; /* (type filename) */
  char *reply_settings;
  char *parallel;
  char *segment_size;
  char *limit_rate;
  gboolean is_no_post;
  gboolean is_made_with_ai;
  gboolean is_paid_partnership;
  gboolean is_sandbox;

  char *account; /* (type filename) */
  gboolean is_oauth1;
  gboolean is_token_stdin;
  gboolean is_paste;
  gboolean is_client_secret_stdin;
  char *client_id;
  char *redirect_port;

  char **files; /* (type filename) */
  gboolean is_start_again;
  gboolean is_confirm_not_posted;
  gboolean is_without_extras;
} XuCliEntries;

/**
 * xu_cli_entries_new_context:
 * @self: where the context puts what it parses
 * @command: the command whose options it knows; %XU_CLI_COMMAND_HELP: what stands before a command
 *
 * Returns: (transfer full): a parser, which also knows the help
 */
GOptionContext *xu_cli_entries_new_context (XuCliEntries *self, XuCliCommand command);

/**
 * xu_cli_entries_dup_help:
 * @command: a command; %XU_CLI_COMMAND_HELP: the help about everything
 *
 * Returns: (transfer full): the help, in the user's language
 */
char *xu_cli_entries_dup_help (XuCliCommand command);

void xu_cli_entries_clear (XuCliEntries *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XuCliEntries, xu_cli_entries_clear)

G_END_DECLS
