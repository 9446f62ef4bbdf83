/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-spec.h"

G_BEGIN_DECLS

typedef enum
{
  XU_CLI_COMMAND_UPLOAD,
  XU_CLI_COMMAND_CHECK,
  XU_CLI_COMMAND_LIST,
  XU_CLI_COMMAND_STATUS,
  XU_CLI_COMMAND_RESUME,
  XU_CLI_COMMAND_POST,
  XU_CLI_COMMAND_PAUSE,
  XU_CLI_COMMAND_CANCEL,
  XU_CLI_COMMAND_DELETE,
  XU_CLI_COMMAND_LOGIN,
  XU_CLI_COMMAND_ACCOUNTS,
  XU_CLI_COMMAND_LOGOUT,
  XU_CLI_COMMAND_VERSION,
  XU_CLI_COMMAND_HELP,
} XuCliCommand;

/**
 * XuCliLogin:
 * @XU_CLI_LOGIN_BROWSER: in the browser of this machine
 * @XU_CLI_LOGIN_PASTE: in any browser; the address that it ends at is pasted
 * @XU_CLI_LOGIN_KEYS: with the four keys of OAuth 1.0a
 * @XU_CLI_LOGIN_TOKEN: with an access token
 *
 * How to sign in.
 */
typedef enum
{
  XU_CLI_LOGIN_BROWSER,
  XU_CLI_LOGIN_PASTE,
  XU_CLI_LOGIN_KEYS,
  XU_CLI_LOGIN_TOKEN,
} XuCliLogin;

/**
 * XuCliOptions:
 *
 * What a command line asks for. Zero and %NULL mean that it does not say.
 */
typedef struct
{
  XuCliCommand command;
  gboolean is_json;
  gboolean is_quiet;
  gboolean is_verbose;
  char *api_url;           /* (owned) (nullable) */
  char *trace_path;        /* (owned) (nullable) (type filename) */
  XuJobSpec *spec;         /* (owned) (nullable): of upload and check */
  gboolean is_sandbox;     /* upload: to the sandbox; resume: all that is unfinished there */
  guint parallel;          /* upload, resume, post: segments at once */
  guint64 segment_size;    /* upload, resume, post: bytes */
  guint64 limit_rate;      /* upload, resume, post: bytes per second */
  char *job_id;            /* (owned) (nullable): of commands about a job */
  char **files;            /* (owned) (nullable) (type filename): resume: the job's, chosen again */
  gboolean is_start_again; /* resume */
  char *text;              /* (owned) (nullable): post: the new one */
  gboolean is_confirm_not_posted; /* post */
  gboolean is_without_extras;     /* post */
  char *post_id;                  /* (owned) (nullable): of delete, digits */
  char *account;                  /* (owned) (nullable): its name; of logout too */
  XuCliLogin login;               /* login */
  char *client_id;                /* (owned) (nullable): login */
  guint redirect_port;            /* login */
  gboolean has_client_secret;     /* login: standard input begins with it */
  char *help;                     /* (owned) (nullable): the text that help wants */
} XuCliOptions;

/**
 * xu_cli_options_parse:
 * @arguments: (array zero-terminated=1): the command line, the program's name first
 * @error: return location: %XU_ERROR_USAGE, its reason a sentence for people
 *
 * Understands a command line, and refuses what does not belong together. Looks at nothing but
 * @arguments.
 *
 * Returns: (transfer full) (nullable): what is wanted
 */
XuCliOptions *xu_cli_options_parse (const char *const *arguments, GError **error);

/**
 * xu_cli_options_wants_json:
 * @arguments: (array zero-terminated=1): a command line, also one that cannot be understood
 *
 * Returns: %TRUE when `--json` stands in it as an option
 */
gboolean xu_cli_options_wants_json (const char *const *arguments);

void xu_cli_options_free (XuCliOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCliOptions, xu_cli_options_free)

G_END_DECLS
