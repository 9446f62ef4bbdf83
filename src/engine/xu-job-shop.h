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
  XuJournal *journal;        /* (owned) (nullable): exactly one of the two, once it was opened */
  GError *journal_error;     /* (owned) (nullable) */
  XuApi *api;                /* (owned) (nullable): exactly one of the two */
  GError *credentials_error; /* (owned) (nullable) */
  char *server;              /* (owned): what its jobs belong to */
  XuSlots *slots;            /* (owned): the limit over all uploads */
  XuUploadOptions options;   /* with what was learnt about the server */
  gboolean is_offline;       /* the network is known to be away */
} XuJobShop;

G_END_DECLS
