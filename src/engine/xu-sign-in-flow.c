/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sign-in, step by step. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-sign-in-flow.h"

#include "xu-account-book-private.h"
#include "xu-account-identity.h"
#include "xu-bearer-authorizer.h"
#include "xu-error.h"
#include "xu-oauth1-authorizer.h"
#include "xu-oauth2-exchange.h"
#include "xu-redirect-listener.h"
#include "xu-revocation.h"
#include "xu-secret.h"
#include "xu-source.h"

/* How long X may take to take back what nobody wants any more. */
static const gint64 give_back_limit_us = 5 * G_USEC_PER_SEC;

/* A sign-in under way: the data of its task. */
typedef struct
{
  XuAccountBook *book;               /* (unowned) */
  const XuAccountBookConfig *config; /* (unowned) */
  const XuSignInOrder *order;        /* (unowned) */
  XuHttpClient *client;              /* (owned) */
  XuRedirectListener *listener;      /* (owned) (nullable): serves late visitors to the end */
  GCancellable *waiting;             /* (owned): of the wait for the browser alone */
  GSource *cancel_source;            /* (owned) (nullable): while it waits */
  gboolean is_waiting;               /* for the browser; holds the task then */
  XuStoredCredentials *credentials;  /* (owned) (nullable) */
  XuApi *api;                        /* (owned) (nullable): while X is asked who it is */
  XuSignInRecord *record;            /* (owned) (nullable) */
  GCancellable *giving_back;         /* (owned) (nullable): of telling X that it failed */
  GSource *give_back_source;         /* (owned) (nullable): until X took too long */
  GError *error;                     /* (owned) (nullable): why it failed */
} Flow;

static void
flow_free (gpointer data)
{
  Flow *flow = data;

  g_assert (!flow->is_waiting);

  g_clear_object (&flow->waiting);
  g_clear_object (&flow->listener);
  g_clear_object (&flow->client);
  g_clear_object (&flow->api);
  g_clear_pointer (&flow->credentials, xu_stored_credentials_free);
  g_clear_pointer (&flow->record, xu_sign_in_record_free);
  g_clear_object (&flow->giving_back);
  g_clear_error (&flow->error);
  g_free (flow);
}

static void
set_step (const Flow *flow, XuSignInStep step)
{
  xu_sign_in_link_send_step (flow->order->link, step);
}

/* Where it ends behind the exchange: X gave tokens that nobody will have. */

static gboolean
too_slow_cb (gpointer user_data)
{
  Flow *flow = user_data;

  xu_source_clear (&flow->give_back_source);
  g_cancellable_cancel (flow->giving_back);

  return G_SOURCE_REMOVE;
}

static void
given_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!xu_revocation_run_finish (XU_HTTP_CLIENT (source), result, &error))
    g_debug ("the tokens of a sign-in that failed are not taken back: %s", error->message);
  xu_source_clear (&flow->give_back_source);
  g_task_return_error (task, g_steal_pointer (&flow->error));
}

/* Takes @error, with which the task ends. */
static void
give_back (GTask *task, GError *error)
{
  Flow *flow = g_task_get_task_data (task);

  flow->error = error;
  flow->giving_back = g_cancellable_new ();
  xu_source_set_timer (&flow->give_back_source, g_main_context_get_thread_default (),
                       give_back_limit_us, too_slow_cb, flow);
  xu_revocation_run_async (flow->client, flow->credentials, flow->giving_back, given_back_cb,
                           g_object_ref (task));
}

/* The last step: into the keyring, and to the other accounts. */

static void
add_account (GTask *task, XuAccountKeyring keyring)
{
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;

  if (!xu_account_book_add (flow->book, flow->record, flow->credentials, keyring, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (
        task, xu_account_facts_make_id (flow->record->server, flow->record->user_id), g_free);
}

static gboolean
is_known (const Flow *flow)
{
  g_autofree char *id = xu_account_facts_make_id (flow->record->server, flow->record->user_id);

  return xu_account_book_find (flow->book, id) != NULL;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);

  xu_secret_store_remove_finish (XU_SECRET_STORE (source), result, NULL);
  give_back (task, g_steal_pointer (&flow->error));
}

/* Takes @error. Of an account that was there before, the keyring may have the new tokens or the
 * old: it needs either. */
static void
undo (GTask *task, gboolean is_saved, GError *error)
{
  Flow *flow = g_task_get_task_data (task);
  const XuSignInRecord *record = flow->record;

  if (is_known (flow))
    g_task_return_error (task, error);
  else if (!is_saved)
    give_back (task, error);
  else
    {
      flow->error = error;
      xu_secret_store_remove_async (flow->config->keyring, record->server, record->user_id, NULL,
                                    removed_cb, g_object_ref (task));
    }
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GError *cancelled = NULL;
  gboolean is_saved = xu_secret_store_save_finish (XU_SECRET_STORE (source), result, &error);

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &cancelled))
    undo (task, is_saved, cancelled);
  else
    add_account (task, xu_account_book_read_keyring_error (error));
}

static void
keep (GTask *task)
{
  const Flow *flow = g_task_get_task_data (task);
  const XuSignInRecord *record = flow->record;
  g_autofree char *label = xu_account_entry_make_label (record);
  char *secret = xu_stored_credentials_to_secret (flow->credentials);

  set_step (flow, XU_SIGN_IN_KEEPING);
  xu_secret_store_save_async (flow->config->keyring, record->server, record->user_id, label, secret,
                              g_task_get_cancellable (task), kept_cb, g_object_ref (task));
  xu_secret_free (secret);
}

/* Whose account it is. */

/* That X does not answer does no harm: it took the credentials, or will say that it does not. */
static gboolean
can_wait (const GError *error)
{
  return error->domain == XU_ERROR
         && (error->code == XU_ERROR_NETWORK || error->code == XU_ERROR_SERVER
             || error->code == XU_ERROR_BAD_ANSWER || error->code == XU_ERROR_RATE_LIMITED);
}

/* Returns: (transfer full): the token of OAuth 1.0a begins with the user's id: "2244994945-…" */
static char *
guess_user_id (const XuStoredCredentials *credentials)
{
  const char *token = credentials->kind == XU_CREDENTIALS_OAUTH1 ? credentials->keys.token : NULL;
  gsize n = token != NULL ? strspn (token, "0123456789") : 0;

  return n > 0 && n <= 19 && token[n] == '-' ? g_strndup (token, n)
                                             : xu_account_facts_make_stand_in ();
}

static XuSignInRecord *
make_record (const Flow *flow, const XuUser *user)
{
  XuSignInRecord *record = g_new0 (XuSignInRecord, 1);
  const XuStoredCredentials *credentials = flow->credentials;
  const char *scope = credentials->tokens != NULL ? credentials->tokens->scope : NULL;

  *record = (XuSignInRecord){
    .server = g_strdup (flow->order->server),
    .method = g_strdup (xu_account_facts_name_method (flow->order->method)),
    .client_id = flow->order->app != NULL ? g_strdup (flow->order->app->client_id) : NULL,
    .scope = g_strdup (scope),
    .signed_in_at = g_get_real_time () / G_USEC_PER_SEC,
  };
  if (user != NULL)
    xu_account_identity_set_user (record, user);
  else
    record->user_id = guess_user_id (credentials);

  return record;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (XuUser) user = xu_user_api_me_finish (XU_API (source), result, &error);

  if (user == NULL && !can_wait (error))
    {
      give_back (task, error);
      return;
    }

  g_clear_error (&error);
  flow->record = make_record (flow, user);
  keep (task);
}

/* One that only signs: nobody but the account itself may refresh. */
static XuAuthorizer *
new_authorizer (const Flow *flow, GError **error)
{
  const XuStoredCredentials *credentials = flow->credentials;

  if (credentials->kind == XU_CREDENTIALS_OAUTH1)
    return xu_oauth1_authorizer_new (&credentials->keys);

  return xu_bearer_authorizer_new (credentials->kind == XU_CREDENTIALS_OAUTH2
                                       ? credentials->tokens->access_token
                                       : credentials->bearer,
                                   error);
}

static void
ask (GTask *task)
{
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (XuAuthorizer) authorizer = new_authorizer (flow, &error);

  if (authorizer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  set_step (flow, XU_SIGN_IN_ASKING);
  flow->api = xu_api_new (flow->client, authorizer);
  xu_user_api_me_async (flow->api, g_task_get_cancellable (task), asked_cb, g_object_ref (task));
}

/* The browser. */

static void
exchanged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (XuOauth2Tokens) tokens
      = xu_oauth2_exchange_tokens_finish (XU_HTTP_CLIENT (source), result, &error);

  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  flow->credentials = xu_stored_credentials_new_oauth2 (flow->order->app, tokens);
  ask (task);
}

/* Whoever calls this holds the task. */
static void
stop_waiting (GTask *task)
{
  Flow *flow = g_task_get_task_data (task);

  g_assert (flow->is_waiting);

  flow->is_waiting = FALSE;
  xu_sign_in_link_set_flow (flow->order->link, NULL, NULL);
  xu_source_clear (&flow->cancel_source);
  g_cancellable_cancel (flow->waiting);
  g_object_unref (task);
}

static void
use_code (GTask *task, const char *code)
{
  Flow *flow = g_task_get_task_data (task);
  const XuSignInOrder *order = flow->order;

  stop_waiting (task);
  set_step (flow, XU_SIGN_IN_EXCHANGING);
  xu_oauth2_exchange_code_async (flow->client, order->app, code, order->redirect_uri,
                                 order->verifier, g_task_get_cancellable (task), exchanged_cb,
                                 g_object_ref (task));
}

static void
pasted_cb (const char *code, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  use_code (task, code);
}

static void
waited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;
  char *code = xu_redirect_listener_wait_finish (XU_REDIRECT_LISTENER (source), result, &error);

  if (!flow->is_waiting)
    g_clear_error (&error); /* Its address was pasted, or nobody wants it any more. */
  else if (code != NULL)
    use_code (task, code);
  else
    {
      stop_waiting (task);
      g_task_return_error (task, error);
    }
  xu_secret_free (code);
}

/* Nothing but the browser is waited for, which cannot be cancelled. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  stop_waiting (task);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static gboolean
listen (Flow *flow, GError **error)
{
  const XuSignInOrder *order = flow->order;
  const XuRedirectWords words = { .language = order->language,
                                  .done = { order->words[0], order->words[1] },
                                  .denied = { order->words[2], order->words[3] },
                                  .wrong = { order->words[4], order->words[5] },
                                  .repeated = { order->words[6], order->words[7] } };

  flow->listener = xu_redirect_listener_new (order->port, order->state, &words, error);
  return flow->listener != NULL;
}

static void
wait_for_browser (GTask *task)
{
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;

  if (!flow->order->is_remote && !listen (flow, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  flow->is_waiting = TRUE;
  g_object_ref (task);
  xu_sign_in_link_set_flow (flow->order->link, pasted_cb, task);
  xu_source_watch_cancellable (&flow->cancel_source, g_main_context_get_thread_default (),
                               g_task_get_cancellable (task), cancelled_cb, task);
  if (flow->listener != NULL)
    xu_redirect_listener_wait_async (flow->listener, flow->waiting, waited_cb, g_object_ref (task));
  set_step (flow, XU_SIGN_IN_WAITING);
}

void
xu_sign_in_flow_run_async (XuAccountBook *book,
                           const XuAccountBookConfig *config,
                           const XuSignInOrder *order,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (book != NULL && config != NULL && order != NULL && order->link != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Flow *flow = g_new0 (Flow, 1);
  GError *error = NULL;

  *flow = (Flow){ .book = book, .config = config, .order = order, .waiting = g_cancellable_new () };
  g_task_set_source_tag (task, xu_sign_in_flow_run_async);
  g_task_set_name (task, "[xu] sign in");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, flow, flow_free);

  flow->client = xu_account_entry_new_client (config, order->server, &error);
  if (flow->client == NULL)
    g_task_return_error (task, error);
  else if (order->method == XU_SIGN_IN_BROWSER)
    wait_for_browser (task);
  else
    {
      flow->credentials = xu_stored_credentials_copy (order->credentials);
      ask (task);
    }
}

char *
xu_sign_in_flow_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_sign_in_flow_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
