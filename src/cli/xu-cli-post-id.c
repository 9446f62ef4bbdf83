/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number of a post, out of what people copy. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-post-id.h"

#include <string.h>

enum
{
  MOST_DIGITS = 19,
};

static gboolean
is_post_id (const char *text)
{
  gsize length = strlen (text);

  return length >= 1 && length <= MOST_DIGITS && strspn (text, "0123456789") == length;
}

/* Returns: (transfer full) (nullable): the number in https://x.com/NAME/status/NUMBER */
static char *
dup_post_id_of_url (const char *text)
{
  static const char *const hosts[] = { "x.com",       "www.x.com",       "mobile.x.com",
                                       "twitter.com", "www.twitter.com", "mobile.twitter.com",
                                       NULL };
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || !g_strv_contains (hosts, g_uri_get_host (uri)))
    return NULL;

  g_auto (GStrv) parts = g_strsplit (g_uri_get_path (uri), "/", -1);

  for (char **part = parts; part[0] != NULL && part[1] != NULL; part++)
    {
      if (g_str_equal (part[0], "status"))
        return is_post_id (part[1]) ? g_strdup (part[1]) : NULL;
    }

  return NULL;
}

char *
xu_cli_post_id_dup (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return is_post_id (text) ? g_strdup (text) : dup_post_id_of_url (text);
}
