/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine-door.h"
#include "xu-job-shop.h"

G_BEGIN_DECLS

/**
 * XuJobBook:
 *
 * The workers of all jobs that an engine knows: gives each its turn, and follows what other
 * processes do in the journal. Of the engine's thread.
 */
typedef struct _XuJobBook XuJobBook;

/**
 * XuJobBookFuncs:
 * @idle: no job runs or waits for its turn any more
 * @others_wrote: another process has changed the journal
 */
typedef struct
{
  void (*idle) (gpointer user_data);
  void (*others_wrote) (gpointer user_data);
} XuJobBookFuncs;

/**
 * xu_job_book_new:
 * @shop: what the jobs share; outlives the book; its journal was opened, or could not be
 * @door: to the front; outlives the book
 * @max_jobs: how many run at once
 * @funcs: called whenever that is so; copied
 * @user_data: for @funcs
 */
XuJobBook *xu_job_book_new (XuJobShop *shop,
                            XuEngineDoor *door,
                            guint max_jobs,
                            const XuJobBookFuncs *funcs,
                            gpointer user_data);

/* Only when it is at rest. */
void xu_job_book_free (XuJobBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobBook, xu_job_book_free)

/* @server, @user_id (nullable): what the job belongs to */
void xu_job_book_add (XuJobBook *book,
                      const char *id,
                      const char *server,
                      const char *user_id,
                      XuJobSpec *spec,
                      XuJobLink *link);

/**
 * xu_job_book_load:
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Tells the front of all jobs of the journal; from now on also of those that other processes add.
 */
gboolean xu_job_book_load (XuJobBook *book, GError **error);

/* Takes a job that is at rest, here and elsewhere, out of the journal. */
void xu_job_book_remove (XuJobBook *book, const char *id);

/* The post was deleted at X: so its job says, if there is one. */
void xu_job_book_post_deleted (XuJobBook *book, const char *server, const char *post_id);

/* @connection leads elsewhere now, or somebody has signed in there: jobs that run, or waited for
 * that, go on there. */
void xu_job_book_connection_changed (XuJobBook *book, const XuConnection *connection);

/* Nobody will be signed in there any more: jobs that run or wait are paused. */
void xu_job_book_pause_jobs_of (XuJobBook *book, const XuConnection *connection);

void xu_job_book_network_changed (XuJobBook *book);

/* All jobs end where they are. */
void xu_job_book_stop (XuJobBook *book);

/* Returns: TRUE when no job runs or waits for its turn */
gboolean xu_job_book_is_at_rest (const XuJobBook *book);

G_END_DECLS
