/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-cli-exit.h"
#include "xu-cli-options.h"
#include "xu-cli-output.h"
#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuCliSession:
 *
 * What every command needs: standard output and standard error, a main loop, the engine (and the
 * sandbox that it talks to), and the user's wish to end.
 */
typedef struct _XuCliSession XuCliSession;

/**
 * xu_cli_session_new:
 * @is_json: whether failures are told as JSON Lines too
 */
XuCliSession *xu_cli_session_new (gboolean is_json);

/**
 * xu_cli_session_start:
 * @self: a session
 * @options: what the command line says; must outlive the session's commands
 * @error: return location: as with xu_engine_new(), or %G_IO_ERROR_CANCELLED
 *
 * Starts the engine, and before it the sandbox where one is wanted. From now on the first SIGINT,
 * SIGTERM or SIGHUP, and the end of whoever reads standard output, cancel
 * xu_cli_session_get_cancellable(); the next signal ends the process at once.
 *
 * Returns: %FALSE with @error set when nothing can be done
 */
gboolean xu_cli_session_start (XuCliSession *self, const XuCliOptions *options, GError **error);

/**
 * xu_cli_session_change_to_sandbox:
 * @self: a session that has started without the sandbox
 * @error: return location: as with xu_cli_session_start()
 *
 * Starts the sandbox, and a new engine that talks to it; nothing of the old one is valid any more.
 */
gboolean xu_cli_session_change_to_sandbox (XuCliSession *self, GError **error);

/* Returns: (nullable): the server that the command line names */
const char *xu_cli_session_get_api_url (XuCliSession *self);

/* Returns: (nullable): the account that the command line names */
const char *xu_cli_session_get_account_name (XuCliSession *self);

/* Transfer none. The engine is there once the session has started. */
XuEngine *xu_cli_session_get_engine (XuCliSession *self);
GCancellable *xu_cli_session_get_cancellable (XuCliSession *self);
XuCliOutput *xu_cli_session_get_out (XuCliSession *self);
XuCliOutput *xu_cli_session_get_err (XuCliSession *self);

/* Runs the main loop until somebody calls xu_cli_session_quit(). */
void xu_cli_session_run (XuCliSession *self);
void xu_cli_session_quit (XuCliSession *self);

/* What people may want to know meanwhile; not where nothing but the result is wanted. */
void xu_cli_session_print_note (XuCliSession *self, const char *sentence);

/* What is wrong, or must be known: for people, with the program's name. */
void xu_cli_session_print_sentence (XuCliSession *self, const char *sentence);

/**
 * xu_cli_session_fail:
 * @self: a session
 * @job: (nullable): the job that failed
 * @error: why
 *
 * Tells why a command ends: people on standard error, with what they can type next, scripts as an
 * event.
 *
 * Returns: the exit code
 */
XuCliExit xu_cli_session_fail (XuCliSession *self, XuJob *job, const GError *error);

/**
 * xu_cli_session_refuse:
 * @self: a session
 * @job: (nullable): the job that this is about
 * @sentence: why, for people
 *
 * As xu_cli_session_fail(), for what cannot be done in this way.
 */
XuCliExit xu_cli_session_refuse (XuCliSession *self, XuJob *job, const char *sentence);

/* Stops the engine, waiting for its last exchange, and the sandbox. */
void xu_cli_session_free (XuCliSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCliSession, xu_cli_session_free)

G_END_DECLS
