/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-connection.h"
#include "xu-journal.h"
#include "xu-limiter.h"
#include "xu-slots.h"

G_BEGIN_DECLS

/**
 * XuJobShopFunc:
 * @connection: whose server does not take what its user signed in with; closed by now
 * @error: what it said
 * @user_data: as given
 */
typedef void (*XuJobShopFunc) (const XuConnection *connection,
                               const GError *error,
                               gpointer user_data);

/**
 * XuJobShop:
 *
 * What all jobs of an engine share. Of the engine's thread; owned by its core, which all jobs are
 * outlived by.
 */
typedef struct
{
  XuJournal *journal;      /* (owned) (nullable): exactly one of the two, once it was opened */
  GError *journal_error;   /* (owned) (nullable) */
  GPtrArray *connections;  /* (owned) (element-type XuConnection): each to another server, or
                              of another user */
  XuSlots *slots;          /* (owned): the limit over all uploads */
  XuLimiter *limiter;      /* (owned): the rate over all connections */
  GOutputStream *trace;    /* (owned) (nullable): of the exchanges of all connections */
  guint stall_timeout_s;   /* 0: the client's default */
  XuUploadOptions options; /* how to upload, where nothing was learnt of a server */
  gboolean is_offline;     /* the network is known to be away */
  XuJobShopFunc refused;   /* (nullable): told of connections that were closed so */
  gpointer refused_data;
} XuJobShop;

void xu_job_shop_init (XuJobShop *shop);
void xu_job_shop_clear (XuJobShop *shop);

/**
 * xu_job_shop_open:
 * @shop: a shop without a journal
 * @path: (type filename): of the journal
 * @set_aside: (out) (nullable) (type filename): as of xu_journal_open()
 *
 * Opens the journal, or keeps why that cannot be, and recalls what was learnt about the servers.
 */
void xu_job_shop_open (XuJobShop *shop, const char *path, char **set_aside);

/**
 * xu_job_shop_connect:
 * @shop: a shop
 * @server: what jobs belong to that are sent this way
 * @user_id: (nullable): likewise; %NULL: those of whoever the credentials are of
 * @way: to the server; another one before is forgotten
 * @error: return location: as of xu_connection_open()
 *
 * Returns: (transfer none) (nullable): the connection
 */
XuConnection *xu_job_shop_connect (XuJobShop *shop,
                                   const char *server,
                                   const char *user_id,
                                   const XuConnectionWay *way,
                                   GError **error);

/**
 * xu_job_shop_find_connection:
 * @shop: a shop
 * @server: what jobs belong to
 * @user_id: (nullable): likewise
 *
 * Returns: (transfer none) (nullable): that of this very user, else one whose user is found out
 * before it is used; %NULL: such jobs cannot be sent anywhere
 */
XuConnection *
xu_job_shop_find_connection (const XuJobShop *shop, const char *server, const char *user_id);

/* Jobs that belong to @connection cannot be sent any more. It is freed. */
void xu_job_shop_disconnect (XuJobShop *shop, XuConnection *connection);

/**
 * xu_job_shop_refuse:
 * @shop: a shop
 * @connection: one of its connections
 * @api: (nullable): what the request was sent with that the server refused
 * @error: as what failed
 *
 * Closes a connection that somebody signed in to, when @error says that it does not take the
 * credentials any more. One that was opened anew meanwhile stays.
 *
 * Returns: whether jobs of @connection are to wait until its user signs in
 */
gboolean xu_job_shop_refuse (XuJobShop *shop,
                             XuConnection *connection,
                             const XuApi *api,
                             const GError *error);

/* Returns: %TRUE when the server of @connection is known to be out of reach */
gboolean xu_job_shop_is_offline (const XuJobShop *shop, const XuConnection *connection);

/* What all clients of a shop have: limits and trace. */
void xu_job_shop_set_up_client (const XuJobShop *shop, XuHttpClient *client);

/* There may be another network. */
void xu_job_shop_network_changed (XuJobShop *shop, gboolean is_offline);

/* Changes how uploads that begin from now on are made. */
void xu_job_shop_set_options (XuJobShop *shop, const XuUploadOptions *options);

/* Puts what was learnt about the servers into the journal, where it is new. */
void xu_job_shop_remember (XuJobShop *shop);

G_END_DECLS
