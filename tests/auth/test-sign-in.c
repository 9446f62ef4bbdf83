/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All of a sign-in against the sandbox, from the authorize page to the day it is revoked: two
 * readings of X's documents that must agree. */

#include "config.h"

#include <string.h>

#include "exchange-fixture.h"
#include "sign-in.h"
#include "xu-error.h"
#include "xu-memory-store.h"
#include "xu-oauth2-authorizer.h"
#include "xu-oauth2-exchange.h"
#include "xu-oauth2-request.h"
#include "xu-pkce.h"
#include "xu-redirect-listener.h"
#include "xu-secret.h"

static const XuRedirectWords words = {
  .language = "en",
  .done = { "Done", "Done" },
  .denied = { "Denied", "Denied" },
  .wrong = { "Wrong", "Wrong" },
  .repeated = { "Repeated", "Repeated" },
};

typedef struct
{
  GAsyncResult *result;
} Waiting;

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Waiting *waiting)
{
  gint64 give_up_at = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (waiting->result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, give_up_at);
      g_main_context_iteration (NULL, TRUE);
    }

  return waiting->result;
}

static void
waiting_clear (Waiting *waiting)
{
  g_clear_object (&waiting->result);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Waiting, waiting_clear)

typedef struct
{
  XuRedirectListener *listener;
  Client *browser;
  XuHttpClient *client;
  XuOauth2App *app;
  char *verifier;
  char *page; /* what the browser showed in the end */
} SignIn;

static void
sign_in_begin (SignIn *self, gboolean is_confidential)
{
  guint8 random[XU_PKCE_RANDOM_BYTES];
  g_autoptr (GError) error = NULL;

  xu_secret_fill_random (random, sizeof random);
  self->verifier = xu_pkce_make_verifier (random);
  self->listener = xu_redirect_listener_new (0, "the state", &words, &error);
  g_assert_no_error (error);
  self->browser = client_new (xu_test_sandbox_start (
      "--redirect-uri", xu_redirect_listener_get_uri (self->listener), NULL));

  const XuTestSandbox *sandbox = self->browser->sandbox;

  self->client = xu_http_client_new (sandbox->url, NULL, &error);
  g_assert_no_error (error);
  self->app = is_confidential ? xu_oauth2_app_new (sandbox->confidential_client_id,
                                                   sandbox->confidential_client_secret, &error)
                              : xu_oauth2_app_new (sandbox->client_id, NULL, &error);
  g_assert_no_error (error);
}

static void
sign_in_end (SignIn *self)
{
  xu_redirect_listener_close (self->listener);
  exchange_finish_client (self->client);
  g_assert_finalize_object (self->listener);
  client_free (self->browser);
  xu_oauth2_app_free (self->app);
  xu_secret_free (self->verifier);
  g_free (self->page);
}

/* The browser follows the redirect to this machine. */
static void
follow (SignIn *self, const char *location)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", location);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_auto (Waiting) waiting = { NULL };

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, done_cb, &waiting);
  body = soup_session_send_and_read_finish (session, wait_for (&waiting), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  self->page = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

/* The user opens the page and decides. Returns the code. */
static char *
sign_in_visit (SignIn *self, const char *decision, GError **error)
{
  g_autofree char *challenge = xu_pkce_make_challenge (self->verifier);
  g_autofree char *uri = xu_oauth2_request_make_authorize_uri (
      xu_http_client_get_base_url (self->client), self->app,
      xu_redirect_listener_get_uri (self->listener), "the state", challenge);
  g_auto (Waiting) waiting = { NULL };

  xu_redirect_listener_wait_async (self->listener, NULL, done_cb, &waiting);

  g_autoptr (Reply) page = sign_in_open (self->browser, uri + strlen (self->browser->sandbox->url));
  g_autofree char *consent = sign_in_find_consent (page);
  g_autoptr (Reply) redirect = sign_in_decide (self->browser, consent, decision);

  g_assert_cmpuint (redirect->status, ==, 302);
  follow (self, redirect->location);

  return xu_redirect_listener_wait_finish (self->listener, wait_for (&waiting), error);
}

static XuOauth2Tokens *
sign_in_take_tokens (SignIn *self, const char *code, GError **error)
{
  g_auto (Waiting) waiting = { NULL };

  xu_oauth2_exchange_code_async (self->client, self->app, code,
                                 xu_redirect_listener_get_uri (self->listener), self->verifier,
                                 NULL, done_cb, &waiting);

  return xu_oauth2_exchange_tokens_finish (self->client, wait_for (&waiting), error);
}

static void
give_back (SignIn *self, const char *token, const char *hint)
{
  g_autoptr (GError) error = NULL;
  g_auto (Waiting) waiting = { NULL };

  xu_oauth2_exchange_revoke_async (self->client, self->app, token, hint, NULL, done_cb, &waiting);
  xu_oauth2_exchange_revoke_finish (self->client, wait_for (&waiting), &error);
  g_assert_no_error (error);
}

static void
ask_who_i_am (SignIn *self, XuOauth2Authorizer *authorizer, Exchange *exchange)
{
  exchange->authorizer = XU_AUTHORIZER (authorizer);
  exchange_start (exchange, self->client, "GET", "/2/users/me", 0, "r", NULL);
  exchange_wait (exchange);
}

static gint64
get_tomorrow (void)
{
  return g_get_real_time () + G_TIME_SPAN_DAY;
}

static void
test_all (gconstpointer data)
{
  SignIn sign_in = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (XuSecretStore) store = xu_memory_store_new ();

  sign_in_begin (&sign_in, GPOINTER_TO_INT (data));

  char *code = sign_in_visit (&sign_in, "allow", &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (sign_in.page, "<p>Done</p>"));

  g_autoptr (XuOauth2Tokens) tokens = sign_in_take_tokens (&sign_in, code, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tokens->refresh_token);
  g_assert_cmpint (tokens->expires_at, >, 0);
  g_assert_true (xu_oauth2_tokens_has_scope (tokens->scope, "media.write"));

  /* A code that nobody gave out. */
  g_assert_null (sign_in_take_tokens (&sign_in, "another", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
  xu_secret_free (code);

  g_autoptr (XuStoredCredentials) credentials
      = xu_stored_credentials_new_oauth2 (sign_in.app, tokens);
  XuOauth2Authorizer *authorizer = xu_oauth2_authorizer_new (sign_in.client, "sandbox:", "1",
                                                             "label", credentials, store, NULL);
  g_auto (Exchange) first = { 0 };
  g_auto (Exchange) next_day = { 0 };
  g_auto (Exchange) revoked = { 0 };

  ask_who_i_am (&sign_in, authorizer, &first);
  g_assert_no_error (first.error);
  g_assert_cmpuint (first.response->status, ==, 200);

  xu_oauth2_authorizer_set_clock (authorizer, get_tomorrow);
  ask_who_i_am (&sign_in, authorizer, &next_day);
  g_assert_no_error (next_day.error);
  g_assert_cmpuint (next_day.response->status, ==, 200);

  g_autoptr (XuStoredCredentials) refreshed = xu_oauth2_authorizer_dup_credentials (authorizer);

  g_assert_cmpstr (refreshed->tokens->access_token, !=, tokens->access_token);
  g_assert_cmpstr (refreshed->tokens->refresh_token, !=, tokens->refresh_token);

  give_back (&sign_in, refreshed->tokens->refresh_token, "refresh_token");
  give_back (&sign_in, refreshed->tokens->access_token, "access_token");
  xu_oauth2_authorizer_set_clock (authorizer, g_get_real_time);
  ask_who_i_am (&sign_in, authorizer, &revoked);
  g_assert_error (revoked.error, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
  g_assert_true (xu_oauth2_authorizer_needs_sign_in (authorizer));

  g_assert_finalize_object (authorizer);
  sign_in_end (&sign_in);
}

static void
test_denied (void)
{
  SignIn sign_in = { 0 };
  g_autoptr (GError) error = NULL;

  sign_in_begin (&sign_in, FALSE);
  g_assert_null (sign_in_visit (&sign_in, "deny", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN);
  g_assert_cmpstr (xu_error_get_reason (error), ==, "access_denied");
  g_assert_nonnull (strstr (sign_in.page, "<p>Denied</p>"));
  sign_in_end (&sign_in);
}

/* Somebody else's verifier, and the wrong kind of client. */
static void
test_refused (void)
{
  SignIn sign_in = { 0 };
  g_autoptr (GError) error = NULL;

  sign_in_begin (&sign_in, FALSE);

  char *code = sign_in_visit (&sign_in, "allow", &error);

  g_assert_no_error (error);
  sign_in.verifier[0] = sign_in.verifier[0] == 'a' ? 'b' : 'a';
  g_assert_null (sign_in_take_tokens (&sign_in, code, &error));
  g_test_message ("%s: %s", error->message, xu_error_get_reason (error));
  g_assert_cmpuint (xu_error_get_http_status (error), ==, 400);
  g_clear_error (&error);

  sign_in.app->client_secret = g_strdup ("a-secret-that-a-public-client-has-not");
  g_assert_null (sign_in_take_tokens (&sign_in, code, &error));
  g_test_message ("%s: %s", error->message, xu_error_get_reason (error));
  g_assert_error (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN);

  xu_secret_free (code);
  sign_in_end (&sign_in);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/all/public", GINT_TO_POINTER (FALSE), test_all);
  g_test_add_data_func ("/all/confidential", GINT_TO_POINTER (TRUE), test_all);
  g_test_add_func ("/denied", test_denied);
  g_test_add_func ("/refused", test_refused);

  return exchange_run_tests ();
}
