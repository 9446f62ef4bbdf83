/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job in words and pictures, for whoever shows it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-item.h"

#include <glib/gi18n.h>

#include "xu-account-words.h"
#include "xu-file-words.h"
#include "xu-job-account.h"
#include "xu-job-look.h"
#include "xu-job-measure.h"
#include "xu-job-words.h"
#include "xu-phase-words.h"

struct _XuJobItem
{
  GObject parent_instance;

  XuEngine *engine;      /* (owned) */
  XuJob *job;            /* (owned) */
  XuJobAccount *account; /* (owned): whose it is */
  XuJobLook *look;       /* (owned): at its first file */
  char *title;           /* (owned) */
  char *facts;           /* (owned) */

  guint64 order;            /* in which it was made */
  gboolean is_past;         /* as told last */
  char *wait;               /* (owned) (nullable): why it waits, until it goes on */
  gboolean is_sign_in_wait; /* it waits for its account, whose state says why */
  double percent;           /* of X's processing; -1: not known */
};

typedef enum
{
  PROP_JOB = 1,
  PROP_TITLE,
  PROP_FACTS,
  PROP_PHASE,
  PROP_DETAILS,
  PROP_FRACTION,
  PROP_THUMBNAIL,
  PROP_SUMMARY,
  PROP_DURATION,
  PROP_PAST,
  PROP_ICON_NAME,
  PROP_ACCOUNT,
} XuJobItemProperty;

static GParamSpec *properties[PROP_ACCOUNT + 1];

G_DEFINE_FINAL_TYPE (XuJobItem, xu_job_item, G_TYPE_OBJECT)

char *
xu_job_item_dup_phase (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  XuAccount *account = xu_job_account_get (self->account);

  if (self->wait != NULL && self->is_sign_in_wait && account != NULL)
    return g_strdup (xu_account_words_get_wait (xu_account_get_state (account)));
  if (self->wait != NULL)
    return g_strdup (self->wait);
  if (account == NULL && xu_job_is_interrupted (self->job) && !xu_job_may_be_posted (self->job))
    return g_strdup (xu_job_words_get_account_wait (self->job));

  return xu_job_words_dup_phase (self->job);
}

char *
xu_job_item_dup_details (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  return xu_job_words_dup_details (self->job, self->percent);
}

double
xu_job_item_get_fraction (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), -1);

  return xu_job_measure_done (self->job, self->percent);
}

double
xu_job_item_get_sent_fraction (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), -1);

  return xu_job_measure_sent (self->job, self->percent);
}

/* “holiday.mp4, uploading, 42%, 1 minute left”: what moves is said by the bar, not here. */
char *
xu_job_item_dup_summary (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  g_autofree char *phase = xu_job_item_dup_phase (self);
  g_autofree char *details = xu_job_item_dup_details (self);

  if (*details == '\0')
    /* Translators: for screen readers: a file, what happens to it: “holiday.mp4, Uploading” */
    return g_strdup_printf (_ ("%s, %s"), self->title, phase);

  /* Translators: for screen readers: a file, what happens to it, how far it is:
   * “holiday.mp4, Uploading, 12 MB of 40 MB” */
  return g_strdup_printf (_ ("%s, %s, %s"), self->title, phase, details);
}

gboolean
xu_job_item_is_past (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), FALSE);

  XuJobState state = xu_job_get_state (self->job);

  return state == XU_JOB_POSTED || state == XU_JOB_CANCELLED;
}

gboolean
xu_job_item_is_signed_in (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), FALSE);

  return xu_job_account_get (self->account) != NULL;
}

XuAccount *
xu_job_item_get_account (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  return xu_job_account_get (self->account);
}

int
xu_job_item_compare_age (XuJobItem *self, XuJobItem *other)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self) && XU_IS_JOB_ITEM (other), 0);

  gint64 age = xu_job_get_created_at (other->job) - xu_job_get_created_at (self->job);

  if (age == 0)
    age = (gint64) self->order - (gint64) other->order;

  return age < 0 ? -1 : age > 0 ? 1 : 0;
}

/* What is known of its files. */

static void
update_facts (XuJobItem *self)
{
  g_autofree char *facts = xu_job_words_dup_facts (self->job, xu_job_look_get_duration (self->look),
                                                   xu_job_look_get_width (self->look),
                                                   xu_job_look_get_height (self->look));

  if (g_strcmp0 (self->facts, facts) == 0)
    return;

  g_free (self->facts);
  self->facts = g_steal_pointer (&facts);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_NAME]);
}

static void
on_look (XuJobLook *look, XuJobItem *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THUMBNAIL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DURATION]);
  update_facts (self);
}

void
xu_job_item_show (XuJobItem *self)
{
  g_return_if_fail (XU_IS_JOB_ITEM (self));

  xu_job_look_show (self->look);
}

void
xu_job_item_hide (XuJobItem *self)
{
  g_return_if_fail (XU_IS_JOB_ITEM (self));

  xu_job_look_hide (self->look);
}

/* What the job tells. */

static void
notify_state (XuJobItem *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAILS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
on_account (XuJobItem *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
  notify_state (self);
}

static void
update_past (XuJobItem *self)
{
  gboolean is_past = xu_job_item_is_past (self);

  if (self->is_past == is_past)
    return;

  self->is_past = is_past;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAST]);
}

static void
on_state (XuJob *job, GParamSpec *pspec, XuJobItem *self)
{
  g_clear_pointer (&self->wait, g_free);
  self->percent = -1;
  update_facts (self); /* By now its files may have been opened. */
  notify_state (self);
  update_past (self);
}

/* The summary stays: a screen reader would be made to read ten times a second. */
static void
on_progress (XuJob *job, XuJobItem *self)
{
  gboolean has_waited = self->wait != NULL;

  g_clear_pointer (&self->wait, g_free);
  if (has_waited)
    notify_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAILS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

/* Its files may have been chosen again, elsewhere. */
static void
on_spec (XuJob *job, GParamSpec *pspec, XuJobItem *self)
{
  const char *const *paths = (const char *const *) xu_job_get_spec (job)->paths;
  g_autofree char *title = xu_file_words_dup_names (paths);

  xu_job_look_set_path (self->look, paths[0]);
  if (g_str_equal (title, self->title))
    return;

  g_free (self->title);
  self->title = g_steal_pointer (&title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
on_opened (XuJob *job, XuJobItem *self)
{
  update_facts (self);
}

static void
on_status (XuJob *job,
           const char *media_id,
           const char *state,
           double percent,
           gint64 check_after,
           XuJobItem *self)
{
  g_clear_pointer (&self->wait, g_free);
  self->percent = CLAMP (percent, -1, 100);
  notify_state (self);
}

static void
on_waiting (XuJob *job, XuJobWait reason, gint64 until, XuJobItem *self)
{
  g_free (self->wait);
  self->wait = xu_phase_words_dup_wait (reason, until);
  self->is_sign_in_wait = reason == XU_JOB_WAIT_SIGN_IN;
  notify_state (self);
}

static void
follow (XuJobItem *self)
{
  g_signal_connect_object (self->job, "notify::state", G_CALLBACK (on_state), self, 0);
  g_signal_connect_object (self->job, "notify::spec", G_CALLBACK (on_spec), self, 0);
  g_signal_connect_object (self->job, "chunk-progress", G_CALLBACK (on_progress), self, 0);
  g_signal_connect_object (self->job, "opened", G_CALLBACK (on_opened), self, 0);
  g_signal_connect_object (self->job, "status", G_CALLBACK (on_status), self, 0);
  g_signal_connect_object (self->job, "waiting", G_CALLBACK (on_waiting), self, 0);
  g_signal_connect_object (self->account, "changed", G_CALLBACK (on_account), self,
                           G_CONNECT_SWAPPED);
}

static void
xu_job_item_dispose (GObject *object)
{
  XuJobItem *self = XU_JOB_ITEM (object);

  g_clear_object (&self->look);
  g_clear_object (&self->account);
  g_clear_object (&self->job);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_job_item_parent_class)->dispose (object);
}

static void
xu_job_item_finalize (GObject *object)
{
  XuJobItem *self = XU_JOB_ITEM (object);

  g_free (self->title);
  g_free (self->facts);
  g_free (self->wait);

  G_OBJECT_CLASS (xu_job_item_parent_class)->finalize (object);
}

/* Until there is a picture, and where there will be none. */
static const char *
get_icon_name (XuJobItem *self)
{
  gsize n_files;
  const XuJobFile *files = xu_job_get_files (self->job, &n_files);

  return n_files > 0 && files[0].media_type != NULL
                 && g_str_has_prefix (files[0].media_type, "image/")
             ? "image-x-generic-symbolic"
             : "video-x-generic-symbolic";
}

static void
xu_job_item_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuJobItem *self = XU_JOB_ITEM (object);

  switch ((XuJobItemProperty) property_id)
    {
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_FACTS:
      g_value_set_string (value, self->facts);
      break;
    case PROP_PHASE:
      g_value_take_string (value, xu_job_item_dup_phase (self));
      break;
    case PROP_DETAILS:
      g_value_take_string (value, xu_job_item_dup_details (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, xu_job_item_get_fraction (self));
      break;
    case PROP_THUMBNAIL:
      g_value_set_object (value, xu_job_item_get_thumbnail (self));
      break;
    case PROP_SUMMARY:
      g_value_take_string (value, xu_job_item_dup_summary (self));
      break;
    case PROP_DURATION:
      g_value_set_int64 (value, xu_job_item_get_duration (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, get_icon_name (self));
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, xu_job_account_get (self->account));
      break;
    case PROP_PAST:
      g_value_set_boolean (value, self->is_past);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_job_item_class_init (XuJobItemClass *klass)
{
  static const GParamFlags flags
      = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_job_item_dispose;
  object_class->finalize = xu_job_item_finalize;
  object_class->get_property = xu_job_item_get_property;

  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, XU_TYPE_JOB, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_FACTS] = g_param_spec_string ("facts", NULL, NULL, NULL, flags);
  properties[PROP_PHASE] = g_param_spec_string ("phase", NULL, NULL, NULL, flags);
  properties[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_THUMBNAIL]
      = g_param_spec_object ("thumbnail", NULL, NULL, GDK_TYPE_PAINTABLE, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_DURATION]
      = g_param_spec_int64 ("duration", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, XU_TYPE_ACCOUNT, flags);
  properties[PROP_PAST] = g_param_spec_boolean ("past", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
xu_job_item_init (XuJobItem *self)
{
  self->percent = -1;
  self->facts = g_strdup ("");
}

XuJobItem *
xu_job_item_new (XuEngine *engine, XuJob *job)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine) && XU_IS_JOB (job), NULL);

  static guint64 n_items = 0;
  XuJobItem *self = g_object_new (XU_TYPE_JOB_ITEM, NULL);

  self->order = n_items++;
  self->engine = g_object_ref (engine);
  self->job = g_object_ref (job);
  self->title = xu_file_words_dup_names ((const char *const *) xu_job_get_spec (job)->paths);
  self->look = xu_job_look_new (engine);
  xu_job_look_set_path (self->look, xu_job_get_spec (job)->paths[0]);
  g_signal_connect_object (self->look, "changed", G_CALLBACK (on_look), self, 0);
  self->is_past = xu_job_item_is_past (self);
  self->account = xu_job_account_new (engine, job);
  update_facts (self);
  follow (self);

  return self;
}

XuJob *
xu_job_item_get_job (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  return self->job;
}

XuEngine *
xu_job_item_get_engine (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  return self->engine;
}

const char *
xu_job_item_get_title (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  return self->title;
}

const char *
xu_job_item_get_facts (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  return self->facts;
}

GdkPaintable *
xu_job_item_get_thumbnail (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), NULL);

  return xu_job_look_get_thumbnail (self->look);
}

gint64
xu_job_item_get_duration (XuJobItem *self)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (self), -1);

  return xu_job_look_get_duration (self->look);
}
