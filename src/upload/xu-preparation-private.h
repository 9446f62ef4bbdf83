/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-preparation.h"

G_BEGIN_DECLS

/* What xu-preparation.c, which opens files, and xu-preparation-rules.c share. */

/* How an item was looked at. */
typedef enum
{
  XU_LOOK_FIRST,  /* opened for the first time */
  XU_LOOK_AGAIN,  /* opened, and the same as before */
  XU_LOOK_NONE,   /* not opened: X has it already */
  XU_LOOK_FAILED, /* it could not be opened; a finding says so */
} XuLook;

/* Takes @detail. It blocks; so this is done before xu_preparation_check_media() adds warnings. */
void xu_preparation_add_finding (XuPreparation *preparation,
                                 XuMediaRule rule,
                                 gssize file,
                                 guint64 limit,
                                 char *detail);

/* Subtitles (not what stands in them) and cover, indices of files, -1: none. @looks has one for
 * each file. */
void xu_preparation_check_companions (XuPreparation *preparation,
                                      const XuLook *looks,
                                      gssize subtitles,
                                      gssize cover);

/* The files of the post. It comes last, and leaves the findings of what was opened for the first
 * time alone. */
void xu_preparation_check_media (XuPreparation *preparation, const XuLook *looks);

G_END_DECLS
