/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which language subtitles are in, by the names of their files; and the list to choose from. */

#include "config.h"

#include "xu-language-list.h"
#include "xu-subtitle-language.h"

static const struct
{
  const char *path;
  const char *locale;
  const char *code;
} guesses[] = {
  { "film.de.srt", "en", "DE" },
  { "/films.fr/film.de.srt", "en", "DE" },
  { "film.DE.SRT", "en", "DE" },
  { "film.pt-BR.vtt", "en", "PT" },
  { "film.zh_Hant.vtt", "en", "ZH" },
  { "film.ger.srt", "en", "DE" },
  { "film.deu.srt", "en", "DE" },
  { "film.german.srt", "en", "DE" },
  { "film.German.srt", "en", "DE" },
  { "film.nb.srt", "en", "NO" },
  { "film.en.sdh.srt", "de", "EN" },
  { "film.en.forced.srt", "de", "EN" },
  { "film.en.SDH.cc.srt", "de", "EN" },
  { "my.film.2024.es.srt", "de", "ES" },
  /* The name says nothing. */
  { "film.srt", "de_AT.UTF-8", "DE" },
  { "film.srt", "de_AT@euro", "DE" },
  { "de.srt", "fr", "FR" },
  { "film", "fr", "FR" },
  { "", "fr", "FR" },
  { ".srt", "fr", "FR" },
  { "film..srt", "fr", "FR" },
  { "film.sdh.srt", "fr", "FR" },
  { "film.it.final.srt", "fr", "FR" },
  { "film.1080p.srt", "fr", "FR" },
  { "film.xx.srt", "fr", "FR" },
  /* Nor does the locale. */
  { "film.srt", "C", "EN" },
  { "film.srt", "C.UTF-8", "EN" },
  { "film.srt", "eo", "EN" },
  { "film.\xff.srt", "C", "EN" },
};

static void
test_guesses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      const char *locales[] = { guesses[i].locale, "C", NULL };
      const char *code = xu_subtitle_language_guess (guesses[i].path, locales);

      g_assert_cmpstr (code, ==, guesses[i].code);
    }
}

static void
test_best_locale (void)
{
  const char *locales[] = { "eo", "de", "fr", NULL };
  const char *nothing[] = { NULL };

  g_assert_cmpstr (xu_subtitle_language_guess ("film.srt", locales), ==, "DE");
  g_assert_cmpstr (xu_subtitle_language_guess ("film.srt", nothing), ==, "EN");
}

static void
test_list (void)
{
  XuLanguageList *list = xu_language_list_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint german = xu_language_list_find (list, "de");
  g_autoptr (GtkStringObject) name = g_list_model_get_item (G_LIST_MODEL (list), german);

  g_assert_cmpuint (n, >, 40);
  g_assert_cmpstr (gtk_string_object_get_string (name), ==, "Deutsch");
  g_assert_cmpstr (xu_language_list_get_code (list, german), ==, "DE");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), n));

  g_assert_finalize_object (list);
}

static void
count_changes_cb (GListModel *list, guint position, guint removed, guint added, guint *n_changes)
{
  g_assert_cmpuint (position, ==, g_list_model_get_n_items (list) - 1);
  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (added, ==, 1);
  (*n_changes)++;
}

/* A job of the command line may have any. */
static void
test_list_other (void)
{
  XuLanguageList *list = xu_language_list_new ();
  guint n_changes = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (count_changes_cb), &n_changes);

  guint other = xu_language_list_find (list, "eo");

  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpstr (xu_language_list_get_code (list, other), ==, "EO");
  g_assert_cmpuint (xu_language_list_find (list, "EO"), ==, other);
  g_assert_cmpuint (n_changes, ==, 1);

  g_assert_finalize_object (list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/subtitle-language/guesses", test_guesses);
  g_test_add_func ("/subtitle-language/best locale", test_best_locale);
  g_test_add_func ("/subtitle-language/list", test_list);
  g_test_add_func ("/subtitle-language/list with another", test_list_other);

  return g_test_run ();
}
