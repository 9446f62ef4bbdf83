/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-sign-in-record.h"

G_BEGIN_DECLS

/*
 * Pictures of users, a file each in the user's cache. What is in them is believed in nothing: only
 * the media helper looks into them.
 */

/* Returns: (transfer full) (type filename): where the picture of a user is, or would be */
char *xu_avatars_dup_path (const XuSignInRecord *record);

/**
 * xu_avatars_fetch_async:
 * @record: of an account with an avatar's address; read before this returns
 * @cancellable: (nullable): ends it
 * @callback: called with the end
 * @user_data: for @callback
 *
 * Fetches the picture anew, by https (or from this machine), with no credentials.
 */
void xu_avatars_fetch_async (const XuSignInRecord *record,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * xu_avatars_fetch_finish:
 * @result: as given to the callback
 * @error: return location: those of the network, %XU_ERROR_BAD_ANSWER, %XU_ERROR_STORAGE
 *
 * Returns: whether there is a picture at xu_avatars_dup_path() now
 */
gboolean xu_avatars_fetch_finish (GAsyncResult *result, GError **error);

/* The account is gone. */
void xu_avatars_remove (const XuSignInRecord *record);

G_END_DECLS
