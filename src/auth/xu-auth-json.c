/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The little JSON that this room reads, none of which is to be trusted. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-auth-json.h"

#include "xu-json-guard.h"

JsonNode *
xu_auth_json_parse (const char *text, gsize length)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0 || xu_json_guard_check (text, length) != NULL)
    return NULL;

  /* Its words may quote what it read, so that nobody gets them. */
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gboolean is_parsed = json_parser_load_from_data (parser, text, (gssize) length, NULL);
  JsonNode *root = is_parsed ? json_parser_get_root (parser) : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_ref (root) : NULL;
}

static JsonNode *
find (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

const char *
xu_auth_json_get_string (JsonObject *object, const char *name)
{
  g_return_val_if_fail (object != NULL && name != NULL, NULL);

  JsonNode *node = find (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

gboolean
xu_auth_json_get_int (JsonObject *object, const char *name, gint64 *value)
{
  g_return_val_if_fail (object != NULL && name != NULL && value != NULL, FALSE);

  JsonNode *node = find (object, name, G_TYPE_INT64);

  *value = node != NULL ? json_node_get_int (node) : -1;

  return node != NULL;
}
