/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-application.h"

G_BEGIN_DECLS

/**
 * XuWindow:
 *
 * The window: all jobs at the left, the chosen one at the right, each alone where there is no room
 * for both. The whole of it takes files that are dropped.
 */
#define XU_TYPE_WINDOW (xu_window_get_type ())
G_DECLARE_FINAL_TYPE (XuWindow, xu_window, XU, WINDOW, AdwApplicationWindow)

XuWindow *xu_window_new (XuApplication *application);

/**
 * xu_window_loaded:
 * @self: a window
 * @error: (nullable): why the journal's jobs cannot be had; else they are there
 *
 * From now on it is known what to show.
 */
void xu_window_loaded (XuWindow *self, const GError *error);

/**
 * xu_window_add_files:
 * @self: a window
 * @files: (array length=n_files): what the user wants to post
 * @n_files: how many
 */
void xu_window_add_files (XuWindow *self, GFile *const *files, gsize n_files);

/* Shows a job to the user. */
void xu_window_show_job (XuWindow *self, XuJob *job);

/**
 * xu_window_sign_in_for_job:
 * @self: a window
 * @job: one that waits for its account
 *
 * Shows the job, and signs its user in.
 */
void xu_window_sign_in_for_job (XuWindow *self, XuJob *job);

/* Says what went wrong, apart from any job. */
void xu_window_show_error (XuWindow *self, const GError *error);

/**
 * xu_window_show_set_aside:
 * @self: (nullable): a window
 * @path: (type filename): where the damaged journal is kept
 */
void xu_window_show_set_aside (XuWindow *self, const char *path);

/* What was written, and the size of the window, is kept at once. */
void xu_window_flush (XuWindow *self);

/**
 * xu_window_toast:
 * @self: a window
 * @text: a sentence, which goes by itself
 */
void xu_window_toast (XuWindow *self, const char *text);

/* As if the user closed it, but never to go on in the background without a question. */
void xu_window_quit (XuWindow *self);

G_END_DECLS
