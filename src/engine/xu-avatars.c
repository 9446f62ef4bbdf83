/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of users, as files of the cache. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-avatars.h"

#include "xu-account-facts.h"
#include "xu-error.h"
#include "xu-http-client.h"

char *
xu_avatars_dup_path (const XuSignInRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  g_autofree char *id = xu_account_facts_make_id (record->server, record->user_id);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);

  return g_build_filename (g_get_user_cache_dir (), "xuploader", "avatars", hash, NULL);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, XU_ERROR, XU_ERROR_STORAGE, "avatar: %s", error->message);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (XuHttpResponse) response
      = xu_http_client_send_finish (XU_HTTP_CLIENT (source), result, &error);
  const char *path = g_task_get_task_data (task);

  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (response->status != 200 || response->content_type == NULL
      || !g_str_has_prefix (response->content_type, "image/"))
    {
      g_task_return_new_error (task, XU_ERROR, XU_ERROR_BAD_ANSWER, "avatar: HTTP %u, no picture",
                               response->status);
      return;
    }

  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_mkdir_with_parents (folder, 0700);
  g_file_replace_contents_bytes_async (file, response->body, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                       g_task_get_cancellable (task), saved_cb,
                                       g_object_ref (task));
}

/* Returns: (transfer full) (nullable): "https://pbs.twimg.com", and what comes after it in @path */
static char *
split (const char *url, char **path)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_path (uri) != '/')
    return NULL;

  const char *query = g_uri_get_query (uri);

  *path = query != NULL ? g_strconcat (g_uri_get_path (uri), "?", query, NULL)
                        : g_strdup (g_uri_get_path (uri));
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), g_uri_get_userinfo (uri),
                     g_uri_get_host (uri), g_uri_get_port (uri), "", NULL, NULL);
}

void
xu_avatars_fetch_async (const XuSignInRecord *record,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (record != NULL && record->avatar_url != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *path = NULL;
  g_autofree char *origin = split (record->avatar_url, &path);
  g_autoptr (XuHttpClient) client = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, xu_avatars_fetch_async);
  g_task_set_name (task, "[xu] fetch an avatar");
  g_task_set_task_data (task, xu_avatars_dup_path (record), g_free);
  /* A server must not make us visit what listens on this machine, but itself. */
  if (origin == NULL
      || (!g_str_has_prefix (origin, "https://") && !g_str_equal (origin, record->server)))
    g_task_return_new_error (task, XU_ERROR, XU_ERROR_BAD_ANSWER, "avatar: no address for us");
  else if ((client = xu_http_client_new (origin, NULL, &error)) == NULL)
    g_task_return_error (task, error);
  else
    {
      XuHttpRequest *request = xu_http_request_new ("GET", path);

      request->is_repeatable = TRUE;
      xu_http_client_send_async (client, NULL, request, cancellable, answered_cb,
                                 g_object_ref (task));
    }
}

gboolean
xu_avatars_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_avatars_fetch_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
xu_avatars_remove (const XuSignInRecord *record)
{
  g_return_if_fail (record != NULL);

  g_autofree char *path = xu_avatars_dup_path (record);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_delete_async (file, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}
