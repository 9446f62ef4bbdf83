/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-fixture.h"

G_BEGIN_DECLS

/* What the tests of edited jobs share. */

enum
{
  EDIT_SEGMENT = 65536,
};

/* Small segments; and so slowly that there is time for something to happen in between. */
extern const XuEngineConfig edit_quick;
extern const XuEngineConfig edit_slow;

/* @argument: one option for the sandbox. @config: (nullable): default edit_quick. */
void edit_begin (EngineFixture *fixture, const char *argument, const XuEngineConfig *config);

/* Lets go on at full speed what was begun slowly. */
void edit_fast (EngineFixture *fixture);

/* The next process: stops the engine, starts another one, and finds the job there. */
void edit_restart (EngineFixture *fixture, XuJob **job);

/* Returns: (transfer full): a draft of a video of that many segments, the same at each call */
XuJobSpec *edit_new_draft (EngineFixture *fixture, guint n_segments, const char *text);

void edit_set_text (XuJobSpec *spec, const char *text);
void edit_set_alt_text (XuJobSpec *spec, const char *alt_text);
void edit_add_subtitles (EngineFixture *fixture, XuJobSpec *spec);
void edit_add_cover (EngineFixture *fixture, XuJobSpec *spec, const char *name);

/* Another text of a job. */
void edit_change_text (XuJob *job, const char *text);

/* Iterates until X has that many segments of a job. */
void edit_wait_for_segments (XuJob *job, guint n_segments);

/* Returns: (transfer full): what the sandbox says */
char *edit_dup_text (EngineFixture *fixture, const char *report, const char *json_path);

/* There is exactly one post, with this text. */
void edit_assert_post (EngineFixture *fixture, const char *text);

/* The post has that medium, counted in the order of their beginning, as its cover. */
void edit_assert_cover (EngineFixture *fixture, guint medium);
gboolean edit_has_cover (EngineFixture *fixture);

G_END_DECLS
