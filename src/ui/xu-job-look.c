/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the file of a job looks, as long as somebody shows it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-look.h"

#include "xu-media-probe.h"
#include "xu-media-texture.h"

struct _XuJobLook
{
  GObject parent_instance;

  XuEngine *engine; /* (owned) */
  char *path;       /* (owned) (nullable) (type filename) */
  guint n_viewers;
  GCancellable *probing;   /* (owned) (nullable): while the file is looked at */
  gboolean has_probed;     /* as long as somebody shows it */
  GdkPaintable *thumbnail; /* (owned) (nullable) */
  gint64 duration_us;      /* -1: not known */
  guint width, height;     /* 0: not known */
};

typedef enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
} XuJobLookSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuJobLook, xu_job_look, G_TYPE_OBJECT)

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobLook) self = XU_JOB_LOOK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaProbe) probe = xu_engine_probe_finish (XU_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->probing);
  if (probe == NULL)
    {
      g_debug ("nothing is known of the file: %s", error->message);
      return;
    }

  self->duration_us = probe->duration_us;
  self->width = probe->width;
  self->height = probe->height;
  self->thumbnail = GDK_PAINTABLE (xu_media_texture_new (probe));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
probe (XuJobLook *self)
{
  if (self->n_viewers == 0 || self->has_probed || self->path == NULL)
    return;

  self->has_probed = TRUE;
  self->probing = g_cancellable_new ();
  xu_engine_probe_async (self->engine, self->path, self->probing, probed_cb, g_object_ref (self));
}

static void
forget_picture (XuJobLook *self)
{
  if (self->probing != NULL)
    g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
  self->has_probed = FALSE;
  g_clear_object (&self->thumbnail);
}

static void
forget_facts (XuJobLook *self)
{
  self->duration_us = -1;
  self->width = 0;
  self->height = 0;
}

void
xu_job_look_set_path (XuJobLook *self, const char *path)
{
  g_return_if_fail (XU_IS_JOB_LOOK (self));

  if (g_strcmp0 (self->path, path) == 0)
    return;

  g_free (self->path);
  self->path = g_strdup (path);
  forget_picture (self);
  forget_facts (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  probe (self);
}

void
xu_job_look_show (XuJobLook *self)
{
  g_return_if_fail (XU_IS_JOB_LOOK (self));

  self->n_viewers++;
  probe (self);
}

/* A history of a thousand posts would keep a thousand pictures in memory. */
void
xu_job_look_hide (XuJobLook *self)
{
  g_return_if_fail (XU_IS_JOB_LOOK (self) && self->n_viewers > 0);

  self->n_viewers--;
  if (self->n_viewers == 0)
    forget_picture (self);
}

static void
xu_job_look_dispose (GObject *object)
{
  XuJobLook *self = XU_JOB_LOOK (object);

  forget_picture (self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_job_look_parent_class)->dispose (object);
}

static void
xu_job_look_finalize (GObject *object)
{
  g_free (XU_JOB_LOOK (object)->path);

  G_OBJECT_CLASS (xu_job_look_parent_class)->finalize (object);
}

static void
xu_job_look_class_init (XuJobLookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_job_look_dispose;
  object_class->finalize = xu_job_look_finalize;

  /**
   * XuJobLook::changed:
   *
   * More is known of the file, or nothing any more: it is another one.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_JOB_LOOK, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
xu_job_look_init (XuJobLook *self)
{
  forget_facts (self);
}

XuJobLook *
xu_job_look_new (XuEngine *engine)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine), NULL);

  XuJobLook *self = g_object_new (XU_TYPE_JOB_LOOK, NULL);

  self->engine = g_object_ref (engine);

  return self;
}

GdkPaintable *
xu_job_look_get_thumbnail (XuJobLook *self)
{
  g_return_val_if_fail (XU_IS_JOB_LOOK (self), NULL);

  return self->thumbnail;
}

gint64
xu_job_look_get_duration (XuJobLook *self)
{
  g_return_val_if_fail (XU_IS_JOB_LOOK (self), -1);

  return self->duration_us;
}

guint
xu_job_look_get_width (XuJobLook *self)
{
  g_return_val_if_fail (XU_IS_JOB_LOOK (self), 0);

  return self->width;
}

guint
xu_job_look_get_height (XuJobLook *self)
{
  g_return_val_if_fail (XU_IS_JOB_LOOK (self), 0);

  return self->height;
}
