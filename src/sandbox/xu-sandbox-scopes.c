/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OAuth 2.0 scopes: which ones X knows, what they allow, lists of them. Pure. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-scopes.h"

/* https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/authorization-code */
static const struct
{
  const char *scope;
  const char *description;
} scopes[] = {
  { "tweet.read", "See posts that you can see" },
  { "tweet.write", "Post and delete posts for you" },
  { "tweet.moderate.write", "Hide and show replies to your posts" },
  { "users.read", "See your profile" },
  { "users.email", "See your email address" },
  { "media.write", "Upload media for you" },
  { "offline.access", "Stay signed in until you sign it out" },
  { "follows.read", "See whom you follow" },
  { "follows.write", "Follow and unfollow accounts for you" },
  { "space.read", "See Spaces that you can see" },
  { "mute.read", "See whom you muted" },
  { "mute.write", "Mute and unmute accounts for you" },
  { "like.read", "See what you liked" },
  { "like.write", "Like and unlike posts for you" },
  { "list.read", "See your lists" },
  { "list.write", "Change your lists" },
  { "block.read", "See whom you blocked" },
  { "block.write", "Block and unblock accounts for you" },
  { "bookmark.read", "See your bookmarks" },
  { "bookmark.write", "Change your bookmarks" },
  { "dm.read", "See your direct messages" },
  { "dm.write", "Send direct messages for you" },
};

const char *
xu_sandbox_scopes_describe (const char *scope)
{
  g_return_val_if_fail (scope != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      if (g_str_equal (scopes[i].scope, scope))
        return scopes[i].description;
    }

  return NULL;
}

gboolean
xu_sandbox_scopes_are_known (const char *list)
{
  g_auto (GStrv) items = NULL;

  g_return_val_if_fail (list != NULL, FALSE);

  items = g_strsplit (list, " ", -1);
  for (guint i = 0; items[i] != NULL; i++)
    {
      if (xu_sandbox_scopes_describe (items[i]) == NULL)
        return FALSE;
    }

  return items[0] != NULL;
}

gboolean
xu_sandbox_scopes_contain (const char *list, const char *wanted)
{
  g_auto (GStrv) held = NULL;
  g_auto (GStrv) needed = NULL;

  g_return_val_if_fail (list != NULL && wanted != NULL, FALSE);

  if (g_str_equal (list, "*"))
    return TRUE;

  held = g_strsplit (list, " ", -1);
  needed = g_strsplit (wanted, " ", -1);
  for (guint i = 0; needed[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) held, needed[i]))
        return FALSE;
    }

  return TRUE;
}

char *
xu_sandbox_scopes_intersect (const char *list, const char *most)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_auto (GStrv) items = NULL;

  g_return_val_if_fail (list != NULL, NULL);

  items = g_strsplit (list, " ", -1);
  for (guint i = 0; items[i] != NULL; i++)
    {
      if ((most == NULL || xu_sandbox_scopes_contain (most, items[i]))
          && !g_ptr_array_find_with_equal_func (kept, items[i], g_str_equal, NULL))
        g_ptr_array_add (kept, items[i]);
    }
  g_ptr_array_add (kept, NULL);

  return g_strjoinv (" ", (char **) kept->pdata);
}
