/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads members of a JSON answer by name and type, and says by its path which one is wrong. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-json-reader.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "xu-error.h"
#include "xu-json-guard.h"

struct _XuJsonReader
{
  JsonNode *node; /* (owned): holds an object */
  char *path;     /* (owned): "", or ends in a dot: "data[3]." */
};

static XuJsonReader *
reader_new (JsonNode *node, char *path)
{
  XuJsonReader *self = g_new0 (XuJsonReader, 1);

  g_assert (JSON_NODE_HOLDS_OBJECT (node));

  self->node = json_node_ref (node);
  self->path = path;

  return self;
}

void
xu_json_reader_free (XuJsonReader *self)
{
  if (self == NULL)
    return;

  json_node_unref (self->node);
  g_free (self->path);
  g_free (self);
}

XuJsonReader *
xu_json_reader_new (GBytes *body, GError **error)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";
  gsize length;

  g_return_val_if_fail (body != NULL, NULL);

  const char *text = g_bytes_get_data (body, &length);

  /* RFC 8259 section 8.1 allows parsers to overlook it. */
  if (length >= 3 && memcmp (text, byte_order_mark, 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  if (length == 0)
    {
      xu_error_set (error, XU_ERROR_BAD_ANSWER, "empty body");
      return NULL;
    }

  const char *problem = xu_json_guard_check (text, length);

  if (problem != NULL)
    {
      xu_error_set (error, XU_ERROR_BAD_ANSWER, "not JSON: %s", problem);
      return NULL;
    }

  /* json-glib's own words may quote the answer, so they are not passed on. */
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gboolean is_parsed = json_parser_load_from_data (parser, text, (gssize) length, NULL);
  JsonNode *root = is_parsed ? json_parser_get_root (parser) : NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      xu_error_set (error, XU_ERROR_BAD_ANSWER, root == NULL ? "not JSON" : "not a JSON object");
      return NULL;
    }

  return reader_new (root, g_strdup (""));
}

/* FALSE: missing and required. TRUE without a node: missing, and that is all right. */
static gboolean
find_member (const XuJsonReader *self,
             const char *name,
             XuJsonNeed need,
             JsonNode **node,
             GError **error)
{
  g_assert (self != NULL);
  g_assert (name != NULL);

  *node = json_object_get_member (json_node_get_object (self->node), name);
  if (*node != NULL && JSON_NODE_HOLDS_NULL (*node))
    *node = NULL;
  if (*node != NULL || need == XU_JSON_OPTIONAL)
    return TRUE;

  xu_error_set (error, XU_ERROR_BAD_ANSWER, "%s%s: missing", self->path, name);
  return FALSE;
}

static gboolean
mistyped (const XuJsonReader *self, const char *name, const char *wanted, GError **error)
{
  xu_error_set (error, XU_ERROR_BAD_ANSWER, "%s%s: not %s", self->path, name, wanted);
  return FALSE;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

gboolean
xu_json_reader_has (const XuJsonReader *self, const char *name)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  return find_member (self, name, XU_JSON_REQUIRED, &node, NULL);
}

gboolean
xu_json_reader_read_object (const XuJsonReader *self,
                            const char *name,
                            XuJsonNeed need,
                            XuJsonReader **value,
                            GError **error)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return mistyped (self, name, "an object", error);

  *value = reader_new (node, g_strdup_printf ("%s%s.", self->path, name));
  return TRUE;
}

gboolean
xu_json_reader_read_objects (const XuJsonReader *self,
                             const char *name,
                             XuJsonNeed need,
                             GPtrArray **value,
                             GError **error)
{
  g_autoptr (GPtrArray) readers = NULL;
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return mistyped (self, name, "an array", error);

  JsonArray *array = json_node_get_array (node);
  guint n_elements = json_array_get_length (array);

  readers = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_json_reader_free);
  for (guint i = 0; i < n_elements; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *indexed = g_strdup_printf ("%s[%u]", name, i);

      if (!JSON_NODE_HOLDS_OBJECT (element))
        return mistyped (self, indexed, "an object", error);
      g_ptr_array_add (readers,
                       reader_new (element, g_strdup_printf ("%s%s.", self->path, indexed)));
    }

  *value = g_steal_pointer (&readers);
  return TRUE;
}

gboolean
xu_json_reader_read_string (const XuJsonReader *self,
                            const char *name,
                            XuJsonNeed need,
                            char **value,
                            GError **error)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return mistyped (self, name, "a string", error);

  *value = json_node_dup_string (node);
  return TRUE;
}

gboolean
xu_json_reader_read_strings (const XuJsonReader *self,
                             const char *name,
                             XuJsonNeed need,
                             char ***value,
                             GError **error)
{
  g_autoptr (GPtrArray) strings = NULL;
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return mistyped (self, name, "an array", error);

  JsonArray *array = json_node_get_array (node);
  guint n_elements = json_array_get_length (array);

  strings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_elements; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *indexed = g_strdup_printf ("%s[%u]", name, i);

      if (!holds (element, G_TYPE_STRING))
        return mistyped (self, indexed, "a string", error);
      g_ptr_array_add (strings, json_node_dup_string (element));
    }

  g_ptr_array_add (strings, NULL);
  *value = (char **) g_ptr_array_free (g_steal_pointer (&strings), FALSE);
  return TRUE;
}

gboolean
xu_json_reader_read_id (const XuJsonReader *self, const char *name, char **value, GError **error)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, XU_JSON_REQUIRED, &node, error))
    return FALSE;
  if (!holds (node, G_TYPE_STRING) || !xu_json_reader_is_id (json_node_get_string (node)))
    return mistyped (self, name, "a string of 1 to 19 digits", error);

  *value = json_node_dup_string (node);
  return TRUE;
}

/* Casting a double that does not fit is undefined behaviour, hence the comparison first. */
static gint64
clamp_to_int64 (double number)
{
  if (number >= 9223372036854775807.0)
    return G_MAXINT64;
  if (number <= -9223372036854775808.0)
    return G_MININT64;

  return (gint64) number;
}

gboolean
xu_json_reader_read_int (const XuJsonReader *self,
                         const char *name,
                         XuJsonNeed need,
                         gint64 *value,
                         GError **error)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (holds (node, G_TYPE_INT64))
    *value = json_node_get_int (node);
  else if (holds (node, G_TYPE_DOUBLE))
    *value = clamp_to_int64 (json_node_get_double (node));
  else
    return mistyped (self, name, "a number", error);

  return TRUE;
}

gboolean
xu_json_reader_read_double (const XuJsonReader *self,
                            const char *name,
                            XuJsonNeed need,
                            double *value,
                            GError **error)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64) && !holds (node, G_TYPE_DOUBLE))
    return mistyped (self, name, "a number", error);

  *value = json_node_get_double (node);
  return TRUE;
}

gboolean
xu_json_reader_read_boolean (const XuJsonReader *self,
                             const char *name,
                             XuJsonNeed need,
                             gboolean *value,
                             GError **error)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  if (!find_member (self, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return mistyped (self, name, "a boolean", error);

  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
xu_json_reader_is_id (const char *text)
{
  gsize length = text != NULL ? strspn (text, "0123456789") : 0;

  return length >= 1 && length <= 19 && text[length] == '\0';
}
