/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-connection.h"
#include "xu-journal.h"
#include "xu-limiter.h"
#include "xu-slots.h"

G_BEGIN_DECLS

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
  GPtrArray *connections;  /* (owned) (element-type XuConnection): each to another server */
  XuSlots *slots;          /* (owned): the limit over all uploads */
  XuLimiter *limiter;      /* (owned): the rate over all connections */
  GOutputStream *trace;    /* (owned) (nullable): of the exchanges of all connections */
  guint stall_timeout_s;   /* 0: the client's default */
  XuUploadOptions options; /* how to upload, where nothing was learnt of a server */
  gboolean is_offline;     /* the network is known to be away */
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
 * @way: to the server; another one before is forgotten
 * @error: return location: as of xu_connection_open()
 *
 * Returns: (transfer none) (nullable): the connection
 */
XuConnection *xu_job_shop_connect (XuJobShop *shop,
                                   const char *server,
                                   const XuConnectionWay *way,
                                   GError **error);

/* Returns: (transfer none) (nullable): the connection of jobs that belong to @server; %NULL: they
 * cannot be sent anywhere */
XuConnection *xu_job_shop_find_connection (const XuJobShop *shop, const char *server);

/* Returns: %TRUE when the server of @connection is known to be out of reach */
gboolean xu_job_shop_is_offline (const XuJobShop *shop, const XuConnection *connection);

/* There may be another network. */
void xu_job_shop_network_changed (XuJobShop *shop, gboolean is_offline);

/* Changes how uploads that begin from now on are made. */
void xu_job_shop_set_options (XuJobShop *shop, const XuUploadOptions *options);

/* Puts what was learnt about the servers into the journal, where it is new. */
void xu_job_shop_remember (XuJobShop *shop);

G_END_DECLS
