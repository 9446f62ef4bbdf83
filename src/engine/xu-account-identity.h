/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-sign-in-record.h"
#include "xu-user-api.h"

G_BEGIN_DECLS

/* X has said whose account it is. */
void xu_account_identity_set_user (XuSignInRecord *record, const XuUser *user);

G_END_DECLS
