/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What X answers about media: JSON into structs, and nothing else. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-media-decoder.h"

#include "xu-json-reader.h"

void
xu_media_upload_free (XuMediaUpload *upload)
{
  if (upload == NULL)
    return;

  g_free (upload->media_id);
  g_free (upload->media_key);
  g_free (upload);
}

XuMediaUpload *
xu_media_decoder_upload (GBytes *body, GError **error)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (XuJsonReader) data = NULL;
  g_autoptr (XuMediaUpload) upload = g_new0 (XuMediaUpload, 1);

  g_return_val_if_fail (body != NULL, NULL);

  upload->expires_after_s = -1;

  if ((root = xu_json_reader_new (body, error)) == NULL
      || !xu_json_reader_read_object (root, "data", XU_JSON_REQUIRED, &data, error)
      || !xu_json_reader_read_id (data, "id", &upload->media_id, error)
      || !xu_json_reader_read_string (data, "media_key", XU_JSON_OPTIONAL, &upload->media_key,
                                      error)
      || !xu_json_reader_read_int (data, "expires_after_secs", XU_JSON_OPTIONAL,
                                   &upload->expires_after_s, error))
    return NULL;

  return g_steal_pointer (&upload);
}

static XuProcessingState
state_from_string (const char *state)
{
  if (g_strcmp0 (state, "pending") == 0)
    return XU_PROCESSING_PENDING;
  if (g_strcmp0 (state, "succeeded") == 0)
    return XU_PROCESSING_SUCCEEDED;
  if (g_strcmp0 (state, "failed") == 0)
    return XU_PROCESSING_FAILED;

  return XU_PROCESSING_IN_PROGRESS;
}

/* An error of whatever form ends the processing; only what it says of itself is optional. */
static void
read_processing_error (const XuJsonReader *info, XuMediaStatus *status)
{
  g_autoptr (XuJsonReader) failure = NULL;

  if (!xu_json_reader_has (info, "error"))
    return;

  status->state = XU_PROCESSING_FAILED;
  if (xu_json_reader_read_object (info, "error", XU_JSON_REQUIRED, &failure, NULL))
    {
      xu_json_reader_read_string (failure, "name", XU_JSON_OPTIONAL, &status->error_name, NULL);
      xu_json_reader_read_string (failure, "message", XU_JSON_OPTIONAL, &status->error_message,
                                  NULL);
    }
  else
    {
      xu_json_reader_read_string (info, "error", XU_JSON_REQUIRED, &status->error_message, NULL);
    }
}

static gboolean
read_processing_info (const XuJsonReader *info, XuMediaStatus *status, GError **error)
{
  g_autofree char *state = NULL;
  double percent = -1.0;

  /* First: a number of the wrong type beside it must not hide the error. */
  read_processing_error (info, status);
  if (status->state == XU_PROCESSING_FAILED)
    return TRUE;

  if (!xu_json_reader_read_string (info, "state", XU_JSON_OPTIONAL, &state, error)
      || !xu_json_reader_read_double (info, "progress_percent", XU_JSON_OPTIONAL, &percent, error)
      || !xu_json_reader_read_int (info, "check_after_secs", XU_JSON_OPTIONAL,
                                   &status->check_after_s, error))
    return FALSE;

  status->state = state_from_string (state);
  if (xu_json_reader_has (info, "progress_percent"))
    status->percent = CLAMP (percent, 0.0, 100.0);

  return TRUE;
}

XuMediaStatus *
xu_media_decoder_status (GBytes *body, GError **error)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (XuJsonReader) data = NULL;
  g_autoptr (XuJsonReader) info = NULL;
  g_autoptr (XuMediaStatus) status = g_new0 (XuMediaStatus, 1);

  g_return_val_if_fail (body != NULL, NULL);

  status->state = XU_PROCESSING_SUCCEEDED;
  status->percent = -1.0;
  status->check_after_s = -1;

  if ((root = xu_json_reader_new (body, error)) == NULL
      || !xu_json_reader_read_object (root, "data", XU_JSON_REQUIRED, &data, error)
      || !xu_json_reader_read_id (data, "id", &status->media_id, error)
      || !xu_json_reader_read_object (data, "processing_info", XU_JSON_OPTIONAL, &info, error)
      || (info != NULL && !read_processing_info (info, status, error)))
    return NULL;

  return g_steal_pointer (&status);
}

gboolean
xu_media_decoder_acknowledgement (GBytes *body, GError **error)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (XuJsonReader) data = NULL;

  g_return_val_if_fail (body != NULL, FALSE);

  if (g_bytes_get_size (body) == 0)
    return TRUE;

  if ((root = xu_json_reader_new (body, error)) == NULL)
    return FALSE;

  return xu_json_reader_read_object (
      root, "data", xu_json_reader_has (root, "errors") ? XU_JSON_REQUIRED : XU_JSON_OPTIONAL,
      &data, error);
}
