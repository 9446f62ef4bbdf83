/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window carries out what is asked of a job, with a question where it cannot be undone. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-window-private.h"

#include <glib/gi18n.h>

#include "xu-details.h"
#include "xu-errands.h"
#include "xu-error.h"
#include "xu-failure-words.h"

/* What a dialog is about, while the user thinks. */
typedef struct
{
  XuWindow *window; /* (owned) */
  XuJob *job;       /* (owned) */
} Question;

typedef void (*AnswerFunc) (XuWindow *self, XuJob *job);

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->window);
  g_object_unref (question->job);
  g_free (question);
}

/* Asks before @func is called; its button is named @verb. */
static void
ask (XuWindow *self, const char *heading, const char *body, const char *verb, GCallback answered)
{
  AdwMessageDialog *dialog = xu_window_new_dialog (self, heading, body);
  Question *question = g_new0 (Question, 1);

  *question = (Question){ .window = g_object_ref (self),
                          .job = g_object_ref (xu_job_item_get_job (self->item)) };
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "yes", verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", answered, question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Delete Post */

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuWindow) self = XU_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (xu_engine_delete_post_finish (XU_ENGINE (source), result, &error))
    xu_window_toast (self, _ ("The post was deleted"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    xu_window_show_error (self, error);
  xu_errands_end (xu_errands_of (XU_ENGINE (source)));
}

/* Nothing of a job ever goes to another account than its own. */
static void
show_no_account (XuWindow *self)
{
  g_autoptr (GError) error
      = xu_error_new (XU_ERROR_OTHER_ACCOUNT, "nobody is signed in to the server of the job");

  xu_window_show_error (self, error);
}

static void
delete_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;
  XuEngine *engine = xu_window_get_engine (question->window);
  XuAccount *account = xu_engine_find_account_of_job (engine, question->job);
  const char *post_id = xu_job_get_post_id (question->job);

  if (!g_str_equal (response, "yes") || post_id == NULL)
    return;

  if (account == NULL)
    {
      show_no_account (question->window);
      return;
    }

  xu_errands_begin (xu_errands_of (engine));
  xu_engine_delete_post_async (engine, account, post_id, NULL, deleted_cb,
                               g_object_ref (question->window));
}

/* Post Again */

static void
post_again_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;

  if (g_str_equal (response, "yes"))
    xu_job_post (question->job, NULL, XU_JOB_POST_CONFIRM_NOT_POSTED);
}

/* Remove */

static void
remove_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;

  if (g_str_equal (response, "yes"))
    xu_engine_remove_job (xu_window_get_engine (question->window), question->job);
}

/* What was posted is history, and what never held a word is quickly made again; anything else would
 * be lost. */
static void
remove_job (XuWindow *self, XuJob *job)
{
  XuJobState state = xu_job_get_state (job);

  if (state == XU_JOB_POSTED || state == XU_JOB_CANCELLED)
    xu_engine_remove_job (xu_window_get_engine (self), job);
  else if (xu_job_may_be_posted (job))
    ask (self, _ ("Remove it from the list?"),
         _ ("It is not known whether the post exists. Without this entry nobody looks for it any "
            "more."),
         _ ("_Remove"), G_CALLBACK (remove_answered_cb));
  else
    ask (self, _ ("Remove it from the list?"),
         _ ("What you wrote is lost, and the file has to be uploaded again. The file itself stays "
            "where it is."),
         _ ("_Remove"), G_CALLBACK (remove_answered_cb));
}

/* Split */

static void
remove_when_over_cb (XuJob *job, GParamSpec *pspec, XuWindow *self)
{
  /* What was posted meanwhile, or may have been, is not forgotten. */
  if (!xu_job_is_over (job) || xu_job_get_state (job) == XU_JOB_POSTED
      || xu_job_may_be_posted (job))
    return;

  g_signal_handlers_disconnect_by_func (job, remove_when_over_cb, self);
  xu_engine_remove_job (xu_window_get_engine (self), job);
}

void
xu_window_give_up_job (XuWindow *self, XuJob *job)
{
  g_signal_connect_object (job, "notify::state", G_CALLBACK (remove_when_over_cb), self, 0);
  xu_job_cancel (job);
  remove_when_over_cb (job, NULL, self);
}

/* Each image becomes a post of its own; the text stays with the first. */
static void
split_job (XuWindow *self, XuJob *job)
{
  if (xu_engine_find_account_of_job (xu_window_get_engine (self), job) == NULL)
    {
      show_no_account (self);
      return;
    }

  XuEngine *engine = xu_window_get_engine (self);
  XuAccount *account = xu_engine_find_account_of_job (engine, job);
  g_autoptr (XuJobSpec) all = xu_job_spec_ref (xu_job_get_spec (job));
  guint n_alt_texts = all->alt_texts != NULL ? g_strv_length (all->alt_texts) : 0;
  XuJob *first = NULL;

  for (guint i = 0; all->paths[i] != NULL; i++)
    {
      const char *paths[] = { all->paths[i], NULL };
      g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, i == 0 ? all->text : "");

      spec->intent = XU_POST_INTENT_DRAFT;
      spec->reply_settings = g_strdup (all->reply_settings);
      spec->made_with_ai = all->made_with_ai;
      spec->paid_partnership = all->paid_partnership;
      if (i < n_alt_texts)
        {
          const char *alt_texts[] = { all->alt_texts[i], NULL };

          spec->alt_texts = g_strdupv ((char **) alt_texts);
        }

      XuJob *single = xu_engine_add_job (engine, spec, account);

      first = first != NULL ? first : single;
    }

  xu_window_give_up_job (self, job);
  xu_window_show_job (self, first);
}

static void
copy_link (XuWindow *self, XuJob *job)
{
  g_autofree char *link = xu_job_dup_post_url (job);

  if (link == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  xu_window_toast (self, _ ("The link was copied"));
}

void
xu_window_asked (XuWindow *self, XuJobVerbs verb)
{
  XuJob *job = xu_job_item_get_job (self->item);

  if (verb == XU_JOB_VERB_SIGN_IN)
    xu_window_sign_in (self, xu_job_item_get_account (self->item));
  else if (verb == XU_JOB_VERB_CHOOSE_FILE)
    xu_window_choose_again (self, job);
  else if (verb == XU_JOB_VERB_POST_AGAIN)
    ask (self, _ ("Post again?"),
         _ ("Look at your profile on X first. If the post is there, posting again makes a second "
            "one."),
         _ ("_Post Again"), G_CALLBACK (post_again_answered_cb));
  else if (verb == XU_JOB_VERB_REMOVE)
    remove_job (self, job);
  else if (verb == XU_JOB_VERB_SPLIT)
    split_job (self, job);
  else if (verb == XU_JOB_VERB_OPEN_POST)
    xu_application_open_post (xu_window_get_application (self), job);
  else if (verb == XU_JOB_VERB_COPY_LINK)
    copy_link (self, job);
  else if (verb == XU_JOB_VERB_DELETE_POST)
    ask (self, _ ("Delete this post?"), _ ("It disappears from X, and cannot be brought back."),
         _ ("_Delete Post"), G_CALLBACK (delete_answered_cb));
}

/* Details */

static void
details_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;
  g_autofree char *text = xu_details_dup_text (question->job);

  if (!g_str_equal (response, "copy"))
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (question->window)), text);
  xu_window_toast (question->window, _ ("The details were copied"));
}

void
xu_window_show_details (XuWindow *self)
{
  g_return_if_fail (self->item != NULL);

  g_autofree char *text = xu_details_dup_text (xu_job_item_get_job (self->item));
  AdwMessageDialog *dialog = xu_window_new_dialog (self, _ ("Details"),
                                                   _ ("For a report of what went wrong. They hold "
                                                      "no sign-in, and not what you wrote."));
  GtkWidget *label = gtk_label_new (text);
  Question *question = g_new0 (Question, 1);

  *question = (Question){ .window = g_object_ref (self),
                          .job = g_object_ref (xu_job_item_get_job (self->item)) };
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  adw_message_dialog_set_extra_child (dialog, label);
  adw_message_dialog_add_responses (dialog, "close", _ ("_Close"), "copy", _ ("_Copy Details"),
                                    NULL);
  adw_message_dialog_set_close_response (dialog, "close");
  g_signal_connect_data (dialog, "response", G_CALLBACK (details_answered_cb), question,
                         question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
