/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a request from anybody on this machine: pure. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-redirect-request.h"

#include <string.h>

#include "xu-secret.h"

/* RFC 9110 section 5.6.2. */
static gboolean
is_token (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i])
          && (text[i] == '\0' || strchr ("!#$%&'*+-.^_`|~", text[i]) == NULL))
        return FALSE;
    }

  return length > 0;
}

/* "GET /callback?… HTTP/1.1" */
static gboolean
read_first_line (XuRedirectRequest *self, const char *line)
{
  const char *first = strchr (line, ' ');
  const char *last = strrchr (line, ' ');

  if (first == NULL || last == first || !is_token (line, (gsize) (first - line)))
    return FALSE;
  if (!g_str_equal (last, " HTTP/1.1") && !g_str_equal (last, " HTTP/1.0"))
    return FALSE;

  self->is_get = g_str_has_prefix (line, "GET ");
  self->target = g_strndup (first + 1, (gsize) (last - first - 1));

  return xu_secret_is_plain (self->target, G_MAXSIZE);
}

static gboolean
is_value (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_iscntrl (*text) && *text != '\t')
        return FALSE;
    }

  return TRUE;
}

/* "Host: 127.0.0.1:47824" */
static gboolean
read_field (XuRedirectRequest *self, const char *line)
{
  gsize length = strcspn (line, ":");
  const char *value = line + length + 1;
  char **where = NULL;

  if (line[length] != ':' || !is_token (line, length) || !is_value (value))
    return FALSE;

  if (length == 4 && g_ascii_strncasecmp (line, "Host", length) == 0)
    where = &self->host;
  else if (length == 6 && g_ascii_strncasecmp (line, "Origin", length) == 0)
    where = &self->origin;

  if (where == NULL)
    return TRUE;
  if (*where != NULL)
    return FALSE;

  *where = g_strstrip (g_strdup (value));
  return TRUE;
}

static gboolean
read_lines (XuRedirectRequest *self, char **lines)
{
  if (!read_first_line (self, lines[0]))
    return FALSE;

  for (guint i = 1; lines[i] != NULL; i++)
    {
      /* The empty line, and what comes after its end: nothing. */
      if (*lines[i] == '\0')
        return lines[i + 1] != NULL && *lines[i + 1] == '\0' && lines[i + 2] == NULL;
      if (!read_field (self, lines[i]))
        return FALSE;
    }

  return FALSE;
}

XuRedirectRequest *
xu_redirect_request_parse (const char *head, gsize length)
{
  g_return_val_if_fail (head != NULL || length == 0, NULL);

  if (length == 0 || memchr (head, '\0', length) != NULL)
    return NULL;

  g_autoptr (XuRedirectRequest) self = g_new0 (XuRedirectRequest, 1);
  char *text = g_strndup (head, length);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  gboolean is_request = read_lines (self, lines);

  explicit_bzero (lines[0], strlen (lines[0])); /* The code is in it. */
  xu_secret_free (text);

  return is_request ? g_steal_pointer (&self) : NULL;
}

void
xu_redirect_request_free (XuRedirectRequest *self)
{
  if (self == NULL)
    return;

  xu_secret_free (self->target);
  g_free (self->host);
  g_free (self->origin);
  g_free (self);
}
