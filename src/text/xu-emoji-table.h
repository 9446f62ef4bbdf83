/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum
{
  XU_EMOJI_MAX_CHARS = 10,
};

/* The fully qualified emoji that are joined by ZWJ or made of tags, sorted, padded with zeros. */
extern const gunichar xu_emoji_sequences[][XU_EMOJI_MAX_CHARS];
extern const gsize xu_n_emoji_sequences;

/* Flags: bit B of word A is set when the regional indicators A and B (A = 0 … Z = 25) are one. */
extern const guint32 xu_emoji_flags[26];

/* What U+FE0F (VS16) turns into an emoji, sorted; without the bases of keycaps. */
extern const gunichar xu_emoji_variation_bases[];
extern const gsize xu_n_emoji_variation_bases;

/* What a skin tone may follow, sorted. */
extern const gunichar xu_emoji_modifier_bases[];
extern const gsize xu_n_emoji_modifier_bases;

G_END_DECLS
