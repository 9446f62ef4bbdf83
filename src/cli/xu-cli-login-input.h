/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-input.h"
#include "xu-cli-session.h"
#include "xu-sign-in.h"

G_BEGIN_DECLS

/**
 * XuCliLoginInput:
 *
 * What a login needs and no argument may hold. All owned and nullable.
 */
typedef struct
{
  char *client_secret;
  char *keys[4]; /* consumer key and secret, token and its secret */
  char *access_token;
} XuCliLoginInput;

/**
 * xu_cli_login_input_read:
 * @self: empty
 * @session: a session that has started
 * @options: what is needed
 * @input: standard input
 * @error: return location: %XU_ERROR_USAGE when something is missing, %G_IO_ERROR_CANCELLED
 *
 * Reads lines: from a terminal, which does not show them, each after a question. Keys that the
 * environment has are not asked for.
 */
gboolean xu_cli_login_input_read (XuCliLoginInput *self,
                                  XuCliSession *session,
                                  const XuCliOptions *options,
                                  XuCliInput *input,
                                  GError **error);

/* Puts what was read into @config, which must not outlive it. */
void xu_cli_login_input_apply (const XuCliLoginInput *self, XuSignInConfig *config);

/* Wipes it. */
void xu_cli_login_input_clear (XuCliLoginInput *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XuCliLoginInput, xu_cli_login_input_clear)

G_END_DECLS
