/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the sandbox's doors a request knocks at. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSandboxEndpoint:
 *
 * The doors. Everything up to %XU_SANDBOX_SUBTITLES is X's API and needs a token. Up to
 * %XU_SANDBOX_REVOKE it is X's API that gives and takes tokens, up to %XU_SANDBOX_CONSENT X's site
 * for browsers: the authorize page and its form. The rest is the sandbox's own: pages for people,
 * the bytes that they show, and reports for tests.
 */
typedef enum
{
  XU_SANDBOX_INITIALIZE,
  XU_SANDBOX_APPEND,
  XU_SANDBOX_FINALIZE,
  XU_SANDBOX_STATUS,
  XU_SANDBOX_POST,
  XU_SANDBOX_DELETE,
  XU_SANDBOX_TIMELINE,
  XU_SANDBOX_ME,
  XU_SANDBOX_METADATA,
  XU_SANDBOX_SUBTITLES,
  XU_SANDBOX_TOKEN,
  XU_SANDBOX_REVOKE,
  XU_SANDBOX_AUTHORIZE,
  XU_SANDBOX_CONSENT,
  XU_SANDBOX_PAGE,
  XU_SANDBOX_FILE,
  XU_SANDBOX_AVATAR,
  XU_SANDBOX_REPORT,
  XU_SANDBOX_UNKNOWN,
} XuSandboxEndpoint;

enum
{
  XU_SANDBOX_N_ENDPOINTS = XU_SANDBOX_UNKNOWN + 1
};

/**
 * xu_sandbox_endpoint_route:
 * @method: HTTP method
 * @path: path of the URI, still percent-encoded
 * @id: (out) (transfer full) (nullable): the id or the name within the path
 * @method_fits: (out): %FALSE when the path exists, but not for @method
 *
 * Returns: the door, %XU_SANDBOX_UNKNOWN when there is none
 */
XuSandboxEndpoint
xu_sandbox_endpoint_route (const char *method, const char *path, char **id, gboolean *method_fits);

/**
 * xu_sandbox_endpoint_get_name:
 * @endpoint: a door
 *
 * Returns: (transfer none): its name in fault rules, `--rate-limit` and reports
 */
const char *xu_sandbox_endpoint_get_name (XuSandboxEndpoint endpoint);

/**
 * xu_sandbox_endpoint_from_name:
 * @name: such as "append"
 * @endpoint: (out): the door
 *
 * Returns: %FALSE when no door has that name
 */
gboolean xu_sandbox_endpoint_from_name (const char *name, XuSandboxEndpoint *endpoint);

/**
 * xu_sandbox_endpoint_is_api:
 * @endpoint: a door
 *
 * Returns: %TRUE for the endpoints of X's API
 */
gboolean xu_sandbox_endpoint_is_api (XuSandboxEndpoint endpoint);

/**
 * xu_sandbox_endpoint_is_of_x:
 * @endpoint: a door
 *
 * Returns: %TRUE for the endpoints of X's API and for the authorize page: what fault rules and rate
 * limits may be about
 */
gboolean xu_sandbox_endpoint_is_of_x (XuSandboxEndpoint endpoint);

/**
 * xu_sandbox_endpoint_needs_token:
 * @endpoint: a door
 *
 * Returns: %TRUE when only a client with an access token is let in
 */
gboolean xu_sandbox_endpoint_needs_token (XuSandboxEndpoint endpoint);

/**
 * xu_sandbox_endpoint_get_scopes:
 * @endpoint: a door that needs a token
 *
 * Returns: (transfer none): the OAuth 2.0 scopes that a token needs there, separated by spaces
 */
const char *xu_sandbox_endpoint_get_scopes (XuSandboxEndpoint endpoint);

G_END_DECLS
