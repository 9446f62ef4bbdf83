/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-api.h"
#include "xu-problem.h"

G_BEGIN_DECLS

/**
 * xu_api_new_task:
 *
 * Returns: (transfer full): a task for one exchange. It does not look at @cancellable when it
 *   returns: xu_http_client_send_async() does that, and an answer that did come counts even if the
 *   wish to cancel came with it; a post must not be lost from sight so.
 */
GTask *xu_api_new_task (XuApi *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data,
                        gpointer source_tag,
                        const char *name);

/**
 * xu_api_exchange:
 * @self: the API
 * @endpoint: what is asked; its row in xu-api.c says how the answer is read
 * @request: (transfer full) (nullable): what is sent
 * @error: (transfer full) (nullable): why there is no @request; then the task gets it
 * @task: (transfer full): gets the result as a pointer (for an answer without content
 *   GINT_TO_POINTER (TRUE)), or an error; a status other than 2xx becomes one by
 *   xu_problem_to_error()
 */
void xu_api_exchange (XuApi *self,
                      XuEndpoint endpoint,
                      XuHttpRequest *request,
                      GError *error,
                      GTask *task);

G_END_DECLS
