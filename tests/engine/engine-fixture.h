/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"
#include "xu-error.h"
#include "xu-test-sandbox.h"

G_BEGIN_DECLS

/* What most tests of the engine need: a sandbox, an engine on it, and a folder for files. */
typedef struct
{
  XuTestSandbox *sandbox; /* (owned) */
  XuEngine *engine;       /* (owned) (nullable) */
  char *folder;           /* (owned) */
} EngineFixture;

/* @config may be NULL; its address and token are filled in. @argument: (nullable): one option for
 * the sandbox. */
void
engine_fixture_set_up (EngineFixture *fixture, const XuEngineConfig *config, const char *argument);

/* The sandbox and the folder alone. @arguments: for the sandbox. */
void engine_fixture_begin (EngineFixture *fixture, const char *const *arguments);

/* Returns: (transfer full): an engine on the fixture's sandbox and, unless @config names another,
 * on the journal in its folder */
XuEngine *engine_fixture_make_engine (EngineFixture *fixture, const XuEngineConfig *config);

/* Takes the engine, ends it, and looks that nothing is left of it. */
void engine_stop (XuEngine *engine);

/* Returns: (transfer full) (nullable): why the jobs of the journal cannot be loaded */
GError *engine_try_to_load (XuEngine *engine);
void engine_load (XuEngine *engine);

/* Returns: (transfer none) (nullable): a job of the list */
XuJob *engine_get_job (XuEngine *engine, guint index);

/* Stops the engine, looks that nothing is left of it, stops the sandbox. */
void engine_fixture_tear_down (EngineFixture *fixture);

/* Makes an MP4 of that size in the fixture's folder: a true beginning, then pseudo-random bytes
 * (or, if @is_sparse, a hole). Returns: (transfer full): its path */
char *engine_fixture_make_video (EngineFixture *fixture,
                                 const char *name,
                                 guint64 size,
                                 gboolean is_sparse);

/* Adds a job with one file. */
XuJob *engine_fixture_add (EngineFixture *fixture, const char *path, const char *text);

/* Iterates until the job is over. @seconds are for a quick machine: a slow one gets some times of
 * them, here and below. */
void engine_wait_until_over (XuJob *job, guint seconds);

/* As above, for a job that rests now and was asked to go on. */
void engine_wait_until_over_again (XuJob *job, guint seconds);

/* Iterates until the job has that state, at most @seconds; it is an error when it is over before.
 */
void engine_wait_for_state (XuJob *job, XuJobState state, guint seconds);

/* Iterates for that long: for what must not happen. */
void engine_iterate_for (guint milliseconds);

/* Requests to an endpoint of the sandbox, as "append", so far; posts that are there. */
gint64 engine_count_requests (const EngineFixture *fixture, const char *endpoint);
guint engine_count_posts (const EngineFixture *fixture);

void engine_assert_failed (XuJob *job, XuErrorCode code);
void engine_assert_posted (XuJob *job);

/* SHA-256 of a file, hexadecimal. */
char *engine_hash_file (const char *path);

G_END_DECLS
