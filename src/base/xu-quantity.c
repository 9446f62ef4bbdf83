/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes, rates and durations as people write them on a command line. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-quantity.h"

#include <math.h>

#include "xu-error.h"

typedef struct
{
  const char *suffix;
  double factor;
} Unit;

static const Unit size_units[] = {
  { "", 1.0 },           { "b", 1.0 },
  { "k", 1024.0 },       { "kib", 1024.0 },
  { "kb", 1e3 },         { "m", 1048576.0 },
  { "mib", 1048576.0 },  { "mb", 1e6 },
  { "g", 1073741824.0 }, { "gib", 1073741824.0 },
  { "gb", 1e9 },
};

static const Unit bit_units[] = {
  { "bit", 0.125 },
  { "kbit", 125.0 },
  { "mbit", 125e3 },
  { "gbit", 125e6 },
};

static const Unit duration_units[] = {
  { "", 1e6 }, { "us", 1.0 }, { "ms", 1e3 }, { "s", 1e6 }, { "m", 6e7 }, { "h", 3.6e9 },
};

static gboolean
parse_number (const char *text, double *number, char **suffix)
{
  char *end = NULL;

  /* strtod() also knows "nan", "inf" and hexadecimal numbers; people do not. */
  for (const char *p = text; *p != '\0' && *p != ' ' && !g_ascii_isalpha (*p); p++)
    {
      if (!g_ascii_isdigit (*p) && *p != '.')
        return FALSE;
    }
  if (!g_ascii_isdigit (text[0]))
    return FALSE;

  g_autofree char *digits = g_strndup (text, strspn (text, "0123456789."));

  *number = g_ascii_strtod (digits, &end);
  if (*end != '\0')
    return FALSE;

  *suffix = g_strstrip (g_ascii_strdown (text + strlen (digits), -1));
  return TRUE;
}

static gboolean
scale_by_unit (double number, const char *suffix, const Unit *units, gsize n_units, double *result)
{
  for (gsize i = 0; i < n_units; i++)
    {
      if (g_str_equal (suffix, units[i].suffix))
        {
          *result = round (number * units[i].factor);
          return *result < 9e18; /* Fits both guint64 and gint64 with room to add. */
        }
    }

  return FALSE;
}

gboolean
xu_quantity_parse_size (const char *text, guint64 *bytes, GError **error)
{
  g_autofree char *suffix = NULL;
  double number, result;

  g_return_val_if_fail (text != NULL && bytes != NULL, FALSE);

  if (!parse_number (text, &number, &suffix)
      || !scale_by_unit (number, suffix, size_units, G_N_ELEMENTS (size_units), &result))
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s” is not a size such as 4MiB", text);
      return FALSE;
    }

  *bytes = (guint64) result;
  return TRUE;
}

gboolean
xu_quantity_parse_rate (const char *text, guint64 *bytes_per_second, GError **error)
{
  g_autofree char *suffix = NULL;
  double number, result;

  g_return_val_if_fail (text != NULL && bytes_per_second != NULL, FALSE);

  if (parse_number (text, &number, &suffix))
    {
      if (g_str_has_suffix (suffix, "/s"))
        suffix[strlen (suffix) - 2] = '\0';

      if ((scale_by_unit (number, suffix, size_units, G_N_ELEMENTS (size_units), &result)
           || scale_by_unit (number, suffix, bit_units, G_N_ELEMENTS (bit_units), &result))
          && result >= 1.0)
        {
          *bytes_per_second = (guint64) result;
          return TRUE;
        }
    }

  xu_error_set (error, XU_ERROR_USAGE, "“%s” is not a rate such as 500k or 8mbit", text);
  return FALSE;
}

gboolean
xu_quantity_parse_duration (const char *text, gint64 *us, GError **error)
{
  g_autofree char *suffix = NULL;
  double number, result;

  g_return_val_if_fail (text != NULL && us != NULL, FALSE);

  if (!parse_number (text, &number, &suffix)
      || !scale_by_unit (number, suffix, duration_units, G_N_ELEMENTS (duration_units), &result))
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s” is not a duration such as 100ms", text);
      return FALSE;
    }

  *us = (gint64) result;
  return TRUE;
}
