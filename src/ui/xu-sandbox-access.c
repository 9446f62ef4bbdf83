/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the sandbox when it is wanted, and makes it an account. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sandbox-access.h"

#include <gtk/gtk.h>

#include "xu-accounts.h"
#include "xu-error.h"
#include "xu-sandbox-process.h"

enum
{
  /* One that ends sooner than this, so often in a row, would do so again. */
  SHORT_LIFE_US = 10 * G_USEC_PER_SEC,
  SHORT_LIVES_MAX = 3,
};

struct _XuSandboxAccess
{
  GObject parent_instance;

  XuEngine *engine;    /* (owned) */
  GSettings *settings; /* (owned) */
  XuSandboxState state;
  XuSandboxProcess *process; /* (owned) (nullable): while it runs */
  gint64 started_at;         /* of the process, monotonic */
  guint n_short_lives;       /* of processes, in a row */
  GError *error;             /* (owned) (nullable) */
  GPtrArray *waiting;        /* (owned) (element-type GTask): who waits for the start */
  gboolean is_wanted;
  gboolean is_starting;         /* even if it is not wanted any more */
  GtkCustomFilter *filter;      /* (unowned): of accounts */
  GtkFilterListModel *accounts; /* (owned) */
};

G_DEFINE_FINAL_TYPE (XuSandboxAccess, xu_sandbox_access, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (XuSandboxState,
                    xu_sandbox_state,
                    G_DEFINE_ENUM_VALUE (XU_SANDBOX_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (XU_SANDBOX_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (XU_SANDBOX_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (XU_SANDBOX_FAILED, "failed"))

typedef enum
{
  PROP_STATE = 1,
} XuSandboxAccessProperty;

static GParamSpec *properties[PROP_STATE + 1];

/* In the order of time. */
static void started_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void finish_start (XuSandboxAccess *self, GError *error);
static void ended_cb (gpointer user_data);

static void
set_state (XuSandboxAccess *self, XuSandboxState state)
{
  if (self->state == state)
    return;

  self->state = state;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
is_offered (gpointer item, gpointer user_data)
{
  const XuSandboxAccess *self = user_data;

  return self->state == XU_SANDBOX_READY
         || !xu_accounts_is_sandbox (xu_account_get_server (XU_ACCOUNT (item)));
}

XuSandboxAccess *
xu_sandbox_access_new (XuEngine *engine, GSettings *settings)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine) && G_IS_SETTINGS (settings), NULL);

  XuSandboxAccess *self = g_object_new (XU_TYPE_SANDBOX_ACCESS, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  self->filter = gtk_custom_filter_new (is_offered, self, NULL);
  self->accounts = gtk_filter_list_model_new (g_object_ref (xu_engine_get_accounts (engine)),
                                              GTK_FILTER (self->filter));

  return self;
}

XuEngine *
xu_sandbox_access_get_engine (XuSandboxAccess *self)
{
  g_return_val_if_fail (XU_IS_SANDBOX_ACCESS (self), NULL);

  return self->engine;
}

XuSandboxState
xu_sandbox_access_get_state (XuSandboxAccess *self)
{
  g_return_val_if_fail (XU_IS_SANDBOX_ACCESS (self), XU_SANDBOX_OFF);

  return self->state;
}

const GError *
xu_sandbox_access_get_error (XuSandboxAccess *self)
{
  g_return_val_if_fail (XU_IS_SANDBOX_ACCESS (self), NULL);

  return self->error;
}

GListModel *
xu_sandbox_access_get_accounts (XuSandboxAccess *self)
{
  g_return_val_if_fail (XU_IS_SANDBOX_ACCESS (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

char *
xu_sandbox_access_dup_posts_url (XuSandboxAccess *self)
{
  g_return_val_if_fail (XU_IS_SANDBOX_ACCESS (self), NULL);

  return self->process != NULL ? g_strconcat (xu_sandbox_process_get_url (self->process), "/", NULL)
                               : NULL;
}

static void
start (XuSandboxAccess *self)
{
  g_autofree char *folder = xu_sandbox_process_dup_folder ();

  g_clear_error (&self->error);
  if (self->is_wanted)
    set_state (self, XU_SANDBOX_STARTING);
  if (self->is_starting)
    return;

  self->is_starting = TRUE;
  xu_sandbox_process_start_async (folder, NULL, NULL, started_cb, g_object_ref (self));
}

void
xu_sandbox_access_start_async (XuSandboxAccess *self,
                               gboolean is_for_good,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (XU_IS_SANDBOX_ACCESS (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_sandbox_access_start_async);
  g_task_set_name (task, "xu_sandbox_access_start_async");
  g_ptr_array_add (self->waiting, task);

  self->is_wanted = TRUE;
  if (is_for_good)
    g_settings_set_boolean (self->settings, "use-sandbox", TRUE);
  self->n_short_lives = 0;
  if (self->process != NULL)
    finish_start (self, NULL);
  else
    start (self);
}

static gboolean
add_account (XuSandboxAccess *self, GError **error)
{
  XuAccountConfig config = {
    .kind = XU_ACCOUNT_SANDBOX,
    .server = XU_ENGINE_SANDBOX,
    .base_url = xu_sandbox_process_get_url (self->process),
    .access_token = xu_sandbox_process_get_access_token (self->process),
  };

  return xu_engine_add_account (self->engine, &config, error) != NULL;
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuSandboxAccess) self = user_data;
  GError *error = NULL;

  self->is_starting = FALSE;
  self->process = xu_sandbox_process_start_finish (result, &error);
  if (self->process != NULL && !add_account (self, &error))
    g_clear_object (&self->process);
  if (self->process != NULL)
    {
      self->started_at = g_get_monotonic_time ();
      xu_sandbox_process_watch (self->process, ended_cb, self);
    }

  finish_start (self, error);
}

/* Takes @taken_error. */
static void
finish_start (XuSandboxAccess *self, GError *taken_error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr (GError) error = taken_error;

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_error (&self->error);
  if (self->is_wanted)
    {
      self->error = error != NULL ? g_error_copy (error) : NULL;
      set_state (self, error == NULL ? XU_SANDBOX_READY : XU_SANDBOX_FAILED);
    }

  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error == NULL)
        g_task_return_pointer (task, xu_engine_find_account (self->engine, XU_ENGINE_SANDBOX),
                               NULL);
      else
        g_task_return_error (task, g_error_copy (error));
    }
}

/* What it knows is in its folder, so whoever uses it goes on with the next one: also what still
 * does after nobody wants it for new posts. */
static void
ended_cb (gpointer user_data)
{
  XuSandboxAccess *self = user_data;
  gboolean was_short = g_get_monotonic_time () - self->started_at < SHORT_LIFE_US;

  g_clear_object (&self->process);
  self->n_short_lives = was_short ? self->n_short_lives + 1 : 0;
  if (self->n_short_lives < SHORT_LIVES_MAX)
    start (self);
  else
    finish_start (self, xu_error_new (XU_ERROR_INTERNAL, "the sandbox ends again and again"));
}

XuAccount *
xu_sandbox_access_start_finish (XuSandboxAccess *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_SANDBOX_ACCESS (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_sandbox_access_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_sandbox_access_stop (XuSandboxAccess *self)
{
  g_return_if_fail (XU_IS_SANDBOX_ACCESS (self));

  g_autofree char *default_account = g_settings_get_string (self->settings, "default-account");

  self->is_wanted = FALSE;
  g_settings_set_boolean (self->settings, "use-sandbox", FALSE);
  if (xu_accounts_is_sandbox (default_account))
    g_settings_reset (self->settings, "default-account");
  g_clear_error (&self->error);
  set_state (self, XU_SANDBOX_OFF);
}

static void
xu_sandbox_access_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const XuSandboxAccess *self = XU_SANDBOX_ACCESS (object);

  switch ((XuSandboxAccessProperty) id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
xu_sandbox_access_dispose (GObject *object)
{
  XuSandboxAccess *self = XU_SANDBOX_ACCESS (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  self->filter = NULL;
  g_clear_object (&self->accounts);
  g_clear_object (&self->process);
  g_clear_object (&self->settings);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_sandbox_access_parent_class)->dispose (object);
}

static void
xu_sandbox_access_finalize (GObject *object)
{
  XuSandboxAccess *self = XU_SANDBOX_ACCESS (object);

  g_clear_error (&self->error);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (xu_sandbox_access_parent_class)->finalize (object);
}

static void
xu_sandbox_access_class_init (XuSandboxAccessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = xu_sandbox_access_get_property;
  object_class->dispose = xu_sandbox_access_dispose;
  object_class->finalize = xu_sandbox_access_finalize;

  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, XU_TYPE_SANDBOX_STATE, XU_SANDBOX_OFF,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
xu_sandbox_access_init (XuSandboxAccess *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}
