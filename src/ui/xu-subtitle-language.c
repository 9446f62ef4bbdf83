/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The languages of subtitles, and which of them a file's name speaks of. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-subtitle-language.h"

#include <string.h>

static const XuSubtitleLanguage languages[] = {
  { "AR", "العربية", " ara arabic " },
  { "BG", "Български", " bul bulgarian " },
  { "BN", "বাংলা", " ben bengali " },
  { "CA", "Català", " cat catalan " },
  { "CS", "Čeština", " ces cze czech " },
  { "DA", "Dansk", " dan danish " },
  { "DE", "Deutsch", " deu ger german " },
  { "EL", "Ελληνικά", " ell gre greek " },
  { "EN", "English", " eng english " },
  { "ES", "Español", " spa spanish " },
  { "ET", "Eesti", " est estonian " },
  { "FA", "فارسی", " fas per persian " },
  { "FI", "Suomi", " fin finnish " },
  { "FR", "Français", " fra fre french " },
  { "HE", "עברית", " heb hebrew iw " },
  { "HI", "हिन्दी", " hin hindi " },
  { "HR", "Hrvatski", " hrv croatian " },
  { "HU", "Magyar", " hun hungarian " },
  { "ID", "Bahasa Indonesia", " ind indonesian " },
  { "IT", "Italiano", " ita italian " },
  { "JA", "日本語", " jpn japanese " },
  { "KO", "한국어", " kor korean " },
  { "LT", "Lietuvių", " lit lithuanian " },
  { "LV", "Latviešu", " lav latvian " },
  { "MS", "Bahasa Melayu", " msa may malay " },
  { "NL", "Nederlands", " nld dut dutch " },
  { "NO", "Norsk", " nor nb nob nn nno norwegian " },
  { "PL", "Polski", " pol polish " },
  { "PT", "Português", " por portuguese " },
  { "RO", "Română", " ron rum romanian " },
  { "RU", "Русский", " rus russian " },
  { "SK", "Slovenčina", " slk slo slovak " },
  { "SL", "Slovenščina", " slv slovenian " },
  { "SR", "Српски", " srp serbian " },
  { "SV", "Svenska", " swe swedish " },
  { "TA", "தமிழ்", " tam tamil " },
  { "TH", "ไทย", " tha thai " },
  { "TR", "Türkçe", " tur turkish " },
  { "UK", "Українська", " ukr ukrainian " },
  { "UR", "اردو", " urd urdu " },
  { "VI", "Tiếng Việt", " vie vietnamese " },
  { "ZH", "中文", " zho chi chinese " },
};

/* What stands between the language and the suffix: "film.en.sdh.srt". */
static const char *const asides[] = { "sdh", "cc", "forced", "default", "foreign", NULL };

const XuSubtitleLanguage *
xu_subtitle_language_get_all (gsize *n_languages)
{
  g_return_val_if_fail (n_languages != NULL, NULL);

  *n_languages = G_N_ELEMENTS (languages);
  return languages;
}

/* @word may have a region behind it: "pt-BR", "zh_Hant", "de_AT.UTF-8". */
static const char *
find (const char *word)
{
  g_autofree char *small = g_ascii_strdown (word, -1);

  small[strcspn (small, "-_.@")] = '\0';
  if (*small == '\0')
    return NULL;

  g_autofree char *spaced = g_strconcat (" ", small, " ", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      if (g_ascii_strcasecmp (small, languages[i].code) == 0
          || strstr (languages[i].others, spaced) != NULL)
        return languages[i].code;
    }

  return NULL;
}

/* The first part is the film's own name, the last one the suffix. */
static const char *
find_in_name (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", -1);

  for (gsize i = g_strv_length (parts); i-- > 2;)
    {
      g_autofree char *part = g_ascii_strdown (parts[i - 1], -1);

      if (!g_strv_contains (asides, part))
        return find (part);
    }

  return NULL;
}

const char *
xu_subtitle_language_guess (const char *path, const char *const *locales)
{
  g_return_val_if_fail (path != NULL && locales != NULL, NULL);

  g_autofree char *name = g_path_get_basename (path);
  const char *code = find_in_name (name);

  for (gsize i = 0; code == NULL && locales[i] != NULL; i++)
    code = find (locales[i]);

  return code != NULL ? code : "EN";
}
