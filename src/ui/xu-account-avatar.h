/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuAccountAvatar:
 *
 * The picture of an account, its initials until there is one. For the eye alone: the name stands
 * beside it.
 *
 * Property "size" (int): pixels.
 */
#define XU_TYPE_ACCOUNT_AVATAR (xu_account_avatar_get_type ())
G_DECLARE_FINAL_TYPE (XuAccountAvatar, xu_account_avatar, XU, ACCOUNT_AVATAR, GtkWidget)

/**
 * xu_account_avatar_set_account:
 * @self: a picture
 * @engine: (transfer none): looks into the file; foreign pictures are decoded in another process
 * @account: (nullable): whose picture it is
 */
void xu_account_avatar_set_account (XuAccountAvatar *self, XuEngine *engine, XuAccount *account);

G_END_DECLS
