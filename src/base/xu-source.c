/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timers that are stored, and calls that cross to another thread's context. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-source.h"

void
xu_source_clear (GSource **source)
{
  g_return_if_fail (source != NULL);

  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
xu_source_set_timer (GSource **source,
                     GMainContext *context,
                     gint64 wait_us,
                     GSourceFunc func,
                     gpointer user_data)
{
  g_return_if_fail (source != NULL && func != NULL);

  xu_source_clear (source);
  *source = g_timeout_source_new ((guint) CLAMP (wait_us / 1000 + 1, 0, G_MAXINT));
  g_source_set_callback (*source, func, user_data, NULL);
  g_source_attach (*source, context);
}

void
xu_source_watch_cancellable (GSource **source,
                             GMainContext *context,
                             GCancellable *cancellable,
                             GCancellableSourceFunc func,
                             gpointer user_data)
{
  g_return_if_fail (source != NULL && *source == NULL && func != NULL);

  if (cancellable == NULL)
    return;

  *source = g_cancellable_source_new (cancellable);
  g_source_set_callback (*source, G_SOURCE_FUNC (func), user_data, NULL);
  g_source_attach (*source, context);
}

void
xu_source_invoke (GMainContext *context,
                  GSourceFunc func,
                  gpointer user_data,
                  GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_return_if_fail (func != NULL);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, user_data, destroy);
  g_source_attach (source, context);
}
