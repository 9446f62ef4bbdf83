/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the sandbox's doors a request knocks at: the table of routes. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-endpoint.h"

typedef struct
{
  const char *method;
  const char *pattern; /* "*" stands for one path element, which becomes the id */
  XuSandboxEndpoint endpoint;
} Route;

static const Route routes[] = {
  { "POST", "/2/media/upload/initialize", XU_SANDBOX_INITIALIZE },
  { "POST", "/2/media/upload/*/append", XU_SANDBOX_APPEND },
  { "POST", "/2/media/upload/*/finalize", XU_SANDBOX_FINALIZE },
  { "GET", "/2/media/upload", XU_SANDBOX_STATUS },
  { "POST", "/2/tweets", XU_SANDBOX_POST },
  { "DELETE", "/2/tweets/*", XU_SANDBOX_DELETE },
  { "GET", "/2/users/me", XU_SANDBOX_ME },
  { "GET", "/2/users/*/tweets", XU_SANDBOX_TIMELINE },
  { "POST", "/2/media/metadata", XU_SANDBOX_METADATA },
  { "POST", "/2/media/subtitles", XU_SANDBOX_SUBTITLES },
  { "POST", "/2/oauth2/token", XU_SANDBOX_TOKEN },
  { "POST", "/2/oauth2/revoke", XU_SANDBOX_REVOKE },
  { "GET", "/i/oauth2/authorize", XU_SANDBOX_AUTHORIZE },
  { "POST", "/i/oauth2/authorize", XU_SANDBOX_CONSENT },
  { "GET", "/sandbox/media", XU_SANDBOX_REPORT },
  { "GET", "/sandbox/posts", XU_SANDBOX_REPORT },
  { "GET", "/sandbox/requests", XU_SANDBOX_REPORT },
  { "GET", "/sandbox/media/*/file", XU_SANDBOX_FILE },
  { "GET", "/sandbox/avatar/*", XU_SANDBOX_AVATAR },
  { "GET", "/", XU_SANDBOX_PAGE },
  { "GET", "/i/status/*", XU_SANDBOX_PAGE },
  { "GET", "/*/status/*", XU_SANDBOX_PAGE },
};

static const struct
{
  const char *name;
  const char *scopes;
} endpoints[XU_SANDBOX_N_ENDPOINTS] = {
  [XU_SANDBOX_INITIALIZE] = { "initialize", "media.write" },
  [XU_SANDBOX_APPEND] = { "append", "media.write" },
  [XU_SANDBOX_FINALIZE] = { "finalize", "media.write" },
  [XU_SANDBOX_STATUS] = { "status", "media.write" },
  [XU_SANDBOX_POST] = { "post", "tweet.read tweet.write users.read" },
  [XU_SANDBOX_DELETE] = { "delete", "tweet.read tweet.write users.read" },
  [XU_SANDBOX_TIMELINE] = { "timeline", "tweet.read users.read" },
  [XU_SANDBOX_ME] = { "me", "tweet.read users.read" },
  [XU_SANDBOX_METADATA] = { "metadata", "media.write" },
  [XU_SANDBOX_SUBTITLES] = { "subtitles", "media.write" },
  [XU_SANDBOX_TOKEN] = { "token", "" },
  [XU_SANDBOX_REVOKE] = { "revoke", "" },
  [XU_SANDBOX_AUTHORIZE] = { "authorize", "" },
  [XU_SANDBOX_CONSENT] = { "consent", "" },
  [XU_SANDBOX_PAGE] = { "page", "" },
  [XU_SANDBOX_FILE] = { "file", "" },
  [XU_SANDBOX_AVATAR] = { "avatar", "" },
  [XU_SANDBOX_REPORT] = { "report", "" },
  [XU_SANDBOX_UNKNOWN] = { "unknown", "" },
};

static gboolean
matches_pattern (const char *pattern, const char *path, char **id)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  g_auto (GStrv) got = g_strsplit (path, "/", -1);

  if (g_strv_length (wanted) != g_strv_length (got))
    return FALSE;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      gboolean is_wild = g_str_equal (wanted[i], "*");

      if (is_wild ? got[i][0] == '\0' : !g_str_equal (wanted[i], got[i]))
        return FALSE;
      if (is_wild)
        {
          g_free (*id);
          *id = g_strdup (got[i]);
        }
    }

  return TRUE;
}

XuSandboxEndpoint
xu_sandbox_endpoint_route (const char *method, const char *path, char **id, gboolean *method_fits)
{
  g_return_val_if_fail (method != NULL && path != NULL, XU_SANDBOX_UNKNOWN);
  g_return_val_if_fail (id != NULL && method_fits != NULL, XU_SANDBOX_UNKNOWN);

  *id = NULL;
  *method_fits = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *found = NULL;

      if (!matches_pattern (routes[i].pattern, path, &found))
        continue;
      if (g_str_equal (routes[i].method, method))
        {
          *method_fits = TRUE;
          *id = g_steal_pointer (&found);
          return routes[i].endpoint;
        }
      *method_fits = FALSE;
    }

  return XU_SANDBOX_UNKNOWN;
}

const char *
xu_sandbox_endpoint_get_name (XuSandboxEndpoint endpoint)
{
  g_return_val_if_fail ((gsize) endpoint < G_N_ELEMENTS (endpoints), "unknown");

  return endpoints[endpoint].name;
}

gboolean
xu_sandbox_endpoint_from_name (const char *name, XuSandboxEndpoint *endpoint)
{
  g_return_val_if_fail (name != NULL && endpoint != NULL, FALSE);

  for (gsize i = 0; i < XU_SANDBOX_UNKNOWN; i++)
    {
      if (g_str_equal (name, endpoints[i].name))
        {
          *endpoint = (XuSandboxEndpoint) i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
xu_sandbox_endpoint_is_api (XuSandboxEndpoint endpoint)
{
  return endpoint <= XU_SANDBOX_REVOKE;
}

gboolean
xu_sandbox_endpoint_is_of_x (XuSandboxEndpoint endpoint)
{
  return endpoint <= XU_SANDBOX_CONSENT;
}

gboolean
xu_sandbox_endpoint_needs_token (XuSandboxEndpoint endpoint)
{
  return endpoint <= XU_SANDBOX_SUBTITLES;
}

const char *
xu_sandbox_endpoint_get_scopes (XuSandboxEndpoint endpoint)
{
  g_return_val_if_fail ((gsize) endpoint < G_N_ELEMENTS (endpoints), "");

  return endpoints[endpoint].scopes;
}
