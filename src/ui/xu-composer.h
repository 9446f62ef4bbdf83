/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-job-item.h"

G_BEGIN_DECLS

/**
 * XuComposer:
 *
 * Where the post of one job is written and looked at. What the user changes goes to the job by
 * itself: choices at once, text when the keys have rested a moment, all of it before the composer
 * shows another job. What is changed elsewhere meanwhile never replaces what somebody writes here.
 *
 * Properties: "item" (XuJobItem, nullable).
 *
 * Actions: composer.post, composer.withdraw; composer.split, which leaves the rest to job.split.
 */
#define XU_TYPE_COMPOSER (xu_composer_get_type ())
G_DECLARE_FINAL_TYPE (XuComposer, xu_composer, XU, COMPOSER, GtkWidget)

GtkWidget *xu_composer_new (void);

/**
 * xu_composer_set_item:
 * @self: a composer
 * @item: (nullable): the job to show; the edits of the one before are handed over first
 */
void xu_composer_set_item (XuComposer *self, XuJobItem *item);

/**
 * xu_composer_set_accounts:
 * @self: a composer
 * @accounts: (transfer none): a list of #XuAccount: whose a post can become, by win.switch-account
 */
void xu_composer_set_accounts (XuComposer *self, GListModel *accounts);

/**
 * xu_composer_flush:
 * @self: a composer
 *
 * Hands over to the job what was written and not handed over yet.
 */
void xu_composer_flush (XuComposer *self);

G_END_DECLS
