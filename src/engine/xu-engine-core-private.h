/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-book.h"
#include "xu-engine-core.h"
#include "xu-job-book.h"
#include "xu-job-shop.h"
#include "xu-probe-desk.h"

G_BEGIN_DECLS

/* What xu-engine-core.c and xu-engine-requests.c share. */

struct _XuEngineCore
{
  XuEngineDoor *door; /* (owned) */
  char *server;       /* (owned): of the config */
  XuJobShop shop;
  XuJobBook *book;         /* (owned) (nullable): once the journal was opened */
  XuSecretStore *keyring;  /* (owned) */
  XuAccountBook *accounts; /* (owned) (nullable): once the journal was opened */
  XuAccountBookConfig accounts_config;
  char *ca_file;      /* (owned) (nullable) (type filename) */
  char *folder;       /* (owned) (type filename): of the journal */
  XuProbeDesk *desk;  /* (owned) */
  char *covers;       /* (owned) (type filename): folder of covers */
  char *journal_path; /* (owned) (type filename) */
  guint history_days;
  guint max_jobs;
  GQueue requests; /* of xu-engine-requests.c: single ones that are under way */
  gboolean is_stopping;
  GDestroyNotify stopped; /* (nullable): called once nothing is under way */
  gpointer stopped_data;
};

/* Ends single requests. */
void xu_engine_core_cancel_requests (XuEngineCore *core);

/* To be called whenever something is over. */
void xu_engine_core_stop_when_idle (XuEngineCore *core);

G_END_DECLS
