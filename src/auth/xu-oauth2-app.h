/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuOauth2App:
 * @client_id: (owned): of X's developer console
 * @client_secret: (owned) (nullable): a secret; %NULL for a public client ("Native App")
 *
 * Which app of X's developer console signs somebody in. Public or confidential is a setting there,
 * which cannot be guessed.
 */
typedef struct
{
  char *client_id;
  char *client_secret;
} XuOauth2App;

/**
 * xu_oauth2_app_new:
 * @client_id: as it was typed or pasted: white space around it is dropped
 * @client_secret: (nullable): likewise; empty is as good as none
 * @error: return location: %XU_ERROR_USAGE when one has characters that none has, or is empty or
 * longer than 512; its detail does not repeat it
 *
 * Returns: (transfer full) (nullable): the app
 */
XuOauth2App *xu_oauth2_app_new (const char *client_id, const char *client_secret, GError **error);

XuOauth2App *xu_oauth2_app_copy (const XuOauth2App *self);
void xu_oauth2_app_free (XuOauth2App *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuOauth2App, xu_oauth2_app_free)

G_END_DECLS
