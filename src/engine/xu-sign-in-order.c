/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody wants to sign in with. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-sign-in-order.h"

#include "xu-error.h"
#include "xu-pkce.h"
#include "xu-secret.h"

static char *
make_random (char *(*make) (const guint8 *random))
{
  guint8 random[XU_PKCE_RANDOM_BYTES];

  xu_secret_fill_random (random, sizeof random);
  return make (random);
}

static void
copy_words (XuSignInOrder *order, const XuSignInConfig *config)
{
  const XuSignInPage *pages[]
      = { &config->done, &config->denied, &config->wrong, &config->repeated };

  order->language = g_strdup (config->language != NULL ? config->language : "en");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      order->words[2 * i] = g_strdup (pages[i]->title != NULL ? pages[i]->title : "");
      order->words[2 * i + 1] = g_strdup (pages[i]->text != NULL ? pages[i]->text : "");
    }
}

static gboolean
prepare_browser (XuSignInOrder *order, const XuSignInConfig *config, GError **error)
{
  const char *client_id
      = config->client_id != NULL ? config->client_id : xu_sign_in_get_built_in_client_id ();
  guint port = config->redirect_port > 0 ? config->redirect_port : XU_SIGN_IN_REDIRECT_PORT;

  if (client_id == NULL || port > G_MAXUINT16)
    {
      xu_error_set (error, XU_ERROR_USAGE, client_id == NULL ? "no client id" : "no such port");
      return FALSE;
    }

  order->app = xu_oauth2_app_new (client_id, config->client_secret, error);
  if (order->app == NULL)
    return FALSE;

  order->port = (guint16) port;
  order->is_remote = config->is_remote;
  order->redirect_uri = g_strdup_printf ("http://127.0.0.1:%u/callback", port);
  order->state = make_random (xu_pkce_make_state);
  order->verifier = make_random (xu_pkce_make_verifier);
  copy_words (order, config);
  return TRUE;
}

static gboolean
prepare (XuSignInOrder *order, const XuSignInConfig *config, GError **error)
{
  const XuOauth1Keys keys = { .consumer_key = config->consumer_key,
                              .consumer_secret = config->consumer_secret,
                              .token = config->token,
                              .token_secret = config->token_secret };

  switch (config->method)
    {
    case XU_SIGN_IN_BROWSER:
      return prepare_browser (order, config, error);
    case XU_SIGN_IN_KEYS:
      order->credentials = xu_stored_credentials_new_oauth1 (&keys, error);
      return order->credentials != NULL;
    case XU_SIGN_IN_TOKEN:
      order->credentials = xu_stored_credentials_new_bearer (config->access_token, error);
      return order->credentials != NULL;
    default:
      g_assert_not_reached ();
    }
}

XuSignInOrder *
xu_sign_in_order_new (const XuSignInConfig *config, const char *server, GError **error)
{
  g_return_val_if_fail (config != NULL && server != NULL, NULL);

  g_autoptr (XuSignInOrder) order = g_new0 (XuSignInOrder, 1);

  order->method = config->method;
  order->server = g_strdup (server);
  if (!prepare (order, config, error))
    return NULL;

  return g_steal_pointer (&order);
}

XuSignInOrder *
xu_sign_in_order_copy (const XuSignInOrder *order)
{
  g_return_val_if_fail (order != NULL, NULL);

  XuSignInOrder *copy = g_new0 (XuSignInOrder, 1);

  *copy = *order;
  copy->link = order->link != NULL ? xu_sign_in_link_ref (order->link) : NULL;
  copy->server = g_strdup (order->server);
  copy->app = order->app != NULL ? xu_oauth2_app_copy (order->app) : NULL;
  copy->redirect_uri = g_strdup (order->redirect_uri);
  copy->state = g_strdup (order->state);
  copy->verifier = g_strdup (order->verifier);
  copy->language = g_strdup (order->language);
  for (guint i = 0; i < G_N_ELEMENTS (copy->words); i++)
    copy->words[i] = g_strdup (order->words[i]);
  copy->credentials
      = order->credentials != NULL ? xu_stored_credentials_copy (order->credentials) : NULL;

  return copy;
}

void
xu_sign_in_order_free (XuSignInOrder *order)
{
  g_return_if_fail (order != NULL);

  g_clear_pointer (&order->link, xu_sign_in_link_unref);
  g_free (order->server);
  g_clear_pointer (&order->app, xu_oauth2_app_free);
  g_free (order->redirect_uri);
  g_free (order->state);
  xu_secret_free (order->verifier);
  g_free (order->language);
  for (guint i = 0; i < G_N_ELEMENTS (order->words); i++)
    g_free (order->words[i]);
  g_clear_pointer (&order->credentials, xu_stored_credentials_free);
  g_free (order);
}
