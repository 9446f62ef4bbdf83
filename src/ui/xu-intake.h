/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuIntake:
 *
 * Takes files, wherever they come from (dropped, chosen, pasted, opened with us), and makes jobs of
 * them: drafts, which begin to go up at once.
 *
 * Signals:
 *   "accepted" (job: XuJob, n_jobs: uint)    the first of the jobs that were added
 *   "refused" (reasons: GStrv, may_choose: boolean)   a sentence for each file that cannot be
 *     posted; whether choosing it in a dialog may help, because a sandbox hides it
 *   "account-wanted" (void)    there is nobody to post as: call xu_intake_go_on() when there is, or
 *     xu_intake_forget()
 */
#define XU_TYPE_INTAKE (xu_intake_get_type ())
G_DECLARE_FINAL_TYPE (XuIntake, xu_intake, XU, INTAKE, GObject)

/**
 * xu_intake_new:
 * @engine: gets the jobs
 * @accounts: of XuAccount: whom posts may be of
 * @settings: of org.example.XUploader
 *
 * Returns: (transfer full): an intake
 */
XuIntake *xu_intake_new (XuEngine *engine, GListModel *accounts, GSettings *settings);

/**
 * xu_intake_add:
 * @self: an intake
 * @files: (array length=n_files): files; those without a path are refused
 * @n_files: how many
 */
void xu_intake_add (XuIntake *self, GFile *const *files, gsize n_files);

/* Makes jobs of what waits for an account. */
void xu_intake_go_on (XuIntake *self);

/* What waits for an account is not wanted any more. */
void xu_intake_forget (XuIntake *self);

G_END_DECLS
