/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An app that is registered with the sandbox (RFC 6749, 2). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSandboxClientKind:
 *
 * Every sandbox has one client of each kind.
 */
typedef enum
{
  XU_SANDBOX_CLIENT_PUBLIC,       /* X's "native app": has no secret, sends its id in the body */
  XU_SANDBOX_CLIENT_CONFIDENTIAL, /* X's "web app": HTTP Basic */
} XuSandboxClientKind;

enum
{
  XU_SANDBOX_N_CLIENTS = XU_SANDBOX_CLIENT_CONFIDENTIAL + 1
};

typedef struct
{
  char *id;         /* (owned) */
  char *secret;     /* (owned) (nullable): of a confidential client only */
  const char *name; /* static: what people know it by */
} XuSandboxClient;

G_END_DECLS
