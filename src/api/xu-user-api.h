/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-api.h"

G_BEGIN_DECLS

/**
 * XuUser:
 *
 * The user whose credentials these are.
 */
typedef struct
{
  char *user_id;           /* (owned) */
  char *name;              /* (owned) */
  char *username;          /* (owned): without the @; letters, digits and "_" */
  char *subscription_type; /* (owned) (nullable): "None", "Basic", "Premium", "PremiumPlus" */
  char *profile_image_url; /* (owned) (nullable): https only */
} XuUser;

void xu_user_free (XuUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuUser, xu_user_free)

/**
 * xu_user_api_me_async:
 * @api: the API
 *
 * GET /2/users/me, https://docs.x.com/x-api/users/get-my-user. A call costs money: ask once and
 * keep the answer.
 */
void xu_user_api_me_async (XuApi *api,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
XuUser *xu_user_api_me_finish (XuApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
