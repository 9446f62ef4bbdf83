/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that signs in. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "xu-cli-account-events.h"
#include "xu-cli-accounts.h"
#include "xu-cli-browser.h"
#include "xu-cli-commands.h"
#include "xu-cli-login-end.h"
#include "xu-cli-login-input.h"
#include "xu-error.h"
#include "xu-page-words.h"
#include "xu-sign-in.h"

enum
{
  PATIENCE_MS = 700, /* a keyring that is quicker is not worth a line */
};

typedef struct
{
  XuCliSession *session;
  const XuCliOptions *options;
  XuCliInput *input;   /* (owned) */
  char *client_id;     /* (owned) (nullable) */
  GPtrArray *known;    /* (owned) (element-type XuAccount): those that were there before */
  XuSignIn *sign_in;   /* (owned) (nullable) */
  XuAccount *account;  /* (owned) (nullable): once it is there */
  GError *error;       /* (owned) (nullable): why it is not */
  gboolean has_waited; /* for the browser */
  gboolean is_over;
  guint patience_id; /* 0: the keyring is not waited for, or that was told */
} Login;

static void
login_clear (Login *self)
{
  if (self->patience_id != 0)
    g_source_remove (self->patience_id);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->account);
  g_clear_error (&self->error);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->input, xu_cli_input_free);
  g_free (self->client_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Login, login_clear)

static gboolean
is_browser (const Login *self)
{
  return self->options->login == XU_CLI_LOGIN_BROWSER || self->options->login == XU_CLI_LOGIN_PASTE;
}

/* The app that somebody signed in with before will do again. Its secret is in the keyring alone, so
 * one that is built in comes first. */
static const char *
find_client_id (const Login *self)
{
  const char *of_environment = g_getenv ("XUPLOADER_CLIENT_ID");

  if (self->options->client_id != NULL)
    return self->options->client_id;
  if (of_environment != NULL && *of_environment != '\0')
    return of_environment;
  if (xu_sign_in_get_built_in_client_id () != NULL)
    return xu_sign_in_get_built_in_client_id ();

  for (guint i = self->known->len; i > 0; i--)
    {
      const char *client_id = xu_account_get_client_id (g_ptr_array_index (self->known, i - 1));

      if (client_id != NULL)
        return client_id;
    }

  return NULL;
}

/* What the browser is to do. */

static void read_address (Login *self);

/* Takes @error. That its user said no is an answer too. */
static void
refuse_address (Login *self, GError *error)
{
  g_autoptr (GError) owned = error;

  if (!g_error_matches (owned, XU_ERROR, XU_ERROR_USAGE))
    {
      self->error = g_steal_pointer (&owned);
      xu_cli_session_quit (self->session);
      return;
    }

  xu_cli_session_print_sentence (
      self->session,
      _ ("That is not the address that the browser ends at. Copy all of it, and paste it again."));
  read_address (self);
}

static void
pasted_cb (const char *line, gpointer user_data)
{
  Login *self = user_data;
  g_autoptr (GError) error = NULL;

  if (line == NULL)
    {
      xu_error_set (&self->error, XU_ERROR_USAGE, "standard input ended before the address");
      xu_error_set_reason (self->error, _ ("No address was pasted."));
      xu_cli_session_quit (self->session);
    }
  else if (*line == '\0')
    read_address (self);
  else if (!xu_sign_in_paste (self->sign_in, line, &error))
    refuse_address (self, g_steal_pointer (&error));
}

/* It has the code in it: a terminal does not show it. */
static void
read_address (Login *self)
{
  xu_cli_input_read (self->input, TRUE, pasted_cb, self);
  if (xu_cli_input_is_terminal (self->input))
    xu_cli_output_print (xu_cli_session_get_err (self->session), _ ("The address: "));
}

static void
tell_address (Login *self)
{
  XuCliOutput *err = xu_cli_session_get_err (self->session);
  const char *address = xu_sign_in_get_address (self->sign_in);
  gboolean is_pasted = self->options->login == XU_CLI_LOGIN_PASTE;

  if (self->options->is_json)
    {
      xu_cli_account_events_write_authorize (self->sign_in, xu_cli_session_get_out (self->session));
      return;
    }

  xu_cli_output_print_line (err, _ ("Open this address in your browser, and allow it there:"));
  xu_cli_output_print_line (err, address);
  if (is_pasted)
    xu_cli_output_print_line (err, _ ("Your browser then goes to a page that it cannot open. Copy "
                                      "the address of that page, and paste it here."));
}

static void
begin_waiting (Login *self)
{
  gboolean is_pasted = self->options->login == XU_CLI_LOGIN_PASTE;

  self->has_waited = TRUE;
  tell_address (self);
  if (is_pasted)
    read_address (self);
  else if (xu_cli_browser_open (xu_sign_in_get_address (self->sign_in),
                                xu_cli_session_get_cancellable (self->session)))
    xu_cli_session_print_note (self->session, _ ("Waiting for the browser…"));
  else
    xu_cli_session_print_note (self->session,
                               _ ("Waiting for a browser of this computer. For one elsewhere, use "
                                  "“xuploader-cli login --paste”."));
}

static gboolean
on_patience_lost (gpointer user_data)
{
  Login *self = user_data;

  self->patience_id = 0;
  xu_cli_session_print_note (self->session, _ ("Waiting for the keyring…"));
  return G_SOURCE_REMOVE;
}

static void
on_step (XuSignIn *sign_in, GParamSpec *pspec, Login *self)
{
  XuSignInStep step = xu_sign_in_get_step (sign_in);

  if (step == XU_SIGN_IN_WAITING)
    begin_waiting (self);
  else
    xu_cli_input_stop (self->input);

  if (step == XU_SIGN_IN_KEEPING)
    self->patience_id = g_timeout_add (PATIENCE_MS, on_patience_lost, self);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Login *self = user_data;
  g_autoptr (GError) error = NULL;
  XuAccount *account = xu_sign_in_run_finish (XU_SIGN_IN (source), result, &error);

  self->is_over = TRUE;
  if (account != NULL)
    self->account = g_object_ref (account);
  else if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  xu_cli_session_quit (self->session);
}

static void
run (Login *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GCancellable *of_session = xu_cli_session_get_cancellable (self->session);
  gulong cancelled_id = g_signal_connect_swapped (of_session, "cancelled",
                                                  G_CALLBACK (g_cancellable_cancel), cancellable);
  gulong step_id = g_signal_connect (self->sign_in, "notify::step", G_CALLBACK (on_step), self);

  xu_sign_in_run_async (self->sign_in, cancellable, ran_cb, self);
  if (g_cancellable_is_cancelled (of_session))
    g_cancellable_cancel (cancellable);
  xu_cli_session_run (self->session);
  if (!self->is_over)
    {
      g_cancellable_cancel (cancellable); /* Nobody pastes anything any more. */
      xu_cli_session_run (self->session);
    }

  g_signal_handler_disconnect (self->sign_in, step_id);
  g_signal_handler_disconnect (of_session, cancelled_id);
  xu_cli_input_stop (self->input);
  if (self->patience_id != 0)
    g_source_remove (self->patience_id);
  self->patience_id = 0;
}

/* Beginning it. */

/* Takes @sentence. */
static void
set_usage (GError **error, char *sentence)
{
  g_autofree char *owned = sentence;
  GError *refusal = xu_error_new (XU_ERROR_USAGE, "%s", owned);

  xu_error_set_reason (refusal, owned);
  g_propagate_error (error, refusal);
}

static const char *
get_method_refusal (XuCliLogin login)
{
  switch (login)
    {
    case XU_CLI_LOGIN_KEYS:
      return _ ("The keys hold characters that no key has.");
    case XU_CLI_LOGIN_TOKEN:
      return _ ("The access token holds characters that no token has.");
    case XU_CLI_LOGIN_BROWSER:
    case XU_CLI_LOGIN_PASTE:
    default:
      return _ ("The client ID or the client secret holds characters that none has.");
    }
}

static void
fill_pages (XuSignInConfig *config)
{
  XuSignInPage *const pages[] = { [XU_PAGE_WORDS_DONE] = &config->done,
                                  [XU_PAGE_WORDS_DENIED] = &config->denied,
                                  [XU_PAGE_WORDS_WRONG] = &config->wrong,
                                  [XU_PAGE_WORDS_REPEATED] = &config->repeated };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    *pages[i] = (XuSignInPage){ .title = xu_page_words_get_title ((XuPageWords) i),
                                .text = xu_page_words_get_text ((XuPageWords) i) };
}

static gboolean
prepare (Login *self, GError **error)
{
  static const XuSignInMethod methods[] = { [XU_CLI_LOGIN_BROWSER] = XU_SIGN_IN_BROWSER,
                                            [XU_CLI_LOGIN_PASTE] = XU_SIGN_IN_BROWSER,
                                            [XU_CLI_LOGIN_KEYS] = XU_SIGN_IN_KEYS,
                                            [XU_CLI_LOGIN_TOKEN] = XU_SIGN_IN_TOKEN };
  const XuCliOptions *options = self->options;
  g_auto (XuCliLoginInput) secrets = { 0 };

  self->client_id = is_browser (self) ? g_strdup (find_client_id (self)) : NULL;
  if (is_browser (self) && self->client_id == NULL)
    {
      set_usage (error, g_strdup (_ ("Signing in with the browser needs the client ID of an app of "
                                     "yours at console.x.com: give it with --client-id or "
                                     "XUPLOADER_CLIENT_ID.")));
      return FALSE;
    }
  if (!xu_cli_login_input_read (&secrets, self->session, options, self->input, error))
    return FALSE;

  XuSignInConfig config = { .method = methods[options->login],
                            .client_id = self->client_id,
                            .redirect_port = options->redirect_port,
                            .is_remote = options->login == XU_CLI_LOGIN_PASTE,
                            .language = xu_page_words_get_language () };
  g_autoptr (GError) refusal = NULL;

  fill_pages (&config);
  xu_cli_login_input_apply (&secrets, &config);
  self->sign_in = xu_sign_in_new (xu_cli_session_get_engine (self->session), &config, &refusal);
  if (self->sign_in == NULL)
    set_usage (error, g_strdup (get_method_refusal (options->login)));

  return self->sign_in != NULL;
}

XuCliExit
xu_cli_login_run (XuCliSession *session, const XuCliOptions *options)
{
  g_auto (Login) self = { .session = session, .options = options };
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (session != NULL && options != NULL, XU_CLI_EXIT_FAILED);

  if (!xu_cli_accounts_load (session, &error))
    return xu_cli_session_fail (session, NULL, error);

  const char *server = xu_engine_get_server (xu_cli_session_get_engine (session));

  self.input = xu_cli_input_new (STDIN_FILENO);
  self.known = xu_cli_accounts_list (session, server);
  if (!prepare (&self, &error))
    return xu_cli_session_fail (session, NULL, error);

  run (&self);
  if (self.account == NULL)
    {
      xu_cli_login_end_explain (session, options, self.sign_in, self.has_waited, self.error);
      return xu_cli_session_fail (session, NULL, self.error);
    }

  if (xu_account_get_keyring (self.account) != XU_ACCOUNT_KEYRING_KEPT)
    return xu_cli_login_end_take_back (session, self.account,
                                       g_ptr_array_find (self.known, self.account, NULL));

  return xu_cli_login_end_tell (session, options, self.account);
}
