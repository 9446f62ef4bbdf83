/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which account, and whether it can be used. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-accounts.h"

#include <glib/gi18n.h>

#include "xu-cli-account-words.h"
#include "xu-error.h"
#include "xu-foreign-words.h"

enum
{
  PATIENCE_MS = 700,    /* a wait that is shorter is not worth a line */
  IDENTIFY_MOST_S = 60, /* X is asked again and again, and may be down for hours */
};

typedef struct
{
  XuCliSession *session;
  gboolean is_loaded;
  GError *error; /* (owned) (nullable) */
} Load;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *self = user_data;

  self->is_loaded = xu_engine_load_accounts_finish (XU_ENGINE (source), result, &self->error);
  xu_cli_session_quit (self->session);
}

gboolean
xu_cli_accounts_load (XuCliSession *session, GError **error)
{
  Load self = { .session = session };

  g_return_val_if_fail (session != NULL, FALSE);

  xu_engine_load_accounts_async (xu_cli_session_get_engine (session),
                                 xu_cli_session_get_cancellable (session), loaded_cb, &self);
  xu_cli_session_run (session);

  if (!self.is_loaded)
    g_propagate_error (error, self.error);

  return self.is_loaded;
}

gboolean
xu_cli_accounts_has_own (XuCliSession *session)
{
  g_return_val_if_fail (session != NULL, FALSE);

  XuEngine *engine = xu_cli_session_get_engine (session);

  return xu_engine_find_account (engine, xu_engine_get_server (engine)) != NULL;
}

gboolean
xu_cli_accounts_load_wanted (XuCliSession *session, GError **error)
{
  g_return_val_if_fail (session != NULL, FALSE);

  return (xu_cli_session_get_account_name (session) == NULL && xu_cli_accounts_has_own (session))
         || xu_cli_accounts_load (session, error);
}

GPtrArray *
xu_cli_accounts_list (XuCliSession *session, const char *server)
{
  g_return_val_if_fail (session != NULL, NULL);

  GListModel *model = xu_engine_get_accounts (xu_cli_session_get_engine (session));
  GPtrArray *accounts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (model, i);

      if (xu_account_get_kind (account) == XU_ACCOUNT_SIGNED_IN
          && (server == NULL || g_str_equal (xu_account_get_server (account), server)))
        g_ptr_array_add (accounts, g_steal_pointer (&account));
    }

  return accounts;
}

/* As X does, which takes capitals of names for small letters. */
static gboolean
is_called (XuAccount *account, const char *name)
{
  const char *username = xu_account_get_username (account);
  const char *user_id = xu_account_get_user_id (account);

  return (username != NULL && g_ascii_strcasecmp (username, *name == '@' ? name + 1 : name) == 0)
         || g_strcmp0 (user_id, name) == 0;
}

/* The name of an account alone is one on the session's server. */
static XuAccount *
find_called (XuCliSession *session, GPtrArray *accounts, const char *name)
{
  XuAccount *account = xu_engine_find_account (xu_cli_session_get_engine (session), name);

  if (account != NULL && xu_account_get_kind (account) == XU_ACCOUNT_SIGNED_IN)
    return account;

  for (guint i = 0; i < accounts->len; i++)
    {
      if (is_called (g_ptr_array_index (accounts, i), name))
        return g_ptr_array_index (accounts, i); /* The engine's list holds it. */
    }

  return NULL;
}

static char *
dup_refusal (GPtrArray *accounts, const char *name)
{
  g_autofree char *names = xu_cli_account_words_dup_names (accounts);
  g_autofree char *plain = name != NULL ? xu_foreign_words_dup_plain (name) : NULL;

  if (plain == NULL)
    /* Translators: %s are names of accounts: “@me, @work” */
    return g_strdup_printf (_ ("There are several accounts. Name one of them: %s"), names);
  if (accounts->len == 0)
    /* Translators: %s is what the user wrote */
    return g_strdup_printf (_ ("There is no account “%s” here: nobody has signed in."), plain);

  /* Translators: first what the user wrote, then names of accounts: “@me, @work” */
  return g_strdup_printf (_ ("There is no account “%s” here. There are: %s"), plain, names);
}

XuAccount *
xu_cli_accounts_find (XuCliSession *session, const char *name, GError **error)
{
  g_return_val_if_fail (session != NULL, NULL);

  const char *server = xu_engine_get_server (xu_cli_session_get_engine (session));
  g_autoptr (GPtrArray) accounts = xu_cli_accounts_list (session, server);
  XuAccount *account = NULL;

  if (name != NULL)
    account = find_called (session, accounts, name);
  else if (accounts->len == 1)
    account = g_ptr_array_index (accounts, 0);

  if (account != NULL)
    return account;

  if (name == NULL && accounts->len == 0)
    {
      xu_error_set (error, XU_ERROR_NOT_SIGNED_IN, "there is no account of %s", server);
      return NULL;
    }

  g_autofree char *sentence = dup_refusal (accounts, name);
  GError *refusal = xu_error_new (XU_ERROR_USAGE, "%s", sentence);

  xu_error_set_reason (refusal, sentence);
  g_propagate_error (error, refusal);
  return NULL;
}

/* Waiting. */

typedef struct
{
  XuCliSession *session;
  guint patience_id; /* 0: told, or not waiting */
  guint limit_id;    /* 0: none, or over */
  gboolean is_over;  /* the limit */
} Wait;

static gboolean
on_patience_lost (gpointer user_data)
{
  Wait *wait = user_data;

  wait->patience_id = 0;
  xu_cli_session_print_note (wait->session, wait->limit_id != 0
                                                ? _ ("Waiting until X says whose account it is…")
                                                : _ ("Waiting for the keyring…"));
  return G_SOURCE_REMOVE;
}

static gboolean
on_limit (gpointer user_data)
{
  Wait *wait = user_data;

  wait->limit_id = 0;
  wait->is_over = TRUE;
  xu_cli_session_quit (wait->session);
  return G_SOURCE_REMOVE;
}

static void
wait_begin (Wait *wait, XuCliSession *session)
{
  *wait = (Wait){ .session = session };
  wait->patience_id = g_timeout_add (PATIENCE_MS, on_patience_lost, wait);
}

static void
wait_end (Wait *wait)
{
  if (wait->patience_id != 0)
    g_source_remove (wait->patience_id);
  if (wait->limit_id != 0)
    g_source_remove (wait->limit_id);
}

/* Returns: %FALSE when the user wants to end, or the limit is over */
static gboolean
wait_for_change (Wait *wait)
{
  XuCliSession *session = wait->session;
  GListModel *model = xu_engine_get_accounts (xu_cli_session_get_engine (session));
  GCancellable *cancellable = xu_cli_session_get_cancellable (session);
  g_autoptr (GPtrArray) accounts = xu_cli_accounts_list (session, NULL);

  if (g_cancellable_is_cancelled (cancellable))
    return FALSE;

  g_signal_connect_swapped (cancellable, "cancelled", G_CALLBACK (xu_cli_session_quit), session);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (xu_cli_session_quit), session);
  for (guint i = 0; i < accounts->len; i++)
    g_signal_connect_swapped (g_ptr_array_index (accounts, i), "notify::state",
                              G_CALLBACK (xu_cli_session_quit), session);

  xu_cli_session_run (session);

  g_signal_handlers_disconnect_by_func (cancellable, xu_cli_session_quit, session);
  g_signal_handlers_disconnect_by_func (model, xu_cli_session_quit, session);
  for (guint i = 0; i < accounts->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (accounts, i), xu_cli_session_quit,
                                          session);

  return !wait->is_over && !g_cancellable_is_cancelled (cancellable);
}

/* The keyring has its own limit, X has none. */
static gboolean
has_to_wait (Wait *wait, XuAccount *account)
{
  XuAccountState state = xu_account_get_state (account);

  if (state == XU_ACCOUNT_UNIDENTIFIED && wait->limit_id == 0 && !wait->is_over)
    wait->limit_id = g_timeout_add_seconds (IDENTIFY_MOST_S, on_limit, wait);

  return state == XU_ACCOUNT_OPENING || state == XU_ACCOUNT_UNIDENTIFIED;
}

static gboolean
check_usable (XuAccount *account, GError **error)
{
  XuAccountState state = xu_account_get_state (account);
  const char *id = xu_account_get_id (account);

  if (state == XU_ACCOUNT_READY)
    return TRUE;

  if (state == XU_ACCOUNT_SIGN_IN_AGAIN && xu_cli_account_words_get_trouble (account) == NULL)
    xu_error_set (error, XU_ERROR_TOKEN_REFUSED, "%s has no credentials that are good any more",
                  id);
  else if (state == XU_ACCOUNT_UNIDENTIFIED)
    xu_error_set (error, XU_ERROR_SERVER, "the server does not say whose account %s is", id);
  else
    xu_error_set (error, XU_ERROR_NOT_SIGNED_IN, "the keyring does not give the credentials of %s",
                  id);
  return FALSE;
}

/* One that X did not name yet is taken from the list, and comes again with its name: for a moment
 * there is none. */
static gboolean
is_being_named (const Wait *wait, const GError *error)
{
  return wait->limit_id != 0 && g_error_matches (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN);
}

static XuAccount *
find_usable (XuCliSession *session, const char *name, GError **error)
{
  Wait wait;
  XuAccount *account;
  g_autoptr (GError) find_error = NULL;

  wait_begin (&wait, session);
  do
    {
      g_clear_error (&find_error);
      account = xu_cli_accounts_find (session, name, &find_error);
    }
  while ((account != NULL ? has_to_wait (&wait, account) : is_being_named (&wait, find_error))
         && wait_for_change (&wait));
  wait_end (&wait);

  if (g_cancellable_set_error_if_cancelled (xu_cli_session_get_cancellable (session), error))
    return NULL;
  if (account == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&find_error));
      return NULL;
    }

  const char *trouble = xu_cli_account_words_get_trouble (account);

  if (trouble != NULL)
    xu_cli_session_print_sentence (session, trouble);
  return check_usable (account, error) ? account : NULL;
}

gboolean
xu_cli_accounts_choose (XuCliSession *session,
                        const char *name,
                        XuAccount **account,
                        GError **error)
{
  g_return_val_if_fail (session != NULL && account != NULL, FALSE);

  const char *server = xu_engine_get_server (xu_cli_session_get_engine (session));

  *account = NULL;
  if (name == NULL && xu_cli_accounts_has_own (session))
    return TRUE;
  if (!xu_cli_accounts_load (session, error))
    return FALSE;

  g_autoptr (GPtrArray) accounts = xu_cli_accounts_list (session, server);

  /* What needs credentials says by itself that there are none. */
  if (name == NULL && accounts->len == 0)
    return TRUE;

  *account = find_usable (session, name, error);
  return *account != NULL;
}

static gboolean
is_wanted (XuCliSession *session, XuAccount *account, GPtrArray *jobs)
{
  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      if (xu_engine_find_account_of_job (xu_cli_session_get_engine (session),
                                         g_ptr_array_index (jobs, i))
          == account)
        return TRUE;
    }

  return jobs == NULL;
}

static gboolean
is_any_opening (XuCliSession *session, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) accounts = xu_cli_accounts_list (session, NULL);

  for (guint i = 0; i < accounts->len; i++)
    {
      XuAccount *account = g_ptr_array_index (accounts, i);

      if (xu_account_get_state (account) == XU_ACCOUNT_OPENING
          && is_wanted (session, account, jobs))
        return TRUE;
    }

  return FALSE;
}

gboolean
xu_cli_accounts_wait (XuCliSession *session, GPtrArray *jobs, GError **error)
{
  Wait wait;

  g_return_val_if_fail (session != NULL, FALSE);

  wait_begin (&wait, session);
  while (is_any_opening (session, jobs) && wait_for_change (&wait))
    ;
  wait_end (&wait);

  return !g_cancellable_set_error_if_cancelled (xu_cli_session_get_cancellable (session), error);
}
