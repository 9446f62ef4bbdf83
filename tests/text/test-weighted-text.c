/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The length of a post as X counts it: by table. */

#include "config.h"

#include "xu-weighted-text.h"

#include <string.h>

#include "xu-test-share.h"

enum
{
  HOSTILE_SIZE = 1000000, /* bytes */
};

typedef struct
{
  const char *text;
  guint length;
} Row;

static void
check_rows (const Row *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      XuTextCount count;

      xu_weighted_text_count (rows[i].text, XU_TEXT_LIMIT_STANDARD, &count);
      if (count.weighted_length != rows[i].length)
        g_test_message ("row %" G_GSIZE_FORMAT ": “%s”", i, rows[i].text);
      g_assert_cmpuint (count.weighted_length, ==, rows[i].length);
      g_assert_true (count.is_valid);
      g_assert_cmpuint (count.valid_end, ==, strlen (rows[i].text));
    }
}

static void
test_scripts (void)
{
  static const Row rows[] = {
    { "", 0 },
    { " ", 1 },
    { "Hello, world", 12 },
    { "one\ntwo", 7 },
    { "\t\r\n", 3 },
    { "Grüße aus Łódź", 14 },
    { "Привет", 6 },
    { "Γειά σου", 8 },
    { "Հայ", 3 },
    { "שלום", 4 },
    { "سلام", 4 },
    { "नमस्ते", 6 },
    { "สวัสดี", 6 },
    { "გამარჯობა", 9 },
    { "\u10FF", 1 },
    { "\u1100", 2 },
    { "日本語", 6 },
    { "ひらがな", 8 },
    { "カタカナ", 8 },
    { "ｶﾅ", 4 },
    { "中文abc", 7 },
    { "한국어", 6 },
    { "ＡＢＣ", 6 },
    { "ሰላም", 6 },
    { "ខ្មែរ", 10 },
    { "\U00010000\U0010FFFD", 4 },
    { "𝒳", 2 },
    { "𠮷", 2 },
    { "@name #tag $CASH", 16 },
    { "me@example.com", 14 },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_punctuation (void)
{
  static const Row rows[] = {
    { "\u1FFF", 2 },
    { "\u2000\u200D", 2 },
    { "\u200E\u200F", 4 },
    { "\u2010\u201F", 2 },
    { "\u2020", 2 },
    { "\u2031", 2 },
    { "\u2032\u2037", 2 },
    { "\u2038", 2 },
    { "“quoted” – yes", 14 },
    { "‘it’s’", 6 },
    { "«ça»", 4 },
    { "wait…", 6 },
    { "10 €", 5 },
    { "• item", 7 },
    { "£¥¢", 3 },
    { "½ ×2 °C", 7 },
    { "→", 2 },
    { "。、「」", 8 },
    { "\u3000", 2 },
    { "\uFFFD", 2 },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_normalization (void)
{
  static const Row rows[] = {
    { "e\u0301", 1 },
    { "\u00E9", 1 },
    { "o\u0302\u0300", 2 },       /* ồ: one code point, above U+10FF */
    { "q\u0301", 2 },             /* no such letter */
    { "e\u0323\u0302", 2 },       /* ệ */
    { "e\u0302\u0323", 2 },       /* the same in another order */
    { "a\u0301\u0301", 2 },       /* the second one is blocked */
    { "a\u0327\u0301", 2 },       /* the cedilla is not in the way */
    { "A\u030A", 1 },             /* Å */
    { "\u212B", 1 },              /* Ångström sign: Å */
    { "\u2126", 1 },              /* ohm sign: Ω */
    { "\u0344", 2 },              /* two marks */
    { "\uF900", 2 },              /* a compatibility ideograph: 豈 */
    { "\uFB2C", 3 },              /* שּׁ: never composed */
    { "\u0958", 2 },              /* क़: never composed */
    { "\u1100\u1161", 2 },        /* 가 */
    { "\u1100\u1161\u11A8", 2 },  /* 각 */
    { "\uAC00\u11A8", 2 },        /* 각 */
    { "\u1100\u1161\u1161", 4 },  /* 가, a vowel */
    { "\uFF76\uFF9E", 4 },        /* ｶﾞ: NFC keeps half-width forms */
    { "か\u3099", 2 },            /* が */
    { "\u09C7\u09BE", 1 },        /* ো */
    { "\u0301", 1 },              /* a mark alone */
    { "\u0301e", 2 },             /* a mark before its letter */
    { "\u2260", 2 },              /* ≠ */
    { "=\u0338", 2 },             /* ≠ */
    { "Z\u0351\u036B\u0343", 4 }, /* marks upon marks */
    { "a\u05AE\u0300\u0315", 3 }  /* à with two more */
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_emoji (void)
{
  static const Row rows[] = {
    { "😀", 2 },
    { "🙂🙂", 4 },
    { "☺", 2 },
    { "☺\uFE0F", 2 },
    { "☺\uFE0E", 4 }, /* VS15: text */
    { "❤\uFE0F", 2 },
    { "❤", 2 },
    { "©", 1 },
    { "©\uFE0F", 2 },
    { "™\uFE0F", 2 },
    { "a\uFE0F", 3 }, /* VS16 on a letter does nothing */
    { "😀\uFE0F", 4 }, /* nor here, where no variation exists */
    { "1", 1 },
    { "1\uFE0F", 3 },
    { "1\uFE0F\u20E3", 2 }, /* keycap */
    { "1\u20E3", 2 },
    { "#\uFE0F\u20E3", 2 },
    { "*\u20E3", 2 },
    { "a\u20E3", 3 },
    { "\u20E3", 2 },
    { "👍🏽", 2 },
    { "👍🏻👍🏿", 4 },
    { "☝🏽", 2 },
    { "☝\uFE0F🏽", 2 },
    { "🏽", 2 },
    { "🚗🏽", 4 }, /* a car has no skin */
    { "👍🏽🏽", 4 },
    { "🇩🇪", 2 },
    { "🇩🇪🇫🇷", 4 },
    { "🇩", 2 },
    { "🇩🇪🇫", 4 },
    { "🇿🇿", 4 },  /* no such flag */
    { "🇦🇩🇪", 4 }, /* Andorra, then a lone letter */
    { "a🇩🇪b", 4 },
    { "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", 2 }, /* England */
    { "🏴\U000E0067\U000E0062\U000E007F", 8 },                               /* no such flag */
    { "🏴", 2 },
    { "🏴‍☠\uFE0F", 2 },
    { "🏳\uFE0F‍🌈", 2 },
    { "🏳\uFE0F‍⚧\uFE0F", 2 },
    { "🏳\uFE0F", 2 },
    { "👨‍👩‍👧‍👦", 2 },
    { "👩‍💻", 2 },
    { "👩🏿‍💻", 2 },
    { "🧑🏻‍🤝‍🧑🏿", 2 },
    { "🙋🏽‍♀\uFE0F", 2 },
    { "🕵\uFE0F‍♂\uFE0F", 2 },
    { "👩‍❤\uFE0F‍💋‍👨", 2 },
    { "👩🏻‍❤\uFE0F‍💋‍👨🏿", 2 },
    { "🐻‍❄\uFE0F", 2 },
    { "❤\uFE0F‍🔥", 2 },
    { "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4 },
    { "👨‍🚗", 5 }, /* unknown: its parts and the joiner */
    { "👨‍👩‍🚗", 8 },
    { "👩‍💻‍💻", 5 }, /* the known part, a joiner, one more */
    { "👨‍", 3 },
    { "‍👨", 3 },
    { "🙋🏽‍♀", 5 }, /* not fully qualified */
    { "👨‍👩🏽‍👧",
      8 }, /* skin tones that are not recommended: 👨 ZWJ 👩🏽 ZWJ 👧 */
    { "🫠", 2 },
    { "🫨", 2 }, /* Unicode 15 */
    { "👍 ok 👌", 8 },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_urls (void)
{
  static const Row rows[] = {
    { "https://example.com", 23 },
    { "http://example.com/a/much/longer/path/than/twenty-three/characters?with=a&query#too", 23 },
    { "example.com", 23 },
    { "t.co", 23 },
    { "see https://example.com.", 28 },
    { "https://example.com https://example.org", 47 },
    { "one example.com two example.org three", 61 },
    { "動画はhttps://example.com/xです", 33 },
    { "動画はexample.comです", 33 },
    { "https://例え.みんな", 23 },
    { "例え.jp", 7 },
    { "#example.com", 12 },
    { "https://t.co/abc's", 25 },
    { "https://example.com/🎬", 25 },
    { "🎬https://example.com", 25 },
    { "https://example.com/1\uFE0F\u20E3", 27 }, /* the digit belongs to the URL */
    { "https://example.com/e\u0301", 23 },
    { "https://localhost", 17 },
    { "(https://example.com/a_(b))", 25 },
    { "x.example.com\nexample.com", 47 },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

typedef struct
{
  const char *unit; /* repeated @n times */
  guint n;
  const char *tail;
  guint limit;
  guint length;
  gboolean is_valid;
  gsize valid_end;
} LimitRow;

static void
test_limits (void)
{
  static const LimitRow rows[] = {
    { "x", 279, "", 280, 279, TRUE, 279 },
    { "x", 280, "", 280, 280, TRUE, 280 },
    { "x", 281, "", 280, 281, FALSE, 280 },
    { "語", 139, "", 280, 278, TRUE, 417 },
    { "語", 140, "", 280, 280, TRUE, 420 },
    { "語", 140, "x", 280, 281, FALSE, 420 },
    { "語", 141, "", 280, 282, FALSE, 420 },
    { "x", 279, "語", 280, 281, FALSE, 279 },
    { "x", 279, "😀", 280, 281, FALSE, 279 },
    { "👨‍👩‍👧‍👦", 140, "", 280, 280, TRUE, 3500 },
    { "👨‍👩‍👧‍👦", 140, "!", 280, 281, FALSE, 3500 },
    { "👨‍👩‍👧‍👦", 141, "", 280, 282, FALSE, 3500 },
    { "x", 256, " https://example.com", 280, 280, TRUE, 276 },
    { "x", 257, " https://example.com", 280, 281, FALSE, 258 },
    { "x", 257, " https://example.com z", 280, 283, FALSE, 258 },
    { "https://example.com ", 11, "", 280, 264, TRUE, 220 },
    { "https://example.com ", 12, "", 280, 288, FALSE, 220 },
    { "e\u0301", 280, "", 280, 280, TRUE, 840 },
    { "e\u0301", 281, "", 280, 281, FALSE, 840 },
    { "x", 25000, "", XU_TEXT_LIMIT_SUBSCRIBER, 25000, TRUE, 25000 },
    { "x", 25001, "", XU_TEXT_LIMIT_SUBSCRIBER, 25001, FALSE, 25000 },
    { "", 0, "", 0, 0, TRUE, 0 },
    { "x", 1, "", 0, 1, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      XuTextCount count;

      for (guint j = 0; j < rows[i].n; j++)
        g_string_append (text, rows[i].unit);
      g_string_append (text, rows[i].tail);

      xu_weighted_text_count (text->str, rows[i].limit, &count);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (count.weighted_length, ==, rows[i].length);
      g_assert_cmpint (count.is_valid, ==, rows[i].is_valid);
      g_assert_cmpuint (count.valid_end, ==, rows[i].valid_end);
    }
}

static void
test_not_valid (void)
{
  static const struct
  {
    const char *text;
    guint length;
    gsize valid_end;
  } rows[] = {
    { "a\uFEFFb", 4, 1 },
    { "a\uFFFEb", 4, 1 },
    { "a\uFFFFb", 4, 1 },
    { "\uFEFF", 2, 0 },
    { "ab\xFF", 4, 2 },
    { "\x80", 2, 0 },
    { "\xC3", 2, 0 },
    { "\xC3(", 3, 0 },
    { "\xC0\x80", 4, 0 },         /* an overlong NUL */
    { "\xED\xA0\x80", 6, 0 },     /* a surrogate */
    { "\xF4\x90\x80\x80", 8, 0 }, /* above U+10FFFF */
    { "\xE2\x82", 4, 0 },
    { "é\xE2\x82 example.com", 29, 2 },
    { "a\uFEFF\xFF", 5, 1 },
    { "a\xFF\uFEFF", 5, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      XuTextCount count;

      xu_weighted_text_count (rows[i].text, XU_TEXT_LIMIT_STANDARD, &count);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (count.weighted_length, ==, rows[i].length);
      g_assert_false (count.is_valid);
      g_assert_cmpuint (count.valid_end, ==, rows[i].valid_end);
    }
}

/* A megabyte of what makes backtracking and naive normalization quadratic: with either this test
 * would run for minutes to hours, and the ordinary time-out would end it. */
static void
test_hostile (void)
{
  static const char *const units[] = {
    "a.",
    "a_.",
    "a-",
    ".",
    "(",
    "a.co/(",
    "a.co/((a",
    "a.co?",
    "https://",
    "https://a.",
    "https://t.co/a",
    "https://例.",
    "語",
    "語。",
    "@",
    "xn--a.",
    "\u200D",
    "👨\u200D",
    "👨‍👩‍👧\u200D",
    "🇩",
    "1\uFE0F",
    "\u0301",
    "\u0301\u0323",       /* never in canonical order */
    "e\u0301",            /* all composed */
    "\u1100\u1161\u11A8", /* all composed, without one ASCII character */
    "\u09C7\u09BE",       /* the same with marks */
    "\u00AD",
    "\xFF",
    "\xF0\x9F",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gsize n = xu_test_share (HOSTILE_SIZE) / strlen (units[i]);
      g_autoptr (GString) text = g_string_sized_new (HOSTILE_SIZE);
      XuTextCount count;

      while (n-- > 0)
        g_string_append (text, units[i]);

      xu_weighted_text_count (text->str, XU_TEXT_LIMIT_STANDARD, &count);
      g_assert_false (count.is_valid);
      g_assert_cmpuint (count.valid_end, <, text->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/weighted-text/scripts", test_scripts);
  g_test_add_func ("/weighted-text/punctuation", test_punctuation);
  g_test_add_func ("/weighted-text/normalization", test_normalization);
  g_test_add_func ("/weighted-text/emoji", test_emoji);
  g_test_add_func ("/weighted-text/urls", test_urls);
  g_test_add_func ("/weighted-text/limits", test_limits);
  g_test_add_func ("/weighted-text/not-valid", test_not_valid);
  g_test_add_func ("/weighted-text/hostile", test_hostile);

  return g_test_run ();
}
