/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * XuTaskCrowd:
 *
 * Tasks of one context that all wait for the same thing. Each can be cancelled alone.
 */
typedef struct _XuTaskCrowd XuTaskCrowd;

XuTaskCrowd *xu_task_crowd_new (void);

/**
 * xu_task_crowd_free:
 * @self: (transfer full): a crowd of nobody
 */
void xu_task_crowd_free (XuTaskCrowd *self);

/**
 * xu_task_crowd_add:
 * @self: a crowd, which must live as long as the task's source object
 * @task: (transfer full): returns a boolean, with the others, or as %G_IO_ERROR_CANCELLED as soon
 * as its cancellable says so
 */
void xu_task_crowd_add (XuTaskCrowd *self, GTask *task);

/**
 * xu_task_crowd_answer:
 * @self: a crowd; who comes while it is answered waits for the next time
 * @error: (nullable): what all get a copy of; none: they get %TRUE
 */
void xu_task_crowd_answer (XuTaskCrowd *self, const GError *error);

G_END_DECLS
