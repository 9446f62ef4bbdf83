/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the users. Pure. */
#pragma once

#include <glib.h>

#include "xu-sandbox-user.h"

G_BEGIN_DECLS

/**
 * xu_sandbox_avatar_draw:
 * @user: a user
 *
 * Returns: (transfer full): a square picture of somebody, PNG, in colours of the user's own
 */
GBytes *xu_sandbox_avatar_draw (const XuSandboxUser *user);

G_END_DECLS
