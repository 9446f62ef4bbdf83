/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The users that every sandbox has. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-user.h"

static const XuSandboxUser users[] = {
  { "2244994945", "Sandbox", "sandbox" },
  { "783214", "Somebody Else", "somebody_else" },
};

const XuSandboxUser *
xu_sandbox_user_get (guint i)
{
  return i < G_N_ELEMENTS (users) ? &users[i] : NULL;
}

const XuSandboxUser *
xu_sandbox_user_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    {
      if (g_str_equal (users[i].id, id))
        return &users[i];
    }

  return NULL;
}

const XuSandboxUser *
xu_sandbox_user_find_by_name (const char *username)
{
  g_return_val_if_fail (username != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    {
      if (g_str_equal (users[i].username, username))
        return &users[i];
    }

  return NULL;
}
