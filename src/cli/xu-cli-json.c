/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events as JSON Lines. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-json.h"

#include <math.h>

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-foreign-words.h"

JsonBuilder *
xu_cli_json_new_event (const char *event, const char *job_id)
{
  g_return_val_if_fail (event != NULL, NULL);

  JsonBuilder *builder = json_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);

  json_builder_begin_object (builder);
  xu_cli_json_add_string (builder, "event", event);
  xu_cli_json_add_string (builder, "job", job_id);
  xu_cli_json_add_string (builder, "time", time);

  return builder;
}

static void
add_string_value (JsonBuilder *builder, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  json_builder_add_string_value (builder, valid);
}

void
xu_cli_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
xu_cli_json_add_strings (JsonBuilder *builder, const char *name, const char *const *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

void
xu_cli_json_add_integer (JsonBuilder *builder, const char *name, gint64 value, gint64 least)
{
  json_builder_set_member_name (builder, name);
  if (value >= least)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
xu_cli_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
xu_cli_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (!(value >= 0.0))
    json_builder_add_null_value (builder);
  else if (value < 9e15 && value == floor (value))
    json_builder_add_int_value (builder, (gint64) value);
  else
    json_builder_add_double_value (builder, value);
}

void
xu_cli_json_write (JsonBuilder *builder, XuCliOutput *output)
{
  g_return_if_fail (builder != NULL && output != NULL);

  g_autoptr (JsonBuilder) owned = builder;

  json_builder_end_object (owned);

  g_autoptr (JsonNode) root = json_builder_get_root (owned);
  g_autofree char *object = json_to_string (root, FALSE);
  g_autofree char *line = g_strconcat (object, "\n", NULL);

  xu_cli_output_write (output, line);
}

void
xu_cli_json_write_failure (XuCliOutput *output, const char *job_id, const GError *error)
{
  g_return_if_fail (output != NULL && error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      xu_cli_json_write (xu_cli_json_new_event ("cancelled", job_id), output);
      return;
    }

  int code = error->domain == XU_ERROR ? error->code : XU_ERROR_INTERNAL;
  JsonBuilder *builder = xu_cli_json_new_event ("failed", job_id);
  g_autofree char *message = xu_failure_words_dup_sentence (error);
  g_autofree char *detail = xu_foreign_words_dup_plain (error->message);

  xu_cli_json_add_string (builder, "code", xu_error_code_to_string ((XuErrorCode) code));
  xu_cli_json_add_string (builder, "message", message);
  xu_cli_json_add_string (builder, "detail", detail);
  xu_cli_json_add_boolean (builder, "retryable", xu_error_is_retryable (error));
  xu_cli_json_write (builder, output);
}
