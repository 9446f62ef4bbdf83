/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client asks for at the authorize page (RFC 6749, 4.1.1; RFC 7636, 4.3), strictly. Pure. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-authorize.h"

#include "xu-sandbox-form.h"
#include "xu-sandbox-scopes.h"

enum
{
  MOST_STATE_BYTES = 500, /* X's */
  CHALLENGE_LENGTH = 43   /* SHA-256 in base64url */
};

static gboolean
refuse (XuSandboxNo *no, const char *error, const char *description)
{
  no->error = error;
  no->description = g_strdup (description);

  return FALSE;
}

/* Until both are known to belong together nobody is sent anywhere. */
static gboolean
read_client (const XuSandboxForm *form,
             XuSandboxOauth2 *oauth2,
             const char *const *redirect_uris,
             XuSandboxConsent *consent,
             XuSandboxNo *no)
{
  const char *id = xu_sandbox_form_get (form, "client_id");
  const char *redirect_uri = xu_sandbox_form_get (form, "redirect_uri");

  if (g_strcmp0 (form->twice, "client_id") == 0 || g_strcmp0 (form->twice, "redirect_uri") == 0)
    return refuse (no, "invalid_request", "The client_id or the redirect_uri comes twice.");

  consent->client = id != NULL ? xu_sandbox_oauth2_find_client (oauth2, id) : NULL;
  if (consent->client == NULL)
    return refuse (no, "invalid_request", "Value passed for the client_id was invalid.");
  if (redirect_uri == NULL || !g_strv_contains (redirect_uris, redirect_uri))
    return refuse (no, "invalid_request", "Value passed for the redirect uri was invalid.");

  consent->redirect_uri = g_strdup (redirect_uri);
  no->redirect_uri = g_strdup (redirect_uri);
  return TRUE;
}

static gboolean
read_state (const XuSandboxForm *form, XuSandboxConsent *consent, XuSandboxNo *no)
{
  const char *state = xu_sandbox_form_get (form, "state");

  if (g_strcmp0 (form->twice, "state") == 0)
    return refuse (no, "invalid_request", "Parameter [state] comes twice.");
  if (state == NULL)
    return refuse (no, "invalid_request", "Missing required parameter [state].");
  if (strlen (state) > MOST_STATE_BYTES)
    return refuse (no, "invalid_request", "Value passed for the state was too long.");

  consent->state = g_strdup (state);
  no->state = g_strdup (state);
  return TRUE;
}

static gboolean
read_response_type (const XuSandboxForm *form, XuSandboxNo *no)
{
  const char *type = xu_sandbox_form_get (form, "response_type");

  if (form->twice != NULL)
    return refuse (no, "invalid_request", "A parameter comes twice.");
  if (type == NULL)
    return refuse (no, "invalid_request", "Missing required parameter [response_type].");
  if (!g_str_equal (type, "code"))
    return refuse (no, "unsupported_response_type", "The response type must be code.");

  return TRUE;
}

static gboolean
is_challenge (const char *text)
{
  return strlen (text) == CHALLENGE_LENGTH
         && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
                == CHALLENGE_LENGTH;
}

static gboolean
read_challenge (const XuSandboxForm *form, XuSandboxConsent *consent, XuSandboxNo *no)
{
  const char *challenge = xu_sandbox_form_get (form, "code_challenge");
  const char *method = xu_sandbox_form_get (form, "code_challenge_method");

  if (challenge == NULL)
    return refuse (no, "invalid_request", "Missing required parameter [code_challenge].");
  /* X permits "plain" too, which protects nothing; and without a method it is plain. */
  if (g_strcmp0 (method, "S256") != 0)
    return refuse (no, "invalid_request", "The code challenge method must be S256.");
  if (!is_challenge (challenge))
    return refuse (no, "invalid_request", "Value passed for the code challenge was invalid.");

  consent->challenge = g_strdup (challenge);
  return TRUE;
}

static gboolean
read_scopes (const XuSandboxForm *form,
             const char *most,
             XuSandboxConsent *consent,
             XuSandboxNo *no)
{
  const char *scope = xu_sandbox_form_get (form, "scope");

  if (scope == NULL)
    return refuse (no, "invalid_scope", "Missing required parameter [scope].");
  if (!xu_sandbox_scopes_are_known (scope))
    return refuse (no, "invalid_scope", "A scope is unknown.");

  consent->scopes = xu_sandbox_scopes_intersect (scope, most);
  if (consent->scopes[0] == '\0')
    return refuse (no, "invalid_scope", "The app may have none of these scopes.");

  return TRUE;
}

/* Ours, not X's: X asks who is signed in with the browser. */
static gboolean
read_user (const XuSandboxForm *form, XuSandboxConsent *consent, XuSandboxNo *no)
{
  const char *username = xu_sandbox_form_get (form, "sandbox_user");

  consent->user
      = username != NULL ? xu_sandbox_user_find_by_name (username) : xu_sandbox_user_get (0);

  return consent->user != NULL || refuse (no, "invalid_request", "There is no such user.");
}

XuSandboxConsent *
xu_sandbox_authorize_read (XuSandboxOauth2 *oauth2,
                           const char *query,
                           const char *const *redirect_uris,
                           const char *most_scopes,
                           XuSandboxNo *no)
{
  g_autoptr (XuSandboxConsent) consent = NULL;
  g_autoptr (XuSandboxForm) form = NULL;

  g_return_val_if_fail (oauth2 != NULL && redirect_uris != NULL && no != NULL, NULL);

  *no = (XuSandboxNo){ 0 };
  form = xu_sandbox_form_parse (query, query != NULL ? strlen (query) : 0);
  if (form == NULL)
    {
      refuse (no, "invalid_request", "The query is malformed.");
      return NULL;
    }

  /* What else it has is ignored (RFC 6749, 3.1). */
  consent = xu_sandbox_consent_new ();
  if (read_client (form, oauth2, redirect_uris, consent, no) && read_state (form, consent, no)
      && read_response_type (form, no) && read_challenge (form, consent, no)
      && read_scopes (form, most_scopes, consent, no) && read_user (form, consent, no))
    return g_steal_pointer (&consent);

  return NULL;
}

static void
add_parameter (GString *uri, const char *name, const char *value)
{
  g_autofree char *encoded = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (uri, "%c%s=%s", strchr (uri->str, '?') != NULL ? '&' : '?', name,
                          encoded);
}

char *
xu_sandbox_authorize_make_uri (const char *redirect_uri,
                               const char *state,
                               const char *name,
                               const char *value,
                               const char *description)
{
  GString *uri;

  g_return_val_if_fail (redirect_uri != NULL && name != NULL && value != NULL, NULL);

  uri = g_string_new (redirect_uri);
  if (state != NULL)
    add_parameter (uri, "state", state);
  add_parameter (uri, name, value);
  if (description != NULL)
    add_parameter (uri, "error_description", description);

  return g_string_free (uri, FALSE);
}

void
xu_sandbox_no_clear (XuSandboxNo *no)
{
  g_free (no->redirect_uri);
  g_free (no->state);
  g_free (no->description);
}
