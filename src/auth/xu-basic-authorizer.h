/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-authorizer.h"
#include "xu-oauth2-app.h"

G_BEGIN_DECLS

#define XU_TYPE_BASIC_AUTHORIZER (xu_basic_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (XuBasicAuthorizer, xu_basic_authorizer, XU, BASIC_AUTHORIZER, GObject)

/**
 * xu_basic_authorizer_new:
 * @app: a confidential client
 *
 * Returns: (transfer full): names the app to the token endpoint (RFC 6749 section 2.3.1)
 */
XuAuthorizer *xu_basic_authorizer_new (const XuOauth2App *app);

G_END_DECLS
