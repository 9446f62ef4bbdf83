/* SPDX-License-Identifier: GPL-3.0-or-later */
/* multipart/form-data, read as it arrives: pure, no I/O. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-multipart.h"

typedef enum
{
  STATE_PREAMBLE,
  STATE_AFTER_DELIMITER, /* CRLF: a part follows; "--": that was the last */
  STATE_HEADERS,
  STATE_DATA,
  STATE_EPILOGUE,
  STATE_MALFORMED,
} State;

struct _XuSandboxMultipart
{
  State state;
  GString *delimiter; /* (owned): CRLF, "--", boundary; CR occurs in it only as its first byte */
  gsize n_matched;    /* bytes of the delimiter that the last bytes were */
  GString *pending;   /* (owned): headers, or what follows a delimiter, so far */
  XuSandboxMultipartEvents events;
  gpointer user_data;
};

static const gsize most_header_bytes = 8192;
static const gsize longest_boundary = 70; /* RFC 2046, 5.1.1 */

/* The value of a parameter such as name="media"; quoted or bare. */
static char *
find_parameter (const char *header, const char *name)
{
  for (const char *p = strchr (header, ';'); p != NULL; p = strchr (p, ';'))
    {
      gsize length = strlen (name);

      p++;
      p += strspn (p, " \t");
      if (g_ascii_strncasecmp (p, name, length) != 0 || p[length] != '=')
        continue;

      p += length + 1;
      if (*p != '"')
        return g_strndup (p, strcspn (p, "; \t\r\n"));

      const char *end = strchr (p + 1, '"');

      return end != NULL ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
    }

  return NULL;
}

XuSandboxMultipart *
xu_sandbox_multipart_new (const char *content_type,
                          const XuSandboxMultipartEvents *events,
                          gpointer user_data)
{
  static const char wanted[] = "multipart/form-data";
  g_autofree char *boundary = NULL;

  g_return_val_if_fail (content_type != NULL && events != NULL, NULL);

  if (g_ascii_strncasecmp (content_type, wanted, strlen (wanted)) != 0)
    return NULL;

  boundary = find_parameter (content_type, "boundary");
  if (boundary == NULL || boundary[0] == '\0' || strlen (boundary) > longest_boundary
      || strpbrk (boundary, "\r\n") != NULL)
    return NULL;

  XuSandboxMultipart *self = g_new0 (XuSandboxMultipart, 1);

  self->delimiter = g_string_new ("\r\n--");
  g_string_append (self->delimiter, boundary);
  self->pending = g_string_new (NULL);
  self->events = *events;
  self->user_data = user_data;
  /* The first delimiter needs no line break before it. */
  self->n_matched = 2;

  return self;
}

static void
emit_data (XuSandboxMultipart *self, const guint8 *bytes, gsize length)
{
  if (self->state == STATE_DATA && length > 0)
    self->events.data (bytes, length, self->user_data);
}

static void
take_delimiter (XuSandboxMultipart *self)
{
  if (self->state == STATE_DATA)
    self->events.end (self->user_data);

  self->n_matched = 0;
  self->state = STATE_AFTER_DELIMITER;
  g_string_truncate (self->pending, 0);
}

/* Goes on with a delimiter whose beginning ended the bytes before. */
static gsize
resume_delimiter (XuSandboxMultipart *self, const guint8 *bytes, gsize length)
{
  gsize used = 0;

  while (used < length && self->n_matched < self->delimiter->len
         && bytes[used] == (guint8) self->delimiter->str[self->n_matched])
    {
      self->n_matched++;
      used++;
    }

  if (self->n_matched == self->delimiter->len)
    take_delimiter (self);
  else if (used < length)
    {
      /* It was none. Only its first byte is a CR, so no other delimiter began within it. */
      emit_data (self, (const guint8 *) self->delimiter->str, self->n_matched);
      self->n_matched = 0;
    }

  return used;
}

/* How many of the last bytes could be the beginning of a delimiter. */
static gsize
count_tail (XuSandboxMultipart *self, const guint8 *bytes, gsize length)
{
  gsize most = MIN (length, self->delimiter->len - 1);

  for (gsize n = most; n > 0; n--)
    {
      if (memcmp (bytes + length - n, self->delimiter->str, n) == 0)
        return n;
    }

  return 0;
}

static gsize
scan_for_delimiter (XuSandboxMultipart *self, const guint8 *bytes, gsize length)
{
  const guint8 *found;

  if (self->n_matched > 0)
    return resume_delimiter (self, bytes, length);

  found = memmem (bytes, length, self->delimiter->str, self->delimiter->len);
  if (found != NULL)
    {
      emit_data (self, bytes, (gsize) (found - bytes));
      take_delimiter (self);
      return (gsize) (found - bytes) + self->delimiter->len;
    }

  self->n_matched = count_tail (self, bytes, length);
  emit_data (self, bytes, length - self->n_matched);
  return length;
}

static gsize
read_after_delimiter (XuSandboxMultipart *self, const guint8 *bytes)
{
  g_string_append_c (self->pending, (char) bytes[0]);

  if (self->pending->len < 2)
    return 1;
  if (g_str_equal (self->pending->str, "--"))
    self->state = STATE_EPILOGUE;
  else if (g_str_equal (self->pending->str, "\r\n"))
    self->state = STATE_HEADERS;
  else
    self->state = STATE_MALFORMED;
  g_string_truncate (self->pending, 0);

  return 1;
}

static void
begin_part (XuSandboxMultipart *self)
{
  g_auto (GStrv) lines = g_strsplit (self->pending->str, "\r\n", -1);
  static const char wanted[] = "Content-Disposition:";

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = NULL;

      if (g_ascii_strncasecmp (lines[i], wanted, strlen (wanted)) != 0)
        continue;

      name = find_parameter (lines[i], "name");
      if (name == NULL)
        break;

      self->state = STATE_DATA;
      g_string_truncate (self->pending, 0);
      self->events.begin (name, self->user_data);
      return;
    }

  self->state = STATE_MALFORMED;
}

static gsize
read_header_byte (XuSandboxMultipart *self, const guint8 *bytes)
{
  g_string_append_c (self->pending, (char) bytes[0]);

  if (g_str_has_suffix (self->pending->str, "\r\n\r\n"))
    begin_part (self);
  else if (bytes[0] == '\0' || self->pending->len > most_header_bytes)
    self->state = STATE_MALFORMED;

  return 1;
}

void
xu_sandbox_multipart_feed (XuSandboxMultipart *self, const guint8 *bytes, gsize length)
{
  gsize used = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL || length == 0);

  while (used < length)
    {
      switch (self->state)
        {
        case STATE_PREAMBLE:
        case STATE_DATA:
          used += scan_for_delimiter (self, bytes + used, length - used);
          break;

        case STATE_AFTER_DELIMITER:
          used += read_after_delimiter (self, bytes + used);
          break;

        case STATE_HEADERS:
          used += read_header_byte (self, bytes + used);
          break;

        case STATE_EPILOGUE:
        case STATE_MALFORMED:
          return;

        default:
          g_assert_not_reached ();
        }
    }
}

gboolean
xu_sandbox_multipart_is_complete (XuSandboxMultipart *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == STATE_EPILOGUE;
}

void
xu_sandbox_multipart_free (XuSandboxMultipart *self)
{
  if (self == NULL)
    return;

  g_string_free (self->delimiter, TRUE);
  g_string_free (self->pending, TRUE);
  g_free (self);
}
