/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of an account, beside its secrets. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-sign-in-record.h"

XuSignInRecord *
xu_sign_in_record_copy (const XuSignInRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  XuSignInRecord *copy = g_new0 (XuSignInRecord, 1);

  *copy = (XuSignInRecord){
    .server = g_strdup (record->server),
    .user_id = g_strdup (record->user_id),
    .username = g_strdup (record->username),
    .name = g_strdup (record->name),
    .avatar_url = g_strdup (record->avatar_url),
    .method = g_strdup (record->method),
    .client_id = g_strdup (record->client_id),
    .scope = g_strdup (record->scope),
    .subscription_type = g_strdup (record->subscription_type),
    .signed_in_at = record->signed_in_at,
  };

  return copy;
}

void
xu_sign_in_record_free (XuSignInRecord *record)
{
  g_return_if_fail (record != NULL);

  g_free (record->server);
  g_free (record->user_id);
  g_free (record->username);
  g_free (record->name);
  g_free (record->avatar_url);
  g_free (record->method);
  g_free (record->client_id);
  g_free (record->scope);
  g_free (record->subscription_type);
  g_free (record);
}
