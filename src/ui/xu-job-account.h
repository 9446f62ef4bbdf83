/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuJobAccount:
 *
 * Whose post a job is, as long as somebody wants to know: accounts come and go, and may wait for a
 * sign-in.
 *
 * Signals: "changed": it is another one, or something about it is different.
 */
#define XU_TYPE_JOB_ACCOUNT (xu_job_account_get_type ())
G_DECLARE_FINAL_TYPE (XuJobAccount, xu_job_account, XU, JOB_ACCOUNT, GObject)

/**
 * xu_job_account_new:
 * @engine: (transfer none): has the accounts
 * @job: (transfer none): a job
 *
 * Returns: (transfer full): whose it is
 */
XuJobAccount *xu_job_account_new (XuEngine *engine, XuJob *job);

/* Returns: (transfer none) (nullable): the account; %NULL: nobody's who is here */
XuAccount *xu_job_account_get (XuJobAccount *self);

G_END_DECLS
