/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies of requests: JSON, read strictly against a table of what X allows. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  XU_SANDBOX_FIELD_STRING,  /* minimum and maximum: characters */
  XU_SANDBOX_FIELD_ID,      /* a string of 1 to 19 digits */
  XU_SANDBOX_FIELD_INTEGER, /* minimum and maximum: its value */
  XU_SANDBOX_FIELD_INDEX,   /* as INTEGER, or the same number as a string */
  XU_SANDBOX_FIELD_BOOLEAN,
  XU_SANDBOX_FIELD_ENUM,   /* a string out of values */
  XU_SANDBOX_FIELD_ARRAY,  /* minimum and maximum: elements; each is as fields[0] says */
  XU_SANDBOX_FIELD_OBJECT, /* its members are as fields says */
} XuSandboxFieldKind;

typedef struct _XuSandboxField XuSandboxField;

struct _XuSandboxField
{
  const char *name; /* NULL ends a table */
  XuSandboxFieldKind kind;
  gboolean is_required;
  gint64 minimum;
  gint64 maximum;
  const char *const *values;
  const XuSandboxField *fields;
};

/**
 * xu_sandbox_schema_parse:
 * @body: the body of a request
 * @message: (out) (transfer full): what is wrong
 *
 * Reads a JSON object. Its nesting is limited: the parser behind it recurses.
 *
 * Returns: (transfer full) (nullable): an object node, or %NULL with @message set
 */
JsonNode *xu_sandbox_schema_parse (GBytes *body, char **message);

/**
 * xu_sandbox_schema_check:
 * @fields: the only members allowed, ended by one without name
 * @object: what came
 * @path: the path of @object, "$" for the root
 * @message: (out) (transfer full): what is wrong, in the words of X's validator
 *
 * Returns: %FALSE with @message set when @object is not as the table says
 */
gboolean xu_sandbox_schema_check (const XuSandboxField *fields,
                                  JsonObject *object,
                                  const char *path,
                                  char **message);

/**
 * xu_sandbox_schema_is_id:
 * @text: any string
 *
 * Returns: %TRUE for one of X's ids: 1 to 19 digits
 */
gboolean xu_sandbox_schema_is_id (const char *text);

G_END_DECLS
