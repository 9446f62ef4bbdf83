/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-check-report.h"
#include "xu-job-spec.h"
#include "xu-preparation.h"

G_BEGIN_DECLS

/**
 * xu_check_run_async:
 * @spec: what would be done; may have no paths
 *
 * Looks at files and text, sends nothing.
 */
void xu_check_run_async (XuJobSpec *spec,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/**
 * xu_check_run_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE
 *
 * Returns: (transfer full): what was found
 */
XuCheckReport *xu_check_run_finish (GAsyncResult *result, GError **error);

/* Returns: (transfer full): a finding as fronts see it */
XuCheckFinding *xu_check_finding_new (const XuPreparation *preparation, const XuFinding *found);

G_END_DECLS
