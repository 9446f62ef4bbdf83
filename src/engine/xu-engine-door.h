/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-facts.h"
#include "xu-job-link.h"

G_BEGIN_DECLS

/**
 * XuFoundJob:
 *
 * A job of the journal that the front does not have yet.
 */
typedef struct
{
  XuJobLink *link;     /* (owned): its worker is there */
  XuJobRecord *record; /* (owned): what the journal says of it */
  gboolean is_elsewhere;
} XuFoundJob;

void xu_found_job_free (XuFoundJob *found);

/**
 * XuEngineNews:
 * @jobs_found: (element-type XuFoundJob): all that were found at once, oldest first
 * @job_gone: a job is not in the journal any more
 * @account: there is an account, or it has changed
 * @account_gone: the account of this id is none any more
 * @set_aside: the damaged journal is at @path now
 * @front: as given
 *
 * What the engine's thread tells by itself, as it arrives in the front's thread.
 */
typedef struct
{
  void (*jobs_found) (const GPtrArray *found, gpointer front);
  void (*job_gone) (const char *id, gpointer front);
  void (*account) (const XuAccountFacts *facts, gpointer front);
  void (*account_gone) (const char *id, gpointer front);
  void (*set_aside) (const char *path, gpointer front);
} XuEngineNews;

/**
 * XuEngineDoor:
 *
 * The way from the engine's thread to the engine's front half, as long as that is there. Counted
 * atomically.
 */
typedef struct _XuEngineDoor XuEngineDoor;

/**
 * xu_engine_door_new:
 * @context: the front's
 * @news: called in @context, in the order of what is sent; must be static
 * @front: for @news, until xu_engine_door_close()
 */
XuEngineDoor *xu_engine_door_new (GMainContext *context, const XuEngineNews *news, gpointer front);

XuEngineDoor *xu_engine_door_ref (XuEngineDoor *door);
void xu_engine_door_unref (XuEngineDoor *door);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuEngineDoor, xu_engine_door_unref)

/* From the front's thread: what is still on its way is dropped. */
void xu_engine_door_close (XuEngineDoor *door);

/* From any thread: where links to jobs lead to. (transfer none) */
GMainContext *xu_engine_door_get_context (XuEngineDoor *door);

/* From the engine's thread. Takes @found (element-type XuFoundJob). */
void xu_engine_door_send_jobs_found (XuEngineDoor *door, GPtrArray *found);
void xu_engine_door_send_job_gone (XuEngineDoor *door, const char *id);
void xu_engine_door_send_account (XuEngineDoor *door, const XuAccountFacts *facts);
void xu_engine_door_send_account_gone (XuEngineDoor *door, const char *id);
void xu_engine_door_send_set_aside (XuEngineDoor *door, const char *path);

G_END_DECLS
