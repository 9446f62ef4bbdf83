/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A limit of segments in flight over all uploads, first come, first served. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-slots.h"

typedef struct
{
  XuSlotsFunc func;
  gpointer user_data;
} Waiter;

struct _XuSlots
{
  grefcount ref_count;
  guint n_free;
  GQueue waiters; /* (element-type Waiter): who came first is the head */
};

XuSlots *
xu_slots_new (guint n_slots)
{
  g_return_val_if_fail (n_slots > 0, NULL);

  XuSlots *slots = g_new0 (XuSlots, 1);

  g_ref_count_init (&slots->ref_count);
  slots->n_free = n_slots;
  g_queue_init (&slots->waiters);

  return slots;
}

XuSlots *
xu_slots_ref (XuSlots *slots)
{
  g_return_val_if_fail (slots != NULL, NULL);

  g_ref_count_inc (&slots->ref_count);
  return slots;
}

void
xu_slots_unref (XuSlots *slots)
{
  g_return_if_fail (slots != NULL);

  if (!g_ref_count_dec (&slots->ref_count))
    return;

  g_assert (g_queue_is_empty (&slots->waiters));
  g_free (slots);
}

static GList *
find_waiter (XuSlots *slots, gpointer user_data)
{
  for (GList *link = slots->waiters.head; link != NULL; link = link->next)
    {
      const Waiter *waiter = link->data;

      if (waiter->user_data == user_data)
        return link;
    }

  return NULL;
}

gboolean
xu_slots_take (XuSlots *slots, XuSlotsFunc func, gpointer user_data)
{
  g_return_val_if_fail (slots != NULL && func != NULL, FALSE);

  if (slots->n_free > 0)
    {
      slots->n_free--;
      return TRUE;
    }

  if (find_waiter (slots, user_data) == NULL)
    {
      Waiter *waiter = g_new0 (Waiter, 1);

      *waiter = (Waiter){ .func = func, .user_data = user_data };
      g_queue_push_tail (&slots->waiters, waiter);
    }

  return FALSE;
}

void
xu_slots_release (XuSlots *slots)
{
  g_return_if_fail (slots != NULL);

  slots->n_free++;

  /* Whoever is told may not want it any more, so the next is told as long as one is free. */
  while (slots->n_free > 0 && !g_queue_is_empty (&slots->waiters))
    {
      g_autofree Waiter *waiter = g_queue_pop_head (&slots->waiters);

      waiter->func (waiter->user_data);
    }
}

void
xu_slots_forget (XuSlots *slots, gpointer user_data)
{
  g_return_if_fail (slots != NULL);

  GList *link = find_waiter (slots, user_data);

  if (link == NULL)
    return;

  g_free (link->data);
  g_queue_delete_link (&slots->waiters, link);
}
