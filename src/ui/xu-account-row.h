/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuAccountRow:
 *
 * An account of the preferences: a radio button that says whether new posts belong to it, what is
 * known of it, and what can be done with it.
 *
 * Signals: "sign-in-again", "sign-out": wanted by the user.
 */
#define XU_TYPE_ACCOUNT_ROW (xu_account_row_get_type ())
G_DECLARE_FINAL_TYPE (XuAccountRow, xu_account_row, XU, ACCOUNT_ROW, AdwExpanderRow)

/**
 * xu_account_row_new:
 * @engine: (transfer none): has the account
 * @account: (transfer none): whose row it is
 * @group: (transfer none): makes radio buttons of the rows' buttons, of a single one's too
 *
 * Returns: (transfer full): a row
 */
XuAccountRow *xu_account_row_new (XuEngine *engine, XuAccount *account, GtkCheckButton *group);

/* Returns: (transfer none): whose row it is */
XuAccount *xu_account_row_get_account (XuAccountRow *self);

/* Returns: (transfer none): its radio button */
GtkCheckButton *xu_account_row_get_button (XuAccountRow *self);

G_END_DECLS
