/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads against a sandbox: what the tests of the uploader share. */
#pragma once

#include "xu-test-sandbox.h"
#include "xu-uploader.h"

G_BEGIN_DECLS

/* A sandbox, and a client of it. */
typedef struct
{
  XuTestSandbox *sandbox; /* (owned) */
  XuHttpClient *client;   /* (owned) */
  XuApi *api;             /* (owned) */
  XuSlots *slots;         /* (owned): as many as nobody needs, unless a test replaces them */
  char *folder;           /* (owned): for files */
} UploadFixture;

/* One upload and what was heard of it. */
typedef struct
{
  UploadFixture *fixture;    /* (unowned) */
  char *path;                /* (owned) */
  XuUploader *uploader;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GString *log;              /* (owned): the signals in order, without progress */
  GHashTable *indices;       /* (owned): segments heard of for this media id */
  char *initialized_id;      /* (owned) (nullable): as heard last */
  guint64 acknowledged;      /* as heard last */
  guint n_repeated;          /* segments heard of twice for one media id */
  guint n_waits[4];          /* by XuWaitReason */
  guint n_restarts;
  XuUploadRecord record; /* as saved last */
  guint n_saves;         /* tried */
  guint n_lasting;
  guint failing_saves_from; /* number of the first save that fails; 0: none does */
  guint failing_saves_to;   /* and of the first that does not any more */
  guint dies_at_save;       /* its number; 0: at none */
  gboolean dies_before;     /* it, and what it announces: else after it */
  gboolean is_dead;         /* nothing is saved any more */
  gboolean is_done;         /* the callback was called */
  char *media_id;           /* (owned) (nullable): the result */
  GError *error;            /* (owned) (nullable): the result */
} Upload;

/**
 * upload_fixture_start:
 * @first_arg: (nullable): first argument of the sandbox
 */
UploadFixture *upload_fixture_start (const char *first_arg, ...) G_GNUC_NULL_TERMINATED;

/* The same, with an array that ends with NULL. */
UploadFixture *upload_fixture_startv (const char *const *arguments);

/* Stops the sandbox, removes the folder, asserts that client and API end. */
void upload_fixture_stop (UploadFixture *self);

/**
 * upload_fixture_make_file:
 * @self: a fixture
 * @size: at least 3: what makes it a JPEG; from 1024 bytes on it is an MP4
 *
 * Returns: (transfer full): path of a file of bytes that do not repeat
 */
char *upload_fixture_make_file (UploadFixture *self, gsize size);

/* 64 KiB segments, delays of a millisecond. */
XuUploadOptions upload_fixture_options (guint parallel);

/**
 * upload_new:
 * @fixture: where to
 * @path: (transfer full): the file
 * @options: how
 *
 * Returns: (transfer full): an upload that has not begun; whoever wants to act upon signals
 * connects to its uploader
 */
Upload *upload_new (UploadFixture *fixture, char *path, const XuUploadOptions *options);

/**
 * upload_resume:
 * @dead: an upload that was killed
 *
 * Returns: (transfer full): an upload of the same file, in another process as it were, that knows
 * what @dead saved; it has not begun
 */
Upload *upload_resume (const Upload *dead, const XuUploadOptions *options);

/* As a signal's handler: nothing is saved from here on, and all that is under way is let go. */
void upload_kill (Upload *self);

void upload_begin (Upload *self);

/* Until the upload has ended; that takes a minute at most. */
void upload_wait (Upload *self);

/* Lets things happen for so long. */
void upload_iterate_for (guint milliseconds);

/* The result is a media id, and the sandbox has the bytes of the file under it. */
void upload_assert_arrived (Upload *self);

/* How many of such requests the sandbox saw: "append". */
gint64 upload_fixture_count (UploadFixture *self, const char *endpoint);

/* Asserts that nothing holds the uploader any more. */
void upload_free (Upload *self);

G_END_DECLS
