/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuCliInput:
 *
 * Standard input, line by line, while the main loop runs. It may hold secrets: what was read is
 * wiped.
 */
typedef struct _XuCliInput XuCliInput;

/**
 * XuCliInputFunc:
 * @line: (nullable): a line without its end, and without white space around it, wiped afterwards;
 * %NULL: there is none, or none of a sensible length
 */
typedef void (*XuCliInputFunc) (const char *line, gpointer user_data);

/**
 * xu_cli_input_new:
 * @fd: what to read; stays open
 */
XuCliInput *xu_cli_input_new (int fd);

/* Returns: whether somebody types */
gboolean xu_cli_input_is_terminal (XuCliInput *self);

/**
 * xu_cli_input_read:
 * @self: an input that nothing is read from now
 * @is_hidden: a terminal does not show what is typed
 * @func: called once, in the thread-default context
 *
 * Reads a line.
 */
void
xu_cli_input_read (XuCliInput *self, gboolean is_hidden, XuCliInputFunc func, gpointer user_data);

/* Nobody waits for a line any more. */
void xu_cli_input_stop (XuCliInput *self);

void xu_cli_input_free (XuCliInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCliInput, xu_cli_input_free)

G_END_DECLS
