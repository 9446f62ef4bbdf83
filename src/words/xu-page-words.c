/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last page of a sign-in, in the browser. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-page-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *text;
} Page;

static const Page pages[] = {
  [XU_PAGE_WORDS_DONE] = { N_ ("X Uploader has its answer"),
                           N_ ("You can close this page, and go back to X Uploader.") },
  [XU_PAGE_WORDS_DENIED] = { N_ ("You said no"), N_ ("X Uploader does not post for you. You can "
                                                     "close this page.") },
  [XU_PAGE_WORDS_WRONG]
  = { N_ ("This is not the answer"),
      N_ ("X Uploader asked for something else. Go back to it, and sign in from there.") },
  [XU_PAGE_WORDS_REPEATED] = { N_ ("This was answered already"),
                               N_ ("You can close this page, and go back to X Uploader.") },
};

const char *
xu_page_words_get_title (XuPageWords page)
{
  g_return_val_if_fail ((gsize) page < G_N_ELEMENTS (pages), NULL);

  return _ (pages[page].title);
}

const char *
xu_page_words_get_text (XuPageWords page)
{
  g_return_val_if_fail ((gsize) page < G_N_ELEMENTS (pages), NULL);

  return _ (pages[page].text);
}

const char *
xu_page_words_get_language (void)
{
  /* Translators: the language that you translate into, as on a page of the web: “de”, “pt-BR” */
  return _ ("en");
}
