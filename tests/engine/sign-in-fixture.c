/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of signing in share. */

#include "config.h"

#include "sign-in-fixture.h"

#include <string.h>

#include "xu-engine-keyring.h"
#include "xu-stored-credentials.h"

enum
{
  SEGMENT = 65536,
  WAIT_SECONDS = 60,
};

/* A port that is free now. */
static guint
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &effective, &error);
  g_assert_no_error (error);

  guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));

  g_socket_listener_close (listener);
  return port;
}

void
sign_in_begin (SignInFixture *self, const char *first, const char *second)
{
  *self = (SignInFixture){ .store = shared_store_new (), .port = find_port () };

  g_autofree char *redirect
      = g_strdup_printf ("--redirect-uri=http://127.0.0.1:%u/callback", self->port);
  const char *arguments[] = { "--processing=0", redirect, first, second, NULL };

  engine_fixture_begin (&self->fixture, arguments);
  sign_in_start_engine (self, 0);
}

void
sign_in_end (SignInFixture *self)
{
  engine_fixture_tear_down (&self->fixture);
  g_assert_finalize_object (self->store);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *is_loaded = user_data;
  g_autoptr (GError) error = NULL;

  xu_engine_load_accounts_finish (XU_ENGINE (source), result, &error);
  g_assert_no_error (error);
  *is_loaded = TRUE;
}

void
sign_in_start_engine (SignInFixture *self, guint64 limit_rate)
{
  g_autofree char *journal_path = g_build_filename (self->fixture.folder, "journal.db", NULL);
  const XuEngineConfig config = { .base_url = self->fixture.sandbox->url,
                                  .journal_path = journal_path,
                                  .segment_size = SEGMENT,
                                  .parallel = 1,
                                  .limit_rate = limit_rate,
                                  .backoff_base_us = 1000,
                                  .look_base_us = 10 * 1000 };
  gboolean is_loaded = FALSE;
  g_autoptr (GError) error = NULL;

  if (self->fixture.engine != NULL)
    engine_stop (g_steal_pointer (&self->fixture.engine));

  self->fixture.engine
      = xu_engine_new_with_keyring (&config, XU_SECRET_STORE (self->store), &error);
  g_assert_no_error (error);
  xu_engine_load_accounts_async (self->fixture.engine, NULL, loaded_cb, &is_loaded);
  while (!is_loaded)
    g_main_context_iteration (NULL, TRUE);
  engine_load (self->fixture.engine);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SignInTry *self = user_data;

  self->account = xu_sign_in_run_finish (XU_SIGN_IN (source), result, &self->error);
  self->is_over = TRUE;
}

static void
start (SignInFixture *self, SignInTry *try, const XuSignInConfig *config)
{
  g_autoptr (GError) error = NULL;

  *try = (SignInTry){ .sign_in = xu_sign_in_new (self->fixture.engine, config, &error),
                      .cancellable = g_cancellable_new () };
  g_assert_no_error (error);
  xu_sign_in_run_async (try->sign_in, try->cancellable, ran_cb, try);
}

void
sign_in_try_browser (SignInFixture *self, SignInTry *try, gboolean is_remote)
{
  const XuSignInConfig config = { .method = XU_SIGN_IN_BROWSER,
                                  .client_id = self->fixture.sandbox->client_id,
                                  .redirect_port = self->port,
                                  .is_remote = is_remote,
                                  .done = { "Signed in", "Done." },
                                  .denied = { "Denied", "You said no." },
                                  .wrong = { "Wrong", "This is not the answer." },
                                  .repeated = { "Repeated", "That was answered before." } };

  start (self, try, &config);
  while (!try->is_over && xu_sign_in_get_step (try->sign_in) != XU_SIGN_IN_WAITING)
    g_main_context_iteration (NULL, TRUE);
}

void
sign_in_try_token (SignInFixture *self, SignInTry *try, const char *access_token)
{
  const XuSignInConfig config = { .method = XU_SIGN_IN_TOKEN, .access_token = access_token };

  start (self, try, &config);
}

void
sign_in_try_keys (SignInFixture *self, SignInTry *try, const char *token_secret)
{
  const XuTestSandbox *sandbox = self->fixture.sandbox;
  const XuSignInConfig config = { .method = XU_SIGN_IN_KEYS,
                                  .consumer_key = sandbox->consumer_key,
                                  .consumer_secret = sandbox->consumer_secret,
                                  .token = sandbox->token,
                                  .token_secret = token_secret };

  start (self, try, &config);
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("%s took too long", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

/* Returns: a source that ends the test when it waits too long */
static guint
limit (const char *what)
{
  return g_timeout_add_seconds (WAIT_SECONDS, too_long_cb, (gpointer) what);
}

void
sign_in_try_wait (SignInTry *self)
{
  guint limit_id = limit ("Signing in");

  while (!self->is_over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit_id);
}

void
sign_in_try_clear (SignInTry *self)
{
  if (self->sign_in == NULL)
    return;

  g_assert_true (self->is_over);
  g_assert_finalize_object (g_steal_pointer (&self->sign_in));
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
}

/* Reads all that a connection to @port answers to @request. */
static char *
exchange (guint port, const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_autoptr (GString) answer = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, &error))
         > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_no_error (error);

  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static char *
get_page (guint port, const char *target)
{
  g_autofree char *request
      = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", target, port);

  return exchange (port, request);
}

/* The engine listens in its own thread, so this one may wait for it. */
char *
sign_in_decide (SignInFixture *self, SignInTry *try, gboolean is_allowed)
{
  g_autofree char *location = xu_test_sandbox_decide (
      self->fixture.sandbox, xu_sign_in_get_address (try->sign_in), is_allowed);
  const char *redirect_uri = xu_sign_in_get_redirect_uri (try->sign_in);

  g_assert_nonnull (location);
  g_assert_true (g_str_has_prefix (location, redirect_uri));

  return get_page (self->port, strstr (location, "/callback"));
}

XuAccount *
sign_in_by_browser (SignInFixture *self)
{
  g_auto (SignInTry) try = { 0 };

  sign_in_try_browser (self, &try, FALSE);

  g_autofree char *page = sign_in_decide (self, &try, TRUE);

  g_assert_nonnull (strstr (page, "Signed in"));
  sign_in_try_wait (&try);
  g_assert_no_error (try.error);
  g_assert_nonnull (try.account);
  return try.account;
}

XuAccount *
sign_in_by_token (SignInFixture *self, const char *access_token)
{
  g_auto (SignInTry) try = { 0 };

  sign_in_try_token (self, &try, access_token);
  sign_in_try_wait (&try);
  g_assert_no_error (try.error);
  g_assert_nonnull (try.account);
  return try.account;
}

void
sign_in_wait_for_state (XuAccount *account, XuAccountState state)
{
  guint limit_id = limit ("Waiting for an account");

  while (xu_account_get_state (account) != state)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit_id);
}

XuJob *
sign_in_add_job (SignInFixture *self, XuAccount *account, guint n_segments, const char *text)
{
  g_autofree char *name = g_strconcat (text, ".mp4", NULL);
  g_autofree char *path
      = engine_fixture_make_video (&self->fixture, name, (guint64) n_segments * SEGMENT, FALSE);
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, text);

  return xu_engine_add_job (self->fixture.engine, spec, account);
}

static void
waiting_cb (XuJob *job, XuJobWait reason, gint64 until, gboolean *is_waiting)
{
  if (reason == XU_JOB_WAIT_SIGN_IN)
    *is_waiting = TRUE;
}

void
sign_in_wait_until_waiting (XuJob *job)
{
  guint limit_id = limit ("Waiting for a job to wait");
  gboolean is_waiting = FALSE;
  gulong handler = g_signal_connect (job, "waiting", G_CALLBACK (waiting_cb), &is_waiting);

  while (!is_waiting)
    {
      g_assert_cmpint (xu_job_get_state (job), <, XU_JOB_READY);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (job, handler);
  g_source_remove (limit_id);
}

typedef struct
{
  gboolean is_over;
  GError *error; /* (owned) (nullable) */
} SignOut;

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SignOut *sign_out = user_data;

  xu_engine_sign_out_finish (XU_ENGINE (source), result, &sign_out->error);
  sign_out->is_over = TRUE;
}

GError *
sign_in_sign_out (SignInFixture *self, XuAccount *account)
{
  SignOut sign_out = { 0 };
  guint limit_id = limit ("Signing out");

  xu_engine_sign_out_async (self->fixture.engine, account, NULL, signed_out_cb, &sign_out);
  while (!sign_out.is_over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit_id);

  return sign_out.error;
}

gboolean
sign_in_may_refresh (SignInFixture *self, const char *secret)
{
  g_autoptr (GUri) uri = g_uri_parse (self->fixture.sandbox->url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (XuStoredCredentials) credentials = xu_stored_credentials_from_secret (secret, NULL);
  g_autofree char *token = g_uri_escape_string (credentials->tokens->refresh_token, NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("grant_type=refresh_token&client_id=%s&refresh_token=%s",
                                           credentials->app->client_id, token);
  g_autofree char *request = g_strdup_printf (
      "POST /2/oauth2/token HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %" G_GSIZE_FORMAT
      "\r\n\r\n%s",
      g_uri_get_port (uri), strlen (form), form);
  g_autofree char *answer = exchange ((guint) g_uri_get_port (uri), request);

  return strstr (answer, "refresh_token") != NULL;
}
