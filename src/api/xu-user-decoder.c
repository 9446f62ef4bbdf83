/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What X answers about the user: JSON into a struct. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-user-decoder.h"

#include <string.h>

#include "xu-error.h"
#include "xu-json-reader.h"

void
xu_user_free (XuUser *user)
{
  if (user == NULL)
    return;

  g_free (user->user_id);
  g_free (user->name);
  g_free (user->username);
  g_free (user->subscription_type);
  g_free (user->profile_image_url);
  g_free (user);
}

/* It becomes part of addresses (https://x.com/USERNAME/status/ID), so only what X itself allows. */
static gboolean
is_username (const char *text)
{
  gsize length = strlen (text);

  return length >= 1 && length <= 15
         && strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_") == length;
}

static gboolean
is_secure (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (g_strcmp0 (host, "") <= 0)
    return FALSE;

  return g_str_equal (g_uri_get_scheme (uri), "https")
         || (g_str_equal (g_uri_get_scheme (uri), "http") && address != NULL
             && g_inet_address_get_is_loopback (address));
}

/* The answer chooses an address that somebody will load: nothing but https, or this machine for a
 * sandbox, and if it is anything else the user merely has no picture. */
static void
drop_insecure_url (XuUser *user)
{
  if (user->profile_image_url == NULL)
    return;

  g_autoptr (GUri) uri = g_uri_parse (user->profile_image_url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || !is_secure (uri))
    g_clear_pointer (&user->profile_image_url, g_free);
}

XuUser *
xu_user_decoder_me (GBytes *body, GError **error)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (XuJsonReader) data = NULL;
  g_autoptr (XuUser) user = g_new0 (XuUser, 1);

  g_return_val_if_fail (body != NULL, NULL);

  if ((root = xu_json_reader_new (body, error)) == NULL
      || !xu_json_reader_read_object (root, "data", XU_JSON_REQUIRED, &data, error)
      || !xu_json_reader_read_id (data, "id", &user->user_id, error)
      || !xu_json_reader_read_string (data, "name", XU_JSON_REQUIRED, &user->name, error)
      || !xu_json_reader_read_string (data, "username", XU_JSON_REQUIRED, &user->username, error)
      || !xu_json_reader_read_string (data, "subscription_type", XU_JSON_OPTIONAL,
                                      &user->subscription_type, error)
      || !xu_json_reader_read_string (data, "profile_image_url", XU_JSON_OPTIONAL,
                                      &user->profile_image_url, error))
    return NULL;

  if (!is_username (user->username))
    {
      xu_error_set (error, XU_ERROR_BAD_ANSWER, "data.username: not a user name");
      return NULL;
    }
  drop_insecure_url (user);

  return g_steal_pointer (&user);
}
