/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer before it is sent, in the shapes that X uses. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint status;
  const char *content_type; /* (nullable): static; NULL: an answer without body */
  GPtrArray *bodies;        /* (owned) (element-type GBytes): the body, in pieces */
  GPtrArray *headers;       /* (owned) (element-type utf8): name, value, name, value… */
} XuSandboxAnswer;

/**
 * xu_sandbox_answer_new:
 * @status: HTTP status
 * @content_type: (nullable): static string, %NULL for no body
 * @body: (nullable) (transfer full): its bytes
 *
 * Returns: (transfer full): an answer
 */
XuSandboxAnswer *xu_sandbox_answer_new (guint status, const char *content_type, GBytes *body);

/**
 * xu_sandbox_answer_new_json:
 * @status: HTTP status
 * @builder: a builder whose root is complete
 *
 * Returns: (transfer full): an answer of type application/json
 */
XuSandboxAnswer *xu_sandbox_answer_new_json (guint status, JsonBuilder *builder);

/**
 * xu_sandbox_answer_new_problem:
 * @status: HTTP status
 * @title: short title
 * @type: (nullable): last part of the problem's type, such as "resource-not-found"; %NULL:
 * about:blank
 * @detail_format: printf() format of the detail
 *
 * Returns: (transfer full): an answer of type application/problem+json (RFC 9457)
 */
XuSandboxAnswer *xu_sandbox_answer_new_problem (guint status,
                                                const char *title,
                                                const char *type,
                                                const char *detail_format,
                                                ...) G_GNUC_PRINTF (4, 5);

/**
 * xu_sandbox_answer_new_invalid:
 * @parameter: (nullable): what was wrong
 * @value: (nullable): its value
 * @message_format: printf() format of what is wrong about it
 *
 * Returns: (transfer full): 400 in X's shape for invalid requests: a problem with `errors`
 */
XuSandboxAnswer *xu_sandbox_answer_new_invalid (const char *parameter,
                                                const char *value,
                                                const char *message_format,
                                                ...) G_GNUC_PRINTF (3, 4);

/**
 * xu_sandbox_answer_add_header:
 * @answer: an answer
 * @name: header name
 * @value: header value
 */
void xu_sandbox_answer_add_header (XuSandboxAnswer *answer, const char *name, const char *value);

void xu_sandbox_answer_free (XuSandboxAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxAnswer, xu_sandbox_answer_free)

G_END_DECLS
