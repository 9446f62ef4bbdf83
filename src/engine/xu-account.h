/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * XuAccountKind:
 * @XU_ACCOUNT_ENVIRONMENT: its credentials are those that the engine was made with, or those of the
 * environment
 * @XU_ACCOUNT_SANDBOX: of the application's own sandbox
 *
 * Where an account comes from.
 */
typedef enum
{
  XU_ACCOUNT_ENVIRONMENT,
  XU_ACCOUNT_SANDBOX,
} XuAccountKind;

GType xu_account_kind_get_type (void);
#define XU_TYPE_ACCOUNT_KIND (xu_account_kind_get_type ())

/**
 * XuAccount:
 *
 * Somebody whose posts an engine may make. What fronts see of it never changes.
 *
 * Properties: "kind" (XuAccountKind), "server" (string).
 */
#define XU_TYPE_ACCOUNT (xu_account_get_type ())
G_DECLARE_FINAL_TYPE (XuAccount, xu_account, XU, ACCOUNT, GObject)

/**
 * XuAccountConfig:
 *
 * How to reach an account.
 */
typedef struct
{
  XuAccountKind kind;
  const char *server;       /* (nullable): what its jobs belong to; default: %XU_ENGINE_SANDBOX for
                               the sandbox, else the base URL */
  const char *base_url;     /* (nullable): default https://api.x.com */
  const char *ca_file;      /* (nullable) (type filename): anchors that replace the system's */
  const char *access_token; /* (nullable): default the environment's credentials; a secret */
} XuAccountConfig;

XuAccountKind xu_account_get_kind (XuAccount *self);

/**
 * xu_account_get_server:
 * @self: an account
 *
 * Returns: (transfer none): what its jobs belong to, as of xu_job_get_server(); no two accounts of
 * an engine have the same
 */
const char *xu_account_get_server (XuAccount *self);

G_END_DECLS
