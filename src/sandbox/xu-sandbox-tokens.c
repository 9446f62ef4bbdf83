/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the token endpoints: a code or a refresh token for new tokens, and their revocation.
 */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-call.h"
#include "xu-sandbox-form.h"

static XuSandboxOauth2 *
get_oauth2 (const XuSandboxCall *call)
{
  return xu_sandbox_auth_get_oauth2 (xu_sandbox_state_get_auth (call->state));
}

static void
forbid_keeping (XuSandboxAnswer *answer)
{
  xu_sandbox_answer_add_header (answer, "Cache-Control", "no-store");
  xu_sandbox_answer_add_header (answer, "Pragma", "no-cache");
}

/* RFC 6749, 5.2. */
static XuSandboxAnswer *
refuse (guint status, const char *error, const char *description)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  XuSandboxAnswer *answer;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, error);
  json_builder_set_member_name (builder, "error_description");
  json_builder_add_string_value (builder, description);
  json_builder_end_object (builder);

  answer = xu_sandbox_answer_new_json (status, builder);
  forbid_keeping (answer);
  if (status == 401)
    xu_sandbox_answer_add_header (answer, "WWW-Authenticate", "Basic realm=\"sandbox\"");
  return answer;
}

static XuSandboxAnswer *
refuse_missing (const char *name)
{
  g_autofree char *text = g_strdup_printf ("Missing required parameter [%s].", name);

  return refuse (400, "invalid_request", text);
}

static XuSandboxForm *
read_form (const XuSandboxCall *call, XuSandboxAnswer **refusal)
{
  g_autoptr (XuSandboxForm) form = xu_sandbox_call_parse_form (call);

  /* No secret belongs into an address. */
  if (call->raw_query != NULL)
    *refusal = refuse (400, "invalid_request", "Parameters belong into the body.");
  else if (form == NULL)
    *refusal = refuse (400, "invalid_request",
                       "The body must be a form of type application/x-www-form-urlencoded.");
  else if (form->twice != NULL)
    *refusal = refuse (400, "invalid_request", "A parameter comes twice.");

  return *refusal == NULL ? g_steal_pointer (&form) : NULL;
}

/* RFC 6749, 2.3.1: both sides are encoded as in a form. */
static gboolean
decode_basic (const char *authorization, char **id, char **secret)
{
  const char *text = authorization + strlen ("Basic ");
  g_autofree guchar *bytes = NULL;
  g_autofree char *pair = NULL;
  gsize length = 0;
  char *colon;

  if (g_ascii_strncasecmp (authorization, "Basic ", strlen ("Basic ")) != 0 || text[0] == '\0')
    return FALSE;

  bytes = g_base64_decode (text, &length);
  pair = g_strndup ((const char *) bytes, length);
  colon = strchr (pair, ':');
  if (colon == NULL)
    return FALSE;

  *colon = '\0';
  *id = xu_sandbox_form_decode (pair);
  *secret = xu_sandbox_form_decode (colon + 1);
  return *id != NULL && *secret != NULL;
}

static const XuSandboxClient *
find_by_header (const XuSandboxCall *call, const XuSandboxForm *form, XuSandboxAnswer **refusal)
{
  g_autofree char *id = NULL;
  g_autofree char *secret = NULL;
  const XuSandboxClient *client = NULL;

  if (xu_sandbox_form_get (form, "client_id") != NULL)
    {
      *refusal = refuse (400, "invalid_request", "The client says twice who it is.");
      return NULL;
    }

  if (decode_basic (call->authorization, &id, &secret))
    client = xu_sandbox_oauth2_find_client (get_oauth2 (call), id);
  /* A public client has no secret that it could show. */
  if (client == NULL || g_strcmp0 (client->secret, secret) != 0)
    {
      *refusal = refuse (401, "invalid_client", "The client or its secret is wrong.");
      return NULL;
    }

  return client;
}

static const XuSandboxClient *
find_client (const XuSandboxCall *call, const XuSandboxForm *form, XuSandboxAnswer **refusal)
{
  const char *id = xu_sandbox_form_get (form, "client_id");
  const XuSandboxClient *client
      = id != NULL ? xu_sandbox_oauth2_find_client (get_oauth2 (call), id) : NULL;

  if (call->authorization != NULL)
    return find_by_header (call, form, refusal);

  if (id != NULL && client == NULL)
    *refusal = refuse (401, "invalid_client", "Value passed for the client_id was invalid.");
  else if (id == NULL || client->secret != NULL)
    *refusal = refuse (401, "unauthorized_client", "Missing valid authorization header");

  return *refusal == NULL ? client : NULL;
}

static XuSandboxAnswer *
answer_pair (const XuSandboxPair *pair, gint64 life_us)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  XuSandboxAnswer *answer;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "token_type");
  json_builder_add_string_value (builder, "bearer");
  json_builder_set_member_name (builder, "expires_in");
  json_builder_add_int_value (builder, life_us / G_USEC_PER_SEC);
  json_builder_set_member_name (builder, "access_token");
  json_builder_add_string_value (builder, pair->access->secret);
  json_builder_set_member_name (builder, "scope");
  json_builder_add_string_value (builder, pair->access->scopes);
  if (pair->refresh != NULL)
    {
      json_builder_set_member_name (builder, "refresh_token");
      json_builder_add_string_value (builder, pair->refresh);
    }
  json_builder_end_object (builder);

  answer = xu_sandbox_answer_new_json (200, builder);
  forbid_keeping (answer);
  return answer;
}

/* RFC 7636, 4.1. */
static gboolean
is_verifier (const char *text)
{
  gsize length = strlen (text);

  return length >= 43 && length <= 128
         && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
                == length;
}

static XuSandboxAnswer *
exchange (const XuSandboxCall *call, const XuSandboxForm *form, const XuSandboxClient *client)
{
  const char *code = xu_sandbox_form_get (form, "code");
  const char *redirect_uri = xu_sandbox_form_get (form, "redirect_uri");
  const char *verifier = xu_sandbox_form_get (form, "code_verifier");
  gint64 life_us = call->options->access_life_us;
  const char *flaw = NULL;
  XuSandboxPair pair;

  if (code == NULL)
    return refuse_missing ("code");
  if (redirect_uri == NULL)
    return refuse_missing ("redirect_uri");
  if (verifier == NULL)
    return refuse_missing ("code_verifier");
  if (!is_verifier (verifier))
    return refuse (400, "invalid_request", "Value passed for the code verifier was invalid.");

  if (!xu_sandbox_oauth2_exchange (get_oauth2 (call), client, code, redirect_uri, verifier, life_us,
                                   call->now_us, &pair, &flaw))
    return refuse (400, "invalid_request", flaw);

  return answer_pair (&pair, life_us);
}

static XuSandboxAnswer *
refresh (const XuSandboxCall *call, const XuSandboxForm *form, const XuSandboxClient *client)
{
  const char *secret = xu_sandbox_form_get (form, "refresh_token");
  gint64 life_us = call->options->access_life_us;
  XuSandboxPair pair;

  if (secret == NULL)
    return refuse_missing ("refresh_token");
  if (!xu_sandbox_oauth2_refresh (get_oauth2 (call), client, secret, life_us, call->now_us, &pair))
    return refuse (400, "invalid_request", "Value passed for the token was invalid.");

  return answer_pair (&pair, life_us);
}

XuSandboxAnswer *
xu_sandbox_answer_token (const XuSandboxCall *call)
{
  static const char *const of_code[]
      = { "grant_type", "code", "redirect_uri", "code_verifier", "client_id", NULL };
  static const char *const of_refresh[] = { "grant_type", "refresh_token", "client_id", NULL };
  XuSandboxAnswer *answer = NULL;
  g_autoptr (XuSandboxForm) form = read_form (call, &answer);
  const XuSandboxClient *client = form != NULL ? find_client (call, form, &answer) : NULL;
  const char *type;
  gboolean is_refresh;

  if (client == NULL)
    return answer;

  type = xu_sandbox_form_get (form, "grant_type");
  is_refresh = g_strcmp0 (type, "refresh_token") == 0;
  if (type == NULL)
    return refuse_missing ("grant_type");
  if (!is_refresh && !g_str_equal (type, "authorization_code"))
    return refuse (400, "unsupported_grant_type", "Value passed for the grant type was invalid.");
  if (xu_sandbox_form_find_unknown (form, is_refresh ? of_refresh : of_code) != NULL)
    return refuse (400, "invalid_request", "A parameter is unknown.");

  answer = is_refresh ? refresh (call, form, client) : exchange (call, form, client);
  xu_sandbox_state_save (call->state);
  return answer;
}

static XuSandboxAnswer *
answer_revoked (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "revoked");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

XuSandboxAnswer *
xu_sandbox_answer_revoke (const XuSandboxCall *call)
{
  static const char *const known[] = { "token", "token_type_hint", "client_id", NULL };
  XuSandboxAnswer *answer = NULL;
  g_autoptr (XuSandboxForm) form = read_form (call, &answer);
  const XuSandboxClient *client = form != NULL ? find_client (call, form, &answer) : NULL;
  const char *secret, *hint;

  if (client == NULL)
    return answer;

  secret = xu_sandbox_form_get (form, "token");
  hint = xu_sandbox_form_get (form, "token_type_hint");
  if (secret == NULL)
    return refuse_missing ("token");
  if (hint != NULL && !g_str_equal (hint, "access_token") && !g_str_equal (hint, "refresh_token"))
    return refuse (400, "unsupported_token_type", "Value passed for the token type was invalid.");
  if (xu_sandbox_form_find_unknown (form, known) != NULL)
    return refuse (400, "invalid_request", "A parameter is unknown.");
  if (!xu_sandbox_oauth2_revoke (get_oauth2 (call), client, secret))
    return refuse (400, "invalid_request", "The token is not the client's.");

  xu_sandbox_state_save (call->state);
  return answer_revoked ();
}
