/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the token endpoint said: tokens, or a refusal that somebody can act on. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth2-answer.h"

#include <string.h>

#include "xu-auth-json.h"
#include "xu-error.h"
#include "xu-foreign-text.h"

static const gsize max_answer = 64 * 1024;
static const gsize max_reason_chars = 300;
static const gsize max_word = 24; /* A longer one may be a token that the server repeats. */
static const gint64 max_lifetime_s = 10LL * 365 * 24 * 3600;

static JsonNode *
parse (const XuHttpResponse *response)
{
  gsize length;
  const char *text = g_bytes_get_data (response->body, &length);

  return length <= max_answer ? xu_auth_json_parse (text, length) : NULL;
}

/* ---- Refusals ---- */

/* Names of errors are words with underscores or hyphens; anything else is not repeated. */
static const char *
get_name (JsonObject *object, const char *member)
{
  const char *name = xu_auth_json_get_string (object, member);
  gsize length = name != NULL ? strspn (name, G_CSET_a_2_z "_-") : 0;

  return length >= 1 && length <= 64 && name[length] == '\0' ? name : NULL;
}

/* The server's own sentence, on a line, without anything in it that could be a secret. */
static char *
dup_reason (JsonObject *object)
{
  const char *text = xu_auth_json_get_string (object, "error_description");

  if (text == NULL)
    text = xu_auth_json_get_string (object, "detail");
  if (text == NULL)
    return NULL;

  g_autofree char *line = xu_foreign_text_clean (text, max_reason_chars);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_utf8_strlen (words[i], -1) > (glong) max_word)
        {
          g_free (words[i]);
          words[i] = g_strdup ("…");
        }
    }

  g_autofree char *reason = g_strjoinv (" ", words);

  return *reason != '\0' ? g_steal_pointer (&reason) : NULL;
}

static gboolean
says (const char *reason, const char *phrase)
{
  g_autofree char *lower = g_utf8_strdown (reason != NULL ? reason : "", -1);

  return strstr (lower, phrase) != NULL;
}

/* RFC 6749 section 5.2. X says "invalid_request" where the RFC has "invalid_grant": "Value passed
 * for the token was invalid." */
static XuErrorCode
classify_name (const char *name, const char *reason)
{
  static const struct
  {
    const char *name;
    XuErrorCode code;
  } table[] = {
    { "invalid_grant", XU_ERROR_TOKEN_REFUSED },
    { "invalid_client", XU_ERROR_NOT_SIGNED_IN },
    { "unauthorized_client", XU_ERROR_NOT_SIGNED_IN },
    { "unsupported_grant_type", XU_ERROR_NOT_SIGNED_IN },
    { "invalid_scope", XU_ERROR_NOT_SIGNED_IN },
    { "server_error", XU_ERROR_SERVER },
    { "temporarily_unavailable", XU_ERROR_SERVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_strcmp0 (name, table[i].name) == 0)
        return table[i].code;
    }

  if (g_strcmp0 (name, "invalid_request") != 0)
    return XU_ERROR_REJECTED;

  return !says (reason, "redirect")
                 && (says (reason, "token") || says (reason, "authorization code was"))
             ? XU_ERROR_TOKEN_REFUSED
             : XU_ERROR_NOT_SIGNED_IN;
}

static gboolean
is_not_enrolled (JsonObject *object)
{
  const char *reason = xu_auth_json_get_string (object, "reason");
  const char *type = xu_auth_json_get_string (object, "type");

  return g_strcmp0 (reason, "client-not-enrolled") == 0
         || (type != NULL
             && (g_str_has_suffix (type, "/client-not-enrolled")
                 || g_str_has_suffix (type, "/client-forbidden")));
}

static XuErrorCode
classify (guint status, JsonObject *object, const char *reason)
{
  if (status < 400)
    return XU_ERROR_BAD_ANSWER;
  if (status == 429)
    return XU_ERROR_RATE_LIMITED;
  /* A page, or nothing, is not from the token endpoint but from what stands before it. */
  if (status == 408 || status >= 500 || object == NULL)
    return XU_ERROR_SERVER;
  if (is_not_enrolled (object))
    return XU_ERROR_APP_NOT_ENROLLED;

  const char *name = get_name (object, "error");

  return name == NULL && status == 401 ? XU_ERROR_NOT_SIGNED_IN : classify_name (name, reason);
}

static GError *
new_refusal (const XuHttpResponse *response)
{
  g_autoptr (JsonNode) root = parse (response);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  const char *name = object != NULL ? get_name (object, "error") : NULL;
  g_autofree char *reason = object != NULL ? dup_reason (object) : NULL;
  GError *error
      = xu_error_new (classify (response->status, object, reason), "token endpoint: HTTP %u%s%s",
                      response->status, name != NULL ? ", " : "", name != NULL ? name : "");

  xu_error_set_reason (error, reason);
  xu_error_set_http (error, response->status, response->rate_limit.retry_after_us);

  return error;
}

/* ---- Tokens ---- */

/* Not said, or nonsense: then the token is used until it is refused. */
static gint64
read_expiry (JsonObject *object, gint64 now_s)
{
  gint64 lifetime_s;

  if (!xu_auth_json_get_int (object, "expires_in", &lifetime_s) || lifetime_s <= 0
      || lifetime_s > max_lifetime_s)
    return 0;

  return now_s + lifetime_s;
}

static XuOauth2Tokens *
read_tokens (JsonObject *object, gint64 now_s, GError **error)
{
  const char *type = xu_auth_json_get_string (object, "token_type");

  if (type != NULL && g_ascii_strcasecmp (type, "bearer") != 0)
    {
      xu_error_set (error, XU_ERROR_BAD_ANSWER, "token_type: not bearer");
      return NULL;
    }

  return xu_oauth2_tokens_new (xu_auth_json_get_string (object, "access_token"),
                               xu_auth_json_get_string (object, "refresh_token"),
                               xu_auth_json_get_string (object, "scope"),
                               read_expiry (object, now_s), error);
}

XuOauth2Tokens *
xu_oauth2_answer_to_tokens (const XuHttpResponse *response, gint64 now_s, GError **error)
{
  g_return_val_if_fail (response != NULL && response->body != NULL, NULL);
  g_return_val_if_fail (now_s >= 0, NULL);

  if (response->status != 200)
    {
      g_propagate_error (error, new_refusal (response));
      return NULL;
    }

  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonNode) root = parse (response);
  XuOauth2Tokens *tokens
      = root != NULL ? read_tokens (json_node_get_object (root), now_s, &problem) : NULL;

  if (tokens != NULL)
    return tokens;

  if (problem == NULL)
    problem = xu_error_new (XU_ERROR_BAD_ANSWER, "token endpoint: no JSON object");
  xu_error_set_http (problem, response->status, -1);
  g_propagate_error (error, g_steal_pointer (&problem));

  return NULL;
}

gboolean
xu_oauth2_answer_check_revoked (const XuHttpResponse *response, GError **error)
{
  g_return_val_if_fail (response != NULL && response->body != NULL, FALSE);

  if (response->status >= 200 && response->status <= 299)
    return TRUE;

  g_propagate_error (error, new_refusal (response));
  return FALSE;
}
