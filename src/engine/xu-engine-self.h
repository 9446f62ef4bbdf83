/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-facts.h"
#include "xu-account.h"
#include "xu-engine-core.h"
#include "xu-engine-door.h"
#include "xu-engine-private.h"
#include "xu-network-watch.h"

G_BEGIN_DECLS

/* What the files of the engine's front half share. */

struct _XuEngine
{
  GObject parent_instance;

  GMainContext *front;   /* (owned): the maker's */
  GMainContext *context; /* (owned): the engine's thread's */
  GMainLoop *loop;       /* (owned): runs in the engine's thread */
  GThread *thread;       /* (owned) (nullable): until it was stopped */
  XuEngineCore *core;    /* (owned): of the engine's thread alone */
  XuEngineDoor *door;    /* (owned) */
  XuJobList *jobs;       /* (owned) */
  XuNetworkWatch *watch; /* (owned) (nullable): until it is stopped */
  gboolean is_watched;   /* a server is not on this machine */
  XuAccount *own;        /* (owned) (nullable): of the engine's config, signed in or not */
  GListStore *accounts;  /* (owned) (element-type XuAccount): those that are signed in */
  GTask *stop_task;      /* (owned) (nullable): while it stops */
};

/*
 * xu-engine-accounts.c
 */

/* The account of the engine's config. */
void xu_engine_set_own_account (XuEngine *self, const XuEngineConfig *config);

/* Returns: (transfer full) (nullable): where posts of a server can be seen */
char *xu_engine_dup_post_url_base (XuEngine *self, const char *server);

/* There is an account that somebody signed in to, or it has changed, or it is none any more. */
void xu_engine_account_changed (XuEngine *self, const XuAccountFacts *facts);
void xu_engine_account_gone (XuEngine *self, const char *id);

/* Listens to what the desktop says about the network, when a server is not on this machine. */
void xu_engine_watch_network (XuEngine *self, gboolean is_local);

G_END_DECLS
