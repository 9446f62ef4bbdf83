/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks whether subtitles (SubRip, WebVTT) are well-formed. */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-subtitles.h"

#include <string.h>

#include "xu-error.h"
#include "xu-media-type.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* The lines of a file, one after another. */
typedef struct
{
  const char *next; /* begin of the next line */
  const char *end;  /* of the file */
  const char *line; /* begin of this line; not NUL-terminated */
  gsize length;     /* of this line, without its end */
  guint number;     /* of this line, from 1; 0: before the first */
} Reader;

/* Moves to the next line, which ends in CR LF, LF, CR or with the file. Returns: %FALSE at the end
 * of the file, where the line is empty */
static gboolean
read_line (Reader *reader)
{
  const char *at = reader->next;

  while (at < reader->end && *at != '\r' && *at != '\n')
    at++;

  gboolean has_line = reader->next < reader->end;

  reader->line = reader->next;
  reader->length = (gsize) (at - reader->next);
  reader->number++;
  if (reader->end - at >= 2 && at[0] == '\r' && at[1] == '\n')
    at++;
  reader->next = at < reader->end ? at + 1 : at;

  return has_line;
}

static gboolean
fail_with_reason (const char *reason, GError **error)
{
  GError *own = xu_error_new (XU_ERROR_FILE_UNSUPPORTED, "subtitles: %s", reason);

  xu_error_set_reason (own, reason);
  g_propagate_error (error, own);
  return FALSE;
}

static gboolean
fail (const Reader *reader, const char *fault, GError **error)
{
  g_autofree char *reason = g_strdup_printf ("line %u: %s", reader->number, fault);

  return fail_with_reason (reason, error);
}

static gboolean
is_blank (const Reader *reader)
{
  for (gsize i = 0; i < reader->length; i++)
    if (!g_ascii_isspace (reader->line[i]))
      return FALSE;

  return TRUE;
}

static gboolean
has_arrow (const Reader *reader)
{
  return g_strstr_len (reader->line, (gssize) reader->length, "-->") != NULL;
}

/* A number alone on its line. */
static gboolean
is_number (const Reader *reader)
{
  g_autofree char *text = g_strstrip (g_strndup (reader->line, reader->length));

  return text[0] != '\0' && text[strspn (text, "0123456789")] == '\0';
}

/* The line is @word alone, or with a blank and more behind it. */
static gboolean
begins_with_word (const Reader *reader, const char *word)
{
  gsize n = strlen (word);

  return reader->length >= n && memcmp (reader->line, word, n) == 0
         && (reader->length == n || g_ascii_isspace (reader->line[n]));
}

static gboolean
scan_digits (const char **at, gsize n_min, gsize n_max, gint64 *value)
{
  gsize n = 0;

  *value = 0;
  for (; n <= n_max && g_ascii_isdigit (**at); n++)
    *value = *value * 10 + g_ascii_digit_value (*(*at)++);

  return n >= n_min && n <= n_max;
}

static gboolean
scan_char (const char **at, const char *set)
{
  if (**at == '\0' || strchr (set, **at) == NULL)
    return FALSE;

  (*at)++;
  return TRUE;
}

static void
skip_blanks (const char **at)
{
  while (scan_char (at, " \t"))
    continue;
}

/* "01:02:03,456" in SubRip, where people write a full stop too; "01:02:03.456" or "02:03.456" in
 * WebVTT. Hours may have any number of digits that makes sense. */
static gboolean
scan_time (const char **at, gboolean is_vtt, gint64 *ms)
{
  gint64 hours, minutes, seconds, fraction;

  if (!scan_digits (at, 1, 5, &hours) || !scan_char (at, ":") || !scan_digits (at, 2, 2, &minutes))
    return FALSE;

  if (scan_char (at, ":"))
    {
      if (!scan_digits (at, 2, 2, &seconds))
        return FALSE;
    }
  else if (is_vtt)
    {
      seconds = minutes;
      minutes = hours;
      hours = 0;
    }
  else
    return FALSE;

  if (minutes > 59 || seconds > 59 || !scan_char (at, is_vtt ? "." : ",.")
      || !scan_digits (at, 3, 3, &fraction))
    return FALSE;

  *ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
  return TRUE;
}

/* What may follow the times: WebVTT's settings ("align:start") and SubRip's coordinates ("X1:40"),
 * all with a colon. */
static gboolean
scan_settings (const char *at)
{
  if (*at != '\0' && *at != ' ' && *at != '\t')
    return FALSE;

  for (skip_blanks (&at); *at != '\0'; skip_blanks (&at))
    {
      gsize n = strcspn (at, " \t");

      if (memchr (at, ':', n) == NULL)
        return FALSE;
      at += n;
    }

  return TRUE;
}

/* Returns: what is wrong with the time line, %NULL when nothing is */
static const char *
find_time_fault (const Reader *reader, gboolean is_vtt)
{
  g_autofree char *text = g_strndup (reader->line, reader->length);
  const char *at = text;
  gint64 start, end;

  skip_blanks (&at);
  if (!scan_time (&at, is_vtt, &start))
    return "malformed start time";

  skip_blanks (&at);
  if (!g_str_has_prefix (at, "-->"))
    return "no arrow after the start time";
  at += strlen ("-->");

  skip_blanks (&at);
  if (!scan_time (&at, is_vtt, &end))
    return "malformed end time";
  if (!scan_settings (at))
    return "text behind the times";

  return end > start ? NULL : "the end is not after the start";
}

static gboolean
begins_with_time (const Reader *reader)
{
  g_autofree char *text = g_strndup (reader->line, reader->length);
  const char *at = text;
  gint64 ms;

  skip_blanks (&at);
  return scan_time (&at, FALSE, &ms);
}

/* The text goes on to the first line without anything; a line of blanks belongs to it. WebVTT
 * allows no arrow in it, SubRip any but one behind a time. */
static gboolean
read_text (Reader *reader, gboolean is_vtt, GError **error)
{
  while (read_line (reader) && reader->length > 0)
    if (has_arrow (reader) && (is_vtt || begins_with_time (reader)))
      return fail (reader, "a time line inside a text; the blank line before it is missing", error);

  return TRUE;
}

static gboolean
read_time_and_text (Reader *reader, gboolean is_vtt, GError **error)
{
  if (!has_arrow (reader))
    return fail (reader, "a time line with an arrow (-->) was expected", error);

  const char *fault = find_time_fault (reader, is_vtt);

  return fault == NULL ? read_text (reader, is_vtt, error) : fail (reader, fault, error);
}

static gboolean
read_srt (Reader *reader, guint *n_cues, GError **error)
{
  while (read_line (reader))
    {
      if (is_blank (reader))
        continue;
      if (!is_number (reader))
        return fail (reader, "the number of a cue was expected", error);

      read_line (reader); /* At the end of the file: an empty line, which is no time line. */
      if (!read_time_and_text (reader, FALSE, error))
        return FALSE;
      (*n_cues)++;
    }

  return TRUE;
}

/* A comment, or the style or region block of WebVTT. */
static gboolean
is_aside (const Reader *reader)
{
  return begins_with_word (reader, "NOTE") || begins_with_word (reader, "STYLE")
         || begins_with_word (reader, "REGION");
}

static void
skip_block (Reader *reader)
{
  while (read_line (reader) && reader->length > 0)
    continue;
}

static gboolean
read_vtt (Reader *reader, guint *n_cues, GError **error)
{
  read_line (reader); /* "WEBVTT", as the caller has seen. */

  while (read_line (reader) && reader->length > 0) /* Older files have metadata here. */
    if (has_arrow (reader))
      return fail (reader, "a blank line is missing after the header", error);

  while (read_line (reader))
    {
      if (is_blank (reader))
        continue;
      if (is_aside (reader))
        {
          skip_block (reader);
          continue;
        }

      if (!has_arrow (reader))
        read_line (reader); /* That was the cue's identifier. */
      if (!read_time_and_text (reader, TRUE, error))
        return FALSE;
      (*n_cues)++;
    }

  return TRUE;
}

static gboolean
check_encoding (Reader *reader, GError **error)
{
  const char *bytes = reader->next, *valid_end;
  gsize length = (gsize) (reader->end - bytes);

  if (g_utf8_validate_len (bytes, length, &valid_end))
    return TRUE;

  /* To the line of the fault. */
  while (read_line (reader) && reader->next <= valid_end)
    continue;

  if (length >= 2 && (memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0))
    return fail (reader, "UTF-16; only UTF-8 is understood", error);

  return fail (reader, *valid_end == '\0' ? "a NUL byte" : "not UTF-8", error);
}

gboolean
xu_subtitles_validate (const char *bytes, gsize length, const char **mime, GError **error)
{
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (mime != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  Reader reader = { .next = bytes != NULL ? bytes : "" };
  guint n_cues = 0;

  reader.end = reader.next + length;
  if (length > XU_SUBTITLES_MAX)
    return fail_with_reason ("far too large for subtitles", error);
  if (!check_encoding (&reader, error))
    return FALSE;

  gboolean is_vtt
      = g_str_equal (xu_media_type_sniff ((const guint8 *) bytes, length)->mime, "text/vtt");

  if (length >= 3 && memcmp (bytes, BYTE_ORDER_MARK, 3) == 0)
    reader.next += 3;

  if (!(is_vtt ? read_vtt (&reader, &n_cues, error) : read_srt (&reader, &n_cues, error)))
    return FALSE;
  if (n_cues == 0)
    return fail (&reader, "the end without any cue", error);

  *mime = is_vtt ? "text/vtt" : "text/srt";
  return TRUE;
}
