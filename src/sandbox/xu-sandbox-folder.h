/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaning up in the folder of a state. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_sandbox_folder_remove:
 * @path: (type filename): a folder of a state
 * @depth: how many levels of folders are below it
 */
void xu_sandbox_folder_remove (const char *path, guint depth);

/**
 * xu_sandbox_folder_sweep:
 * @path: (type filename): the folder of a state
 * @media_ids: (element-type utf8 gpointer): the media that the state knows
 *
 * Removes the bytes of all other media, and what a sandbox that was killed had half written.
 */
void xu_sandbox_folder_sweep (const char *path, GHashTable *media_ids);

G_END_DECLS
