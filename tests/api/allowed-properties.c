/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds JSON to the small schema language of tests/data/allowed-properties.json. */

#include "config.h"

#include "allowed-properties.h"

static char *
check_object (JsonObject *rule, JsonNode *node, const char *path)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup_printf ("%s: not an object", path);

  JsonObject *object = json_node_get_object (node);
  JsonObject *properties = json_object_get_object_member (rule, "properties");
  g_autoptr (GList) sent = json_object_get_members (object);
  g_autoptr (GList) known = json_object_get_members (properties);

  for (GList *l = known; l != NULL; l = l->next)
    {
      JsonObject *property = json_object_get_object_member (properties, l->data);

      if (json_object_get_boolean_member_with_default (property, "required", FALSE)
          && !json_object_has_member (object, l->data))
        return g_strdup_printf ("%s.%s: missing", path, (const char *) l->data);
    }

  for (GList *l = sent; l != NULL; l = l->next)
    {
      g_autofree char *child = g_strdup_printf ("%s.%s", path, (const char *) l->data);

      if (!json_object_has_member (properties, l->data))
        return g_strdup_printf ("%s: not allowed", child);

      char *problem = allowed_properties_check (json_object_get_object_member (properties, l->data),
                                                json_object_get_member (object, l->data), child);

      if (problem != NULL)
        return problem;
    }

  return NULL;
}

/* The length of strings (characters) and arrays, the value of integers. */
static char *
check_bounds (JsonObject *rule, gint64 value, const char *path)
{
  if (value < json_object_get_int_member_with_default (rule, "minimum", G_MININT64)
      || value > json_object_get_int_member_with_default (rule, "maximum", G_MAXINT64))
    return g_strdup_printf ("%s: out of bounds", path);

  return NULL;
}

static char *
check_array (JsonObject *rule, JsonNode *node, const char *path)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return g_strdup_printf ("%s: not an array", path);

  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      char *problem = allowed_properties_check (json_object_get_object_member (rule, "items"),
                                                json_array_get_element (array, i), path);

      if (problem != NULL)
        return problem;
    }

  return check_bounds (rule, json_array_get_length (array), path);
}

static char *
check_string (JsonObject *rule, JsonNode *node, const char *path)
{
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return g_strdup_printf ("%s: not a string", path);

  const char *text = json_node_get_string (node);
  const char *pattern = json_object_get_string_member_with_default (rule, "pattern", NULL);

  if (pattern != NULL && !g_regex_match_simple (pattern, text, G_REGEX_DOLLAR_ENDONLY, 0))
    return g_strdup_printf ("%s: does not match %s", path, pattern);

  if (json_object_has_member (rule, "values"))
    {
      JsonArray *values = json_object_get_array_member (rule, "values");
      gboolean is_known = FALSE;

      for (guint i = 0; i < json_array_get_length (values); i++)
        is_known = is_known || g_str_equal (json_array_get_string_element (values, i), text);
      if (!is_known)
        return g_strdup_printf ("%s: not one of the values", path);
    }

  return check_bounds (rule, g_utf8_strlen (text, -1), path);
}

char *
allowed_properties_check (JsonObject *rule, JsonNode *node, const char *path)
{
  const char *type = json_object_get_string_member (rule, "type");

  if (g_str_equal (type, "object"))
    return check_object (rule, node, path);
  if (g_str_equal (type, "array"))
    return check_array (rule, node, path);
  if (g_str_equal (type, "string"))
    return check_string (rule, node, path);
  if (g_str_equal (type, "boolean"))
    return json_node_get_value_type (node) == G_TYPE_BOOLEAN
               ? NULL
               : g_strdup_printf ("%s: not a boolean", path);

  g_assert_cmpstr (type, ==, "integer");
  return json_node_get_value_type (node) == G_TYPE_INT64
             ? check_bounds (rule, json_node_get_int (node), path)
             : g_strdup_printf ("%s: not an integer", path);
}
