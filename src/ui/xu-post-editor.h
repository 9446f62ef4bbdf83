/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-job-item.h"
#include "xu-post-kind.h"

G_BEGIN_DECLS

/**
 * XuPostEditor:
 *
 * Everything that can be said of a post: its text, descriptions, subtitles and cover, who can
 * reply. It knows what is written, not what becomes of it.
 *
 * Properties: "problem" (string, nullable, read-only): why X would refuse the post as it is.
 *
 * Signals: written (void): the user is writing. chosen (void): the user has chosen something. left
 * (void): the user has left a text.
 */
#define XU_TYPE_POST_EDITOR (xu_post_editor_get_type ())
G_DECLARE_FINAL_TYPE (XuPostEditor, xu_post_editor, XU, POST_EDITOR, GtkWidget)

/* @item (nullable): the job whose post it is */
void xu_post_editor_set_item (XuPostEditor *self, XuJobItem *item);

/**
 * xu_post_editor_load:
 * @self: an editor
 * @spec: what it is to show
 * @kind: what the post shows
 * @is_new: whether this is another post: otherwise the text that somebody writes just now is not
 *   replaced, and one that is can be brought back by undoing
 */
void
xu_post_editor_load (XuPostEditor *self, const XuJobSpec *spec, XuPostKind kind, gboolean is_new);

/* Writes into @spec, which is not shared yet, what is shown. */
void xu_post_editor_apply (XuPostEditor *self, XuJobSpec *spec);

/* @is_free: whether the post goes to the sandbox, which takes no money */
void xu_post_editor_set_free (XuPostEditor *self, gboolean is_free);

/* (transfer none) (nullable): why X would refuse the post as it is, a sentence */
const char *xu_post_editor_get_problem (XuPostEditor *self);

/* As of xu_post_text_is_composing(). */
gboolean xu_post_editor_is_composing (XuPostEditor *self);

G_END_DECLS
