/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-state.h"

G_BEGIN_DECLS

/**
 * xu_phase_words_get:
 * @state: what a job does
 *
 * Returns: (transfer none): the phase in words, "Uploading"
 */
const char *xu_phase_words_get (XuJobState state);

/**
 * xu_phase_words_dup_wait:
 * @reason: why a job waits
 * @until: Unix seconds; 0 or less: not known
 *
 * Returns: (transfer full): "Rate limit of X: continues at 14:32"
 */
char *xu_phase_words_dup_wait (XuJobWait reason, gint64 until);

G_END_DECLS
