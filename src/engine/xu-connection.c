/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server, who is signed in there, and what is known of it from earlier uploads. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-connection.h"

#include <string.h>

#include "xu-bearer-authorizer.h"
#include "xu-credentials.h"

static const char *const encoding_names[]
    = { [XU_APPEND_MULTIPART] = "multipart", [XU_APPEND_JSON] = "json" };

XuConnection *
xu_connection_new (const char *server, const char *user_id, const XuUploadOptions *options)
{
  g_return_val_if_fail (server != NULL && options != NULL, NULL);

  XuConnection *self = g_rc_box_new0 (XuConnection);

  self->server = g_strdup (server);
  self->user_id = g_strdup (user_id);
  self->learnt_encoding = xu_upload_options_default.encoding;
  self->options = *options;
  self->remembered = *options;
  self->remembered.encoding = self->learnt_encoding;

  return self;
}

static void
connection_clear (XuConnection *self)
{
  g_clear_object (&self->api);
  g_clear_object (&self->client);
  g_clear_error (&self->credentials_error);
  g_free (self->server);
  g_free (self->user_id);
}

XuConnection *
xu_connection_ref (XuConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

void
xu_connection_unref (XuConnection *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, (GDestroyNotify) connection_clear);
}

/* What jobs belong to must not depend on how its address was written. */
char *
xu_connection_dup_server (const char *base_url)
{
  g_return_val_if_fail (base_url != NULL, NULL);

  g_autofree char *server = g_ascii_strdown (base_url, -1);

  while (g_str_has_suffix (server, "/"))
    server[strlen (server) - 1] = '\0';

  return g_steal_pointer (&server);
}

XuAuthorizer *
xu_connection_find_authorizer (const char *access_token, GError **error)
{
  g_auto (GStrv) environment = NULL;

  if (access_token != NULL)
    return xu_bearer_authorizer_new (access_token, error);

  environment = g_get_environ ();
  return xu_credentials_from_environment (environment, error);
}

gboolean
xu_connection_is_at (const XuConnection *self, const XuConnectionWay *way)
{
  g_return_val_if_fail (self != NULL && way != NULL, FALSE);

  if (self->api == NULL || way->authorizer == NULL)
    return FALSE;

  g_autofree char *ours = xu_api_dup_credentials (self->api);
  g_autofree char *theirs = xu_authorizer_dup_fingerprint (way->authorizer);
  g_autofree char *base_url = xu_connection_dup_server (way->base_url);
  g_autofree char *our_url = xu_connection_dup_server (xu_http_client_get_base_url (self->client));

  return g_str_equal (our_url, base_url) && g_str_equal (ours, theirs);
}

gboolean
xu_connection_open (XuConnection *self, const XuConnectionWay *way, GError **error)
{
  g_return_val_if_fail (self != NULL && way != NULL, FALSE);
  g_return_val_if_fail ((way->authorizer != NULL) != (way->credentials_error != NULL), FALSE);

  g_autoptr (XuHttpClient) client = xu_http_client_new (way->base_url, way->ca_file, error);

  if (client == NULL)
    return FALSE;

  g_clear_object (&self->api);
  g_clear_error (&self->credentials_error);
  g_set_object (&self->client, client);
  if (way->authorizer != NULL)
    self->api = xu_api_new (client, way->authorizer);
  else
    self->credentials_error = g_error_copy (way->credentials_error);

  return TRUE;
}

void
xu_connection_close (XuConnection *self, const GError *error)
{
  g_return_if_fail (self != NULL && error != NULL);

  g_clear_object (&self->api);
  g_clear_error (&self->credentials_error);
  self->credentials_error = g_error_copy (error);
}

gboolean
xu_connection_is_local (const XuConnection *self)
{
  g_return_val_if_fail (self != NULL && self->client != NULL, FALSE);

  return xu_http_client_is_loopback (self->client);
}

void
xu_connection_set_options (XuConnection *self, const XuUploadOptions *options)
{
  g_return_if_fail (self != NULL && options != NULL);

  const XuUploadOptions learnt = self->options;

  if (!learnt.is_encoding_chosen)
    self->learnt_encoding = learnt.encoding;

  self->options = *options;
  self->options.segment_ceiling = learnt.segment_ceiling;
  self->options.segment_refused = learnt.segment_refused;
  self->options.is_sequential = learnt.is_sequential;
  if (!options->is_encoding_chosen)
    self->options.encoding = self->learnt_encoding;
}

void
xu_connection_recall (XuConnection *self, XuJournal *journal)
{
  g_return_if_fail (self != NULL && journal != NULL);

  g_autoptr (XuServerRecord) record = xu_journal_find_server (journal, self->server);

  if (record == NULL)
    return;

  self->options.segment_ceiling = record->segment_ceiling;
  self->options.segment_refused = record->segment_refused;
  self->options.is_sequential = record->is_sequential;
  if (g_strcmp0 (record->encoding, encoding_names[XU_APPEND_JSON]) == 0)
    self->learnt_encoding = XU_APPEND_JSON;
  if (!self->options.is_encoding_chosen)
    self->options.encoding = self->learnt_encoding;
  self->remembered = self->options;
  self->remembered.encoding = self->learnt_encoding;
}

void
xu_connection_remember (XuConnection *self, XuJournal *journal)
{
  g_return_if_fail (self != NULL && journal != NULL);

  const XuUploadOptions *now = &self->options;
  const XuUploadOptions *then = &self->remembered;
  XuAppendEncoding encoding = now->is_encoding_chosen ? self->learnt_encoding : now->encoding;
  XuServerRecord record = { .segment_ceiling = now->segment_ceiling,
                            .segment_refused = now->segment_refused,
                            .encoding = (char *) encoding_names[encoding],
                            .is_sequential = now->is_sequential };
  g_autoptr (GError) error = NULL;

  if (now->segment_ceiling == then->segment_ceiling && now->segment_refused == then->segment_refused
      && encoding == then->encoding && now->is_sequential == then->is_sequential)
    return;

  self->remembered = *now;
  self->remembered.encoding = encoding;
  if (!xu_journal_save_server (journal, self->server, &record, &error))
    g_debug ("what was learnt about the server is not kept: %s", error->message);
}
