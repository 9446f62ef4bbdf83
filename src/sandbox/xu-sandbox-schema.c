/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies of requests: JSON, read strictly against a table of what X allows. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-schema.h"

static const guint deepest_nesting = 16;

static gboolean
check_value (const XuSandboxField *field, JsonNode *node, const char *path, char **message);

gboolean
xu_sandbox_schema_is_id (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length >= 1 && length <= 19 && strspn (text, "0123456789") == length;
}

/* json-glib recurses into arrays and objects, so a body of brackets would end on the stack's
 * floor. */
static gboolean
is_too_deep (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if ((c == '[' || c == '{') && ++depth > deepest_nesting)
        return TRUE;
      else if ((c == ']' || c == '}') && depth > 0)
        depth--;
    }

  return FALSE;
}

JsonNode *
xu_sandbox_schema_parse (GBytes *body, char **message)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize length;
  const char *text;

  g_return_val_if_fail (body != NULL && message != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  if (text != NULL && g_utf8_validate_len (text, length, NULL) && !is_too_deep (text, length)
      && json_parser_load_from_data (parser, text, (gssize) length, NULL))
    {
      JsonNode *root = json_parser_get_root (parser);

      if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
        return json_node_ref (root);
    }

  *message = g_strdup ("Request body is not valid JSON");
  return NULL;
}

static const char *
describe_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return "null";
  if (JSON_NODE_HOLDS_OBJECT (node))
    return "object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "array";

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return "string";
    case G_TYPE_BOOLEAN:
      return "boolean";
    case G_TYPE_DOUBLE:
      return "number";
    default:
      return "integer";
    }
}

static gboolean
refuse_kind (JsonNode *node, const char *path, const char *expected, char **message)
{
  *message = g_strdup_printf ("%s: %s found, %s expected", path, describe_node (node), expected);
  return FALSE;
}

static gboolean
check_range (const XuSandboxField *field,
             gint64 number,
             const char *what,
             const char *path,
             char **message)
{
  if (number >= field->minimum && number <= field->maximum)
    return TRUE;

  *message = g_strdup_printf ("%s: must have %s between %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
                              path, what, field->minimum, field->maximum);
  return FALSE;
}

static gboolean
check_enum (const XuSandboxField *field, const char *text, const char *path, char **message)
{
  if (g_strv_contains (field->values, text))
    return TRUE;

  g_autofree char *known = g_strjoinv (", ", (char **) field->values);

  *message = g_strdup_printf ("%s: does not have a value in the enumeration [%s]", path, known);
  return FALSE;
}

static gboolean
check_string (const XuSandboxField *field, JsonNode *node, const char *path, char **message)
{
  const char *text;

  if (!g_str_equal (describe_node (node), "string"))
    return refuse_kind (node, path, "string", message);

  text = json_node_get_string (node);
  if (field->kind == XU_SANDBOX_FIELD_ENUM)
    return check_enum (field, text, path, message);
  if (field->kind == XU_SANDBOX_FIELD_STRING)
    return check_range (field, g_utf8_strlen (text, -1), "a length", path, message);
  if (xu_sandbox_schema_is_id (text))
    return TRUE;

  *message = g_strdup_printf ("%s: does not match the regex pattern ^[0-9]{1,19}$", path);
  return FALSE;
}

static gboolean
check_integer (const XuSandboxField *field, JsonNode *node, const char *path, char **message)
{
  const char *kind = describe_node (node);

  if (g_str_equal (kind, "integer"))
    return check_range (field, json_node_get_int (node), "a value", path, message);

  if (field->kind == XU_SANDBOX_FIELD_INDEX && g_str_equal (kind, "string")
      && xu_sandbox_schema_is_id (json_node_get_string (node)))
    return check_range (field, g_ascii_strtoll (json_node_get_string (node), NULL, 10), "a value",
                        path, message);

  return refuse_kind (node, path, "integer", message);
}

static gboolean
check_array (const XuSandboxField *field, JsonNode *node, const char *path, char **message)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse_kind (node, path, "array", message);

  array = json_node_get_array (node);
  if (!check_range (field, json_array_get_length (array), "a number of items", path, message))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *element_path = g_strdup_printf ("%s[%u]", path, i);

      if (!check_value (field->fields, json_array_get_element (array, i), element_path, message))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_value (const XuSandboxField *field, JsonNode *node, const char *path, char **message)
{
  switch (field->kind)
    {
    case XU_SANDBOX_FIELD_STRING:
    case XU_SANDBOX_FIELD_ID:
    case XU_SANDBOX_FIELD_ENUM:
      return check_string (field, node, path, message);

    case XU_SANDBOX_FIELD_INTEGER:
    case XU_SANDBOX_FIELD_INDEX:
      return check_integer (field, node, path, message);

    case XU_SANDBOX_FIELD_BOOLEAN:
      return g_str_equal (describe_node (node), "boolean")
             || refuse_kind (node, path, "boolean", message);

    case XU_SANDBOX_FIELD_ARRAY:
      return check_array (field, node, path, message);

    case XU_SANDBOX_FIELD_OBJECT:
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse_kind (node, path, "object", message);
      return xu_sandbox_schema_check (field->fields, json_node_get_object (node), path, message);

    default:
      g_assert_not_reached ();
    }
}

static const XuSandboxField *
find_field (const XuSandboxField *fields, const char *name)
{
  for (const XuSandboxField *field = fields; field->name != NULL; field++)
    {
      if (g_str_equal (field->name, name))
        return field;
    }

  return NULL;
}

gboolean
xu_sandbox_schema_check (const XuSandboxField *fields,
                         JsonObject *object,
                         const char *path,
                         char **message)
{
  g_autoptr (GList) names = NULL;

  g_return_val_if_fail (fields != NULL && object != NULL, FALSE);
  g_return_val_if_fail (path != NULL && message != NULL, FALSE);

  names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const XuSandboxField *field = find_field (fields, l->data);
      g_autofree char *member_path = g_strdup_printf ("%s.%s", path, (const char *) l->data);

      if (field == NULL)
        {
          *message = g_strdup_printf ("%s: is not defined in the schema and the schema does not "
                                      "allow additional properties",
                                      member_path);
          return FALSE;
        }
      if (!check_value (field, json_object_get_member (object, l->data), member_path, message))
        return FALSE;
    }

  for (const XuSandboxField *field = fields; field->name != NULL; field++)
    {
      if (field->is_required && !json_object_has_member (object, field->name))
        {
          *message = g_strdup_printf ("%s.%s: is missing but it is required", path, field->name);
          return FALSE;
        }
    }

  return TRUE;
}
