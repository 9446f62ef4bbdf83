/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about media: whatever is decoded keeps what the headers promise. */

#include "config.h"

#include "fuzz-target.h"

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-json-reader.h"
#include "xu-media-decoder.h"

static void
try_upload (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaUpload) upload = xu_media_decoder_upload (body, &error);

  g_assert ((upload == NULL) == g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER));
  g_assert (upload == NULL || xu_json_reader_is_id (upload->media_id));
}

static void
try_status (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaStatus) status = xu_media_decoder_status (body, &error);

  g_assert ((status == NULL) == g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER));
  if (status == NULL)
    return;

  g_assert (xu_json_reader_is_id (status->media_id));
  g_assert (xu_processing_state_to_string (status->state) != NULL);
  g_assert (status->percent == -1.0 || (status->percent >= 0.0 && status->percent <= 100.0));
  g_assert (status->error_message == NULL || g_utf8_validate (status->error_message, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);

  try_upload (body);
  try_status (body);
  xu_media_decoder_acknowledgement (body, NULL);

  return 0;
}
