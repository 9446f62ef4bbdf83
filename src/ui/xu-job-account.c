/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose post a job is. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-account.h"

struct _XuJobAccount
{
  GObject parent_instance;

  XuEngine *engine;   /* (owned) */
  XuJob *job;         /* (owned) */
  XuAccount *account; /* (owned) (nullable): as told last */
};

typedef enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
} XuJobAccountSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuJobAccount, xu_job_account, G_TYPE_OBJECT)

static void
account_cb (XuJobAccount *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_account (XuJobAccount *self, XuAccount *account)
{
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_set_object (&self->account, account);
  if (account == NULL)
    return;

  g_signal_connect_object (account, "notify::state", G_CALLBACK (account_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::username", G_CALLBACK (account_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
look_cb (XuJobAccount *self)
{
  XuAccount *account = xu_engine_find_account_of_job (self->engine, self->job);

  if (self->account == account)
    return;

  set_account (self, account);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

XuJobAccount *
xu_job_account_new (XuEngine *engine, XuJob *job)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine) && XU_IS_JOB (job), NULL);

  XuJobAccount *self = g_object_new (XU_TYPE_JOB_ACCOUNT, NULL);

  self->engine = g_object_ref (engine);
  self->job = g_object_ref (job);
  set_account (self, xu_engine_find_account_of_job (engine, job));
  g_signal_connect_object (xu_engine_get_accounts (engine), "items-changed", G_CALLBACK (look_cb),
                           self, G_CONNECT_SWAPPED);

  return self;
}

XuAccount *
xu_job_account_get (XuJobAccount *self)
{
  g_return_val_if_fail (XU_IS_JOB_ACCOUNT (self), NULL);

  return self->account;
}

static void
xu_job_account_dispose (GObject *object)
{
  XuJobAccount *self = XU_JOB_ACCOUNT (object);

  set_account (self, NULL);
  g_clear_object (&self->job);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_job_account_parent_class)->dispose (object);
}

static void
xu_job_account_class_init (XuJobAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = xu_job_account_dispose;

  /**
   * XuJobAccount::changed:
   *
   * It is another one, or something about it is different.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_JOB_ACCOUNT, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
xu_job_account_init (XuJobAccount *self)
{
}
