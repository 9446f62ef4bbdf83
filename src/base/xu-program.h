/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_program_dup_path:
 * @variable: name of the environment variable that has the first word
 * @room: folder of the program in the sources, "sandbox"
 * @name: name of the program, "xuploader-sandbox"
 *
 * Finds a program of ours that is none for users: what @variable says, else the one of the same
 * build, else the one of the installation. Looks at the disk.
 *
 * Returns: (transfer full) (type filename): its path; nothing says that it is there
 */
char *xu_program_dup_path (const char *variable, const char *room, const char *name);

G_END_DECLS
