/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rate limit over all bulk bodies: a shared token bucket and its waiting sources. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-limiter.h"

#include "xu-quantity.h"
#include "xu-token-bucket.h"

static const guint64 burst = 64 * XU_KIB;

struct _XuLimiter
{
  gatomicrefcount ref_count;
  XuClockFunc clock;
  XuTokenBucket bucket;
  GQueue waiting; /* (element-type WaitSource): each leaves when it is finalized */
};

typedef struct
{
  GSource parent;
  XuLimiter *limiter; /* (owned) */
  gsize wanted;
} WaitSource;

/* Only the first in the line has a timer. */
static void
schedule_first (XuLimiter *self)
{
  WaitSource *first = g_queue_peek_head (&self->waiting);
  XuTokenBucket trial = self->bucket;
  gint64 wait_us;

  if (first == NULL)
    return;

  xu_token_bucket_take (&trial, first->wanted, self->clock (), &wait_us);
  g_source_set_ready_time (&first->parent, g_get_monotonic_time () + wait_us);
}

static gboolean
wait_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback != NULL ? callback (user_data) : G_SOURCE_REMOVE;
}

static void
wait_source_finalize (GSource *source)
{
  WaitSource *self = (WaitSource *) source;

  g_queue_remove (&self->limiter->waiting, self);
  schedule_first (self->limiter);
  xu_limiter_unref (self->limiter);
}

static GSourceFuncs wait_source_funcs = {
  .dispatch = wait_source_dispatch,
  .finalize = wait_source_finalize,
};

XuLimiter *
xu_limiter_new (XuClockFunc clock)
{
  g_return_val_if_fail (clock != NULL, NULL);

  XuLimiter *self = g_new0 (XuLimiter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->clock = clock;
  g_queue_init (&self->waiting);

  return self;
}

XuLimiter *
xu_limiter_ref (XuLimiter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
xu_limiter_unref (XuLimiter *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_assert (g_queue_is_empty (&self->waiting)); /* Each holds a reference. */
  g_free (self);
}

void
xu_limiter_set_rate (XuLimiter *self, guint64 bytes_per_second)
{
  g_return_if_fail (self != NULL);

  if (self->bucket.rate == bytes_per_second)
    return;

  /* A change of the rate keeps what is owed: moving a slider must not buy a burst at each step. */
  if (self->bucket.rate == 0)
    xu_token_bucket_init (&self->bucket, bytes_per_second, burst, self->clock ());
  else
    self->bucket.rate = bytes_per_second;

  schedule_first (self);
}

static gsize
take (XuLimiter *self, gsize wanted)
{
  gint64 wait_us;

  if (self->bucket.rate == 0)
    return wanted;

  return xu_token_bucket_take (&self->bucket, wanted, self->clock (), &wait_us);
}

gsize
xu_limiter_take (XuLimiter *self, gsize wanted)
{
  g_return_val_if_fail (self != NULL && wanted > 0, 0);

  return g_queue_is_empty (&self->waiting) ? take (self, wanted) : 0;
}

gboolean
xu_limiter_has_rate (XuLimiter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->bucket.rate != 0;
}

GSource *
xu_limiter_create_source (XuLimiter *self, gsize wanted)
{
  g_return_val_if_fail (self != NULL && wanted > 0, NULL);

  GSource *source = g_source_new (&wait_source_funcs, sizeof (WaitSource));
  WaitSource *wait = (WaitSource *) source;

  g_source_set_static_name (source, "[xu] rate limit");
  wait->limiter = xu_limiter_ref (self);
  wait->wanted = wanted;
  g_queue_push_tail (&self->waiting, wait);
  schedule_first (self);

  return source;
}

gsize
xu_limiter_take_turn (GSource *source, gsize wanted)
{
  g_return_val_if_fail (source != NULL && wanted > 0, 0);

  XuLimiter *limiter = ((WaitSource *) source)->limiter;

  if (g_queue_peek_head (&limiter->waiting) != source)
    return 0;

  gsize granted = take (limiter, wanted);

  if (granted == 0)
    schedule_first (limiter);

  return granted;
}
