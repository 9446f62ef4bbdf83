/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-media-file.h"

/* Beyond this a test hangs; far more than any machine needs. */
#define PATIENCE_SECONDS 30

/* A folder of its own for each test. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned): of the file that most tests use; not there yet */
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

void write_file (const char *path, const char *contents, gsize length);

/* By an hour, so that a change right now never falls into the same tick of a coarse clock. */
void make_older (const char *path);

/* These wait, but not for ever. */
XuMediaFile *open_file (const char *path, GError **error);
XuMediaFile *open_good (const char *path);
GBytes *read_file (XuMediaFile *file, guint64 offset, gsize length, GError **error);
gboolean verify_file (XuMediaFile *file, GError **error);
void wait_for_result (GAsyncResult **result);

/* A callback for it, whose data is the place of the result. */
void keep_result_cb (GObject *source, GAsyncResult *result, gpointer data);

/* Drops the reference and waits until the file is gone: the thread of a task may hold it a moment
 * longer than its callback. */
void assert_finalizes (XuMediaFile *file);
