/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_finding_words_dup_sentence:
 * @rule: the rule's stable name, "too-large"; an unknown one gets a general sentence
 * @file_type: (nullable): what the file is, for people: "Matroska"
 * @limit: bytes, or characters of the text, where the rule has a limit; else 0
 *
 * Returns: (transfer full): what a check found, in words
 */
char *xu_finding_words_dup_sentence (const char *rule, const char *file_type, guint64 limit);

/**
 * xu_finding_words_dup_remedy:
 * @rule: the rule's stable name
 *
 * Returns: (transfer full): what to do about it
 */
char *xu_finding_words_dup_remedy (const char *rule);

G_END_DECLS
