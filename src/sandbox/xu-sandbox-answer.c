/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer before it is sent, in the shapes that X uses. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-answer.h"

XuSandboxAnswer *
xu_sandbox_answer_new (guint status, const char *content_type, GBytes *body)
{
  XuSandboxAnswer *self = g_new0 (XuSandboxAnswer, 1);

  self->status = status;
  self->content_type = content_type;
  self->bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  if (body != NULL)
    g_ptr_array_add (self->bodies, body);

  return self;
}

static GBytes *
builder_to_bytes (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

XuSandboxAnswer *
xu_sandbox_answer_new_json (guint status, JsonBuilder *builder)
{
  g_return_val_if_fail (JSON_IS_BUILDER (builder), NULL);

  return xu_sandbox_answer_new (status, "application/json; charset=utf-8",
                                builder_to_bytes (builder));
}

static void
add_problem_members (JsonBuilder *builder,
                     guint status,
                     const char *title,
                     const char *type,
                     const char *detail)
{
  g_autofree char *uri = type != NULL ? g_strconcat ("https://api.x.com/2/problems/", type, NULL)
                                      : g_strdup ("about:blank");

  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, title);
  json_builder_set_member_name (builder, "detail");
  json_builder_add_string_value (builder, detail);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, uri);
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, status);
}

XuSandboxAnswer *
xu_sandbox_answer_new_problem (guint status,
                               const char *title,
                               const char *type,
                               const char *detail_format,
                               ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  va_list args;

  va_start (args, detail_format);
  g_autofree char *detail = g_strdup_vprintf (detail_format, args);
  va_end (args);

  json_builder_begin_object (builder);
  add_problem_members (builder, status, title, type, detail);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new (status, "application/problem+json", builder_to_bytes (builder));
}

static void
add_parameters (JsonBuilder *builder, const char *parameter, const char *value)
{
  json_builder_set_member_name (builder, "parameters");
  json_builder_begin_object (builder);
  if (parameter != NULL)
    {
      json_builder_set_member_name (builder, parameter);
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, value != NULL ? value : "");
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

XuSandboxAnswer *
xu_sandbox_answer_new_invalid (const char *parameter,
                               const char *value,
                               const char *message_format,
                               ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  va_list args;

  va_start (args, message_format);
  g_autofree char *raw = g_strdup_vprintf (message_format, args);
  va_end (args);

  /* Parts of the message may be the client's own bytes. */
  g_autofree char *message = g_utf8_make_valid (raw, -1);
  g_autofree char *valid_value = value != NULL ? g_utf8_make_valid (value, -1) : NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_parameters (builder, parameter, valid_value);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, message);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  add_problem_members (builder, 400, "Invalid Request", "invalid-request",
                       "One or more parameters to your request was invalid.");
  json_builder_end_object (builder);

  return xu_sandbox_answer_new (400, "application/problem+json", builder_to_bytes (builder));
}

void
xu_sandbox_answer_add_header (XuSandboxAnswer *answer, const char *name, const char *value)
{
  g_return_if_fail (answer != NULL && name != NULL && value != NULL);

  g_ptr_array_add (answer->headers, g_strdup (name));
  g_ptr_array_add (answer->headers, g_strdup (value));
}

void
xu_sandbox_answer_free (XuSandboxAnswer *answer)
{
  if (answer == NULL)
    return;

  g_ptr_array_unref (answer->bodies);
  g_ptr_array_unref (answer->headers);
  g_free (answer);
}
