/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuRedirectKind:
 * @XU_REDIRECT_FOREIGN: another path, or nothing that can be read
 * @XU_REDIRECT_WRONG: the path of the callback, but not the answer to this question: another state,
 * no code, something twice
 * @XU_REDIRECT_CODE: somebody said yes
 * @XU_REDIRECT_REFUSED: somebody said no, or the server did
 */
typedef enum
{
  XU_REDIRECT_FOREIGN,
  XU_REDIRECT_WRONG,
  XU_REDIRECT_CODE,
  XU_REDIRECT_REFUSED,
} XuRedirectKind;

/**
 * xu_redirect_answer_parse:
 * @target: the target of a request, "/callback?code=…&state=…"
 * @path: the path of the redirect address
 * @state: the state that was asked with
 * @value: (out) (transfer full) (nullable): the code, a secret (free with xu_secret_free()); or why
 * it was refused: the `error` of RFC 6749 section 4.1.2.1, "access_denied"; else %NULL
 *
 * Pure.
 *
 * Returns: what it is
 */
XuRedirectKind
xu_redirect_answer_parse (const char *target, const char *path, const char *state, char **value);

/**
 * xu_redirect_answer_new_refusal:
 * @value: (nullable): why, as of xu_redirect_answer_parse()
 *
 * Returns: (transfer full): %XU_ERROR_NOT_SIGNED_IN with @value as its reason. "access_denied" is
 * the user's own No: nothing to complain about.
 */
GError *xu_redirect_answer_new_refusal (const char *value);

/**
 * xu_redirect_answer_read_pasted:
 * @text: the address that the browser came to, as it was pasted: white space around it, and a
 * missing "http://", do not matter
 * @redirect_uri: as in the authorize page's address
 * @state: the state that was asked with
 * @error: return location: %XU_ERROR_USAGE when that is not the address, %XU_ERROR_NOT_SIGNED_IN as
 * xu_redirect_answer_new_refusal()
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable): the code, a secret; free with xu_secret_free()
 */
char *xu_redirect_answer_read_pasted (const char *text,
                                      const char *redirect_uri,
                                      const char *state,
                                      GError **error);

G_END_DECLS
