/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every failure and every finding has words; foreign words are harmless; quantities read well. */

#include "config.h"

#include <locale.h>
#include <time.h>

#include <gio/gio.h>

#include "xu-cli-exit.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-finding-words.h"
#include "xu-foreign-words.h"
#include "xu-page-words.h"
#include "xu-quantity-words.h"

static void
assert_is_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_unichar_isupper (g_utf8_get_char (text)));
  g_assert_true (g_str_has_suffix (text, ".") || g_str_has_suffix (text, "”"));
  g_assert_null (strchr (text, '%'));
}

/* The contract's table of exit codes, by the names of the failures. */
static const struct
{
  const char *code;
  int exit_code;
} exits[] = {
  { "internal", 1 },
  { "storage", 1 },
  { "usage", 2 },
  { "not-signed-in", 3 },
  { "token-refused", 3 },
  { "scope-missing", 3 },
  { "other-account", 3 },
  { "file-unreadable", 4 },
  { "file-changed", 4 },
  { "file-unsupported", 4 },
  { "file-too-large-for-segments", 4 },
  { "text-too-long", 4 },
  { "rejected", 5 },
  { "media-refused", 5 },
  { "media-expired", 5 },
  { "duplicate-content", 5 },
  { "no-credit", 5 },
  { "app-not-enrolled", 5 },
  { "too-long-for-account", 5 },
  { "rate-limited", 5 },
  { "network", 6 },
  { "tls", 6 },
  { "server", 6 },
  { "bad-answer", 6 },
  { "processing-timeout", 6 },
  { "post-unknown", 8 },
};

static void
test_failures (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (G_N_ELEMENTS (exits), ==, XU_ERROR_POST_UNKNOWN + 1);
  for (int code = XU_ERROR_INTERNAL; code <= XU_ERROR_POST_UNKNOWN; code++)
    {
      g_autoptr (GError) error = xu_error_new ((XuErrorCode) code, "technical detail");
      g_autofree char *sentence = xu_failure_words_dup_sentence (error);
      g_autofree char *remedy = xu_failure_words_dup_remedy (error);

      assert_is_sentence (sentence);
      g_assert_null (strstr (sentence, "technical"));
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&sentence)));
      if (code != XU_ERROR_USAGE)
        assert_is_sentence (remedy);

      g_assert_cmpstr (xu_error_code_to_string ((XuErrorCode) code), ==, exits[code].code);
      g_assert_cmpint (xu_cli_exit_from_error (error), ==, exits[code].exit_code);
    }
}

/* What a post could do without: only what is wrong with the part itself is told as that. */
static void
test_parts (void)
{
  static const struct
  {
    XuErrorCode code;
    XuErrorPart part;
    const char *begin;
  } cases[] = {
    { XU_ERROR_REJECTED, XU_ERROR_PART_ALT_TEXT, "X did not take the description." },
    { XU_ERROR_SERVER, XU_ERROR_PART_SUBTITLES, "X did not take the subtitles." },
    { XU_ERROR_MEDIA_REFUSED, XU_ERROR_PART_COVER, "X did not take the cover picture." },
    { XU_ERROR_TOKEN_REFUSED, XU_ERROR_PART_COVER, "X does not accept the sign-in." },
    { XU_ERROR_FILE_UNREADABLE, XU_ERROR_PART_COVER, "The file cannot be read." },
    { XU_ERROR_NETWORK, XU_ERROR_PART_ALT_TEXT, "X cannot be reached." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = xu_error_new (cases[i].code, "detail");

      xu_error_set_part (error, cases[i].part);
      g_autofree char *sentence = xu_failure_words_dup_sentence (error);
      g_autofree char *remedy = xu_failure_words_dup_remedy (error);

      g_assert_true (g_str_has_prefix (sentence, cases[i].begin));
      assert_is_sentence (sentence);
      assert_is_sentence (remedy);
    }
}

static void
test_set_aside (void)
{
  g_autofree char *sentence = xu_failure_words_dup_set_aside ("/data/journal.db.damaged");

  assert_is_sentence (sentence);
  g_assert_nonnull (strstr (sentence, "/data/journal.db.damaged"));
}

static void
test_other_errors (void)
{
  g_autoptr (GError) late = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no");
  g_autofree char *of_late = xu_failure_words_dup_sentence (late);
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "bad");
  g_autofree char *of_cancelled = xu_failure_words_dup_sentence (cancelled);
  g_autofree char *remedy = xu_failure_words_dup_remedy (cancelled);
  g_autofree char *of_foreign = xu_failure_words_dup_sentence (foreign);

  g_assert_cmpstr (of_cancelled, ==, "Cancelled.");
  assert_is_sentence (of_late);
  g_assert_cmpint (xu_cli_exit_from_error (late), ==, 1);
  g_assert_null (remedy);
  assert_is_sentence (of_foreign);
  g_assert_cmpint (xu_cli_exit_from_error (cancelled), ==, 7);
  g_assert_cmpint (xu_cli_exit_from_error (foreign), ==, 1);
}

static void
test_reasons (void)
{
  static const struct
  {
    XuErrorCode code;
    const char *reason;
    const char *sentence;
  } cases[] = {
    { XU_ERROR_MEDIA_REFUSED, "The video is\033[31m invalid.\n",
      "X could not use this file. X says: “The video is[31m invalid.”" },
    { XU_ERROR_FILE_UNREADABLE, "Permission denied",
      "The file cannot be read. Reason: Permission denied" },
    { XU_ERROR_STORAGE, "No space left on device",
      "X Uploader cannot read or save its data on this computer. Reason: No space left on device" },
    { XU_ERROR_USAGE, "There is no file.", "There is no file." },
    { XU_ERROR_NETWORK, "secret words of a proxy", "X cannot be reached." },
    { XU_ERROR_REJECTED, "\001\002", "X refused this." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = xu_error_new (cases[i].code, "detail");

      xu_error_set_reason (error, cases[i].reason);
      g_autofree char *sentence = xu_failure_words_dup_sentence (error);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

static void
test_rate_limit_has_its_time (void)
{
  g_autoptr (GError) error = xu_error_new (XU_ERROR_RATE_LIMITED, "429");

  xu_error_set_http (error, 429, 600 * (gint64) G_USEC_PER_SEC);
  g_autofree char *sentence = xu_failure_words_dup_sentence (error);

  g_assert_true (g_str_has_prefix (sentence, "X allows no more requests until "));
  g_assert_nonnull (strchr (sentence, ':'));
}

static void
test_findings (void)
{
  static const char *const rules[]
      = { "unreadable",  "empty",     "type",          "too-large",    "large",
          "combination", "subtitles", "text-too-long", "text-invalid", "unheard-of" };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *plain = xu_finding_words_dup_sentence (rules[i], NULL, 0);
      g_autofree char *full = xu_finding_words_dup_sentence (rules[i], "Matroska", 5242880);
      g_autofree char *remedy = xu_finding_words_dup_remedy (rules[i]);

      assert_is_sentence (plain);
      assert_is_sentence (full);
      assert_is_sentence (remedy);
    }

  g_autofree char *large = xu_finding_words_dup_sentence ("too-large", "PNG", 5242880);
  g_autofree char *type = xu_finding_words_dup_sentence ("type", "Matroska", 0);
  g_autofree char *text = xu_finding_words_dup_sentence ("text-too-long", NULL, 280);

  g_assert_cmpstr (large, ==, "The file is larger than the 5.0\302\240MiB that X allows.");
  g_assert_cmpstr (type, ==, "X does not take files of this type: Matroska.");
  g_assert_cmpstr (text, ==, "The text is longer than the 280 characters that a post may have.");
}

static void
test_foreign_words (void)
{
  static const struct
  {
    const char *text;
    const char *plain;
  } cases[] = {
    { "", "" },
    { "plain", "plain" },
    { " two\nlines\tand\r\n", "two lines and" },
    { "\033[2Jbell\007\177", "[2Jbell" },
    { "\302\2331mC1", "1mC1" },
    { "bad \xff byte", "bad \357\277\275 byte" },
    { "turned\342\200\256 around\342\201\246", "turned around" },
    { "a\342\200\250b", "a b" },
    { "日本 <b>&", "日本 <b>&" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = xu_foreign_words_dup_plain (cases[i].text);

      g_assert_cmpstr (plain, ==, cases[i].plain);
    }

  g_autofree char *endless = g_strnfill (100000, 'x');
  g_autofree char *cut = xu_foreign_words_dup_plain (endless);

  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 301);
  g_assert_true (g_str_has_suffix (cut, "x…"));
}

static void
test_time_left (void)
{
  static const struct
  {
    gint64 seconds;
    const char *words;
    const char *clock;
  } cases[] = {
    { 0, "0 seconds left", "0:00" },        { 1, "1 second left", "0:01" },
    { 59, "59 seconds left", "0:59" },      { 60, "1 minute left", "1:00" },
    { 89, "1 minute left", "1:29" },        { 90, "2 minutes left", "1:30" },
    { 3600, "60 minutes left", "1:00:00" }, { 5400, "2 hours left", "1:30:00" },
    { 86400, "24 hours left", "24:00:00" }, { 172800, "2 days left", "48:00:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = xu_quantity_words_dup_time_left (cases[i].seconds);
      g_autofree char *clock = xu_quantity_words_dup_clock (cases[i].seconds);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpstr (clock, ==, cases[i].clock);
    }
}

static void
test_age (void)
{
  static const struct
  {
    gint64 seconds;
    const char *words;
  } cases[] = {
    { 0, "now" },       { 59, "now" },     { 60, "1 min" },
    { 3599, "59 min" }, { 3600, "1 h" },   { 86400, "24 h" },
    { 172799, "47 h" }, { 172800, "2 d" }, { 31536000, "365 d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = xu_quantity_words_dup_age (cases[i].seconds);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_quantities (void)
{
  g_autofree char *size = xu_quantity_words_dup_size (4200000);
  g_autofree char *progress = xu_quantity_words_dup_progress (4200000, 10000000);
  g_autofree char *rate = xu_quantity_words_dup_rate (3200000);
  g_autofree char *almost = xu_quantity_words_dup_percent (99.99);
  g_autofree char *over = xu_quantity_words_dup_percent (120.0);
  g_autofree char *price = xu_quantity_words_dup_price (15000);
  g_autofree char *today = xu_quantity_words_dup_time_of_day (1767225600 + 3600, 1767225600);
  g_autofree char *tomorrow = xu_quantity_words_dup_time_of_day (1767225600 + 90000, 1767225600);

  g_assert_cmpstr (size, ==, "4.2\302\240MB");
  g_assert_cmpstr (progress, ==, "4.2\302\240MB of 10.0\302\240MB");
  g_assert_cmpstr (rate, ==, "3.2\302\240MB/s");
  g_assert_cmpstr (almost, ==, "99%");
  g_assert_cmpstr (over, ==, "100%");
  g_assert_cmpstr (price, ==, "US$0.015");
  g_assert_cmpstr (today, ==, "01:00");
  g_assert_cmpstr (tomorrow, ==, "01:00 on 2 January");
}

static void
test_pages (void)
{
  for (int page = XU_PAGE_WORDS_DONE; page <= XU_PAGE_WORDS_REPEATED; page++)
    {
      const char *title = xu_page_words_get_title ((XuPageWords) page);

      assert_is_sentence (xu_page_words_get_text ((XuPageWords) page));
      g_assert_nonnull (title);
      for (int other = XU_PAGE_WORDS_DONE; other < page; other++)
        g_assert_cmpstr (title, !=, xu_page_words_get_title ((XuPageWords) other));
    }

  g_assert_cmpstr (xu_page_words_get_language (), ==, "en");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  tzset ();
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/failures", test_failures);
  g_test_add_func ("/words/parts", test_parts);
  g_test_add_func ("/words/set-aside", test_set_aside);
  g_test_add_func ("/words/other-errors", test_other_errors);
  g_test_add_func ("/words/reasons", test_reasons);
  g_test_add_func ("/words/rate-limit-has-its-time", test_rate_limit_has_its_time);
  g_test_add_func ("/words/findings", test_findings);
  g_test_add_func ("/words/foreign-words", test_foreign_words);
  g_test_add_func ("/words/time-left", test_time_left);
  g_test_add_func ("/words/age", test_age);
  g_test_add_func ("/words/pages", test_pages);
  g_test_add_func ("/words/quantities", test_quantities);

  return g_test_run ();
}
