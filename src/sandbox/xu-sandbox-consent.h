/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client's wish that a user has to decide about. Reads no clock. */
#pragma once

#include <glib.h>

#include "xu-sandbox-client.h"
#include "xu-sandbox-user.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;                      /* (owned): unguessable, so that no other page can decide */
  const XuSandboxClient *client; /* (unowned) */
  const XuSandboxUser *user;     /* (unowned): static */
  char *scopes;                  /* (owned): what the client gets */
  char *redirect_uri;            /* (owned): one of the registered ones */
  char *state;                   /* (owned) */
  char *challenge;               /* (owned): S256 (RFC 7636, 4.2) */
  gint64 expires_us;
  gboolean is_decided;
} XuSandboxConsent;

/**
 * xu_sandbox_consent_new:
 *
 * Returns: (transfer full): a consent with an id and nothing else
 */
XuSandboxConsent *xu_sandbox_consent_new (void);

void xu_sandbox_consent_free (XuSandboxConsent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxConsent, xu_sandbox_consent_free)

G_END_DECLS
