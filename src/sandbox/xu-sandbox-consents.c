/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the authorize page: who asks a user for what, and what the user decided. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include <gio/gio.h>

#include "xu-sandbox-authorize.h"
#include "xu-sandbox-call.h"
#include "xu-sandbox-form.h"
#include "xu-sandbox-html.h"
#include "xu-sandbox-scopes.h"

static const char subtitle[] = "Sign-in. No account of X is involved.";

static XuSandboxOauth2 *
get_oauth2 (const XuSandboxCall *call)
{
  return xu_sandbox_auth_get_oauth2 (xu_sandbox_state_get_auth (call->state));
}

static XuSandboxAnswer *
finish_page (GString *html, guint status, const char *form_action)
{
  XuSandboxAnswer *answer = xu_sandbox_html_end (html, status, form_action);

  xu_sandbox_answer_add_header (answer, "Cache-Control", "no-store");
  return answer;
}

static XuSandboxAnswer *
answer_notice (guint status, const char *title, const char *text)
{
  GString *html = xu_sandbox_html_begin (subtitle);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (html, "<article><h2>%s</h2><p>%s</p></article>\n", title, escaped);
  return finish_page (html, status, NULL);
}

static XuSandboxAnswer *
answer_redirect (const char *uri)
{
  XuSandboxAnswer *answer = xu_sandbox_answer_new (302, NULL, NULL);

  xu_sandbox_answer_add_header (answer, "Location", uri);
  xu_sandbox_answer_add_header (answer, "Cache-Control", "no-store");
  xu_sandbox_answer_add_header (answer, "Referrer-Policy", "no-referrer");
  return answer;
}

/* A name of somebody's domain that resolves to this machine would make that domain's pages the
 * sandbox's own; addresses and this one name cannot be taken over so. */
static gboolean
has_safe_host (const XuSandboxCall *call)
{
  const char *authority = strstr (call->base_url, "://") + strlen ("://");
  g_autoptr (GSocketConnectable) address = g_network_address_parse (authority, 0, NULL);
  const char *host
      = address != NULL ? g_network_address_get_hostname (G_NETWORK_ADDRESS (address)) : "";

  return g_hostname_is_ip_address (host) || g_ascii_strcasecmp (host, "localhost") == 0;
}

static XuSandboxAnswer *
answer_wrong_host (void)
{
  return answer_notice (403, "Not here", "This page works at the address of the sandbox only.");
}

/* Chromium applies form-action to where an answer redirects, too. */
static char *
make_form_action (const char *redirect_uri)
{
  g_autoptr (GUri) uri = g_uri_parse (redirect_uri, G_URI_FLAGS_NONE, NULL);
  const char *host = g_uri_get_host (uri);

  /* A source list knows no IPv6 addresses. */
  if (host == NULL || host[0] == '\0' || strchr (host, ':') != NULL)
    return g_strdup_printf ("'self' %s:", g_uri_get_scheme (uri));
  if (g_uri_get_port (uri) < 0)
    return g_strdup_printf ("'self' %s://%s", g_uri_get_scheme (uri), host);

  return g_strdup_printf ("'self' %s://%s:%d", g_uri_get_scheme (uri), host, g_uri_get_port (uri));
}

/* The same page for another user: its query, with another name. */
static void
add_switches (GString *html, const char *query, const XuSandboxUser *shown)
{
  g_auto (GStrv) pairs = g_strsplit (query, "&", -1);
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      if (!g_str_has_prefix (pairs[i], "sandbox_user="))
        g_string_append_printf (rest, "%s&", pairs[i]);
    }
  escaped = g_markup_escape_text (rest->str, -1);

  for (guint i = 0; xu_sandbox_user_get (i) != NULL; i++)
    {
      const XuSandboxUser *user = xu_sandbox_user_get (i);

      if (user != shown)
        g_string_append_printf (html,
                                " — <a href=\"/i/oauth2/authorize?%ssandbox_user=%s\">switch to "
                                "@%s</a>",
                                escaped, user->username, user->username);
    }
}

static XuSandboxAnswer *
answer_question (const XuSandboxCall *call, const XuSandboxConsent *consent)
{
  GString *html = xu_sandbox_html_begin (subtitle);
  g_auto (GStrv) scopes = g_strsplit (consent->scopes, " ", -1);
  g_autofree char *form_action = make_form_action (consent->redirect_uri);
  g_autofree char *back = g_markup_escape_text (consent->redirect_uri, -1);

  g_string_append_printf (html,
                          "<article><div class=\"user\"><img src=\"/sandbox/avatar/%s.png\" "
                          "alt=\"\"><div>Signed in as <b>@%s</b>",
                          consent->user->username, consent->user->username);
  add_switches (html, call->raw_query, consent->user);
  g_string_append_printf (html,
                          "</div></div><h2>%s wants to use the account @%s</h2>"
                          "<p>It will be able to:</p><ul>",
                          consent->client->name, consent->user->username);
  for (guint i = 0; scopes[i] != NULL; i++)
    g_string_append_printf (html, "<li>%s <span class=\"time\">%s</span></li>",
                            xu_sandbox_scopes_describe (scopes[i]), scopes[i]);
  g_string_append_printf (html,
                          "</ul><form method=\"post\" action=\"/i/oauth2/authorize\">"
                          "<input type=\"hidden\" name=\"consent\" value=\"%s\">"
                          "<button class=\"allow\" name=\"decision\" value=\"allow\">Allow</button>"
                          "<button name=\"decision\" value=\"deny\">Deny</button></form>"
                          "<p class=\"time back\">Either leads back to %s</p></article>\n",
                          consent->id, back);

  return finish_page (html, 200, form_action);
}

XuSandboxAnswer *
xu_sandbox_answer_authorize (const XuSandboxCall *call)
{
  g_auto (XuSandboxNo) no = { 0 };
  g_autoptr (XuSandboxConsent) consent = NULL;
  XuSandboxAnswer *answer;

  if (!has_safe_host (call))
    return answer_wrong_host ();

  consent = xu_sandbox_authorize_read (get_oauth2 (call), call->raw_query,
                                       (const char *const *) call->options->redirect_uris,
                                       call->options->grant_scopes, &no);
  if (consent != NULL)
    {
      answer = answer_question (call, consent);
      xu_sandbox_oauth2_add_consent (get_oauth2 (call), g_steal_pointer (&consent), call->now_us);
      return answer;
    }
  if (no.redirect_uri == NULL)
    return answer_notice (400, "Something went wrong", no.description);

  g_autofree char *uri = xu_sandbox_authorize_make_uri (no.redirect_uri, no.state, "error",
                                                        no.error, no.description);

  return answer_redirect (uri);
}

static XuSandboxAnswer *
decide (const XuSandboxCall *call, XuSandboxConsent *consent, gboolean is_allowed)
{
  g_autofree char *uri = NULL;

  consent->is_decided = TRUE;
  if (is_allowed)
    {
      const char *code = xu_sandbox_oauth2_allow (get_oauth2 (call), consent,
                                                  call->options->code_life_us, call->now_us);

      uri = xu_sandbox_authorize_make_uri (consent->redirect_uri, consent->state, "code", code,
                                           NULL);
      xu_sandbox_state_save (call->state);
    }
  else
    uri = xu_sandbox_authorize_make_uri (consent->redirect_uri, consent->state, "error",
                                         "access_denied", NULL);

  return answer_redirect (uri);
}

XuSandboxAnswer *
xu_sandbox_answer_consent (const XuSandboxCall *call)
{
  static const char *const known[] = { "consent", "decision", NULL };
  g_autoptr (XuSandboxForm) form = NULL;
  XuSandboxConsent *consent;
  const char *id, *decision;
  gboolean is_allowed;

  if (!has_safe_host (call))
    return answer_wrong_host ();
  /* Browsers say with each form which page it was in. */
  if (g_strcmp0 (call->origin, call->base_url) != 0)
    return answer_notice (403, "Not from there",
                          "Only the sandbox's own page can allow or deny something.");

  form = xu_sandbox_call_parse_form (call);
  id = form != NULL ? xu_sandbox_form_get (form, "consent") : NULL;
  decision = form != NULL ? xu_sandbox_form_get (form, "decision") : NULL;
  is_allowed = g_strcmp0 (decision, "allow") == 0;
  if (id == NULL || form->twice != NULL || xu_sandbox_form_find_unknown (form, known) != NULL
      || (!is_allowed && g_strcmp0 (decision, "deny") != 0))
    return answer_notice (400, "Something went wrong", "The form is malformed.");

  consent = xu_sandbox_oauth2_find_consent (get_oauth2 (call), id, call->now_us);
  if (consent == NULL)
    return answer_notice (400, "This page is too old", "Go back to the app and sign in again.");
  if (consent->is_decided)
    return answer_notice (400, "This page was used already",
                          "Go back to the app. If it still waits, sign in again from there.");

  return decide (call, consent, is_allowed);
}
