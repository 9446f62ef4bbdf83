/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-job-spec.h"
#include "xu-post-kind.h"

G_BEGIN_DECLS

/**
 * XuDescriptions:
 *
 * The descriptions of a post's media, a row for each.
 *
 * Properties: "problem" (string, nullable, read-only): why X would refuse one of them.
 *
 * Signals: changed (void): the user has changed one.
 */
#define XU_TYPE_DESCRIPTIONS (xu_descriptions_get_type ())
G_DECLARE_FINAL_TYPE (XuDescriptions, xu_descriptions, XU, DESCRIPTIONS, AdwPreferencesGroup)

/* Shows what @spec, whose post is of @kind, says. Unless it is a new one, what somebody writes just
 * now is not replaced. */
void xu_descriptions_load (XuDescriptions *self,
                           const XuJobSpec *spec,
                           XuPostKind kind,
                           gboolean is_new);

/* Writes into @spec, which is not shared yet, what is shown. */
void xu_descriptions_apply (XuDescriptions *self, XuJobSpec *spec);

/* How many media are described. */
guint xu_descriptions_count (XuDescriptions *self);

/* (transfer none) (nullable): why X would refuse a description, a sentence */
const char *xu_descriptions_get_problem (XuDescriptions *self);

/* As of xu_post_text_is_composing(). */
gboolean xu_descriptions_is_composing (XuDescriptions *self);

G_END_DECLS
