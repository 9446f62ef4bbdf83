/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict reading of application/x-www-form-urlencoded: bodies and queries of OAuth 2.0. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSandboxForm:
 * @values: (owned) (element-type utf8 utf8): decoded; the first value of a name that comes twice
 * @twice: (owned) (nullable): a name that comes more than once, which OAuth 2.0 forbids
 */
typedef struct
{
  GHashTable *values;
  char *twice;
} XuSandboxForm;

/**
 * xu_sandbox_form_parse:
 * @text: the bytes
 * @length: how many
 *
 * Returns: (transfer full) (nullable): the form, %NULL when it is none: a wrong escape, a byte that
 * must be escaped, or what is no UTF-8
 */
XuSandboxForm *xu_sandbox_form_parse (const char *text, gsize length);

/**
 * xu_sandbox_form_decode:
 * @text: one name or value, encoded
 *
 * Returns: (transfer full) (nullable): decoded, %NULL as above
 */
char *xu_sandbox_form_decode (const char *text);

/**
 * xu_sandbox_form_get:
 * @self: a form
 * @name: a name
 *
 * Returns: (transfer none) (nullable): its value, %NULL when it is not there or empty, which OAuth
 * 2.0 takes as the same (RFC 6749, 3.1)
 */
const char *xu_sandbox_form_get (const XuSandboxForm *self, const char *name);

/**
 * xu_sandbox_form_find_unknown:
 * @self: a form
 * @known: (array zero-terminated=1): names
 *
 * Returns: (transfer none) (nullable): a name that is none of @known
 */
const char *xu_sandbox_form_find_unknown (const XuSandboxForm *self, const char *const *known);

void xu_sandbox_form_free (XuSandboxForm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxForm, xu_sandbox_form_free)

G_END_DECLS
