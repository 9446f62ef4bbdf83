/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the browser brings back from the authorize page: pure, and suspicious. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-redirect-answer.h"

#include <string.h>

#include "xu-error.h"
#include "xu-secret.h"

static const gsize max_target = 8 * 1024;
static const gsize max_code = 2048; /* X's have about 150. */
static const gsize max_reason = 64;

typedef struct
{
  char *code;   /* (owned) (nullable): a secret */
  char *state;  /* (owned) (nullable) */
  char *reason; /* (owned) (nullable) */
  gboolean is_bad;
} Fields;

static void
fields_clear (Fields *self)
{
  g_clear_pointer (&self->code, xu_secret_free);
  g_clear_pointer (&self->state, xu_secret_free);
  g_clear_pointer (&self->reason, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fields, fields_clear)

/* As application/x-www-form-urlencoded; %NULL for what is not, or is no text. */
static char *
decode (const char *text)
{
  char *spaced = g_strdelimit (g_strdup (text), "+", ' ');
  char *decoded = g_uri_unescape_string (spaced, NULL);

  xu_secret_free (spaced);

  return decoded;
}

/* Each at most once: of two codes nobody can tell which is meant. */
static void
read_field (Fields *self, const char *field)
{
  const struct
  {
    const char *start;
    char **value;
  } table[] = {
    { "code=", &self->code },
    { "state=", &self->state },
    { "error=", &self->reason },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (!g_str_has_prefix (field, table[i].start))
        continue;

      if (*table[i].value == NULL)
        *table[i].value = decode (field + strlen (table[i].start));
      else
        self->is_bad = TRUE;
      if (*table[i].value == NULL)
        self->is_bad = TRUE;
    }
}

static void
read_fields (Fields *self, const char *query)
{
  char **pairs = g_strsplit (query, "&", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      read_field (self, pairs[i]);
      explicit_bzero (pairs[i], strlen (pairs[i]));
    }
  g_strfreev (pairs);
}

/* Takes as long for a state that is nearly right as for any other of its length. */
static gboolean
is_same (const char *one, const char *other)
{
  gsize length = strlen (one);
  guint8 difference = 0;

  if (strlen (other) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (one[i] ^ other[i]);

  return difference == 0;
}

/* RFC 6749 section 4.1.2.1: a word; anything else is not repeated. */
static char *
dup_reason (const char *reason)
{
  gsize length = strspn (reason, G_CSET_a_2_z "_");

  return g_strdup (length >= 1 && length <= max_reason && reason[length] == '\0' ? reason
                                                                                 : "refused");
}

XuRedirectKind
xu_redirect_answer_parse (const char *target, const char *path, const char *state, char **value)
{
  g_return_val_if_fail (target != NULL && path != NULL, XU_REDIRECT_FOREIGN);
  g_return_val_if_fail (state != NULL && *state != '\0', XU_REDIRECT_FOREIGN);
  g_return_val_if_fail (value != NULL, XU_REDIRECT_FOREIGN);

  gsize path_length = strcspn (target, "?");
  g_auto (Fields) fields = { NULL };

  *value = NULL;
  if (path_length != strlen (path) || strncmp (target, path, path_length) != 0
      || !xu_secret_is_plain (target, max_target) || strchr (target, '#') != NULL)
    return XU_REDIRECT_FOREIGN;

  if (target[path_length] == '?')
    read_fields (&fields, target + path_length + 1);
  if (fields.is_bad || fields.state == NULL || !is_same (fields.state, state)
      || (fields.code == NULL) == (fields.reason == NULL))
    return XU_REDIRECT_WRONG;

  if (fields.reason != NULL)
    {
      *value = dup_reason (fields.reason);
      return XU_REDIRECT_REFUSED;
    }
  if (!xu_secret_is_plain (fields.code, max_code))
    return XU_REDIRECT_WRONG;

  *value = g_steal_pointer (&fields.code);
  return XU_REDIRECT_CODE;
}

GError *
xu_redirect_answer_new_refusal (const char *value)
{
  GError *error = xu_error_new (XU_ERROR_NOT_SIGNED_IN, "the authorize page said no");

  xu_error_set_reason (error, value);
  return error;
}

/* "http://127.0.0.1:47824/callback" is "127.0.0.1:47824" and "/callback"; %NULL when @text is not
 * there. */
static const char *
skip_origin (const char *text, const char *redirect_uri)
{
  const char *scheme_end = strstr (redirect_uri, "://");

  g_return_val_if_fail (scheme_end != NULL, NULL);

  gsize scheme_length = (gsize) (scheme_end - redirect_uri) + 3;
  const char *host = redirect_uri + scheme_length;
  gsize host_length = strcspn (host, "/");

  if (g_ascii_strncasecmp (text, redirect_uri, scheme_length) == 0)
    text += scheme_length;

  return strncmp (text, host, host_length) == 0 ? text + host_length : NULL;
}

char *
xu_redirect_answer_read_pasted (const char *text,
                                const char *redirect_uri,
                                const char *state,
                                GError **error)
{
  g_return_val_if_fail (text != NULL && redirect_uri != NULL, NULL);
  g_return_val_if_fail (state != NULL, NULL);

  char *address = g_strstrip (g_strndup (text, 2 * max_target));
  const char *target = skip_origin (address, redirect_uri);
  const char *path = skip_origin (redirect_uri, redirect_uri);
  XuRedirectKind kind = XU_REDIRECT_FOREIGN;
  char *value = NULL;

  /* What browsers add to the end of an address, if they do, is no part of the answer. */
  address[strcspn (address, "#")] = '\0';
  if (target != NULL)
    kind = xu_redirect_answer_parse (target, path, state, &value);
  xu_secret_free (address);

  switch (kind)
    {
    case XU_REDIRECT_CODE:
      return value;

    case XU_REDIRECT_REFUSED:
      g_propagate_error (error, xu_redirect_answer_new_refusal (value));
      break;

    case XU_REDIRECT_WRONG:
      xu_error_set (error, XU_ERROR_USAGE, "that address is of another sign-in");
      break;

    case XU_REDIRECT_FOREIGN:
    default:
      xu_error_set (error, XU_ERROR_USAGE, "that is not the address that the browser came to");
      break;
    }

  g_free (value);
  return NULL;
}
