/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client's wish that a user has to decide about. Reads no clock. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-consent.h"

#include "xu-sandbox-token.h"

XuSandboxConsent *
xu_sandbox_consent_new (void)
{
  XuSandboxConsent *self = g_new0 (XuSandboxConsent, 1);

  self->id = xu_sandbox_token_make_secret ("consent-");

  return self;
}

void
xu_sandbox_consent_free (XuSandboxConsent *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->scopes);
  g_free (self->redirect_uri);
  g_free (self->state);
  g_free (self->challenge);
  g_free (self);
}
