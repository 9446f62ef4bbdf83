/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job as the fronts see it: state, progress and signals, in their thread. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-self.h"

GParamSpec *xu_job_properties[XU_JOB_N_PROPERTIES];
guint xu_job_signals[XU_JOB_N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuJob, xu_job, G_TYPE_OBJECT)

static void
xu_job_dispose (GObject *object)
{
  XuJob *self = XU_JOB (object);

  if (self->link != NULL)
    xu_job_link_set_front (self->link, NULL, NULL);
  g_clear_pointer (&self->link, xu_job_link_unref);

  G_OBJECT_CLASS (xu_job_parent_class)->dispose (object);
}

static void
xu_job_finalize (GObject *object)
{
  XuJob *self = XU_JOB (object);

  g_free (self->id);
  g_free (self->post_url_base);
  g_free (self->server);
  g_free (self->user_id);
  g_free (self->post_id);
  g_clear_error (&self->error);
  xu_job_spec_unref (self->spec);
  g_array_unref (self->files);
  g_ptr_array_unref (self->media_ids);

  G_OBJECT_CLASS (xu_job_parent_class)->finalize (object);
}

static void
xu_job_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuJob *self = XU_JOB (object);

  switch ((XuJobProperty) property_id)
    {
    case XU_JOB_PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case XU_JOB_PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case XU_JOB_PROP_SPEC:
      g_value_set_boxed (value, self->spec);
      break;
    case XU_JOB_PROP_POST_URL:
      g_value_take_string (value, xu_job_dup_post_url (self));
      break;
    case XU_JOB_N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static guint
add_signal (const char *name, guint n_params, const GType *params)
{
  return g_signal_newv (name, XU_TYPE_JOB, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE,
                        n_params, (GType *) params);
}

static void
xu_job_class_init (XuJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_job_dispose;
  object_class->finalize = xu_job_finalize;
  object_class->get_property = xu_job_get_property;

  xu_job_properties[XU_JOB_PROP_ID]
      = g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  xu_job_properties[XU_JOB_PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, XU_TYPE_JOB_STATE, XU_JOB_QUEUED,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  xu_job_properties[XU_JOB_PROP_SPEC]
      = g_param_spec_boxed ("spec", NULL, NULL, XU_TYPE_JOB_SPEC,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  xu_job_properties[XU_JOB_PROP_POST_URL]
      = g_param_spec_string ("post-url", NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (xu_job_properties),
                                     xu_job_properties);

  xu_job_signals[XU_JOB_SIGNAL_OPENED] = add_signal ("opened", 0, NULL);
  xu_job_signals[XU_JOB_SIGNAL_INITIALIZED]
      = add_signal ("initialized", 2, (GType[]){ G_TYPE_STRING, G_TYPE_UINT64 });
  xu_job_signals[XU_JOB_SIGNAL_RESTARTED] = add_signal ("restarted", 0, NULL);
  xu_job_signals[XU_JOB_SIGNAL_CHUNK_PROGRESS] = add_signal ("chunk-progress", 0, NULL);
  xu_job_signals[XU_JOB_SIGNAL_SEGMENT_UPLOADED] = add_signal (
      "segment-uploaded", 4, (GType[]){ G_TYPE_STRING, G_TYPE_UINT, G_TYPE_UINT64, G_TYPE_UINT64 });
  xu_job_signals[XU_JOB_SIGNAL_FINALIZED] = add_signal ("finalized", 1, (GType[]){ G_TYPE_STRING });
  xu_job_signals[XU_JOB_SIGNAL_STATUS] = add_signal (
      "status", 4, (GType[]){ G_TYPE_STRING, G_TYPE_STRING, G_TYPE_DOUBLE, G_TYPE_INT64 });
  xu_job_signals[XU_JOB_SIGNAL_WAITING]
      = add_signal ("waiting", 2, (GType[]){ XU_TYPE_JOB_WAIT, G_TYPE_INT64 });
}

static void
clear_file (gpointer data)
{
  XuJobFile *file = data;

  g_free ((char *) file->path);
}

static void
xu_job_init (XuJob *self)
{
  self->files = g_array_new (FALSE, FALSE, sizeof (XuJobFile));
  g_array_set_clear_func (self->files, clear_file);
  self->media_ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->media_ids, NULL);
  self->progress.eta_s = -1;
  self->created_at = g_get_real_time () / G_USEC_PER_SEC;
}

XuJob *
xu_job_new (const char *id,
            const char *server,
            const char *user_id,
            XuJobSpec *spec,
            XuJobLink *link,
            const char *post_url_base)
{
  XuJob *self = g_object_new (XU_TYPE_JOB, NULL);

  self->id = g_strdup (id);
  self->server = g_strdup (server);
  self->user_id = g_strdup (user_id);
  self->spec = xu_job_spec_ref (spec);
  self->link = xu_job_link_ref (link);
  self->post_url_base = g_strdup (post_url_base);
  xu_job_link_set_front (link, xu_job_apply_event, self);

  return self;
}

XuJob *
xu_job_new_from_record (const XuJobRecord *record,
                        gboolean is_elsewhere,
                        XuJobLink *link,
                        const char *post_url_base)
{
  XuJob *self
      = xu_job_new (record->id, record->server, record->user_id, record->spec, link, post_url_base);

  xu_job_set_record (self, record, is_elsewhere);
  self->state = xu_job_record_to_state (record, is_elsewhere);

  return self;
}

void
xu_job_set_post_url_base (XuJob *self, const char *post_url_base)
{
  g_return_if_fail (XU_IS_JOB (self));

  if (g_strcmp0 (self->post_url_base, post_url_base) == 0)
    return;

  g_free (self->post_url_base);
  self->post_url_base = g_strdup (post_url_base);
  g_object_notify_by_pspec (G_OBJECT (self), xu_job_properties[XU_JOB_PROP_POST_URL]);
}

const char *
xu_job_get_id (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->id;
}

XuJobState
xu_job_get_state (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), XU_JOB_QUEUED);

  return self->state;
}

XuJobSpec *
xu_job_get_spec (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->spec;
}

gboolean
xu_job_is_over (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->state >= XU_JOB_READY;
}

const XuJobFile *
xu_job_get_files (XuJob *self, gsize *n_files)
{
  g_return_val_if_fail (XU_IS_JOB (self) && n_files != NULL, NULL);

  *n_files = self->files->len;
  return (const XuJobFile *) self->files->data;
}

const XuJobProgress *
xu_job_get_progress (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return &self->progress;
}

const char *const *
xu_job_get_media_ids (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->media_ids->len > 1 ? (const char *const *) self->media_ids->pdata : NULL;
}

const char *
xu_job_get_post_id (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->post_id;
}

char *
xu_job_dup_post_url (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->post_id != NULL && self->post_url_base != NULL
             ? g_strdup_printf ("%s/i/status/%s", self->post_url_base, self->post_id)
             : NULL;
}

const GError *
xu_job_get_error (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->error;
}

gint64
xu_job_get_created_at (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), 0);

  return self->created_at;
}

const char *
xu_job_get_server (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->server;
}

const char *
xu_job_get_user_id (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->user_id;
}

gboolean
xu_job_is_deleted (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->is_deleted;
}

gboolean
xu_job_may_be_posted (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->may_be_posted;
}

gboolean
xu_job_is_interrupted (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->state == XU_JOB_PAUSED && self->is_interrupted;
}

gboolean
xu_job_is_elsewhere (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->is_elsewhere;
}

static void
send (XuJob *self, XuJobCommandKind kind)
{
  xu_job_link_send_command (self->link, xu_job_command_new (kind));
}

void
xu_job_pause (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_PAUSE);
}

void
xu_job_resume (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_RESUME);
}

void
xu_job_cancel (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_CANCEL);
}

/* What is wanted is seen at once; the engine's half says later whether it could be done. */
static void
send_wish (XuJob *self, XuJobCommand *command, XuJobSpec *spec)
{
  self->n_wishes++;
  xu_job_link_send_command (self->link, command);
  xu_job_set_spec (self, spec);
}

/* Nothing of a post that may exist can be changed, and whoever runs the job elsewhere is not to be
 * reached. */
static gboolean
is_open_to_wishes (const XuJob *self)
{
  return !self->is_elsewhere && !self->may_be_posted && self->state != XU_JOB_POSTING
         && self->state != XU_JOB_POSTED;
}

void
xu_job_edit (XuJob *self, XuJobSpec *spec)
{
  g_return_if_fail (XU_IS_JOB (self) && spec != NULL);
  g_return_if_fail (g_strv_length (spec->paths) == g_strv_length (self->spec->paths));

  if (!is_open_to_wishes (self) || xu_job_spec_equal (self->spec, spec))
    return;

  XuJobCommand *command = xu_job_command_new (XU_JOB_COMMAND_EDIT);

  command->spec = xu_job_spec_ref (spec);
  send_wish (self, command, spec);
}

void
xu_job_post (XuJob *self, const char *text, XuJobPostFlags flags)
{
  g_return_if_fail (XU_IS_JOB (self));

  XuJobCommand *command = xu_job_command_new (XU_JOB_COMMAND_POST);
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (self->spec);

  command->text = g_strdup (text);
  command->flags = flags;
  if (is_open_to_wishes (self))
    {
      spec->intent = XU_POST_INTENT_POST;
      g_free (spec->text);
      spec->text = g_strdup (text != NULL ? text : self->spec->text);
    }
  send_wish (self, command, spec);
}

void
xu_job_resume_with_files (XuJob *self, const char *const *paths)
{
  g_return_if_fail (XU_IS_JOB (self) && paths != NULL);

  XuJobCommand *command = xu_job_command_new (XU_JOB_COMMAND_RESUME);

  command->paths = g_strdupv ((char **) paths);
  xu_job_link_send_command (self->link, command);
}

void
xu_job_start_again (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_START_AGAIN);
}
