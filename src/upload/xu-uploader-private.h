/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-uploader.h"

G_BEGIN_DECLS

/* What xu-uploader.c and xu-uploader-exchanges.c share. */

struct _XuUploader
{
  GObject parent_instance;

  XuApi *api;        /* (owned) */
  XuMediaFile *file; /* (owned) (nullable): X has all of it */
  guint64 total_bytes;
  XuSlots *slots;     /* (owned) */
  XuUploadPlan *plan; /* (owned) */
  XuUploadSaveFunc save;
  gpointer save_data;
  XuUploadRecord saved; /* as it is on disk */

  GMainContext *context;    /* (owned): the maker's */
  GTask *task;              /* (owned) (nullable): while the upload runs */
  GSource *cancel_source;   /* (owned) (nullable): brings a cancel into our context */
  GSource *wake_source;     /* (owned) (nullable): of XU_STEP_WAIT */
  GCancellable *exchanges;  /* (owned): ends all others that are under way; renewed then */
  GCancellable *segments;   /* (owned): ends the segments that are under way; renewed then */
  GQueue appends;           /* (element-type Exchange) (unowned): in flight */
  gint64 announced_wake_at; /* of the last `waiting` */
  guint n_restarts_told;
  gboolean is_finalized_told;
};

typedef enum
{
  XU_UPLOADER_INITIALIZED,
  XU_UPLOADER_RESTARTED,
  XU_UPLOADER_CHUNK_PROGRESS,
  XU_UPLOADER_SEGMENT_UPLOADED,
  XU_UPLOADER_FINALIZED,
  XU_UPLOADER_STATUS,
  XU_UPLOADER_WAITING,
  XU_UPLOADER_N_SIGNALS,
} XuUploaderSignal;

extern guint xu_uploader_signals[XU_UPLOADER_N_SIGNALS];

/* Asks the plan what is next, and does it. */
void xu_uploader_pump (XuUploader *self);

/* Puts on disk what the plan says must be there, where it is not. */
gboolean xu_uploader_save (XuUploader *self, GError **error);

/* Starts an exchange that the plan knows of; its end tells the plan, and pumps. */
void xu_uploader_start_exchange (XuUploader *self, const XuStep *step);

G_END_DECLS
