/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at the tokens of a hostile answer before json-glib does: RFC 8259, in one pass, without
 * recursion. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-json-guard.h"

#include <string.h>

static const guint max_depth = 64; /* X's answers need six. */

typedef struct
{
  const char *at;
  const char *end; /* one behind the last byte */
} Scan;

static gboolean
skip_char (Scan *scan, const char *wanted)
{
  if (scan->at == scan->end || *scan->at == '\0' || strchr (wanted, *scan->at) == NULL)
    return FALSE;

  scan->at++;
  return TRUE;
}

static gsize
skip_digits (Scan *scan)
{
  const char *start = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;

  return (gsize) (scan->at - start);
}

static gboolean
fits_int64 (const char *digits, gsize n_digits)
{
  static const char limit[] = "9223372036854775807";

  return n_digits < sizeof limit - 1
         || (n_digits == sizeof limit - 1 && memcmp (digits, limit, n_digits) <= 0);
}

static const char *
skip_number (Scan *scan)
{
  gboolean is_integer = TRUE;

  skip_char (scan, "-");

  const char *digits = scan->at;
  gsize n_digits = skip_digits (scan);

  if (n_digits == 0 || (digits[0] == '0' && n_digits > 1))
    return "a malformed number";

  if (skip_char (scan, "."))
    {
      is_integer = FALSE;
      if (skip_digits (scan) == 0)
        return "a malformed number";
    }
  if (skip_char (scan, "eE"))
    {
      is_integer = FALSE;
      skip_char (scan, "+-");
      if (skip_digits (scan) == 0)
        return "a malformed number";
    }

  return is_integer && !fits_int64 (digits, n_digits) ? "an integer beyond 64 bits" : NULL;
}

/* The four digits behind "\u"; -1 when there are none. */
static int
read_code_unit (Scan *scan)
{
  int unit = 0;

  if (scan->end - scan->at < 4)
    return -1;

  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*scan->at++);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }

  return unit;
}

static gboolean
skip_unicode_escape (Scan *scan)
{
  int unit = read_code_unit (scan);

  if (unit < 0xd800 || unit > 0xdfff)
    return unit > 0; /* Neither malformed nor NUL. */

  if (unit > 0xdbff || !skip_char (scan, "\\") || !skip_char (scan, "u"))
    return FALSE;

  unit = read_code_unit (scan);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

static const char *
skip_string (Scan *scan)
{
  scan->at++;

  while (scan->at < scan->end)
    {
      unsigned char c = (unsigned char) *scan->at++;

      if (c == '"')
        return NULL;
      if (c < 0x20)
        return "a control character in a string";
      if (c != '\\')
        continue;

      if (skip_char (scan, "u") ? !skip_unicode_escape (scan) : !skip_char (scan, "\"\\/bfnrt"))
        return "a malformed escape";
    }

  return "an unterminated string";
}

static const char *
skip_literal (Scan *scan)
{
  static const char *const literals[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++)
    {
      gsize length = strlen (literals[i]);

      if ((gsize) (scan->end - scan->at) >= length && memcmp (scan->at, literals[i], length) == 0)
        {
          scan->at += length;
          return NULL;
        }
    }

  return "an unknown token";
}

const char *
xu_json_guard_check (const char *text, gsize length)
{
  Scan scan = { text, text + length };
  const char *problem = NULL;
  guint depth = 0;
  gboolean is_complete = FALSE; /* The outermost value has ended. */

  g_return_val_if_fail (text != NULL || length == 0, "nothing");

  while (problem == NULL && scan.at < scan.end)
    {
      if (skip_char (&scan, " \t\r\n"))
        continue;
      if (is_complete)
        return "something behind the value";

      if (skip_char (&scan, "{["))
        problem = ++depth > max_depth ? "too deep" : NULL;
      else if (skip_char (&scan, "}]"))
        problem = depth-- == 0 ? "an unknown token" : NULL;
      else if (*scan.at == '"')
        problem = skip_string (&scan);
      else if (*scan.at == '-' || g_ascii_isdigit (*scan.at))
        problem = skip_number (&scan);
      else if (!skip_char (&scan, ":,"))
        problem = skip_literal (&scan);

      is_complete = depth == 0;
    }

  return problem != NULL || is_complete ? problem : "incomplete";
}
