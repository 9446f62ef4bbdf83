/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-user-api.h"

G_BEGIN_DECLS

/**
 * xu_user_decoder_me:
 * @body: the 2xx answer of GET /2/users/me
 * @error: return location: %XU_ERROR_BAD_ANSWER with the path of the wrong field
 *
 * Returns: (transfer full) (nullable): the user
 */
XuUser *xu_user_decoder_me (GBytes *body, GError **error);

G_END_DECLS
