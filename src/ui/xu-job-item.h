/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuJobItem:
 *
 * A job in words and pictures: what rows, the panel of its state and its composer show. One for
 * each XuJob, in the model of the window.
 *
 * Properties, all read-only: "job" (XuJob); "title" (string: the names of its files); "facts"
 * (string: "0:42 · 1920 × 1080 · 12.3 MB"); "phase" (string: what it does, or why it waits);
 * "details" (string: how far it is, or what to do; may be empty); "fraction" (double: 0 to 1; -1:
 * nothing to measure); "thumbnail" (GdkPaintable, nullable: while somebody shows the item);
 * "icon-name" (string: what stands for it where there is no picture);
 * "account" (XuAccount, nullable: as xu_job_item_get_account());
 * "summary" (string: all of it for a screen reader); "duration" (int64: microseconds of a video;
 * -1: not known); "past" (boolean: as xu_job_item_is_past()). A change of what the job does is a
 * notify::phase at the latest.
 */
#define XU_TYPE_JOB_ITEM (xu_job_item_get_type ())
G_DECLARE_FINAL_TYPE (XuJobItem, xu_job_item, XU, JOB_ITEM, GObject)

/**
 * xu_job_item_new:
 * @engine: who looks at the files
 * @job: a job
 *
 * Returns: (transfer full): its item
 */
XuJobItem *xu_job_item_new (XuEngine *engine, XuJob *job);

/* Transfer none. */
XuJob *xu_job_item_get_job (XuJobItem *self);
XuEngine *xu_job_item_get_engine (XuJobItem *self);
const char *xu_job_item_get_title (XuJobItem *self);
const char *xu_job_item_get_facts (XuJobItem *self);
GdkPaintable *xu_job_item_get_thumbnail (XuJobItem *self);

/* Returns: microseconds of the video, -1 where that is not known or it is none */
gint64 xu_job_item_get_duration (XuJobItem *self);

/* Transfer full. */
char *xu_job_item_dup_phase (XuJobItem *self);
char *xu_job_item_dup_details (XuJobItem *self);
char *xu_job_item_dup_summary (XuJobItem *self);

/* Returns: 0 to 1, -1 where there is nothing to measure */
double xu_job_item_get_fraction (XuJobItem *self);

/* Returns: the same with what was sent and not yet acknowledged; never 1 before the last answer */
double xu_job_item_get_sent_fraction (XuJobItem *self);

/**
 * xu_job_item_is_past:
 * @self: an item
 *
 * Returns: %TRUE when it is history: posted, or given up by the user
 */
gboolean xu_job_item_is_past (XuJobItem *self);

/**
 * xu_job_item_is_signed_in:
 * @self: an item
 *
 * Returns: %TRUE while there is an account that the job can go on as: somebody is signed in to its
 * server, or the sandbox runs. A change is a notify::phase too.
 */
gboolean xu_job_item_is_signed_in (XuJobItem *self);

/* Returns: (transfer none) (nullable): whose post it is; a change, of its state too, is a
 * notify::phase */
XuAccount *xu_job_item_get_account (XuJobItem *self);

/* Returns: less than 0 where @self comes before @other: newer ones do, but those of one second stay
 * in the order in which they were added: they were dropped together, the first being the first */
int xu_job_item_compare_age (XuJobItem *self, XuJobItem *other);

/**
 * xu_job_item_show:
 * @self: an item
 *
 * Somebody shows the item: its facts and its picture are looked for, until as many calls of
 * xu_job_item_hide() have followed.
 */
void xu_job_item_show (XuJobItem *self);
void xu_job_item_hide (XuJobItem *self);

G_END_DECLS
