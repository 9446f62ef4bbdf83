/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A complete request of X, and the functions that answer one. */
#pragma once

#include <glib.h>

#include "xu-sandbox-answer.h"
#include "xu-sandbox-auth.h"
#include "xu-sandbox-faults.h"
#include "xu-sandbox-form.h"
#include "xu-sandbox-options.h"
#include "xu-sandbox-schema.h"
#include "xu-sandbox-state.h"

G_BEGIN_DECLS

typedef struct
{
  const XuSandboxOptions *options;
  XuSandboxState *state;
  const XuSandboxToken *token; /* (nullable): for endpoints that need none */
  const XuSandboxFault *fault; /* (nullable): the rule that strikes this request */
  const char *id;              /* (nullable): from the path */
  GHashTable *query;           /* (element-type utf8 utf8): decoded */
  const char *raw_query;       /* (nullable): as it was sent */
  const char *base_url;        /* how the client calls the sandbox: scheme and authority */
  const char *content_type;    /* (nullable) */
  const char *authorization;   /* (nullable): value of the header */
  const char *origin;          /* (nullable): value of the header */
  GBytes *body;
  gint64 now_us; /* since 1970 */
} XuSandboxCall;

/**
 * xu_sandbox_call_parse_body:
 * @call: a request
 * @fields: what its body may hold
 * @refusal: (out) (transfer full): 400
 *
 * Returns: (transfer full) (nullable): the body, an object; %NULL with @refusal set
 */
JsonNode *xu_sandbox_call_parse_body (const XuSandboxCall *call,
                                      const XuSandboxField *fields,
                                      XuSandboxAnswer **refusal);

/**
 * xu_sandbox_call_parse_form:
 * @call: a request
 *
 * Returns: (transfer full) (nullable): the body, a form; %NULL when it is none, or of another type
 */
XuSandboxForm *xu_sandbox_call_parse_form (const XuSandboxCall *call);

/**
 * xu_sandbox_call_check_query:
 * @call: a request
 * @known: (array zero-terminated=1): names that its query may have
 *
 * Returns: (transfer full) (nullable): 400 for any other name, or %NULL
 */
XuSandboxAnswer *xu_sandbox_call_check_query (const XuSandboxCall *call, const char *const *known);

/**
 * xu_sandbox_call_find_media:
 * @call: a request
 * @id: media id
 * @refusal: (out) (transfer full): 400 for what is no id, 403 for another user's media, 404 for
 * what is unknown or expired
 *
 * Returns: (transfer none) (nullable): the media, or %NULL with @refusal set
 */
XuSandboxMedia *
xu_sandbox_call_find_media (const XuSandboxCall *call, const char *id, XuSandboxAnswer **refusal);

/**
 * xu_sandbox_call_answer:
 * @call: a request that was admitted
 * @endpoint: any of X but append
 *
 * Returns: (transfer full): the answer
 */
XuSandboxAnswer *xu_sandbox_call_answer (const XuSandboxCall *call, XuSandboxEndpoint endpoint);

/* The uploads: https://docs.x.com/x-api/media */
XuSandboxAnswer *xu_sandbox_answer_initialize (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_finalize (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_status (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_metadata (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_subtitles (const XuSandboxCall *call);

/* The posts: https://docs.x.com/x-api/posts */
XuSandboxAnswer *xu_sandbox_answer_post (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_delete (const XuSandboxCall *call);

/* The user: https://docs.x.com/x-api/users */
XuSandboxAnswer *xu_sandbox_answer_timeline (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_me (const XuSandboxCall *call);

/* Signing in: https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/user-access-token
 */
XuSandboxAnswer *xu_sandbox_answer_authorize (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_consent (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_token (const XuSandboxCall *call);
XuSandboxAnswer *xu_sandbox_answer_revoke (const XuSandboxCall *call);

G_END_DECLS
