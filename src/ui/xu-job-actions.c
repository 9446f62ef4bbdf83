/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the chosen job, as actions. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-actions.h"

#include "xu-accounts.h"
#include "xu-error.h"
#include "xu-remedy.h"

struct _XuJobActions
{
  GObject parent_instance;

  GSimpleActionGroup *group; /* (owned) */
  XuJobItem *item;           /* (owned) (nullable) */
};

typedef enum
{
  SIGNAL_ASKED,
  N_SIGNALS,
} XuJobActionsSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuJobActions, xu_job_actions, G_TYPE_OBJECT)

static const struct
{
  const char *name;
  XuJobVerbs verb;
} actions[] = {
  { "pause", XU_JOB_VERB_PAUSE },
  { "resume", XU_JOB_VERB_RESUME },
  { "cancel", XU_JOB_VERB_CANCEL },
  { "retry", XU_JOB_VERB_RETRY },
  { "choose-file", XU_JOB_VERB_CHOOSE_FILE },
  { "start-again", XU_JOB_VERB_START_AGAIN },
  { "post-without", XU_JOB_VERB_POST_WITHOUT },
  { "look-again", XU_JOB_VERB_LOOK_AGAIN },
  { "post-again", XU_JOB_VERB_POST_AGAIN },
  { "remove", XU_JOB_VERB_REMOVE },
  { "split", XU_JOB_VERB_SPLIT },
  { "open-post", XU_JOB_VERB_OPEN_POST },
  { "copy-link", XU_JOB_VERB_COPY_LINK },
  { "delete-post", XU_JOB_VERB_DELETE_POST },
  { "sign-in", XU_JOB_VERB_SIGN_IN },
  { "unlock", XU_JOB_VERB_UNLOCK },
};

/* X does not take what the account signs with, or that does not allow enough. */
static gboolean
is_refused (const GError *error)
{
  return g_error_matches (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN)
         || g_error_matches (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED)
         || g_error_matches (error, XU_ERROR, XU_ERROR_SCOPE_MISSING);
}

/* Those of the environment have no state, and nobody can sign in to them. */
static void
add_account_facts (XuJobFacts *facts, XuAccount *account)
{
  facts->has_no_account = account == NULL;
  if (account == NULL || xu_account_get_kind (account) != XU_ACCOUNT_SIGNED_IN)
    return;

  facts->needs_sign_in = xu_account_get_state (account) == XU_ACCOUNT_SIGN_IN_AGAIN;
  facts->needs_unlock = xu_account_get_state (account) == XU_ACCOUNT_LOCKED;
}

XuJobVerbs
xu_job_actions_get_verbs (XuEngine *engine, XuJob *job)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine) && XU_IS_JOB (job), 0);

  const XuJobProgress *progress = xu_job_get_progress (job);
  const GError *error = xu_job_get_error (job);
  g_autofree char *link = xu_job_dup_post_url (job);
  gsize n_opened;

  xu_job_get_files (job, &n_opened);

  XuJobFacts facts = {
    .state = xu_job_get_state (job),
    .remedies
    = error != NULL ? xu_remedies_for (
          error, n_opened > 0, progress->total > 0 && progress->acknowledged == progress->total)
                    : 0,
    .is_wanted = xu_job_get_spec (job)->intent == XU_POST_INTENT_POST,
    .is_elsewhere = xu_job_is_elsewhere (job),
    .may_be_posted = xu_job_may_be_posted (job),
    .has_link = link != NULL,
    .is_deleted = xu_job_is_deleted (job),
    .is_of_sandbox = xu_accounts_is_sandbox (xu_job_get_server (job)),
    .is_refused = xu_job_get_state (job) == XU_JOB_FAILED && is_refused (error),
    .n_files = g_strv_length (xu_job_get_spec (job)->paths),
  };

  add_account_facts (&facts, xu_engine_find_account_of_job (engine, job));

  return xu_job_verbs_for (&facts);
}

static void
perform (XuJobActions *self, XuJobVerbs verb)
{
  XuJob *job = xu_job_item_get_job (self->item);

  switch (verb)
    {
    case XU_JOB_VERB_PAUSE:
      xu_job_pause (job);
      break;
    case XU_JOB_VERB_RESUME:
    case XU_JOB_VERB_RETRY:
    case XU_JOB_VERB_LOOK_AGAIN:
      xu_job_resume (job);
      break;
    case XU_JOB_VERB_CANCEL:
      xu_job_cancel (job);
      break;
    case XU_JOB_VERB_START_AGAIN:
      xu_job_start_again (job);
      break;
    case XU_JOB_VERB_POST_WITHOUT:
      xu_job_post (job, NULL, XU_JOB_POST_WITHOUT_EXTRAS);
      break;
    case XU_JOB_VERB_UNLOCK:
      xu_engine_open_account (xu_job_item_get_engine (self->item),
                              xu_job_item_get_account (self->item));
      break;
    case XU_JOB_VERB_CHOOSE_FILE:
    case XU_JOB_VERB_POST_AGAIN:
    case XU_JOB_VERB_REMOVE:
    case XU_JOB_VERB_SPLIT:
    case XU_JOB_VERB_OPEN_POST:
    case XU_JOB_VERB_COPY_LINK:
    case XU_JOB_VERB_DELETE_POST:
    case XU_JOB_VERB_SIGN_IN:
    default:
      g_signal_emit (self, signals[SIGNAL_ASKED], 0, (guint) verb);
    }
}

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  XuJobActions *self = XU_JOB_ACTIONS (user_data);
  const char *name = g_action_get_name (G_ACTION (action));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (g_str_equal (actions[i].name, name))
        perform (self, actions[i].verb);
    }
}

static void
update (XuJobActions *self)
{
  guint verbs = self->item != NULL ? xu_job_actions_get_verbs (xu_job_item_get_engine (self->item),
                                                               xu_job_item_get_job (self->item))
                                   : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), actions[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), (verbs & actions[i].verb) != 0);
    }
}

void
xu_job_actions_set_item (XuJobActions *self, XuJobItem *item)
{
  g_return_if_fail (XU_IS_JOB_ACTIONS (self) && (item == NULL || XU_IS_JOB_ITEM (item)));

  if (self->item == item)
    return;

  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      g_signal_handlers_disconnect_by_data (xu_job_item_get_job (self->item), self);
    }
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_object (item, "notify::phase", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (xu_job_item_get_job (item), "notify::spec", G_CALLBACK (update),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (xu_job_item_get_job (item), "notify::post-url", G_CALLBACK (update),
                               self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
xu_job_actions_dispose (GObject *object)
{
  XuJobActions *self = XU_JOB_ACTIONS (object);

  g_clear_object (&self->item);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (xu_job_actions_parent_class)->dispose (object);
}

static void
xu_job_actions_class_init (XuJobActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = xu_job_actions_dispose;

  /**
   * XuJobActions::asked:
   * @verb: one of XuJobVerbs, which the window is to carry out
   */
  signals[SIGNAL_ASKED] = g_signal_new ("asked", XU_TYPE_JOB_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
xu_job_actions_init (XuJobActions *self)
{
  self->group = g_simple_action_group_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i].name, NULL);

      g_signal_connect_object (action, "activate", G_CALLBACK (activated_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->group), G_ACTION (action));
    }
  update (self);
}

XuJobActions *
xu_job_actions_new (void)
{
  return g_object_new (XU_TYPE_JOB_ACTIONS, NULL);
}

GActionGroup *
xu_job_actions_get_group (XuJobActions *self)
{
  g_return_val_if_fail (XU_IS_JOB_ACTIONS (self), NULL);

  return G_ACTION_GROUP (self->group);
}
