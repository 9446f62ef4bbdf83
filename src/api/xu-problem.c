/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refusal means: from endpoint, status and words to a code that somebody can act on. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-problem.h"

#include <string.h>

#include "xu-error.h"
#include "xu-foreign-text.h"
#include "xu-json-reader.h"
#include "xu-problem-private.h"
#include "xu-problem-words.h"

static const gsize max_body_bytes = 200;

static const char *const endpoint_names[] = {
  [XU_ENDPOINT_INITIALIZE] = "initialize",   [XU_ENDPOINT_APPEND] = "append",
  [XU_ENDPOINT_FINALIZE] = "finalize",       [XU_ENDPOINT_STATUS] = "status",
  [XU_ENDPOINT_METADATA] = "metadata",       [XU_ENDPOINT_SUBTITLES] = "subtitles",
  [XU_ENDPOINT_CREATE_POST] = "create_post", [XU_ENDPOINT_DELETE_POST] = "delete_post",
  [XU_ENDPOINT_OWN_POSTS] = "own_posts",     [XU_ENDPOINT_ME] = "me",
};

const char *
xu_problem_endpoint_to_string (XuEndpoint endpoint)
{
  g_return_val_if_fail ((gsize) endpoint < G_N_ELEMENTS (endpoint_names), "unknown");

  return endpoint_names[endpoint];
}

gboolean
xu_problem_is_in_answer (GBytes *body)
{
  g_return_val_if_fail (body != NULL, FALSE);

  g_autoptr (XuJsonReader) root = xu_json_reader_new (body, NULL);

  return root == NULL
         || (xu_json_reader_has (root, "errors") && !xu_json_reader_has (root, "data"));
}

static gboolean
says (const XuProblemWords *words, const char *phrase)
{
  return words != NULL && strstr (words->haystack, phrase) != NULL;
}

static gboolean
is_type (const XuProblemWords *words, const char *type)
{
  return words != NULL && g_strcmp0 (words->type, type) == 0;
}

static gboolean
is_media_endpoint (XuEndpoint endpoint)
{
  return endpoint <= XU_ENDPOINT_SUBTITLES;
}

/* Errors in place of the data of a 2xx bring their own status; else the type tells. */
static guint
effective_status (const XuHttpResponse *response, const XuProblemWords *words)
{
  if (response->status < 200 || response->status > 299 || words == NULL)
    return response->status;
  if (words->status >= 400 && words->status <= 599)
    return (guint) words->status;
  if (is_type (words, "resource-not-found"))
    return 404;

  return 400;
}

static XuErrorCode
classify_forbidden (XuEndpoint endpoint, const XuProblemWords *words, gboolean is_empty)
{
  if (says (words, "client-not-enrolled") || says (words, "client-forbidden")
      || is_type (words, "client-not-enrolled") || is_type (words, "client-forbidden"))
    return XU_ERROR_APP_NOT_ENROLLED;
  if (says (words, "duplicate content"))
    return XU_ERROR_DUPLICATE_CONTENT;
  if (says (words, "longer than 2 minutes"))
    return XU_ERROR_TOO_LONG_FOR_ACCOUNT;
  if (is_type (words, "unsupported-authentication") || is_type (words, "oauth1-permissions")
      || says (words, "unsupported authentication") || says (words, "scope"))
    return XU_ERROR_SCOPE_MISSING;

  /* A token without media.write gets a bare 403; a page in place of it is somebody else's. */
  if (is_media_endpoint (endpoint)
      && (is_empty || (words != NULL && words->is_bare) || says (words, "not permitted")))
    return XU_ERROR_SCOPE_MISSING;

  return XU_ERROR_REJECTED;
}

static gboolean
is_about_media_id (const XuProblemWords *words)
{
  return says (words, "media id") || says (words, "media_id") || says (words, "mediaid");
}

static XuErrorCode
classify_rest (XuEndpoint endpoint, guint status, const XuProblemWords *words)
{
  switch (endpoint)
    {
    case XU_ENDPOINT_APPEND:
    case XU_ENDPOINT_FINALIZE:
    case XU_ENDPOINT_STATUS:
      if (status == 404 || status == 410)
        return XU_ERROR_MEDIA_EXPIRED;
      return status == 400 && is_about_media_id (words) ? XU_ERROR_MEDIA_EXPIRED
                                                        : XU_ERROR_REJECTED;

    case XU_ENDPOINT_METADATA:
    case XU_ENDPOINT_SUBTITLES:
      return is_about_media_id (words) ? XU_ERROR_MEDIA_EXPIRED : XU_ERROR_REJECTED;

    case XU_ENDPOINT_CREATE_POST:
      /* The id is only posted once it has succeeded: X that does not know it has forgotten it. */
      if (says (words, "not valid video") || (words != NULL && words->code == 324))
        return XU_ERROR_MEDIA_REFUSED;
      return says (words, "media ids are invalid") ? XU_ERROR_MEDIA_EXPIRED : XU_ERROR_REJECTED;

    case XU_ENDPOINT_INITIALIZE:
    case XU_ENDPOINT_DELETE_POST:
    case XU_ENDPOINT_OWN_POSTS:
    case XU_ENDPOINT_ME:
    default:
      return XU_ERROR_REJECTED;
    }
}

static XuErrorCode
classify (XuEndpoint endpoint, guint status, const XuProblemWords *words, gboolean is_empty)
{
  if (status < 400)
    return XU_ERROR_BAD_ANSWER;
  if (status == 408 || status >= 500)
    return XU_ERROR_SERVER;
  if (status == 401)
    return XU_ERROR_TOKEN_REFUSED;
  /* A cap by the month is no limit to wait for. */
  if (status == 402 || is_type (words, "credits-depleted") || is_type (words, "usage-capped"))
    return XU_ERROR_NO_CREDIT;
  if (status == 429)
    return XU_ERROR_RATE_LIMITED;
  if (status == 403)
    return classify_forbidden (endpoint, words, is_empty);

  return classify_rest (endpoint, status, words);
}

static char *
dup_printable (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *valid = g_utf8_make_valid (data, (gssize) MIN (length, max_body_bytes));

  return xu_foreign_text_clean (valid, max_body_bytes);
}

/* The refusal of a new post or alt text may repeat it in any sentence of its own, and a detail gets
 * into logs: so there it holds only names and numbers. */
static char *
dup_detail (XuEndpoint endpoint, const XuHttpResponse *response, const XuProblemWords *words)
{
  GString *detail = g_string_new (NULL);
  gsize length = g_bytes_get_size (response->body);

  g_string_printf (detail, "%s: HTTP %u", xu_problem_endpoint_to_string (endpoint),
                   response->status);

  if (words != NULL && words->type != NULL)
    g_string_append_printf (detail, ", type %s", words->type);
  if (words != NULL && words->code != -1)
    g_string_append_printf (detail, ", code %" G_GINT64_FORMAT, words->code);

  if (length == 0)
    {
      g_string_append (detail, ", empty body");
    }
  else if (endpoint == XU_ENDPOINT_CREATE_POST || endpoint == XU_ENDPOINT_METADATA)
    {
      if (words == NULL)
        g_string_append_printf (detail, ", unreadable body of %" G_GSIZE_FORMAT " bytes", length);
    }
  else if (words == NULL)
    {
      g_autofree char *printable = dup_printable (response->body);

      g_string_append_printf (detail, ": %s", printable);
    }
  else if (words->sentence != NULL)
    {
      g_string_append_printf (detail, ": %s", words->sentence);
    }

  return g_string_free (detail, FALSE);
}

GError *
xu_problem_to_error (XuEndpoint endpoint, const XuHttpResponse *response)
{
  g_autoptr (XuProblemWords) words = NULL;

  g_return_val_if_fail (response != NULL && response->body != NULL, NULL);

  words = xu_problem_words_read (response->body);

  XuErrorCode code = classify (endpoint, effective_status (response, words), words,
                               g_bytes_get_size (response->body) == 0);
  g_autofree char *detail = dup_detail (endpoint, response, words);
  GError *error = xu_error_new (code, "%s", detail);

  xu_error_set_http (error, response->status, response->rate_limit.retry_after_us);
  if (words != NULL)
    xu_error_set_reason (error, words->sentence);

  return error;
}

gboolean
xu_problem_is_about_encoding (const GError *error)
{
  static const char *const messages[] = {
    "must have content-type of application/json", /* X, May 2025, to multipart */
    "request body is not valid json",             /* X, days later, to the same */
  };
  guint status = xu_error_get_http_status (error);
  const char *reason = xu_error_get_reason (error);

  if (status == 415)
    return TRUE;
  if (status != 400 || reason == NULL)
    return FALSE;

  g_autofree char *lower = g_utf8_strdown (reason, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      if (strstr (lower, messages[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}
