/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-job-item.h"
#include "xu-job-verbs.h"

G_BEGIN_DECLS

/**
 * XuJobActions:
 *
 * What can be done with the chosen job, as a group of actions "job.…": each is enabled as long as
 * it makes sense, so that buttons, menus and shortcuts need not know. What needs a window (a file
 * chooser, a question, a browser, the clipboard) is asked for by the signal "asked"
 * (verb: XuJobVerbs as uint), which the window answers.
 */
#define XU_TYPE_JOB_ACTIONS (xu_job_actions_get_type ())
G_DECLARE_FINAL_TYPE (XuJobActions, xu_job_actions, XU, JOB_ACTIONS, GObject)

XuJobActions *xu_job_actions_new (void);

/* Returns: (transfer none): to be inserted as "job" */
GActionGroup *xu_job_actions_get_group (XuJobActions *self);

/**
 * xu_job_actions_set_item:
 * @self: actions
 * @item: (nullable): whose job they work on from now on
 */
void xu_job_actions_set_item (XuJobActions *self, XuJobItem *item);

/* Returns: what can be done with a job now */
XuJobVerbs xu_job_actions_get_verbs (XuEngine *engine, XuJob *job);

G_END_DECLS
