/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The users that every sandbox has. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *name;
  const char *username;
} XuSandboxUser;

/**
 * xu_sandbox_user_get:
 * @i: 0: the one who is signed in; 1, 2, …: the others
 *
 * Returns: (transfer none) (nullable): the user, %NULL behind the last one
 */
const XuSandboxUser *xu_sandbox_user_get (guint i);

/**
 * xu_sandbox_user_find:
 * @id: user id
 *
 * Returns: (transfer none) (nullable): the user
 */
const XuSandboxUser *xu_sandbox_user_find (const char *id);

/**
 * xu_sandbox_user_find_by_name:
 * @username: without the "@"
 *
 * Returns: (transfer none) (nullable): the user
 */
const XuSandboxUser *xu_sandbox_user_find_by_name (const char *username);

G_END_DECLS
