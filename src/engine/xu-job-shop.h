/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-api.h"
#include "xu-journal.h"
#include "xu-slots.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

/**
 * XuJobShop:
 *
 * What all jobs of an engine share. Of the engine's thread; owned by its core, which all jobs are
 * outlived by.
 */
typedef struct
{
  XuJournal *journal;         /* (owned) (nullable): exactly one of the two, once it was opened */
  GError *journal_error;      /* (owned) (nullable) */
  XuApi *api;                 /* (owned) (nullable): exactly one of the two */
  GError *credentials_error;  /* (owned) (nullable) */
  char *server;               /* (owned): what its jobs belong to */
  XuSlots *slots;             /* (owned): the limit over all uploads */
  XuUploadOptions options;    /* with what was learnt about the server */
  XuUploadOptions remembered; /* as they are in the journal */
  gboolean is_offline;        /* the network is known to be away */
} XuJobShop;

/**
 * xu_job_shop_open:
 * @shop: a shop without a journal
 * @path: (type filename): of the journal
 * @set_aside: (out) (nullable) (type filename): as of xu_journal_open()
 *
 * Opens the journal, or keeps why that cannot be, and recalls what was learnt about the server.
 */
void xu_job_shop_open (XuJobShop *shop, const char *path, char **set_aside);

/* Puts what was learnt about the server into the journal, where it is new. */
void xu_job_shop_remember (XuJobShop *shop);

void xu_job_shop_clear (XuJobShop *shop);

G_END_DECLS
