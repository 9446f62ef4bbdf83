/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-http-response.h"
#include "xu-oauth2-tokens.h"

G_BEGIN_DECLS

/**
 * xu_oauth2_answer_to_tokens:
 * @response: of the token endpoint, of whatever status
 * @now_s: Unix seconds when it came
 * @error: return location: %XU_ERROR_TOKEN_REFUSED (the code or the refresh token is not or no
 * longer good), %XU_ERROR_NOT_SIGNED_IN (the app itself is refused: wrong client id or secret,
 * wrong kind of client, wrong redirect address), %XU_ERROR_APP_NOT_ENROLLED,
 * %XU_ERROR_RATE_LIMITED, %XU_ERROR_SERVER, %XU_ERROR_BAD_ANSWER (no tokens, or none that may be
 * used), %XU_ERROR_REJECTED (anything else). X's `error_description` is the reason; no part of the
 * answer is in the detail.
 *
 * RFC 6749 sections 5.1 and 5.2. Pure.
 *
 * Returns: (transfer full) (nullable): the tokens
 */
XuOauth2Tokens *
xu_oauth2_answer_to_tokens (const XuHttpResponse *response, gint64 now_s, GError **error);

/**
 * xu_oauth2_answer_check_revoked:
 * @response: of the revoke endpoint
 * @error: return location: as xu_oauth2_answer_to_tokens()
 *
 * Returns: whether the token is good for nothing any more; one that the server did not know is not
 * (RFC 7009 section 2.2)
 */
gboolean xu_oauth2_answer_check_revoked (const XuHttpResponse *response, GError **error);

G_END_DECLS
