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
 * xu_job_book_new:
 * @shop: what the jobs share; outlives the book; its journal was opened, or could not be
 * @door: to the front; outlives the book
 * @max_jobs: how many run at once
 * @idle: called whenever no job runs or waits for its turn any more
 * @user_data: for @idle
 */
XuJobBook *xu_job_book_new (XuJobShop *shop,
                            XuEngineDoor *door,
                            guint max_jobs,
                            GDestroyNotify idle,
                            gpointer user_data);

/* Only when it is at rest. */
void xu_job_book_free (XuJobBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobBook, xu_job_book_free)

/* @server: what the job belongs to */
void xu_job_book_add (XuJobBook *book,
                      const char *id,
                      const char *server,
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

/* The connection to @server leads elsewhere now: jobs that run go on there. */
void xu_job_book_server_moved (XuJobBook *book, const char *server);

void xu_job_book_network_changed (XuJobBook *book);

/* All jobs end where they are. */
void xu_job_book_stop (XuJobBook *book);

/* Returns: TRUE when no job runs or waits for its turn */
gboolean xu_job_book_is_at_rest (const XuJobBook *book);

G_END_DECLS
