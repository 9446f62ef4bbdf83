/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts of an engine, and the network between them and us. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-self.h"

#include "xu-account-private.h"
#include "xu-connection.h"
#include "xu-error.h"
#include "xu-job-private.h"
#include "xu-source.h"

static const char x_url[] = "https://api.x.com";

/* A change on its way into the engine's thread. */
typedef struct
{
  XuEngineCore *core;       /* (unowned): lives as long as the thread */
  char *server;             /* (owned) */
  char *base_url;           /* (owned) */
  char *ca_file;            /* (owned) (nullable) */
  XuAuthorizer *authorizer; /* (owned): of the engine's thread alone, once it is there */
} NewWay;

static void
new_way_free (gpointer data)
{
  NewWay *new_way = data;

  g_free (new_way->server);
  g_free (new_way->base_url);
  g_free (new_way->ca_file);
  g_clear_object (&new_way->authorizer);
  g_free (new_way);
}

static gboolean
connect_cb (gpointer user_data)
{
  const NewWay *new_way = user_data;
  const XuConnectionWay way = { .base_url = new_way->base_url,
                                .ca_file = new_way->ca_file,
                                .authorizer = new_way->authorizer };

  xu_engine_core_connect (new_way->core, new_way->server, &way);

  return G_SOURCE_REMOVE;
}

void
xu_engine_set_own_account (XuEngine *self, const XuEngineConfig *config)
{
  const char *server = xu_engine_core_get_server (self->core);
  XuAccountKind kind
      = g_str_equal (server, XU_ENGINE_SANDBOX) ? XU_ACCOUNT_SANDBOX : XU_ACCOUNT_ENVIRONMENT;

  self->own = xu_account_new (kind, server, config->base_url != NULL ? config->base_url : x_url);
  if (xu_engine_core_has_credentials (self->core))
    g_list_store_append (self->accounts, self->own);
}

XuAccount *
xu_engine_find_account (XuEngine *self, const char *id)
{
  g_return_val_if_fail (XU_IS_ENGINE (self) && id != NULL, NULL);

  GListModel *model = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (model, i);

      if (g_str_equal (xu_account_get_id (account), id))
        return account; /* The list holds it. */
    }

  return NULL;
}

/* As the engine's thread finds what the job is sent with. */
XuAccount *
xu_engine_find_account_of_job (XuEngine *self, XuJob *job)
{
  g_return_val_if_fail (XU_IS_ENGINE (self) && XU_IS_JOB (job), NULL);

  g_autofree char *id
      = xu_account_facts_make_id (xu_job_get_server (job), xu_job_get_user_id (job));
  XuAccount *account = xu_engine_find_account (self, id);

  return account != NULL ? account : xu_engine_find_account (self, xu_job_get_server (job));
}

GListModel *
xu_engine_get_accounts (XuEngine *self)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

/* Returns: (transfer none) (nullable): also one that is not signed in */
static XuAccount *
find_known (XuEngine *self, const char *server)
{
  XuAccount *account = xu_engine_find_account (self, server);

  if (account == NULL && g_str_equal (xu_account_get_server (self->own), server))
    account = self->own;
  return account;
}

/* The sandbox shows its posts as long as it runs, X on another host than its API. */
char *
xu_engine_dup_post_url_base (XuEngine *self, const char *server)
{
  XuAccount *account = find_known (self, server);

  if (account != NULL)
    return xu_account_dup_post_url_base (account);
  if (g_str_has_prefix (server, x_url))
    return g_strdup ("https://x.com");

  return g_str_equal (server, XU_ENGINE_SANDBOX) ? NULL : g_strdup (server);
}

/* Jobs that were found before the way to their posts was known, or that the sandbox took along. */
static void
tell_jobs_of_post_url (XuEngine *self, XuAccount *account)
{
  GListModel *jobs = G_LIST_MODEL (self->jobs);
  g_autofree char *url_base = xu_account_dup_post_url_base (account);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (XuJob) job = g_list_model_get_item (jobs, i);

      if (g_str_equal (xu_job_get_server (job), xu_account_get_server (account)))
        xu_job_set_post_url_base (job, url_base);
    }
}

/* Only so can what is wrong with an address be told at once: the client that counts is made in the
 * engine's thread. */
static gboolean
check_address (const XuAccountConfig *config,
               const char *base_url,
               gboolean *is_local,
               GError **error)
{
  g_autoptr (XuHttpClient) client = xu_http_client_new (base_url, config->ca_file, error);

  if (client == NULL)
    return FALSE;

  *is_local = xu_http_client_is_loopback (client);
  return TRUE;
}

static XuAccount *
sign_in (XuEngine *self, XuAccountKind kind, const char *server, const char *base_url)
{
  XuAccount *known = find_known (self, server);
  g_autoptr (XuAccount) account
      = known != NULL ? g_object_ref (known) : xu_account_new (kind, server, base_url);

  xu_account_set_base_url (account, base_url);
  tell_jobs_of_post_url (self, account);
  if (!g_list_store_find (self->accounts, account, NULL))
    g_list_store_append (self->accounts, account);

  return account; /* The list holds it. */
}

static char *
dup_server (const XuAccountConfig *config, const char *base_url)
{
  if (config->server != NULL)
    return g_strdup (config->server);

  return config->kind == XU_ACCOUNT_SANDBOX ? g_strdup (XU_ENGINE_SANDBOX)
                                            : xu_connection_dup_server (base_url);
}

XuAccount *
xu_engine_add_account (XuEngine *self, const XuAccountConfig *config, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self) && config != NULL, NULL);
  g_return_val_if_fail (self->thread != NULL && self->stop_task == NULL, NULL);

  const char *base_url = config->base_url != NULL ? config->base_url : x_url;
  gboolean is_local;
  g_autoptr (XuAuthorizer) authorizer = xu_connection_find_authorizer (config->access_token, error);

  if (authorizer == NULL || !check_address (config, base_url, &is_local, error))
    return NULL;

  g_autofree char *server = dup_server (config, base_url);
  NewWay *new_way = g_new0 (NewWay, 1);

  *new_way = (NewWay){ .core = self->core,
                       .server = g_strdup (server),
                       .base_url = g_strdup (base_url),
                       .ca_file = g_strdup (config->ca_file),
                       .authorizer = g_steal_pointer (&authorizer) };
  xu_source_invoke (self->context, connect_cb, new_way, new_way_free);
  xu_engine_watch_network (self, is_local);

  return sign_in (self, config->kind, server, base_url);
}

/* Of accounts that somebody signed in to. */

void
xu_engine_account_changed (XuEngine *self, const XuAccountFacts *facts)
{
  const XuSignInRecord *record = facts->record;
  g_autofree char *id = xu_account_facts_make_id (record->server, record->user_id);
  XuAccount *known = xu_engine_find_account (self, id);

  if (known != NULL)
    {
      xu_account_set_facts (known, facts);
      return;
    }

  g_autoptr (XuAccount) account = xu_account_new_signed_in (facts);
  g_autoptr (XuHttpClient) client = xu_http_client_new (record->server, NULL, NULL);

  tell_jobs_of_post_url (self, account);
  g_list_store_append (self->accounts, account);
  xu_engine_watch_network (self, client == NULL || xu_http_client_is_loopback (client));
}

void
xu_engine_account_gone (XuEngine *self, const char *id)
{
  XuAccount *account = xu_engine_find_account (self, id);
  guint position;

  if (account != NULL && g_list_store_find (self->accounts, account, &position))
    g_list_store_remove (self->accounts, position);
}

/* A wish on its way into the engine's thread. */
typedef struct
{
  XuEngineCore *core; /* (unowned): lives as long as the thread */
  char *id;           /* (owned) */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->id);
  g_free (opening);
}

static gboolean
open_cb (gpointer user_data)
{
  const Opening *opening = user_data;

  xu_engine_core_open_account (opening->core, opening->id);

  return G_SOURCE_REMOVE;
}

void
xu_engine_open_account (XuEngine *self, XuAccount *account)
{
  g_return_if_fail (XU_IS_ENGINE (self) && XU_IS_ACCOUNT (account));
  g_return_if_fail (xu_account_get_kind (account) == XU_ACCOUNT_SIGNED_IN);
  g_return_if_fail (self->thread != NULL && self->stop_task == NULL);

  Opening *opening = g_new0 (Opening, 1);

  *opening = (Opening){ .core = self->core, .id = g_strdup (xu_account_get_id (account)) };
  xu_source_invoke (self->context, open_cb, opening, opening_free);
}

/* The network has changed, as the front's thread was told. */
typedef struct
{
  XuEngineCore *core; /* (unowned): lives as long as the thread */
  gboolean is_offline;
} NetworkChange;

static gboolean
network_changed_in_core_cb (gpointer user_data)
{
  const NetworkChange *change = user_data;

  xu_engine_core_network_changed (change->core, change->is_offline);

  return G_SOURCE_REMOVE;
}

static void
network_changed_cb (gboolean is_offline, gpointer user_data)
{
  XuEngine *self = user_data;
  NetworkChange *change = g_new0 (NetworkChange, 1);

  *change = (NetworkChange){ .core = self->core, .is_offline = is_offline };
  xu_source_invoke (self->context, network_changed_in_core_cb, change, g_free);
}

void
xu_engine_watch_network (XuEngine *self, gboolean is_local)
{
  if (self->is_watched || (is_local && self->watch != NULL))
    return;

  g_clear_pointer (&self->watch, xu_network_watch_free);
  self->is_watched = !is_local;
  self->watch = xu_network_watch_new (NULL, is_local, network_changed_cb, self);
  if (xu_network_watch_is_offline (self->watch))
    network_changed_cb (TRUE, self);
}
