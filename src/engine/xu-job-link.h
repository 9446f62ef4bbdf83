/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-command.h"
#include "xu-job-event.h"

G_BEGIN_DECLS

/**
 * XuJobLink:
 *
 * What holds the two halves of a job together: XuJob in the front's thread, XuJobWorker in the
 * engine's. Counted atomically; each half may go first. Not public: the front's headers do not show
 * it.
 */
typedef struct _XuJobLink XuJobLink;

/**
 * xu_job_link_new:
 * @front: the front's context
 * @engine: the engine's context
 *
 * Returns: (transfer full): a link without its halves
 */
XuJobLink *xu_job_link_new (GMainContext *front, GMainContext *engine);

XuJobLink *xu_job_link_ref (XuJobLink *link);
void xu_job_link_unref (XuJobLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobLink, xu_job_link_unref)

/* The front half, set and cleared in the front's thread. It owns the link and is called there. */
typedef void (*XuJobLinkEventFunc) (const XuJobEvent *event, gpointer front);
void xu_job_link_set_front (XuJobLink *link, XuJobLinkEventFunc func, gpointer front);

/* The engine's half, set and cleared in the engine's thread. Commands that come before it is set or
 * after it is cleared are lost. */
typedef void (*XuJobLinkCommandFunc) (const XuJobCommand *command, gpointer worker);
void xu_job_link_set_worker (XuJobLink *link, XuJobLinkCommandFunc func, gpointer worker);

/* Crosses to the front; takes @event. From the engine's thread. */
void xu_job_link_send_event (XuJobLink *link, XuJobEvent *event);

/* Crosses to the engine; takes @command. From the front's thread. */
void xu_job_link_send_command (XuJobLink *link, XuJobCommand *command);

G_END_DECLS
