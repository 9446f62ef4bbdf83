/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of the languages that subtitles are most often written in. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-language-names.h"

static const struct
{
  const char *code;
  const char *name;
} languages[] = {
  { "ar", "Arabic" },     { "bg", "Bulgarian" }, { "bn", "Bengali" },    { "ca", "Catalan" },
  { "cs", "Czech" },      { "da", "Danish" },    { "de", "German" },     { "el", "Greek" },
  { "en", "English" },    { "es", "Spanish" },   { "et", "Estonian" },   { "fa", "Persian" },
  { "fi", "Finnish" },    { "fr", "French" },    { "he", "Hebrew" },     { "hi", "Hindi" },
  { "hr", "Croatian" },   { "hu", "Hungarian" }, { "id", "Indonesian" }, { "it", "Italian" },
  { "ja", "Japanese" },   { "ko", "Korean" },    { "lt", "Lithuanian" }, { "lv", "Latvian" },
  { "ms", "Malay" },      { "nl", "Dutch" },     { "no", "Norwegian" },  { "pl", "Polish" },
  { "pt", "Portuguese" }, { "ro", "Romanian" },  { "ru", "Russian" },    { "sk", "Slovak" },
  { "sl", "Slovenian" },  { "sr", "Serbian" },   { "sv", "Swedish" },    { "ta", "Tamil" },
  { "th", "Thai" },       { "tr", "Turkish" },   { "uk", "Ukrainian" },  { "ur", "Urdu" },
  { "vi", "Vietnamese" }, { "zh", "Chinese" },
};

const char *
xu_language_name (const char *code)
{
  g_return_val_if_fail (code != NULL, "");

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      if (g_ascii_strcasecmp (code, languages[i].code) == 0)
        return languages[i].name;
    }

  return code;
}
