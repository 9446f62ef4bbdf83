/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSignInRecord:
 *
 * An account that somebody signed in to, without its secrets. (@server, @user_id) is what it is;
 * all the rest is what was last known.
 */
typedef struct
{
  char *server;            /* (owned): base URL, as of XuJobRecord */
  char *user_id;           /* (owned) */
  char *username;          /* (owned) (nullable): without the @ */
  char *name;              /* (owned) (nullable): as its user writes it */
  char *avatar_url;        /* (owned) (nullable) */
  char *method;            /* (owned): how it was signed in to: "oauth2", "oauth1", "bearer" */
  char *client_id;         /* (owned) (nullable): of OAuth 2.0: the user's app */
  char *scope;             /* (owned) (nullable): what was granted, separated by spaces */
  char *subscription_type; /* (owned) (nullable): "None", "Basic", "Premium", "PremiumPlus" */
  gint64 signed_in_at;     /* Unix seconds */
} XuSignInRecord;

XuSignInRecord *xu_sign_in_record_copy (const XuSignInRecord *record);
void xu_sign_in_record_free (XuSignInRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSignInRecord, xu_sign_in_record_free)

G_END_DECLS
