/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OAuth 2.0 scopes: which ones X knows, what they allow, lists of them. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_sandbox_scopes_describe:
 * @scope: one scope
 *
 * Returns: (transfer none) (nullable): what it allows, for people; %NULL when X knows no such scope
 */
const char *xu_sandbox_scopes_describe (const char *scope);

/**
 * xu_sandbox_scopes_are_known:
 * @list: scopes separated by single spaces (RFC 6749, 3.3)
 *
 * Returns: %TRUE when there is one at least and X knows each
 */
gboolean xu_sandbox_scopes_are_known (const char *list);

/**
 * xu_sandbox_scopes_contain:
 * @list: scopes; "*": all
 * @wanted: other scopes; may be empty
 *
 * Returns: %TRUE when @list has all of @wanted
 */
gboolean xu_sandbox_scopes_contain (const char *list, const char *wanted);

/**
 * xu_sandbox_scopes_intersect:
 * @list: scopes
 * @most: (nullable): scopes; %NULL: all
 *
 * Returns: (transfer full): those of @list that @most has too, in the order of @list, once each
 */
char *xu_sandbox_scopes_intersect (const char *list, const char *most);

G_END_DECLS
