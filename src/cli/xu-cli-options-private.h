/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-entries.h"

G_BEGIN_DECLS

/* For the files that say what a command line means. */

/* Takes @sentence, for people. Returns: %FALSE */
gboolean xu_cli_options_refuse (GError **error, char *sentence);

/* Refuses @argument, which is no option. Returns: %FALSE */
gboolean xu_cli_options_refuse_rest (const char *argument, GError **error);

/* Each takes what belongs to its command, or refuses it. */
gboolean
xu_cli_options_take_account (XuCliOptions *self, const XuCliEntries *entries, GError **error);
gboolean
xu_cli_options_take_login (XuCliOptions *self, const XuCliEntries *entries, GError **error);
gboolean
xu_cli_options_take_logout (XuCliOptions *self, const XuCliEntries *entries, GError **error);

G_END_DECLS
