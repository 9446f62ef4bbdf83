/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-api.h"
#include "xu-http-client.h"
#include "xu-journal.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

/**
 * XuConnection:
 *
 * A server, and who is signed in there: what the jobs that belong to both are sent with. Of the
 * engine's thread. Its client and API are replaced when the server moves, or its user signs in
 * again.
 */
typedef struct
{
  char *server;         /* (owned): what its jobs belong to */
  char *user_id;        /* (owned) (nullable): likewise; %NULL: to whoever the credentials are of */
  XuHttpClient *client; /* (owned) (nullable): until it was opened */
  XuApi *api;           /* (owned) (nullable): exactly one of the two, once it was opened */
  GError *credentials_error;        /* (owned) (nullable) */
  XuUploadOptions options;          /* with what was learnt about the server */
  XuUploadOptions remembered;       /* as they are in the journal */
  XuAppendEncoding learnt_encoding; /* what is tried first where the user has not chosen */
} XuConnection;

/**
 * XuConnectionWay:
 *
 * How to reach a server. Owned by whoever calls.
 */
typedef struct
{
  const char *base_url;
  const char *ca_file;             /* (nullable) (type filename) */
  XuAuthorizer *authorizer;        /* (nullable): exactly one of the two */
  const GError *credentials_error; /* (nullable) */
} XuConnectionWay;

/**
 * xu_connection_new:
 * @server: what its jobs belong to
 * @user_id: (nullable): likewise
 * @options: how to upload
 *
 * Returns: (transfer full): a connection that has no way to its server yet
 */
XuConnection *
xu_connection_new (const char *server, const char *user_id, const XuUploadOptions *options);
XuConnection *xu_connection_ref (XuConnection *self);
void xu_connection_unref (XuConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuConnection, xu_connection_unref)

/**
 * xu_connection_dup_server:
 * @base_url: an address, however it was written
 *
 * Returns: (transfer full): what jobs belong to whose server nobody gave another name
 */
char *xu_connection_dup_server (const char *base_url);

/**
 * xu_connection_find_authorizer:
 * @access_token: (nullable): a token; %NULL: what the environment says
 * @error: return location: %XU_ERROR_TOKEN_REFUSED, %XU_ERROR_NOT_SIGNED_IN
 *
 * May be called in any thread that may read the environment.
 *
 * Returns: (transfer full) (nullable): who makes the requests
 */
XuAuthorizer *xu_connection_find_authorizer (const char *access_token, GError **error);

/* Returns: %TRUE when @way leads where the connection leads already, as the same user */
gboolean xu_connection_is_at (const XuConnection *self, const XuConnectionWay *way);

/**
 * xu_connection_open:
 * @self: a connection
 * @way: to its server, from now on
 * @error: return location: %XU_ERROR_USAGE (address or anchors)
 *
 * Exchanges under way end where they began. The thread-default context is the client's.
 */
gboolean xu_connection_open (XuConnection *self, const XuConnectionWay *way, GError **error);

/* Nobody is signed in any more, and @error says why. Exchanges under way end where they began. */
void xu_connection_close (XuConnection *self, const GError *error);

/* Returns: %TRUE when the server is on this machine: no network lies between */
gboolean xu_connection_is_local (const XuConnection *self);

/* Changes how uploads that begin from now on are made; what was learnt stays. */
void xu_connection_set_options (XuConnection *self, const XuUploadOptions *options);

/* What earlier processes learnt about the server. */
void xu_connection_recall (XuConnection *self, XuJournal *journal);

/* Puts what was learnt about the server into the journal, where it is new. */
void xu_connection_remember (XuConnection *self, XuJournal *journal);

G_END_DECLS
