/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last page of a sign-in, in the browser. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-sign-in-words.h"

#include <string.h>

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *text;
} Page;

static const Page pages[] = {
  [XU_SIGN_IN_WORDS_DONE]
  = { N_ ("That worked"), N_ ("X Uploader signs you in now. You can close this page, and go "
                              "back to X Uploader.") },
  [XU_SIGN_IN_WORDS_DENIED]
  = { N_ ("Not signed in"),
      N_ ("You did not allow it, so X Uploader has no access to your account. You can close this "
          "page.") },
  [XU_SIGN_IN_WORDS_WRONG]
  = { N_ ("This does not belong here"),
      N_ ("This page is no answer to what X Uploader asked. If you are signing in, go back to X "
          "Uploader and begin again.") },
  [XU_SIGN_IN_WORDS_REPEATED]
  = { N_ ("Already answered"),
      N_ ("X Uploader has had this answer before. You can close this page, and go back to X "
          "Uploader.") },
};

const char *
xu_sign_in_words_get_title (XuSignInWordsPage page)
{
  g_return_val_if_fail ((gsize) page < G_N_ELEMENTS (pages), NULL);

  return _ (pages[page].title);
}

const char *
xu_sign_in_words_get_text (XuSignInWordsPage page)
{
  g_return_val_if_fail ((gsize) page < G_N_ELEMENTS (pages), NULL);

  return _ (pages[page].text);
}

/* A locale's name as a language tag (BCP 47): "de_AT.UTF-8@euro" is "de-AT". */
char *
xu_sign_in_words_dup_language (void)
{
  const char *name = g_get_language_names ()[0];
  g_autofree char *tag = g_strndup (name, strcspn (name, ".@"));

  if (g_str_equal (tag, "C") || g_str_equal (tag, "POSIX"))
    return g_strdup ("en");

  return g_strdelimit (g_steal_pointer (&tag), "_", '-');
}
