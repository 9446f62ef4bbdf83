/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many wait, one thing happens. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-task-crowd.h"

struct _XuTaskCrowd
{
  GPtrArray *waiters; /* (owned) (element-type Waiter) */
};

typedef struct
{
  XuTaskCrowd *crowd;     /* (unowned) */
  GTask *task;            /* (owned) (nullable): until it returns */
  GSource *cancel_source; /* (owned) (nullable): likewise */
} Waiter;

static GTask *
waiter_settle (Waiter *self)
{
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);

  return g_steal_pointer (&self->task);
}

static void
waiter_free (Waiter *self)
{
  g_assert (self->task == NULL);

  g_free (self);
}

XuTaskCrowd *
xu_task_crowd_new (void)
{
  XuTaskCrowd *self = g_new0 (XuTaskCrowd, 1);

  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);

  return self;
}

void
xu_task_crowd_free (XuTaskCrowd *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->waiters);
  g_free (self);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (GTask) task = waiter_settle (waiter);

  g_ptr_array_remove_fast (waiter->crowd->waiters, waiter);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  return G_SOURCE_REMOVE;
}

void
xu_task_crowd_add (XuTaskCrowd *self, GTask *task)
{
  g_return_if_fail (self != NULL && G_IS_TASK (task));

  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  waiter->crowd = self;
  waiter->task = task;
  if (cancellable != NULL)
    {
      waiter->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancel_source, G_SOURCE_FUNC (cancelled_cb), waiter, NULL);
      g_source_attach (waiter->cancel_source, g_main_context_get_thread_default ());
    }
  g_ptr_array_add (self->waiters, waiter);
}

void
xu_task_crowd_answer (XuTaskCrowd *self, const GError *error)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);

  /* From now on a callback may cancel one of the others, which must not look for it here. */
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiters, i);

      if (waiter->cancel_source != NULL)
        g_source_destroy (waiter->cancel_source);
    }

  for (guint i = 0; i < waiters->len; i++)
    {
      g_autoptr (GTask) task = waiter_settle (g_ptr_array_index (waiters, i));

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}
