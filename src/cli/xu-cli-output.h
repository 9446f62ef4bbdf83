/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuCliOutput:
 *
 * Standard output or standard error, written at once and whole, which notices when nobody reads it
 * any more. SIGPIPE must be ignored.
 */
typedef struct _XuCliOutput XuCliOutput;

/**
 * xu_cli_output_new:
 * @fd: where to write; stays open
 */
XuCliOutput *xu_cli_output_new (int fd);

/**
 * xu_cli_output_set_broken_func:
 * @func: (nullable): called once, when writing fails for the first time
 */
void xu_cli_output_set_broken_func (XuCliOutput *self,
                                    void (*func) (gpointer user_data),
                                    gpointer user_data);

/**
 * xu_cli_output_get_errno:
 *
 * Returns: why writing failed, such as %EPIPE; 0 as long as it did not
 */
int xu_cli_output_get_errno (XuCliOutput *self);

/**
 * xu_cli_output_write:
 * @utf8: text, written as it is; ignored once writing has failed
 */
void xu_cli_output_write (XuCliOutput *self, const char *utf8);

/**
 * xu_cli_output_print:
 * @utf8: text for people, written in the encoding of the locale
 */
void xu_cli_output_print (XuCliOutput *self, const char *utf8);

/* The same with an end of line. */
void xu_cli_output_print_line (XuCliOutput *self, const char *utf8);

int xu_cli_output_get_fd (XuCliOutput *self);

void xu_cli_output_free (XuCliOutput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCliOutput, xu_cli_output_free)

G_END_DECLS
