/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-job-spec.h"

G_BEGIN_DECLS

/**
 * XuPostOptions:
 *
 * Who can reply to a post, and what has to be said of it.
 *
 * Signals: changed (void): the user has chosen something.
 */
#define XU_TYPE_POST_OPTIONS (xu_post_options_get_type ())
G_DECLARE_FINAL_TYPE (XuPostOptions, xu_post_options, XU, POST_OPTIONS, AdwPreferencesGroup)

/* Shows what @spec says. */
void xu_post_options_load (XuPostOptions *self, const XuJobSpec *spec);

/* Writes into @spec, which is not shared yet, what is shown. */
void xu_post_options_apply (XuPostOptions *self, XuJobSpec *spec);

/**
 * xu_post_options_get_reply_words:
 * @reply_settings: (nullable): as a job's spec has them
 *
 * Returns: (transfer none): who can reply then, in the user's language
 */
const char *xu_post_options_get_reply_words (const char *reply_settings);

G_END_DECLS
