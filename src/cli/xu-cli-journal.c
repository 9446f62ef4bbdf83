/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks into the journal for the commands about jobs. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-journal.h"

#include <glib/gi18n.h>

#include "xu-cli-accounts.h"
#include "xu-error.h"
#include "xu-foreign-words.h"

typedef struct
{
  XuCliSession *session;
  gboolean is_loaded;
  GError *error; /* (owned) (nullable) */
} Load;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *self = user_data;

  self->is_loaded = xu_engine_load_finish (XU_ENGINE (source), result, &self->error);
  xu_cli_session_quit (self->session);
}

gboolean
xu_cli_journal_load (XuCliSession *session, GError **error)
{
  Load self = { .session = session };

  g_return_val_if_fail (session != NULL, FALSE);

  xu_engine_load_async (xu_cli_session_get_engine (session),
                        xu_cli_session_get_cancellable (session), loaded_cb, &self);
  xu_cli_session_run (session);

  if (!self.is_loaded)
    g_propagate_error (error, self.error);

  return self.is_loaded;
}

XuJob *
xu_cli_journal_find (XuCliSession *session, const char *id, GError **error)
{
  g_return_val_if_fail (session != NULL && id != NULL, NULL);

  XuJob *job = xu_engine_find_job (xu_cli_session_get_engine (session), id);

  if (job != NULL)
    return job;

  g_autofree char *plain = xu_foreign_words_dup_plain (id);
  g_autofree char *sentence
      /* Translators: %s is what the user wrote */
      = g_strdup_printf (_ ("There is no job “%s”; “xuploader-cli list” shows all."), plain);

  GError *refusal = xu_error_new (XU_ERROR_USAGE, "%s", sentence);

  xu_error_set_reason (refusal, sentence);
  g_propagate_error (error, refusal);
  return NULL;
}

XuJob *
xu_cli_journal_open (XuCliSession *session, const char *id, gboolean is_to_run, GError **error)
{
  g_return_val_if_fail (session != NULL && id != NULL, NULL);

  /* Its account must be there before it is. */
  if (is_to_run && !xu_cli_accounts_load_wanted (session, error))
    return NULL;

  XuJob *job
      = xu_cli_journal_load (session, error) ? xu_cli_journal_find (session, id, error) : NULL;

  if (job == NULL || !is_to_run || !g_str_equal (xu_job_get_server (job), XU_ENGINE_SANDBOX))
    return job;

  return xu_cli_session_change_to_sandbox (session, error) && xu_cli_journal_load (session, error)
             ? xu_cli_journal_find (session, id, error)
             : NULL;
}

gboolean
xu_cli_journal_wait_for_account (XuCliSession *session, XuJob *job, GError **error)
{
  g_return_val_if_fail (session != NULL && XU_IS_JOB (job), FALSE);

  const char *name = xu_cli_session_get_account_name (session);
  XuAccount *account = xu_engine_find_account_of_job (xu_cli_session_get_engine (session), job);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  if (name != NULL)
    {
      XuAccount *named = xu_cli_accounts_find (session, name, error);

      if (named == NULL)
        return FALSE;
      if (named != account)
        {
          xu_error_set (error, XU_ERROR_OTHER_ACCOUNT, "the job belongs to another account than %s",
                        xu_account_get_id (named));
          return FALSE;
        }
    }

  g_ptr_array_add (jobs, job);
  return xu_cli_accounts_wait (session, jobs, error);
}

/* What is wrong is not the job: a token that has expired, the wrong account, no credit. Only where
 * X has something of it: what never began may have been begun once more since. */
static gboolean
is_held_up (XuJob *job, const GError *error)
{
  return xu_job_get_progress (job)->acknowledged > 0
         && (g_error_matches (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN)
             || g_error_matches (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED)
             || g_error_matches (error, XU_ERROR, XU_ERROR_SCOPE_MISSING)
             || g_error_matches (error, XU_ERROR, XU_ERROR_OTHER_ACCOUNT)
             || g_error_matches (error, XU_ERROR, XU_ERROR_NO_CREDIT)
             || g_error_matches (error, XU_ERROR, XU_ERROR_APP_NOT_ENROLLED));
}

gboolean
xu_cli_journal_is_unfinished (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), FALSE);

  const GError *error = xu_job_get_error (job);

  if (xu_job_get_state (job) != XU_JOB_FAILED)
    return !xu_job_is_over (job);

  return xu_error_is_retryable (error) || is_held_up (job, error)
         || g_error_matches (error, XU_ERROR, XU_ERROR_POST_UNKNOWN);
}

/* The engine's list is in the order of adding. */
GPtrArray *
xu_cli_journal_list (XuCliSession *session)
{
  g_return_val_if_fail (session != NULL, NULL);

  GListModel *model = G_LIST_MODEL (xu_engine_get_jobs (xu_cli_session_get_engine (session)));
  guint n = g_list_model_get_n_items (model);
  GPtrArray *jobs = g_ptr_array_new_with_free_func (g_object_unref);

  for (int want_unfinished = TRUE; want_unfinished >= FALSE; want_unfinished--)
    {
      for (guint i = n; i > 0; i--)
        {
          g_autoptr (XuJob) job = g_list_model_get_item (model, i - 1);

          if (xu_cli_journal_is_unfinished (job) == want_unfinished)
            g_ptr_array_add (jobs, g_steal_pointer (&job));
        }
    }

  return jobs;
}
