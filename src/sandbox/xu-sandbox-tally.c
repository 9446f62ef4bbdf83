/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clients asked for and what they got: the figures of /sandbox/requests. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-tally.h"

enum
{
  MOST_IN_LOG = 5000
};

struct _XuSandboxTally
{
  guint counts[XU_SANDBOX_N_ENDPOINTS];
  GHashTable *statuses;    /* (owned): "endpoint status" -> count */
  GHashTable *protocols;   /* (owned): protocol -> count */
  GHashTable *connections; /* (owned): set of what tells them apart */
  GQueue log;              /* (owned) (element-type XuSandboxVisit): the latest */
  guint appends_in_flight;
  guint most_appends_in_flight;
  guint64 bytes;
};

XuSandboxTally *
xu_sandbox_tally_new (void)
{
  XuSandboxTally *self = g_new0 (XuSandboxTally, 1);

  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->protocols = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->connections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->log);

  return self;
}

static guint
get_count (GHashTable *table, const char *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (table, key));
}

static void
count (GHashTable *table, const char *key)
{
  g_hash_table_replace (table, g_strdup (key), GUINT_TO_POINTER (get_count (table, key) + 1));
}

void
xu_sandbox_tally_begin (XuSandboxTally *self, XuSandboxEndpoint endpoint, const char *connection)
{
  g_return_if_fail (self != NULL);

  self->counts[endpoint]++;
  if (connection != NULL)
    g_hash_table_add (self->connections, g_strdup (connection));
  if (endpoint == XU_SANDBOX_APPEND)
    {
      self->appends_in_flight++;
      self->most_appends_in_flight = MAX (self->most_appends_in_flight, self->appends_in_flight);
    }
}

void
xu_sandbox_tally_end (XuSandboxTally *self, const XuSandboxVisit *visit)
{
  g_autofree char *key = NULL;

  g_return_if_fail (self != NULL && visit != NULL);

  key = g_strdup_printf ("%s %u", xu_sandbox_endpoint_get_name (visit->endpoint), visit->status);
  count (self->statuses, key);
  count (self->protocols, visit->protocol);
  self->bytes += visit->bytes;
  if (visit->endpoint == XU_SANDBOX_APPEND)
    self->appends_in_flight--;

  g_queue_push_tail (&self->log, g_memdup2 (visit, sizeof *visit));
  if (g_queue_get_length (&self->log) > MOST_IN_LOG)
    g_free (g_queue_pop_head (&self->log));
}

static void
add_statuses (XuSandboxTally *self, XuSandboxEndpoint endpoint, JsonBuilder *builder)
{
  g_autofree char *prefix = g_strconcat (xu_sandbox_endpoint_get_name (endpoint), " ", NULL);
  GHashTableIter iter;
  gpointer key, value;

  json_builder_set_member_name (builder, "statuses");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, self->statuses);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (!g_str_has_prefix (key, prefix))
        continue;
      json_builder_set_member_name (builder, (const char *) key + strlen (prefix));
      json_builder_add_int_value (builder, GPOINTER_TO_UINT (value));
    }
  json_builder_end_object (builder);
}

static void
add_endpoints (XuSandboxTally *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "endpoints");
  json_builder_begin_object (builder);
  for (guint i = 0; i < XU_SANDBOX_N_ENDPOINTS; i++)
    {
      json_builder_set_member_name (builder, xu_sandbox_endpoint_get_name ((XuSandboxEndpoint) i));
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "count");
      json_builder_add_int_value (builder, self->counts[i]);
      add_statuses (self, (XuSandboxEndpoint) i, builder);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_log (XuSandboxTally *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "log");
  json_builder_begin_array (builder);
  for (GList *l = self->log.head; l != NULL; l = l->next)
    {
      const XuSandboxVisit *visit = l->data;

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "endpoint");
      json_builder_add_string_value (builder, xu_sandbox_endpoint_get_name (visit->endpoint));
      json_builder_set_member_name (builder, "status");
      json_builder_add_int_value (builder, visit->status);
      json_builder_set_member_name (builder, "segment");
      if (visit->segment >= 0)
        json_builder_add_int_value (builder, visit->segment);
      else
        json_builder_add_null_value (builder);
      json_builder_set_member_name (builder, "bytes");
      json_builder_add_int_value (builder, (gint64) visit->bytes);
      json_builder_set_member_name (builder, "protocol");
      json_builder_add_string_value (builder, visit->protocol);
      json_builder_set_member_name (builder, "fault");
      if (visit->fault != NULL)
        json_builder_add_string_value (builder, visit->fault);
      else
        json_builder_add_null_value (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
xu_sandbox_tally_add (XuSandboxTally *self, JsonBuilder *builder)
{
  GHashTableIter iter;
  gpointer key, value;

  g_return_if_fail (self != NULL && JSON_IS_BUILDER (builder));

  json_builder_begin_object (builder);
  add_endpoints (self, builder);
  json_builder_set_member_name (builder, "protocols");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, self->protocols);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      json_builder_set_member_name (builder, key);
      json_builder_add_int_value (builder, GPOINTER_TO_UINT (value));
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "most_appends_in_flight");
  json_builder_add_int_value (builder, self->most_appends_in_flight);
  json_builder_set_member_name (builder, "connections");
  json_builder_add_int_value (builder, g_hash_table_size (self->connections));
  json_builder_set_member_name (builder, "bytes");
  json_builder_add_int_value (builder, (gint64) self->bytes);
  add_log (self, builder);
  json_builder_end_object (builder);
}

void
xu_sandbox_tally_free (XuSandboxTally *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->statuses);
  g_hash_table_unref (self->protocols);
  g_hash_table_unref (self->connections);
  g_queue_clear_full (&self->log, g_free);
  g_free (self);
}
