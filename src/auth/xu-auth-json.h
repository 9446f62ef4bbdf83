/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * xu_auth_json_parse:
 * @text: foreign text, not terminated by NUL
 * @length: its bytes
 *
 * Returns: (transfer full) (nullable): a node that holds an object, %NULL when that is none
 */
JsonNode *xu_auth_json_parse (const char *text, gsize length);

/**
 * xu_auth_json_get_string:
 * @object: an object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): its text, %NULL when there is none, or anything else
 */
const char *xu_auth_json_get_string (JsonObject *object, const char *name);

/**
 * xu_auth_json_get_int:
 * @object: an object
 * @name: of a member
 * @value: (out): its whole number
 *
 * Returns: %FALSE when there is none, or anything else; @value is -1 then
 */
gboolean xu_auth_json_get_int (JsonObject *object, const char *name, gint64 *value);

G_END_DECLS
