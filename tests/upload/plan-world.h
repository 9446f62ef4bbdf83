/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An upload plan, its disk, and a model of the server, for what must hold whatever happens. */
#pragma once

#include "plan-disk.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

/* What the server has of one media id. */
typedef struct
{
  struct
  {
    guint64 offset;
    guint64 length; /* 0: nothing */
  } segments[XU_SEGMENTS_MAX];
  gboolean is_finalized;
} PlanMedium;

typedef struct
{
  XuStep step;
  PlanMedium *medium; /* (unowned) (nullable): of an append, finalize, status */
  gboolean was_alone; /* nothing else was under way when it began */
} PlanExchange;

typedef struct
{
  GRand *rand;             /* (owned) */
  XuUploadPlan *plan;      /* (owned) */
  XuUploadOptions options; /* at first, and after each crash */
  PlanDisk *disk;          /* (owned) */
  guint64 total;
  guint parallel;
  gint64 now;
  gboolean is_paused;
  gboolean is_given_up;
  gboolean is_futile;   /* said last of what is in flight */
  guint64 acknowledged; /* as shown last for this media id */
  GPtrArray *media;     /* (owned) (element-type PlanMedium): the last is the present one */
  GArray *in_flight;    /* (owned) (element-type PlanExchange) */
  GArray *late;         /* (owned) (element-type PlanExchange): lost, but may still arrive */

  /* Appends of the present medium. */
  guint n_begun;
  guint n_ended;    /* without success */
  guint n_lost;     /* under way when the process was killed */
  guint n_unlearnt; /* acknowledged, and a power cut took it back */

  /* The server. */
  guint64 body_max;
  gboolean is_sequential;
  int refused_encoding; /* -1: none */
  guint trouble;        /* percent of exchanges that fail by chance */
  gboolean is_hostile;  /* fails in ways too that no second try mends */
  guint crashes;        /* per mille of steps after which the process is killed */
  guint n_crashes;
} PlanWorld;

/* Returns: TRUE so many times of a hundred */
gboolean plan_world_chance (PlanWorld *self, guint percent);

/* Returns: (nullable): the present one */
PlanMedium *plan_world_get_medium (const PlanWorld *self);

/* Whether the segments of @medium are the file, and nothing else. */
gboolean plan_world_is_complete (const PlanMedium *medium, guint64 total);

/* An append arrives at the server; other exchanges are ignored. */
void plan_world_store (const PlanWorld *self, const PlanExchange *exchange);

/* The server's part in an exchange whose end nobody hears of. */
void plan_world_arrive_unheard (PlanWorld *self, const PlanExchange *exchange);

/* One of the exchanges under way ends somehow, and the plan is told. */
void plan_world_end_one (PlanWorld *self);

G_END_DECLS
