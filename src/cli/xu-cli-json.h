/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "xu-cli-output.h"

G_BEGIN_DECLS

/* The JSON Lines of `--json`. An event is an object that begins with `event`, `job` and `time`;
 * what is not known is null. */

/**
 * xu_cli_json_new_event:
 * @event: its name
 * @job_id: (nullable): the job that it is about
 *
 * Returns: (transfer full): an open object; add members, then xu_cli_json_write()
 */
JsonBuilder *xu_cli_json_new_event (const char *event, const char *job_id);

/* @value: (nullable): any bytes up to a NUL; what is not UTF-8 is replaced */
void xu_cli_json_add_string (JsonBuilder *builder, const char *name, const char *value);

void xu_cli_json_add_strings (JsonBuilder *builder, const char *name, const char *const *values);

/* @value: null where it is less than @least */
void xu_cli_json_add_integer (JsonBuilder *builder, const char *name, gint64 value, gint64 least);

void xu_cli_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);

/* @value: null where it is negative; without a fraction where it has none */
void xu_cli_json_add_number (JsonBuilder *builder, const char *name, double value);

/**
 * xu_cli_json_write:
 * @builder: (transfer full): the event
 * @output: where to write it, as one line
 */
void xu_cli_json_write (JsonBuilder *builder, XuCliOutput *output);

/**
 * xu_cli_json_write_failure:
 * @error: why; being cancelled is an event of its own
 */
void xu_cli_json_write_failure (XuCliOutput *output, const char *job_id, const GError *error);

G_END_DECLS
