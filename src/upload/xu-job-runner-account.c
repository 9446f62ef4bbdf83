/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose job it is: one that was begun with an account is never sent with another. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-runner-private.h"

#include "xu-error.h"
#include "xu-user-api.h"

static gboolean
is_subscriber (const char *subscription_type)
{
  return subscription_type != NULL && g_ascii_strcasecmp (subscription_type, "None") != 0;
}

static void
confirm (XuJobRunner *self)
{
  if (g_strcmp0 (self->record->credentials, self->credentials) == 0)
    return;

  g_free (self->record->credentials);
  self->record->credentials = g_strdup (self->credentials);
}

static void
refuse (XuJobRunner *self, const char *why)
{
  g_autoptr (GError) error = xu_error_new (XU_ERROR_OTHER_ACCOUNT, "%s", why);

  xu_job_plan_give_up (self->plan, error);
}

/* A job that X never told the user of belongs to whoever has the credentials that it began with.
 * Returns: %FALSE where nobody knows who that is, and ours are others */
static gboolean
find_owner (XuJobRunner *self)
{
  XuJobRecord *record = self->record;
  g_autoptr (XuAccountRecord) owner = NULL;

  if (record->user_id != NULL || g_str_equal (record->credentials, self->credentials))
    return TRUE;

  owner = xu_journal_find_account (self->journal, record->server, record->credentials);
  if (owner == NULL)
    return FALSE;

  record->user_id = g_strdup (owner->user_id);
  return TRUE;
}

/* The call costs money, so the journal remembers whose credentials were used. A subscription may
 * have been bought since. */
void
xu_job_runner_identify (XuJobRunner *self)
{
  XuJobRecord *record = self->record;
  g_autoptr (XuAccountRecord) account
      = xu_journal_find_account (self->journal, record->server, self->credentials);

  if (record->credentials == NULL)
    confirm (self); /* It begins now. */

  if (!find_owner (self))
    {
      refuse (self, "nobody knows whether these credentials are of the account that began the job");
      return;
    }

  if (account == NULL)
    {
      xu_job_plan_ask_who (self->plan, self->needs_subscription);
      return;
    }

  if (record->user_id == NULL)
    record->user_id = g_strdup (account->user_id);

  if (!g_str_equal (record->user_id, account->user_id))
    refuse (self, "the credentials are of another user than the job's");
  else
    {
      confirm (self);
      if (self->needs_subscription && !is_subscriber (account->subscription_type))
        xu_job_plan_ask_who (self->plan, TRUE);
    }
}

/* Of one that is known to be a subscriber nobody asks. */
void
xu_job_runner_set_subscription_needed (XuJobRunner *self, gboolean is_needed)
{
  g_return_if_fail (XU_IS_JOB_RUNNER (self));

  gboolean is_new = is_needed && !self->needs_subscription;

  self->needs_subscription = is_needed;
  if (!is_new || self->task == NULL)
    return;

  g_autoptr (XuAccountRecord) account
      = xu_journal_find_account (self->journal, self->record->server, self->credentials);

  if (account == NULL || !is_subscriber (account->subscription_type))
    xu_job_plan_ask_who (self->plan, TRUE);
}

static void
save_account (XuJobRunner *self, const XuUser *user)
{
  g_autoptr (GError) error = NULL;
  const XuAccountRecord account
      = { .user_id = user->user_id, .subscription_type = user->subscription_type };

  if (!xu_journal_save_account (self->journal, self->record->server, self->credentials, &account,
                                &error))
    g_debug ("the account is asked for again next time: %s", error->message);
}

static void
who_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (XuUser) user = xu_user_api_me_finish (self->api, result, &error);

  if (user == NULL)
    {
      xu_job_runner_step_failed (self, error);
      return;
    }

  save_account (self, user);
  if (self->needs_subscription && !is_subscriber (user->subscription_type))
    {
      error = xu_error_new (XU_ERROR_TEXT_TOO_LONG,
                            "the text is one for subscribers, which the account is not");
      xu_job_runner_step_failed (self, error);
      return;
    }

  if (self->record->user_id == NULL || g_str_equal (self->record->user_id, user->user_id))
    confirm (self);
  xu_job_runner_step_succeeded (self, user->user_id);
}

void
xu_job_runner_start_who (XuJobRunner *self)
{
  xu_user_api_me_async (self->api, self->steps, who_cb, g_object_ref (self));
}
