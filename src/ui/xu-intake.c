/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs of files. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-intake.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"
#include "xu-errands.h"
#include "xu-file-sorting.h"
#include "xu-file-words.h"
#include "xu-finding-words.h"
#include "xu-foreign-words.h"

struct _XuIntake
{
  GObject parent_instance;

  XuEngine *engine;          /* (owned) */
  GListModel *accounts;      /* (owned): of XuAccount */
  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned): ends with the intake */
  GPtrArray *waiting;        /* (owned) (element-type GStrv): posts that wait for an account */
  guint n_sorting;           /* groups of files that are looked at */
  gboolean is_busy;          /* as told last */
};

typedef enum
{
  SIGNAL_ACCEPTED,
  SIGNAL_REFUSED,
  SIGNAL_ACCOUNT_WANTED,
  N_SIGNALS,
} XuIntakeSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuIntake, xu_intake, G_TYPE_OBJECT)

static void sorted_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Until there are jobs, nothing else keeps what the user has handed over. */
static void
update_busy (XuIntake *self)
{
  XuErrands *errands = xu_errands_of (self->engine);
  gboolean is_busy = self->n_sorting > 0 || self->waiting->len > 0;

  if (self->is_busy == is_busy)
    return;

  self->is_busy = is_busy;
  if (is_busy)
    xu_errands_begin (errands);
  else
    xu_errands_end (errands);
}

static void
refuse (XuIntake *self, GStrvBuilder *reasons, gboolean may_choose)
{
  g_auto (GStrv) sentences = g_strv_builder_end (reasons);

  if (sentences[0] != NULL)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, sentences, may_choose);
}

/* A file on a server, for example: what is dropped from a browser. */
static void
add_remote_reason (GStrvBuilder *reasons, GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *plain = xu_foreign_words_dup_plain (name);
  g_autofree char *reason
      /* Translators: %s is an address or a file’s name */
      = g_strdup_printf (_ ("“%s” is not on this computer. Save it here first."), plain);

  g_strv_builder_add (reasons, reason);
}

void
xu_intake_add (XuIntake *self, GFile *const *files, gsize n_files)
{
  g_return_if_fail (XU_IS_INTAKE (self) && (files != NULL || n_files == 0));

  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) reasons = g_strv_builder_new ();

  for (gsize i = 0; i < n_files; i++)
    {
      const char *path = g_file_peek_path (files[i]);

      if (path != NULL)
        g_strv_builder_add (paths, path);
      else
        add_remote_reason (reasons, files[i]);
    }
  refuse (self, reasons, FALSE);

  g_auto (GStrv) local = g_strv_builder_end (paths);

  if (local[0] == NULL)
    return;

  self->n_sorting++;
  update_busy (self);
  xu_engine_sort_files_async (self->engine, (const char *const *) local, self->cancellable,
                              sorted_cb, g_object_ref (self));
}

static void
add_reason (GStrvBuilder *reasons, const XuCheckFinding *finding)
{
  g_autofree char *name = xu_file_words_dup_name (finding->file);
  g_autofree char *sentence
      = xu_finding_words_dup_sentence (finding->rule, finding->file_type, finding->limit);
  /* Translators: a file’s name, and why it cannot be posted: “notes.pdf: X does not take this.” */
  g_autofree char *reason = g_strdup_printf (_ ("%s: %s"), name, sentence);

  g_strv_builder_add (reasons, reason);
}

/* In a sandbox a file from some file managers comes as a path that cannot be read; what is chosen
 * in a dialog can. */
static void
tell_refusals (XuIntake *self, const GPtrArray *refusals)
{
  g_autoptr (GStrvBuilder) reasons = g_strv_builder_new ();
  gboolean may_choose = FALSE;

  for (guint i = 0; i < refusals->len; i++)
    {
      const XuCheckFinding *finding = g_ptr_array_index (refusals, i);

      add_reason (reasons, finding);
      may_choose = may_choose || g_str_equal (finding->rule, "unreadable");
    }
  refuse (self, reasons, may_choose);
}

static void
take_sorting (XuIntake *self, const XuFileSorting *sorting)
{
  tell_refusals (self, sorting->refusals);
  for (guint i = 0; i < sorting->groups->len; i++)
    g_ptr_array_add (self->waiting, g_strdupv (g_ptr_array_index (sorting->groups, i)));
  xu_intake_go_on (self);
}

static void
sorted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuIntake) self = XU_INTAKE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (XuFileSorting) sorting
      = xu_engine_sort_files_finish (XU_ENGINE (source), result, &error);

  self->n_sorting--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (sorting == NULL)
    g_debug ("the files were not looked at: %s", error->message);
  else
    take_sorting (self, sorting);
  update_busy (self);
}

static XuJob *
add_job (XuIntake *self, XuAccount *account, const char *const *paths)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");
  g_autofree char *reply_settings = g_settings_get_string (self->settings, "reply-settings");

  spec->intent = XU_POST_INTENT_DRAFT;
  if (!g_str_equal (reply_settings, "everyone"))
    spec->reply_settings = g_steal_pointer (&reply_settings);

  XuJob *job = xu_engine_add_job (self->engine, spec, account);

  if (!g_settings_get_boolean (self->settings, "start-on-drop"))
    xu_job_pause (job);

  return job;
}

void
xu_intake_go_on (XuIntake *self)
{
  g_return_if_fail (XU_IS_INTAKE (self));

  g_autoptr (XuAccount) account = xu_accounts_find_default (self->accounts, self->settings);

  if (self->waiting->len == 0)
    return;
  if (account == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_ACCOUNT_WANTED], 0);
      return;
    }

  g_autoptr (GPtrArray) posts = g_steal_pointer (&self->waiting);
  XuJob *first = NULL;

  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 0; i < posts->len; i++)
    {
      XuJob *job = add_job (self, account, g_ptr_array_index (posts, i));

      first = first != NULL ? first : job;
    }
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, first, posts->len);
  update_busy (self);
}

void
xu_intake_forget (XuIntake *self)
{
  g_return_if_fail (XU_IS_INTAKE (self));

  g_ptr_array_set_size (self->waiting, 0);
  update_busy (self);
}

static void
xu_intake_dispose (GObject *object)
{
  XuIntake *self = XU_INTAKE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->is_busy)
    xu_errands_end (xu_errands_of (self->engine));
  self->is_busy = FALSE;
  g_clear_object (&self->engine);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (xu_intake_parent_class)->dispose (object);
}

static void
xu_intake_class_init (XuIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = xu_intake_dispose;

  /**
   * XuIntake::accepted:
   * @job: the first of the jobs that were added
   * @n_jobs: how many
   */
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", XU_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 2, XU_TYPE_JOB, G_TYPE_UINT);

  /**
   * XuIntake::refused:
   * @reasons: a sentence for each file
   * @may_choose: whether to choose it in a dialog may help
   */
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", XU_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRV, G_TYPE_BOOLEAN);

  /**
   * XuIntake::account-wanted:
   *
   * There is nobody to post as.
   */
  signals[SIGNAL_ACCOUNT_WANTED] = g_signal_new (
      "account-wanted", XU_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
xu_intake_init (XuIntake *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

XuIntake *
xu_intake_new (XuEngine *engine, GListModel *accounts, GSettings *settings)
{
  g_return_val_if_fail (
      XU_IS_ENGINE (engine) && G_IS_LIST_MODEL (accounts) && G_IS_SETTINGS (settings), NULL);

  XuIntake *self = g_object_new (XU_TYPE_INTAKE, NULL);

  self->engine = g_object_ref (engine);
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (xu_intake_go_on), self,
                           G_CONNECT_SWAPPED);
  self->settings = g_object_ref (settings);

  return self;
}
