/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-authorizer.h"
#include "xu-oauth1-signer.h"

G_BEGIN_DECLS

#define XU_TYPE_OAUTH1_AUTHORIZER (xu_oauth1_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (XuOauth1Authorizer, xu_oauth1_authorizer, XU, OAUTH1_AUTHORIZER, GObject)

/**
 * xu_oauth1_authorizer_new:
 * @keys: the four keys; copied
 *
 * Returns: (transfer full): signs each request anew (RFC 5849), with the clock's time and a random
 * nonce
 */
XuAuthorizer *xu_oauth1_authorizer_new (const XuOauth1Keys *keys);

G_END_DECLS
