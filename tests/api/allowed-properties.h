/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * allowed_properties_check:
 * @rule: what is allowed: `type`, and by type `properties` (each with `required`), `items`,
 *   `values`, `pattern`, `minimum` and `maximum` (of a number, or of a length)
 * @node: what is sent
 * @path: its name in the answer
 *
 * Returns: (transfer full) (nullable): what is wrong and where, %NULL when nothing is
 */
char *allowed_properties_check (JsonObject *rule, JsonNode *node, const char *path);

G_END_DECLS
