/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuRemedy:
 * @XU_REMEDY_RESUME: go on, nothing has to change
 * @XU_REMEDY_TRY_AGAIN: the same again, once what was wrong is right
 * @XU_REMEDY_CHANGE_TEXT: post with another text
 * @XU_REMEDY_CHOOSE_AGAIN: say where the file is now
 * @XU_REMEDY_START_AGAIN: upload the file as it is now
 * @XU_REMEDY_LOOK_AGAIN: look for a post that may exist
 * @XU_REMEDY_CONFIRM: post again, because the user has seen that it does not exist
 * @XU_REMEDY_LEAVE_OUT: post without what X has not taken
 *
 * What a user can do about a job that failed. Fronts make buttons or commands of them.
 */
typedef enum
{
  XU_REMEDY_RESUME = 1 << 0,
  XU_REMEDY_TRY_AGAIN = 1 << 1,
  XU_REMEDY_CHANGE_TEXT = 1 << 2,
  XU_REMEDY_CHOOSE_AGAIN = 1 << 3,
  XU_REMEDY_START_AGAIN = 1 << 4,
  XU_REMEDY_LOOK_AGAIN = 1 << 5,
  XU_REMEDY_CONFIRM = 1 << 6,
  XU_REMEDY_LEAVE_OUT = 1 << 7,
} XuRemedy;

/**
 * xu_remedies_for:
 * @error: why a job failed
 * @has_begun: whether its files were opened at all; otherwise nothing may be known of it
 * @is_uploaded: whether the server has all of them, so that only the post can be at fault
 *
 * Pure.
 *
 * Returns: what can be done, in the order of the values the better first; none where it needs
 * another file, or another account
 */
XuRemedy xu_remedies_for (const GError *error, gboolean has_begun, gboolean is_uploaded);

G_END_DECLS
