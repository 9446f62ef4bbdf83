/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-sign-in-link.h"
#include "xu-stored-credentials.h"

G_BEGIN_DECLS

/**
 * XuSignInOrder:
 *
 * What a sign-in needs in the engine's thread; it crosses once, and is of that thread then.
 */
typedef struct
{
  XuSignInLink *link; /* (owned) */
  XuSignInMethod method;
  char *server; /* (owned) */

  /* %XU_SIGN_IN_BROWSER */
  XuOauth2App *app;   /* (owned) (nullable) */
  guint16 port;       /* of the listener */
  gboolean is_remote; /* there is none */
  char *redirect_uri; /* (owned) */
  char *state;        /* (owned) */
  char *verifier;     /* (owned): a secret */
  char *language;     /* (owned) */
  char *words[8];     /* (owned): title and text of done, denied, wrong, repeated */

  /* The other methods */
  XuStoredCredentials *credentials; /* (owned) (nullable) */
} XuSignInOrder;

/**
 * xu_sign_in_order_new:
 * @config: how
 * @server: where
 * @error: return location: as of xu_sign_in_new()
 *
 * Returns: (transfer full) (nullable): an order without its link
 */
XuSignInOrder *
xu_sign_in_order_new (const XuSignInConfig *config, const char *server, GError **error);

XuSignInOrder *xu_sign_in_order_copy (const XuSignInOrder *order);
void xu_sign_in_order_free (XuSignInOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSignInOrder, xu_sign_in_order_free)

G_END_DECLS
