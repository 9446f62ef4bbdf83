/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as a server that listens. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-server.h"

#include <libsoup/soup.h>

#include "xu-error.h"
#include "xu-sandbox-request.h"
#include "xu-sandbox-tls.h"

struct _XuSandboxServer
{
  XuSandboxHouse house; /* owns limits, tally, faults and random */
  SoupServer *soup;     /* (owned) */
  GTlsCertificate *tls; /* (owned) (nullable) */
  char *ca_file;        /* (owned) (nullable) */
  char *url;            /* (owned) */
};

static void
request_started_cb (SoupServer *soup, SoupServerMessage *msg, gpointer user_data)
{
  XuSandboxServer *self = user_data;

  xu_sandbox_request_begin (&self->house, msg);
}

static void
handle_cb (SoupServer *soup,
           SoupServerMessage *msg,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  xu_sandbox_request_answer (msg);
}

static gboolean
parse_rules (XuSandboxServer *self, const XuSandboxOptions *options, GError **error)
{
  for (guint i = 0; options->rate_limits != NULL && options->rate_limits[i] != NULL; i++)
    {
      if (!xu_sandbox_limits_set (self->house.limits, options->rate_limits[i], error))
        return FALSE;
    }

  for (guint i = 0; options->faults != NULL && options->faults[i] != NULL; i++)
    {
      XuSandboxFault *fault = xu_sandbox_fault_parse (options->faults[i], error);

      if (fault == NULL)
        return FALSE;
      g_ptr_array_add (self->house.faults, fault);
    }

  return TRUE;
}

static gboolean
listen_at (XuSandboxServer *self, const char *text, guint16 port, GError **error)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (text);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (inet, port);
  g_autoptr (GError) local_error = NULL;

  if (!soup_server_listen (self->soup, address, self->tls != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0,
                           &local_error))
    {
      xu_error_set (error, XU_ERROR_NETWORK, "cannot listen at %s: %s", text, local_error->message);
      return FALSE;
    }

  return TRUE;
}

static char *
make_url (XuSandboxServer *self)
{
  GSList *uris = soup_server_get_uris (self->soup);
  g_autofree char *text = g_uri_to_string (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_strndup (text, strlen (text) - (g_str_has_suffix (text, "/") ? 1 : 0));
}

XuSandboxServer *
xu_sandbox_server_new (const XuSandboxOptions *options, XuSandboxState *state, GError **error)
{
  g_autoptr (XuSandboxServer) self = g_new0 (XuSandboxServer, 1);

  g_return_val_if_fail (options != NULL && state != NULL, NULL);

  self->house = (XuSandboxHouse){
    .options = options,
    .state = state,
    .limits = xu_sandbox_limits_new (),
    .tally = xu_sandbox_tally_new (),
    .faults = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sandbox_fault_free),
    .random = g_rand_new_with_seed (options->seed),
  };
  if (!parse_rules (self, options, error))
    return NULL;

  if (options->is_tls)
    {
      self->tls = xu_sandbox_tls_make (xu_sandbox_state_get_folder (state), options->address,
                                       &self->ca_file, error);
      if (self->tls == NULL)
        return NULL;
    }

  /* OAuth 1.0a signs the path as it was written. */
  self->soup = soup_server_new ("raw-paths", TRUE, "tls-certificate", self->tls, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_handler (self->soup, NULL, handle_cb, self, NULL);
  if (!listen_at (self, options->address, options->port, error))
    return NULL;

  self->url = make_url (self);
  return g_steal_pointer (&self);
}

const char *
xu_sandbox_server_get_url (XuSandboxServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

const char *
xu_sandbox_server_get_ca_file (XuSandboxServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ca_file;
}

void
xu_sandbox_server_free (XuSandboxServer *self)
{
  if (self == NULL)
    return;

  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_clear_object (&self->tls);
  xu_sandbox_limits_free (self->house.limits);
  xu_sandbox_tally_free (self->house.tally);
  g_ptr_array_unref (self->house.faults);
  g_rand_free (self->house.random);
  g_free (self->ca_file);
  g_free (self->url);
  g_free (self);
}
