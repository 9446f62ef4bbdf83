/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs out of an account, after a question. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-out.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"
#include "xu-errands.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-names.h"

/* What a dialog is about, while the user thinks. */
typedef struct
{
  GtkWindow *parent;   /* (unowned) (nullable): cleared when it goes */
  XuEngine *engine;    /* (owned) */
  GSettings *settings; /* (owned) */
  XuAccount *account;  /* (owned) */
} Question;

static Question *
question_new (GtkWindow *parent, XuEngine *engine, GSettings *settings, XuAccount *account)
{
  Question *question = g_new0 (Question, 1);

  *question = (Question){ .engine = g_object_ref (engine),
                          .settings = g_object_ref (settings),
                          .account = g_object_ref (account) };
  g_set_weak_pointer (&question->parent, parent);

  return question;
}

static void
question_free (Question *question)
{
  g_clear_weak_pointer (&question->parent);
  g_object_unref (question->engine);
  g_object_unref (question->settings);
  g_object_unref (question->account);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
closure_free (gpointer data, GClosure *closure)
{
  question_free (data);
}

char *
xu_sign_out_dup_words (XuSignInMethod method, guint n_jobs)
{
  const char *how
      = method == XU_SIGN_IN_BROWSER
            ? _ ("X is told that X Uploader may not post for you any more.")
            : _ ("It is forgotten on this computer. At X the keys or the token stay good until you "
                 "take them back in X’s developer console.");

  if (n_jobs == 0)
    return g_strdup (how);

  g_autofree char *jobs = g_strdup_printf (
      /* Translators: %u is how many posts */
      ngettext ("%u post of this account is not finished: it pauses, and can go on once you sign "
                "in again.",
                "%u posts of this account are not finished: they pause, and can go on once you "
                "sign in again.",
                n_jobs),
      n_jobs);

  return g_strconcat (how, " ", jobs, NULL);
}

static gboolean
is_unfinished (XuJob *job)
{
  XuJobState state = xu_job_get_state (job);

  return state != XU_JOB_POSTED && state != XU_JOB_CANCELLED;
}

static guint
count_jobs (XuEngine *engine, XuAccount *account)
{
  GListModel *jobs = G_LIST_MODEL (xu_engine_get_jobs (engine));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (XuJob) job = g_list_model_get_item (jobs, i);

      if (is_unfinished (job) && xu_engine_find_account_of_job (engine, job) == account)
        n++;
    }

  return n;
}

static char *
dup_what_is_left (const GError *error, gboolean was_locked)
{
  const char *at_x
      = _ ("X was not told. Take the app’s access away in the settings of your account "
           "on X, under “Connected apps”.");
  const char *here
      = _ ("The keyring still has what you signed in with. Remove the entry of X Uploader there.");

  if (!g_error_matches (error, XU_ERROR, XU_ERROR_STORAGE))
    {
      g_autofree char *sentence = xu_failure_words_dup_sentence (error);

      return g_strconcat (sentence, " ", at_x, NULL);
    }

  return was_locked ? g_strconcat (here, " ", at_x, NULL) : g_strdup (here);
}

/* The account is gone in any case. @was_locked: the keyring did not give what it is signed in with
 */
static void
show_error (GtkWindow *parent, const GError *error, gboolean was_locked)
{
  g_autofree char *words = dup_what_is_left (error, was_locked);
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Signed Out, But Not Everywhere"), words);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  xu_names_say_once (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;

  if (!xu_engine_sign_out_finish (XU_ENGINE (source), result, &error))
    {
      g_debug ("signed out, but: %s", error->message);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && question->parent != NULL)
        show_error (question->parent, error,
                    xu_account_get_state (question->account) == XU_ACCOUNT_LOCKED);
    }
  xu_errands_end (xu_errands_of (XU_ENGINE (source)));
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;

  if (!g_str_equal (response, "sign-out"))
    return;

  xu_accounts_disown (question->settings, xu_account_get_id (question->account));
  xu_errands_begin (xu_errands_of (question->engine));
  xu_engine_sign_out_async (
      question->engine, question->account, NULL, signed_out_cb,
      question_new (question->parent, question->engine, question->settings, question->account));
}

void
xu_sign_out_ask (GtkWindow *parent, XuEngine *engine, GSettings *settings, XuAccount *account)
{
  g_return_if_fail (GTK_IS_WINDOW (parent) && XU_IS_ENGINE (engine) && G_IS_SETTINGS (settings));
  g_return_if_fail (XU_IS_ACCOUNT (account));

  g_autofree char *name = xu_accounts_dup_account_name (account);
  g_autofree char *words
      = xu_sign_out_dup_words (xu_account_get_method (account), count_jobs (engine, account));
  GtkWidget *widget = adw_message_dialog_new (parent, NULL, words);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  /* Translators: %s is the name of an account: “@name” */
  adw_message_dialog_format_heading (dialog, _ ("Sign out of %s?"), name);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "sign-out", _ ("_Sign Out"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  xu_names_say_once (widget);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb),
                         question_new (parent, engine, settings, account), closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
