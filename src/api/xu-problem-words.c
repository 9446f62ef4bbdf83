/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collects the words of a refusal, leniently: a wrong field is as good as none. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-problem-words.h"

#include <string.h>

#include "xu-foreign-text.h"
#include "xu-json-reader.h"

static const gsize max_sentence_chars = 300;
static const guint max_errors = 10; /* Of a list of errors, so many are read. */

void
xu_problem_words_free (XuProblemWords *words)
{
  if (words == NULL)
    return;

  g_free (words->sentence);
  g_free (words->type);
  g_free (words->haystack);
  g_free (words);
}

/* X's own types are lower case words with hyphens; anything else is not repeated. */
static char *
dup_last_part (const char *type)
{
  const char *slash = strrchr (type, '/');
  const char *last = slash != NULL ? slash + 1 : type;
  gsize length = strspn (last, G_CSET_a_2_z G_CSET_DIGITS "-");

  return length >= 1 && length <= 64 && last[length] == '\0' ? g_strdup (last) : NULL;
}

static void
read_level (const XuJsonReader *reader, XuProblemWords *words, GString *haystack)
{
  static const char *const names[]
      = { "title", "detail", "message", "reason", "error", "error_description" };
  g_autofree char *type = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = NULL;

      xu_json_reader_read_string (reader, names[i], XU_JSON_OPTIONAL, &text, NULL);
      if (text == NULL)
        continue;

      g_autofree char *lower = g_utf8_strdown (text, -1);

      g_string_append (haystack, lower);
      g_string_append_c (haystack, '\n');
      if (!g_str_equal (lower, "") && !g_str_equal (lower, "forbidden"))
        words->is_bare = FALSE;
    }

  xu_json_reader_read_string (reader, "type", XU_JSON_OPTIONAL, &type, NULL);
  if (words->type == NULL && type != NULL)
    words->type = dup_last_part (type);
  if (words->code == -1)
    xu_json_reader_read_int (reader, "code", XU_JSON_OPTIONAL, &words->code, NULL);
  if (words->status == -1)
    xu_json_reader_read_int (reader, "status", XU_JSON_OPTIONAL, &words->status, NULL);
}

/* NULL when none of them is a string with something to read in it. */
static char *
dup_first_sentence (const XuJsonReader *reader, const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *text = NULL;

      xu_json_reader_read_string (reader, names[i], XU_JSON_OPTIONAL, &text, NULL);
      if (text == NULL)
        continue;

      g_autofree char *clean = xu_foreign_text_clean (text, max_sentence_chars);

      if (clean[0] != '\0')
        return g_steal_pointer (&clean);
    }

  return NULL;
}

/* Beside a list of errors the outer detail only says that there were some. */
static char *
dup_sentence (const XuJsonReader *root, const GPtrArray *errors)
{
  static const char *const inner[] = { "message", "detail", NULL };
  static const char *const outer[]
      = { "detail", "error_description", "message", "title", "error", "reason", NULL };
  char *sentence = NULL;

  if (errors != NULL && errors->len > 0)
    sentence = dup_first_sentence (g_ptr_array_index (errors, 0), inner);
  if (sentence == NULL)
    sentence = dup_first_sentence (root, outer);
  if (sentence == NULL && errors != NULL && errors->len > 0)
    sentence = dup_first_sentence (g_ptr_array_index (errors, 0), outer);

  return sentence;
}

XuProblemWords *
xu_problem_words_read (GBytes *body)
{
  g_autoptr (XuJsonReader) root = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  g_autoptr (GString) haystack = g_string_new (NULL);
  g_autoptr (XuProblemWords) words = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  root = xu_json_reader_new (body, NULL);
  if (root == NULL)
    return NULL;

  words = g_new0 (XuProblemWords, 1);
  words->code = -1;
  words->status = -1;
  words->is_bare = TRUE;

  xu_json_reader_read_objects (root, "errors", XU_JSON_OPTIONAL, &errors, NULL);
  read_level (root, words, haystack);
  for (guint i = 0; errors != NULL && i < MIN (errors->len, max_errors); i++)
    read_level (g_ptr_array_index (errors, i), words, haystack);

  words->sentence = dup_sentence (root, errors);
  words->haystack = g_string_free (g_steal_pointer (&haystack), FALSE);

  return g_steal_pointer (&words);
}
