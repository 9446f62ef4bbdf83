/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict reading of application/x-www-form-urlencoded: bodies and queries of OAuth 2.0. Pure. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-form.h"

/* What may stand for itself: what a browser's form leaves as it is, and what RFC 3986 allows in a
 * query beyond that, for in the authorize URL that is the client's to choose. */
static gboolean
is_plain (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-._~*!$'(),;:@/?", c) != NULL);
}

char *
xu_sandbox_form_decode (const char *text)
{
  g_autoptr (GString) decoded = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '+')
        g_string_append_c (decoded, ' ');
      else if (is_plain (*c))
        g_string_append_c (decoded, *c);
      else if (*c == '%' && g_ascii_isxdigit (c[1]) && g_ascii_isxdigit (c[2]))
        {
          int byte = g_ascii_xdigit_value (c[1]) * 16 + g_ascii_xdigit_value (c[2]);

          if (byte == 0)
            return NULL;
          g_string_append_c (decoded, (char) byte);
          c += 2;
        }
      else
        return NULL;
    }

  if (!g_utf8_validate (decoded->str, (gssize) decoded->len, NULL))
    return NULL;

  return g_string_free (g_steal_pointer (&decoded), FALSE);
}

static gboolean
take_pair (XuSandboxForm *self, const char *pair)
{
  g_auto (GStrv) sides = g_strsplit (pair, "=", -1);
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (g_strv_length (sides) != 2)
    return FALSE;

  name = xu_sandbox_form_decode (sides[0]);
  value = xu_sandbox_form_decode (sides[1]);
  if (name == NULL || name[0] == '\0' || value == NULL)
    return FALSE;

  if (!g_hash_table_contains (self->values, name))
    g_hash_table_insert (self->values, g_steal_pointer (&name), g_steal_pointer (&value));
  else if (self->twice == NULL)
    self->twice = g_steal_pointer (&name);

  return TRUE;
}

XuSandboxForm *
xu_sandbox_form_parse (const char *text, gsize length)
{
  g_autoptr (XuSandboxForm) self = g_new0 (XuSandboxForm, 1);
  g_autofree char *copy = NULL;
  g_auto (GStrv) pairs = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (length > 0 && memchr (text, '\0', length) != NULL)
    return NULL;

  copy = g_strndup (text != NULL ? text : "", length);
  pairs = g_strsplit (copy, "&", -1);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      if (!take_pair (self, pairs[i]))
        return NULL;
    }

  return g_steal_pointer (&self);
}

const char *
xu_sandbox_form_get (const XuSandboxForm *self, const char *name)
{
  const char *value;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  value = g_hash_table_lookup (self->values, name);
  return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *
xu_sandbox_form_find_unknown (const XuSandboxForm *self, const char *const *known)
{
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (self != NULL && known != NULL, NULL);

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_strv_contains (known, name))
        return name;
    }

  return NULL;
}

void
xu_sandbox_form_free (XuSandboxForm *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->values);
  g_free (self->twice);
  g_free (self);
}
