/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all jobs of an engine share: the journal, the connections, the limits. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-shop.h"

#include "xu-error.h"

/* Over all jobs: with the default segment size this many are in memory at once. */
static const guint slots_max = 8;

void
xu_job_shop_init (XuJobShop *shop)
{
  g_return_if_fail (shop != NULL && shop->connections == NULL);

  shop->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_connection_unref);
  shop->slots = xu_slots_new (slots_max);
  shop->limiter = xu_limiter_new (g_get_monotonic_time);
  shop->options = xu_upload_options_default;
}

void
xu_job_shop_clear (XuJobShop *shop)
{
  g_return_if_fail (shop != NULL);

  g_clear_pointer (&shop->journal, xu_journal_free);
  g_clear_error (&shop->journal_error);
  g_clear_pointer (&shop->connections, g_ptr_array_unref);
  g_clear_pointer (&shop->slots, xu_slots_unref);
  g_clear_pointer (&shop->limiter, xu_limiter_unref);
  g_clear_object (&shop->trace);
}

void
xu_job_shop_open (XuJobShop *shop, const char *path, char **set_aside)
{
  g_return_if_fail (shop != NULL && shop->journal == NULL && path != NULL);

  shop->journal = xu_journal_open (path, set_aside, &shop->journal_error);
  for (guint i = 0; shop->journal != NULL && i < shop->connections->len; i++)
    xu_connection_recall (g_ptr_array_index (shop->connections, i), shop->journal);
}

static XuConnection *
find (const XuJobShop *shop, const char *server, const char *user_id)
{
  for (guint i = 0; i < shop->connections->len; i++)
    {
      XuConnection *connection = g_ptr_array_index (shop->connections, i);

      if (g_str_equal (connection->server, server) && g_strcmp0 (connection->user_id, user_id) == 0)
        return connection;
    }

  return NULL;
}

XuConnection *
xu_job_shop_find_connection (const XuJobShop *shop, const char *server, const char *user_id)
{
  g_return_val_if_fail (shop != NULL && server != NULL, NULL);

  XuConnection *connection = find (shop, server, user_id);

  return connection != NULL ? connection : find (shop, server, NULL);
}

void
xu_job_shop_set_up_client (const XuJobShop *shop, XuHttpClient *client)
{
  g_return_if_fail (shop != NULL && client != NULL);

  xu_http_client_set_limiter (client, shop->limiter);
  xu_http_client_set_trace (client, shop->trace);
  if (shop->stall_timeout_s > 0)
    xu_http_client_set_stall_timeout (client, shop->stall_timeout_s);
}

XuConnection *
xu_job_shop_connect (XuJobShop *shop,
                     const char *server,
                     const char *user_id,
                     const XuConnectionWay *way,
                     GError **error)
{
  g_return_val_if_fail (shop != NULL && server != NULL && way != NULL, NULL);

  XuConnection *known = find (shop, server, user_id);
  g_autoptr (XuConnection) new_one
      = known == NULL ? xu_connection_new (server, user_id, &shop->options) : NULL;
  XuConnection *connection = known != NULL ? known : new_one;

  if (!xu_connection_open (connection, way, error))
    return NULL;

  xu_job_shop_set_up_client (shop, connection->client);
  if (new_one == NULL)
    return connection;

  if (shop->journal != NULL)
    xu_connection_recall (connection, shop->journal);
  g_ptr_array_add (shop->connections, g_steal_pointer (&new_one));
  return connection;
}

void
xu_job_shop_disconnect (XuJobShop *shop, XuConnection *connection)
{
  g_return_if_fail (shop != NULL && connection != NULL);

  g_ptr_array_remove (shop->connections, connection);
}

gboolean
xu_job_shop_refuse (XuJobShop *shop,
                    XuConnection *connection,
                    const XuApi *api,
                    const GError *error)
{
  g_return_val_if_fail (shop != NULL && connection != NULL, FALSE);

  if (connection->user_id == NULL || !g_error_matches (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED))
    return FALSE;

  if (connection->api != NULL && connection->api == api)
    {
      xu_connection_close (connection, error);
      if (shop->refused != NULL)
        shop->refused (connection, error, shop->refused_data);
    }
  return TRUE;
}

gboolean
xu_job_shop_is_offline (const XuJobShop *shop, const XuConnection *connection)
{
  g_return_val_if_fail (shop != NULL && connection != NULL, FALSE);

  return shop->is_offline && !xu_connection_is_local (connection);
}

void
xu_job_shop_network_changed (XuJobShop *shop, gboolean is_offline)
{
  g_return_if_fail (shop != NULL);

  shop->is_offline = is_offline;
  for (guint i = 0; i < shop->connections->len; i++)
    {
      const XuConnection *connection = g_ptr_array_index (shop->connections, i);

      if (!xu_connection_is_local (connection))
        xu_http_client_network_changed (connection->client);
    }
}

void
xu_job_shop_set_options (XuJobShop *shop, const XuUploadOptions *options)
{
  g_return_if_fail (shop != NULL && options != NULL);

  shop->options = *options;
  for (guint i = 0; i < shop->connections->len; i++)
    xu_connection_set_options (g_ptr_array_index (shop->connections, i), options);
}

void
xu_job_shop_remember (XuJobShop *shop)
{
  g_return_if_fail (shop != NULL);

  for (guint i = 0; shop->journal != NULL && i < shop->connections->len; i++)
    xu_connection_remember (g_ptr_array_index (shop->connections, i), shop->journal);
}
