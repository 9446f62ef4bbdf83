/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-media-api.h"

G_BEGIN_DECLS

/**
 * xu_media_decoder_upload:
 * @body: the 2xx answer of INITIALIZE
 * @error: return location: %XU_ERROR_BAD_ANSWER with the path of the wrong field
 *
 * Returns: (transfer full) (nullable): the upload
 */
XuMediaUpload *xu_media_decoder_upload (GBytes *body, GError **error);

/**
 * xu_media_decoder_status:
 * @body: the 2xx answer of FINALIZE or STATUS
 * @error: return location: %XU_ERROR_BAD_ANSWER with the path of the wrong field
 *
 * Returns: (transfer full) (nullable): the status
 */
XuMediaStatus *xu_media_decoder_status (GBytes *body, GError **error);

/**
 * xu_media_decoder_acknowledgement:
 * @body: the 2xx answer of APPEND, metadata or subtitles: may be empty
 * @error: return location: %XU_ERROR_BAD_ANSWER when it is something else than X's (a captive
 *   portal's page), or holds errors and no data
 *
 * Returns: %TRUE when X has taken it
 */
gboolean xu_media_decoder_acknowledgement (GBytes *body, GError **error);

G_END_DECLS
