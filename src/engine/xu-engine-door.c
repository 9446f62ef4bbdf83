/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from the engine's thread to the engine's front half. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-door.h"

#include "xu-source.h"

struct _XuEngineDoor
{
  gatomicrefcount ref_count;
  GMainContext *context; /* (owned): the front's */
  const XuEngineNews *news;
  gpointer front; /* (unowned) (nullable): of the front's thread alone */
};

/* On its way. */
typedef struct
{
  XuEngineDoor *door;    /* (owned) */
  GPtrArray *found;      /* (owned) (nullable) (element-type XuFoundJob) */
  XuAccountFacts *facts; /* (owned) (nullable) */
  char *text;            /* (owned) (nullable): an id, or a path */
} Message;

void
xu_found_job_free (XuFoundJob *found)
{
  g_return_if_fail (found != NULL);

  xu_job_link_unref (found->link);
  xu_job_record_free (found->record);
  g_free (found);
}

XuEngineDoor *
xu_engine_door_new (GMainContext *context, const XuEngineNews *news, gpointer front)
{
  g_return_val_if_fail (context != NULL && news != NULL && front != NULL, NULL);

  XuEngineDoor *door = g_new0 (XuEngineDoor, 1);

  g_atomic_ref_count_init (&door->ref_count);
  door->context = g_main_context_ref (context);
  door->news = news;
  door->front = front;

  return door;
}

XuEngineDoor *
xu_engine_door_ref (XuEngineDoor *door)
{
  g_return_val_if_fail (door != NULL, NULL);

  g_atomic_ref_count_inc (&door->ref_count);
  return door;
}

void
xu_engine_door_unref (XuEngineDoor *door)
{
  g_return_if_fail (door != NULL);

  if (!g_atomic_ref_count_dec (&door->ref_count))
    return;

  g_main_context_unref (door->context);
  g_free (door);
}

void
xu_engine_door_close (XuEngineDoor *door)
{
  g_return_if_fail (door != NULL);

  door->front = NULL;
}

GMainContext *
xu_engine_door_get_context (XuEngineDoor *door)
{
  g_return_val_if_fail (door != NULL, NULL);

  return door->context;
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->found, g_ptr_array_unref);
  g_clear_pointer (&message->facts, xu_account_facts_free);
  g_free (message->text);
  xu_engine_door_unref (message->door);
  g_free (message);
}

static void
send (XuEngineDoor *door, const Message *content, GSourceFunc func)
{
  Message *message = g_new0 (Message, 1);

  *message = *content;
  message->door = xu_engine_door_ref (door);
  xu_source_invoke (door->context, func, message, message_free);
}

static gboolean
jobs_found_cb (gpointer user_data)
{
  const Message *message = user_data;
  const XuEngineDoor *door = message->door;

  if (door->front != NULL)
    door->news->jobs_found (message->found, door->front);

  return G_SOURCE_REMOVE;
}

void
xu_engine_door_send_jobs_found (XuEngineDoor *door, GPtrArray *found)
{
  g_return_if_fail (door != NULL && found != NULL);

  const Message message = { .found = found };

  send (door, &message, jobs_found_cb);
}

static gboolean
job_gone_cb (gpointer user_data)
{
  const Message *message = user_data;
  const XuEngineDoor *door = message->door;

  if (door->front != NULL)
    door->news->job_gone (message->text, door->front);

  return G_SOURCE_REMOVE;
}

void
xu_engine_door_send_job_gone (XuEngineDoor *door, const char *id)
{
  g_return_if_fail (door != NULL && id != NULL);

  const Message message = { .text = g_strdup (id) };

  send (door, &message, job_gone_cb);
}

static gboolean
account_cb (gpointer user_data)
{
  const Message *message = user_data;
  const XuEngineDoor *door = message->door;

  if (door->front != NULL)
    door->news->account (message->facts, door->front);

  return G_SOURCE_REMOVE;
}

void
xu_engine_door_send_account (XuEngineDoor *door, const XuAccountFacts *facts)
{
  g_return_if_fail (door != NULL && facts != NULL);

  const Message message = { .facts = xu_account_facts_copy (facts) };

  send (door, &message, account_cb);
}

static gboolean
account_gone_cb (gpointer user_data)
{
  const Message *message = user_data;
  const XuEngineDoor *door = message->door;

  if (door->front != NULL)
    door->news->account_gone (message->text, door->front);

  return G_SOURCE_REMOVE;
}

void
xu_engine_door_send_account_gone (XuEngineDoor *door, const char *id)
{
  g_return_if_fail (door != NULL && id != NULL);

  const Message message = { .text = g_strdup (id) };

  send (door, &message, account_gone_cb);
}

static gboolean
set_aside_cb (gpointer user_data)
{
  const Message *message = user_data;
  const XuEngineDoor *door = message->door;

  if (door->front != NULL)
    door->news->set_aside (message->text, door->front);

  return G_SOURCE_REMOVE;
}

void
xu_engine_door_send_set_aside (XuEngineDoor *door, const char *path)
{
  g_return_if_fail (door != NULL && path != NULL);

  const Message message = { .text = g_strdup (path) };

  send (door, &message, set_aside_cb);
}
