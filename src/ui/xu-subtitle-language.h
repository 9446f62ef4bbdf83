/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSubtitleLanguage:
 *
 * A language that subtitles are often written in. Lives as long as the process.
 */
typedef struct
{
  const char *code;   /* ISO 639-1 in capitals, as a job's spec has it: "DE" */
  const char *name;   /* in the language itself: "Deutsch" */
  const char *others; /* what file names call it too: codes of ISO 639-2 and its English name,
                         in small letters, with spaces around each: " deu ger german " */
} XuSubtitleLanguage;

/**
 * xu_subtitle_language_get_all:
 * @n_languages: (out): how many
 *
 * Returns: (transfer none) (array length=n_languages): the languages, by their codes
 */
const XuSubtitleLanguage *xu_subtitle_language_get_all (gsize *n_languages);

/**
 * xu_subtitle_language_guess:
 * @path: (type filename): a file of subtitles
 * @locales: (array zero-terminated=1): what the user reads, best first, as of
 *   g_get_language_names(): "de_AT.UTF-8", "de_AT", "de", "C"
 *
 * Most names say it before the suffix: "film.de.srt", "film.pt-BR.vtt", "film.eng.sdh.srt". Where
 * the name does not, the user's own language is as good a guess as any, then English. Pure.
 *
 * Returns: (transfer none): a code: "DE"
 */
const char *xu_subtitle_language_guess (const char *path, const char *const *locales);

G_END_DECLS
