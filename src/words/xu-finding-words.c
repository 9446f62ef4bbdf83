/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a check found, in plain words, and what to do about it. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-finding-words.h"

#include <glib/gi18n.h>

#include "xu-foreign-words.h"

typedef enum
{
  LIMIT_NONE,
  LIMIT_SIZE,       /* the sentence with a limit has a %s: "512.0 MB" */
  LIMIT_CHARACTERS, /* it has a %s: "280" */
} LimitKind;

typedef struct
{
  const char *rule;
  const char *sentence;
  LimitKind limit;
  const char *sentence_with_limit; /* (nullable) */
  const char *remedy;
} Words;

static const Words words[] = {
  { "unreadable", N_ ("The file cannot be read."), LIMIT_NONE, NULL,
    N_ ("Make sure that it is there, is no folder, and that you may read it.") },
  { "empty", N_ ("The file is empty."), LIMIT_NONE, NULL,
    N_ ("Choose another file, or wait until it is written.") },
  { "type", N_ ("X does not take files of this type."), LIMIT_NONE, NULL,
    N_ ("Convert a video to MP4 with H.264 and AAC, an image to JPEG or PNG.") },
  { "too-large", N_ ("The file is larger than X allows."), LIMIT_SIZE,
    /* Translators: %s is a size: “5.0 MiB” */
    N_ ("The file is larger than the %s that X allows."),
    N_ ("Make the file smaller: shorten it, or encode it with a lower quality.") },
  { "large", N_ ("X may refuse this large video: only subscribers may upload more."), LIMIT_SIZE,
    /* Translators: %s is a size: “512.0 MiB” */
    N_ ("X may refuse this video: only subscribers may upload more than %s."),
    N_ ("Upload it anyway if the account has a subscription; otherwise make it smaller.") },
  { "combination", N_ ("These files cannot be one post."), LIMIT_NONE, NULL,
    N_ ("A post holds one video, or one GIF, or up to four images. Subtitles and a cover picture "
        "go with a video only.") },
  { "subtitles", N_ ("The subtitles cannot be used: they are damaged, or do not belong here."),
    LIMIT_NONE, NULL, N_ ("Give a video one file of subtitles in SubRip or WebVTT, in UTF-8.") },
  { "text-too-long", N_ ("The text is too long for a post."), LIMIT_CHARACTERS,
    /* Translators: %s is a number: “280” */
    N_ ("The text is longer than the %s characters that a post may have."),
    N_ ("Shorten it. Emoji and letters of many scripts count twice, every link counts 23.") },
  { "text-invalid", N_ ("The text holds characters that X does not take."), LIMIT_NONE, NULL,
    N_ ("Type the text again instead of pasting it.") },
};

/* For rules that are newer than these words. */
static const Words general_words
    = { NULL, N_ ("X would refuse this."), LIMIT_NONE, NULL, N_ ("Change it, then check again.") };

static const Words *
get_words (const char *rule)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (words[i].rule, rule))
        return &words[i];
    }

  return &general_words;
}

/* The formats are ours, from the table, but the compiler cannot see that: so no printf(). */
static char *
fill_in (const char *sentence, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (sentence, "%s", 2);

  return g_strjoinv (value, parts);
}

char *
xu_finding_words_dup_sentence (const char *rule, const char *file_type, guint64 limit)
{
  g_return_val_if_fail (rule != NULL, NULL);

  const Words *found = get_words (rule);

  if (file_type != NULL && g_str_equal (rule, "type"))
    {
      g_autofree char *plain = xu_foreign_words_dup_plain (file_type);

      /* Translators: %s is the name of a file format: “Matroska” */
      return g_strdup_printf (_ ("X does not take files of this type: %s."), plain);
    }

  if (limit == 0 || found->limit == LIMIT_NONE)
    return g_strdup (_ (found->sentence));

  g_autofree char *value = found->limit == LIMIT_SIZE
                               ? g_format_size_full (limit, G_FORMAT_SIZE_IEC_UNITS)
                               : g_strdup_printf ("%" G_GUINT64_FORMAT, limit);

  return fill_in (_ (found->sentence_with_limit), value);
}

char *
xu_finding_words_dup_remedy (const char *rule)
{
  g_return_val_if_fail (rule != NULL, NULL);

  return g_strdup (_ (get_words (rule)->remedy));
}
