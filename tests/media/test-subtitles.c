/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subtitles as people have them, and as they must not be. */

#include "config.h"

#include "xu-subtitles.h"

#include <string.h>

#include "xu-error.h"

#define T1 "00:00:01,000 --> 00:00:02,500\n"
#define T2 "00:00:03,000 --> 00:00:04,000\n"
#define V1 "00:01.000 --> 00:02.500\n"
#define V2 "00:03.000 --> 00:04.000\n"

static const char *const good_srt[] = {
  "1\n" T1 "Hello\n\n2\n" T2 "you\n\n",
  "1\n" T1 "Hello\n\n2\n" T2 "you\n",
  "1\n" T1 "Hello\n\n2\n" T2 "you", /* no line end at all */
  "\xef\xbb\xbf"
  "1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\n\r\n2\r\n"
  "00:00:03,000 --> 00:00:04,000\r\nyou\r\n",
  "1\r00:00:01,000 --> 00:00:02,500\rHello\r\r2\r00:00:03,000 --> 00:00:04,000\ryou\r",
  "\n \n1\n" T1 "Hello\n\n\n\t\n\n2\n" T2 "you\n\n\n\n",
  "1\n" T1 "First line\nsecond line\n<i>third</i>\n",
  "1\n" T1 "\n2\n" T2 "\n", /* blank texts */
  "1\n" T1,
  "1\n00:00:01,000 --> 00:00:02,500", /* even without a line end */
  "1\n" T1 " \nbelow a line of blanks\n",
  "0\n" T1 "numbers from 0\n\n7\n" T2 "and with gaps\n",
  " 1 \n "
  "00:00:01,000 --> 00:00:02,500"
  " \nblanks around\n",
  "1\n00:00:01.000 --> 00:00:02.500\nfull stops\n",
  "1\n0:00:01,000 --> 0:00:02,500\none digit\n",
  "1\n123:00:01,000 --> 123:00:02,500\nlong\n",
  "1\n00:59:59,999 --> 01:00:00,000\nturn of the hour\n",
  "1\n00:00:01,000-->00:00:02,500\nno blanks\n",
  "1\n00:00:01,000 --> 00:00:02,500  X1:40 X2:600 Y1:20 Y2:50\ncoordinates\n",
  "1\n" T1 "type a --> b --> c\n",
  "1\n" T1 "12\n13\n",
  "1\n" T1 "Gr\xc3\xbc\xc3\x9f"
  "e, \xe4\xbd\xa0\xe5\xa5\xbd \xf0\x9f\x98\x80\n",
  "2\n" T2 "later first\n\n1\n" T1 "earlier last\n",
};

static const char *const good_vtt[] = {
  "WEBVTT\n\n" V1 "Hello\n\n" V2 "you\n",
  "WEBVTT\n\n" V1 "Hello",
  "\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.500\r\nHello\r\n",
  "WEBVTT\r\r00:01.000 --> 00:02.500\rHello\r",
  "WEBVTT with a title\n\n" V1 "Hello\n",
  "WEBVTT\tX\n\n" V1 "Hello\n",
  "WEBVTT\nKind: captions\nLanguage: en\n\n" V1 "Hello\n",
  "WEBVTT\n\n\n\n" V1 "Hello\n\n\n\n" V2 "\n\n",
  "WEBVTT\n\nfirst cue\n" V1 "Hello\n\n2\n" V2 "you\n",
  "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nwith hours\n",
  "WEBVTT\n\n100:00:01.000 --> 100:00:02.500\nmany\n",
  "WEBVTT\n\n59:59.000 --> 01:00:00.000\nmixed\n",
  "WEBVTT\n\n00:01.000 --> 00:02.500 align:start position:10%,line-left size:35%\nHello\n",
  "WEBVTT\n\n00:01.000 --> 00:02.500\tline:0\t \nHello\n",
  "WEBVTT\n\nNOTE one line\n\nNOTE\nsome\nlines\n\n" V1 "Hello\n\nNOTE at the end",
  "WEBVTT\n\nNOTE\n" V1 "taken out\n\n" V2 "left in\n",
  "WEBVTT\n\nSTYLE\n::cue { color: lime }\n\nREGION\nid:fred\nwidth:40%\n\n" V1 "<v Fred>Hi\n",
  "WEBVTT\n\nNOTEBOOK\n" V1 "an identifier\n",
};

static const struct
{
  const char *bytes;
  gsize length; /* 0: up to the NUL */
  const char *reason;
} bad[] = {
  { "", 0, "line 1: the end without any cue" },
  { "\n\n\n", 0, "line 4: the end without any cue" },
  { "\xef\xbb\xbf", 0, "line 1: the end without any cue" },
  { "WEBVTT", 0, "the end without any cue" },
  { "WEBVTT\n\nNOTE nothing\n\n", 0, "the end without any cue" },

  { "1\n" T1 "a\0b\n", 35, "line 3: a NUL byte" },
  { "1\n" T1 "Gr\xfc\xdf"
    "e\n",
    0, "line 3: not UTF-8" },
  { "1\r\n00:00:01,000 --> 00:00:02,500\r\nok\r\n\xe4\r\n", 0, "line 4: not UTF-8" },
  { "1\n" T1 "\xed\xa0\x80\n", 0, "line 3: not UTF-8" }, /* a surrogate */
  { "1\n" T1 "cut \xe4\xbd", 0, "line 3: not UTF-8" },
  { "\xff\xfe"
    "1\0\n\0",
    6, "line 1: UTF-16; only UTF-8 is understood" },
  { "\xfe\xff\0"
    "1\0\n",
    6, "line 1: UTF-16; only UTF-8 is understood" },

  { T1 "no number\n", 0, "line 1: the number of a cue was expected" },
  { "just a text\n", 0, "line 1: the number of a cue was expected" },
  { "WEBVTTX\n\n" V1 "Hello\n", 0, "line 1: the number of a cue was expected" },
  { "1\nHello\n", 0, "line 2: a time line with an arrow (-->) was expected" },
  { "1\n\n" T1 "Hello\n", 0, "line 2: a time line with an arrow (-->) was expected" },
  { "1", 0, "line 2: a time line with an arrow (-->) was expected" },
  { "1\n" T1 "Hello\n\nand more\n", 0, "line 5: the number of a cue was expected" },
  { "1\n" T1 "Hello\n2\n" T2 "you\n", 0,
    "line 5: a time line inside a text; the blank line before it is missing" },
  { "1\n" T1 "Hello\n\n2\n", 0, "line 6: a time line with an arrow (-->) was expected" },

  { "1\n00:00:02,000 --> 00:00:02,000\nHi\n", 0, "line 2: the end is not after the start" },
  { "1\n01:00:00,000 --> 00:59:59,999\nHi\n", 0, "line 2: the end is not after the start" },
  { "1\n00:00:01,00 --> 00:00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n00:00:01,0000 --> 00:00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n00:00:1,000 --> 00:00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n00:01,000 --> 00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n00:00:60,000 --> 00:02:00,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n00:60:00,000 --> 02:00:00,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n-00:00:01,000 --> 00:00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n00:00:01;000 --> 00:00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n --> 00:00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n99999999999999999999:00:01,000 --> 00:00:02,000\nHi\n", 0, "line 2: malformed start time" },
  { "1\n00:00:01,000 x --> 00:00:02,000\nHi\n", 0, "line 2: no arrow after the start time" },
  { "1\n00:00:01,000 --> 00:00:02\nHi\n", 0, "line 2: malformed end time" },
  { "1\n00:00:01,000 -->\nHi\n", 0, "line 2: malformed end time" },
  { "1\n00:00:01,000 --> 00:00:02,000 Hi\n", 0, "line 2: text behind the times" },
  { "1\n00:00:01,000 --> 00:00:02,000X1:3\n", 0, "line 2: text behind the times" },
  { "1\n00:00:01,000 -> 00:00:02,000\nHi\n", 0,
    "line 2: a time line with an arrow (-->) was expected" },

  { "WEBVTT\n" V1 "Hello\n", 0, "line 2: a blank line is missing after the header" },
  { "\nWEBVTT\n\n" V1 "Hello\n", 0, "line 2: the number of a cue was expected" },
  { "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHi\n", 0, "line 3: malformed start time" },
  { "WEBVTT\n\n00:01.000 --> 00:01.000\nHi\n", 0, "line 3: the end is not after the start" },
  { "WEBVTT\n\n60:00.000 --> 61:00.000\nHi\n", 0, "line 3: malformed start time" },
  { "WEBVTT\n\n00:01.000 --> 00:02.000 middle\nHi\n", 0, "line 3: text behind the times" },
  { "WEBVTT\n\none\ntwo\n" V1 "Hi\n", 0, "line 4: a time line with an arrow (-->) was expected" },
  { "WEBVTT\n\n" V1 "Hi\n" V2 "there\n", 0,
    "line 5: a time line inside a text; the blank line before it is missing" },
  { "WEBVTT\n\n" V1 "a --> b\n", 0,
    "line 4: a time line inside a text; the blank line before it is missing" },
};

static void
assert_good (const char *bytes, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gsize length = strlen (bytes);
  g_autofree char *copy = g_memdup2 (bytes, length); /* Not NUL-terminated. */
  g_autofree char *line = g_strescape (bytes, NULL);
  const char *mime = NULL;

  g_test_message ("%s", line);
  xu_subtitles_validate (copy, length, &mime, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mime, ==, expected);
}

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_srt); i++)
    assert_good (good_srt[i], "text/srt");
  for (gsize i = 0; i < G_N_ELEMENTS (good_vtt); i++)
    assert_good (good_vtt[i], "text/vtt");
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = bad[i].length != 0 ? bad[i].length : strlen (bad[i].bytes);
      g_autofree char *copy = g_memdup2 (bad[i].bytes, length);
      const char *mime = "untouched";

      g_test_message ("%s", bad[i].reason);
      g_assert_false (xu_subtitles_validate (copy, length, &mime, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNSUPPORTED);
      g_assert_true (g_str_has_suffix (xu_error_get_reason (error), bad[i].reason));
      g_assert_true (g_str_has_prefix (error->message, "subtitles: line "));
      g_assert_cmpstr (mime, ==, "untouched");
    }
}

/* In few and in many lines; what is not linear takes hours, so the test's time limit is the judge.
 */
static void
test_large (void)
{
  static const char *const units[] = { " ", "\n", "1\n" T1 "Hello\n\n", "-->", "1", "\r" };
  static const char *const heads[]
      = { "1\n" T1, "WEBVTT\n\n" V1, "WEBVTT\n\n00:01.000 --> 00:02.000 ",
          "1\n00:00:01,000 --> 00:00:02,000 ", "" };

  for (gsize h = 0; h < G_N_ELEMENTS (heads); h++)
    for (gsize u = 0; u < G_N_ELEMENTS (units); u++)
      {
        const gsize size = XU_SUBTITLES_MAX / 8;
        g_autoptr (GString) text = g_string_sized_new (size);
        g_autoptr (GError) error = NULL;
        const char *mime;

        g_string_append (text, heads[h]);
        while (text->len + strlen (units[u]) <= size)
          g_string_append (text, units[u]);

        if (!xu_subtitles_validate (text->str, text->len, &mime, &error))
          g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNSUPPORTED);
      }
}

static void
test_too_large (void)
{
  g_autofree char *bytes = g_malloc0 (XU_SUBTITLES_MAX + 1);
  g_autoptr (GError) error = NULL;
  const char *mime;

  g_assert_false (xu_subtitles_validate (bytes, XU_SUBTITLES_MAX + 1, &mime, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNSUPPORTED);
  g_assert_cmpstr (xu_error_get_reason (error), ==, "far too large for subtitles");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/subtitles/good", test_good);
  g_test_add_func ("/subtitles/bad", test_bad);
  g_test_add_func ("/subtitles/large", test_large);
  g_test_add_func ("/subtitles/too-large", test_too_large);

  return g_test_run ();
}
