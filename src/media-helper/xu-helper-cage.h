/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_helper_cage_begin:
 *
 * The first thing of all: limits to time, no core dump, no new rights, and an end with the parent.
 */
void xu_helper_cage_begin (void);

/**
 * xu_helper_cage_close:
 * @file_fd: what may be opened again, by /proc
 * @folders: (array zero-terminated=1) (element-type filename): where code may be loaded from,
 * beside the system's own folders
 *
 * Before the first byte of a foreign file is looked at, and after everything was started that needs
 * more: from now on this process can read nothing of the user's but that file, write nothing, reach
 * no network or other program, and start none. Where the kernel is too old for a part of that, the
 * others still hold. There should be no other threads yet: a part of it is not for those.
 */
void xu_helper_cage_close (int file_fd, const char *const *folders);

G_END_DECLS
