/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries events of a job from the engine's thread to the front's, and commands back. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-link.h"

#include "xu-source.h"

struct _XuJobLink
{
  gatomicrefcount ref_count;
  GMainContext *front_context;  /* (owned) */
  GMainContext *engine_context; /* (owned) */

  XuJobLinkEventFunc event_func; /* of the front's thread alone */
  gpointer front;                /* (unowned) (nullable): of the front's thread alone */

  XuJobLinkCommandFunc command_func; /* of the engine's thread alone */
  gpointer worker;                   /* (unowned) (nullable): of the engine's thread alone */
};

/* What crosses. */
typedef struct
{
  XuJobLink *link;       /* (owned) */
  XuJobEvent *event;     /* (owned) (nullable): exactly one of the two */
  XuJobCommand *command; /* (owned) (nullable) */
} Letter;

XuJobLink *
xu_job_link_new (GMainContext *front, GMainContext *engine)
{
  XuJobLink *link = g_new0 (XuJobLink, 1);

  g_atomic_ref_count_init (&link->ref_count);
  link->front_context = g_main_context_ref (front);
  link->engine_context = g_main_context_ref (engine);

  return link;
}

XuJobLink *
xu_job_link_ref (XuJobLink *link)
{
  g_return_val_if_fail (link != NULL, NULL);

  g_atomic_ref_count_inc (&link->ref_count);
  return link;
}

void
xu_job_link_unref (XuJobLink *link)
{
  g_return_if_fail (link != NULL);

  if (!g_atomic_ref_count_dec (&link->ref_count))
    return;

  g_assert (link->front == NULL && link->worker == NULL);
  g_main_context_unref (link->front_context);
  g_main_context_unref (link->engine_context);
  g_free (link);
}

void
xu_job_link_set_front (XuJobLink *link, XuJobLinkEventFunc func, gpointer front)
{
  g_return_if_fail (link != NULL);

  link->event_func = func;
  link->front = front;
}

void
xu_job_link_set_worker (XuJobLink *link, XuJobLinkCommandFunc func, gpointer worker)
{
  g_return_if_fail (link != NULL);

  link->command_func = func;
  link->worker = worker;
}

static Letter *
letter_new (XuJobLink *link)
{
  Letter *letter = g_new0 (Letter, 1);

  letter->link = xu_job_link_ref (link);
  return letter;
}

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  g_clear_pointer (&letter->event, xu_job_event_free);
  g_clear_pointer (&letter->command, xu_job_command_free);
  xu_job_link_unref (letter->link);
  g_free (letter);
}

static gboolean
deliver_event_cb (gpointer user_data)
{
  const Letter *letter = user_data;

  if (letter->link->front != NULL)
    letter->link->event_func (letter->event, letter->link->front);

  return G_SOURCE_REMOVE;
}

void
xu_job_link_send_event (XuJobLink *link, XuJobEvent *event)
{
  g_return_if_fail (link != NULL && event != NULL);

  Letter *letter = letter_new (link);

  letter->event = event;
  xu_source_invoke (link->front_context, deliver_event_cb, letter, letter_free);
}

static gboolean
deliver_command_cb (gpointer user_data)
{
  const Letter *letter = user_data;

  if (letter->link->worker != NULL)
    letter->link->command_func (letter->command, letter->link->worker);

  return G_SOURCE_REMOVE;
}

void
xu_job_link_send_command (XuJobLink *link, XuJobCommand *command)
{
  g_return_if_fail (link != NULL && command != NULL);

  Letter *letter = letter_new (link);

  letter->command = command;
  xu_source_invoke (link->engine_context, deliver_command_cb, letter, letter_free);
}
