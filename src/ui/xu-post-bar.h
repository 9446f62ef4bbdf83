/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-composer-plan.h"
#include "xu-job-item.h"

G_BEGIN_DECLS

/**
 * XuPostBar:
 *
 * What stays at hand below a composer: where the post goes, what will happen to it, and the button
 * that posts it, or takes the wish back: the actions composer.post and composer.withdraw.
 */
#define XU_TYPE_POST_BAR (xu_post_bar_get_type ())
G_DECLARE_FINAL_TYPE (XuPostBar, xu_post_bar, XU, POST_BAR, GtkWidget)

/**
 * xu_post_bar_set_accounts:
 * @self: a bar
 * @accounts: (transfer none): a list of #XuAccount: what the post can become another one's of, by
 * the action win.switch-account
 */
void xu_post_bar_set_accounts (XuPostBar *self, GListModel *accounts);

/**
 * xu_post_bar_set_destination:
 * @self: a bar
 * @item: (transfer none): whose account the post goes to
 */
void xu_post_bar_set_destination (XuPostBar *self, XuJobItem *item);

/**
 * xu_post_bar_set_plan:
 * @self: a bar
 * @plan: what can be done with the post
 * @problem: (nullable): why it cannot be posted as it is, a sentence
 *
 * The bar hides itself when there is nothing to say.
 */
void xu_post_bar_set_plan (XuPostBar *self, const XuComposerPlan *plan, const char *problem);

G_END_DECLS
