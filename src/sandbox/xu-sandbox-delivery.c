/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer on its way to the client. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-delivery.h"

#include "xu-source.h"

enum
{
  DRIPS_PER_SECOND = 10,
};

struct _XuSandboxDelivery
{
  const XuSandboxTransport *transport; /* (unowned) */
  gpointer exchange;                   /* (unowned) */
  XuSandboxAnswer *answer;             /* (owned) */
  guint64 drip_rate;
  gint64 latency_us;
  gsize n_dripped; /* bytes of the body */
  guint status;
  GSource *timer; /* (owned) (nullable): of the delay or the drip */
};

static void
set_timer (XuSandboxDelivery *self, gint64 wait_us, GSourceFunc func)
{
  xu_source_set_timer (&self->timer, g_main_context_get_thread_default (), wait_us, func, self);
}

static guint64
count_bytes (const XuSandboxAnswer *answer)
{
  guint64 length = 0;

  for (guint i = 0; i < answer->bodies->len; i++)
    length += g_bytes_get_size (g_ptr_array_index (answer->bodies, i));

  return length;
}

static gboolean
drip_cb (gpointer user_data)
{
  XuSandboxDelivery *self = user_data;
  GBytes *all = g_ptr_array_index (self->answer->bodies, 0);
  gsize left = g_bytes_get_size (all) - self->n_dripped;
  gsize n = MIN (left, (gsize) MAX (self->drip_rate / DRIPS_PER_SECOND, 1));
  g_autoptr (GBytes) drop = g_bytes_new_from_bytes (all, self->n_dripped, n);

  xu_source_clear (&self->timer);
  self->n_dripped += n;
  if (n < left)
    set_timer (self, G_USEC_PER_SEC / DRIPS_PER_SECOND, drip_cb);
  self->transport->send_body (self->exchange, drop);

  return G_SOURCE_REMOVE;
}

/* With the last bytes, the exchange may end, and this with it. */
static void
begin (XuSandboxDelivery *self)
{
  const XuSandboxTransport *transport = self->transport;
  gpointer exchange = self->exchange;
  g_autoptr (GPtrArray) bodies = g_ptr_array_ref (self->answer->bodies);

  self->status = self->answer->status;
  transport->send_head (exchange, self->answer, count_bytes (self->answer));
  if (self->drip_rate > 0 && bodies->len == 1)
    {
      set_timer (self, G_USEC_PER_SEC / DRIPS_PER_SECOND, drip_cb);
      return;
    }

  for (guint i = 0; i < bodies->len; i++)
    transport->send_body (exchange, g_ptr_array_index (bodies, i));
}

static gboolean
delay_over_cb (gpointer user_data)
{
  XuSandboxDelivery *self = user_data;

  xu_source_clear (&self->timer);
  begin (self);

  return G_SOURCE_REMOVE;
}

XuSandboxDelivery *
xu_sandbox_delivery_new (const XuSandboxTransport *transport,
                         gpointer exchange,
                         XuSandboxAnswer *answer,
                         gint64 latency_us,
                         guint64 drip_rate)
{
  g_return_val_if_fail (transport != NULL && answer != NULL, NULL);

  XuSandboxDelivery *self = g_new0 (XuSandboxDelivery, 1);

  self->transport = transport;
  self->exchange = exchange;
  self->answer = answer;
  self->latency_us = latency_us;
  self->drip_rate = drip_rate;

  return self;
}

void
xu_sandbox_delivery_start (XuSandboxDelivery *self)
{
  g_return_if_fail (self != NULL);

  if (self->latency_us > 0)
    set_timer (self, self->latency_us, delay_over_cb);
  else
    begin (self);
}

guint
xu_sandbox_delivery_get_status (const XuSandboxDelivery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->status;
}

void
xu_sandbox_delivery_free (XuSandboxDelivery *self)
{
  if (self == NULL)
    return;

  xu_source_clear (&self->timer);
  xu_sandbox_answer_free (self->answer);
  g_free (self);
}
