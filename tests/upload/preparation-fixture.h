/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a job, and their preparation waited for. */
#pragma once

#include "media-file-fixture.h"
#include "xu-preparation.h"

G_BEGIN_DECLS

extern const char *const good_subtitles;
extern const char *const png; /* the beginning of one */

/* An MP4 by its first bytes, full of @fill. */
void make_video (const char *path, gsize size, char fill);

/* A new spec, which may still be changed. */
XuJobSpec *make_spec (const char *first_path, ...) G_GNUC_NULL_TERMINATED;

/* What a job has recorded once its files are open: all of them are there. */
XuJobRecord *make_record (XuJobSpec *spec);

/* These wait, but not for ever. */
XuPreparation *prepare (XuJobSpec *spec, const XuJobRecord *record, GError **error);
XuPreparation *prepare_good (XuJobSpec *spec, const XuJobRecord *record);
XuPreparation *check (XuJobSpec *spec);

G_END_DECLS
