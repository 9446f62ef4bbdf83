/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-http-response.h"

G_BEGIN_DECLS

/**
 * XuEndpoint:
 *
 * What was asked: the same status means different things in different places.
 */
typedef enum
{
  XU_ENDPOINT_INITIALIZE,
  XU_ENDPOINT_APPEND,
  XU_ENDPOINT_FINALIZE,
  XU_ENDPOINT_STATUS,
  XU_ENDPOINT_METADATA,
  XU_ENDPOINT_SUBTITLES,
  XU_ENDPOINT_CREATE_POST,
  XU_ENDPOINT_DELETE_POST,
  XU_ENDPOINT_OWN_POSTS,
  XU_ENDPOINT_ME,
} XuEndpoint;

/**
 * xu_problem_to_error:
 * @endpoint: what was asked
 * @response: an answer whose status is not 2xx, or that holds errors or something unreadable in
 *   place of its data
 *
 * Reads application/problem+json, `{"errors":[…]}` and the edge's empty, HTML or text bodies. The
 * error carries the HTTP status, the retry time, X's own words as its reason, and at most 200 bytes
 * of an unreadable body in its detail. For a new post the detail holds only numbers and names,
 * because X's sentences may quote the post; they are in the reason, which is for people and not for
 * logs.
 *
 * Returns: (transfer full): an error of %XU_ERROR
 */
GError *xu_problem_to_error (XuEndpoint endpoint, const XuHttpResponse *response);

/**
 * xu_problem_is_about_encoding:
 * @error: (nullable): an error of an append
 *
 * Returns: %TRUE when X refused the encoding of the body (400 or 415 about the content type or
 * about JSON) rather than what it holds
 */
gboolean xu_problem_is_about_encoding (const GError *error);

G_END_DECLS
