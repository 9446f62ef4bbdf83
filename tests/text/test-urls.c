/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which URLs X sees in a text: by table. */

#include "config.h"

#include "xu-weighted-text.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *urls; /* separated by a space; "" where there is none */
} Row;

/* The URLs of each text are the expected ones. */
static void
check_rows (const Row *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autoptr (GPtrArray) urls = xu_weighted_text_find_urls (rows[i].text);
      g_autoptr (GString) joined = g_string_new (NULL);

      for (guint j = 0; j < urls->len; j++)
        g_string_append_printf (joined, "%s%s", j > 0 ? " " : "", (char *) urls->pdata[j]);

      if (!g_str_equal (joined->str, rows[i].urls))
        g_test_message ("in “%s”", rows[i].text);
      g_assert_cmpstr (joined->str, ==, rows[i].urls);
    }
}

static void
test_schemes (void)
{
  static const Row rows[] = {
    { "", "" },
    { "no link at all. None!", "" },
    { "http://example.com", "http://example.com" },
    { "https://example.com", "https://example.com" },
    { "HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM" },
    { "hTTp://eXample.Org/Path", "hTTp://eXample.Org/Path" },
    { "see https://example.com now", "https://example.com" },
    { "ftp://example.com", "" },
    { "ftp://files.example.com/pub", "" },
    { "mailto:me@example.com", "" },
    { "https:/example.com", "" },
    { "https://", "" },
    { "https:// example.com/later", "example.com/later" },
    { "http://http://example.com", "http://example.com" },
    { "httphttp://example.com", "" },
    { "xhttps://example.com", "" },
    { "https://localhost:8080/", "" },
    { "http://192.168.0.1/router", "" },
    { "http://[2001:db8::1]/", "" },
    { "http://user:secret@example.com/", "" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_bare_domains (void)
{
  static const Row rows[] = {
    { "example.com", "example.com" },
    { "Example.COM", "Example.COM" },
    { "www.example.com.", "www.example.com" },
    { "watch it on youtube.com/watch?v=x_1, now", "youtube.com/watch?v=x_1" },
    { "a.b.c.d.example.museum", "a.b.c.d.example.museum" },
    { "shop.example.co.uk", "shop.example.co.uk" },
    { "t.co", "t.co" },
    { "bit.ly", "bit.ly" }, /* a country's domain needs no path, since v3 */
    { "bit.ly/abc", "bit.ly/abc" },
    { "youtu.be, vimeo.com", "youtu.be vimeo.com" },
    { "one.two.three", "" },
    { "clip.mp4 and clip.mov", "clip.mov" }, /* .mov is a top-level domain */
    { "backup.tar.bz2", "" },
    { "I said no.So what", "no.So" }, /* a full stop without a space; so does X */
    { "version 1.2.3", "" },
    { "3.14", "" },
    { "e.g. this", "" },
    { "...example.com", "" },
    { "-example.com", "" },
    { "_example.com", "" },
    { "/example.com", "" },
    { ".example.com", "" },
    { "(example.com)", "example.com" },
    { "\"example.com\"", "example.com" },
    { "“example.com”", "example.com" },
    { "<example.com>", "example.com" },
    { "example.com:8080", "example.com:8080" },
    { "example.com:", "example.com" },
    { "example.com?q=1", "example.com?q=1" },
    { "example.com...", "example.com" },
    { "example.comma", "" },
    { "example.com_x", "example.com" },
    { "example.com-x", "" },
    { "example.com+x", "" },
    { "example.com@x", "" },
    { "café.com", "café.com" },
    { "ELPAÍS.com", "ELPAÍS.com" },
    { " école.com", "école.com" },
    { "école.com", "cole.com" }, /* at the text's start X reads it so */
    { "日example.com", "example.com" },
    { "x.onion", "x.onion" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_labels (void)
{
  static const char long_label[]
      = "a123456789b123456789c123456789d123456789e123456789f123456789g12";
  g_autofree char *fits = g_strdup_printf ("https://%s.com", long_label);
  g_autofree char *too_long = g_strdup_printf ("https://x%s.com x%s.com", long_label, long_label);
  const Row rows[] = {
    { fits, fits },
    { too_long, "" },
    { "https://my-site.example.com", "https://my-site.example.com" },
    { "https://my_site.example.com", "https://my_site.example.com" },
    { "https://my_site.com", "" }, /* “_” only in subdomains */
    { "my_site.example.com", "my_site.example.com" },
    { "https://-x.example.com", "" },
    { "https://x-.example.com", "" },
    { "https://x_.example.com", "" },
    { "https://www.-example.com", "" },
    { "https://www.example-.com", "" },
    { "https://example..com", "" },
    { "https://example.c_o_m", "" },
    { "https://a.b-c.com", "https://a.b-c.com" },
    { "https://1.2.3.com", "https://1.2.3.com" },
    { "https://com", "" },
    { "https://co.uk", "https://co.uk" },
    { "https://a.com.x.y.z", "https://a.com" },
  };

  g_assert_cmpuint (strlen (long_label), ==, 63);
  check_rows (rows, G_N_ELEMENTS (rows));
}

/* With a scheme a label may hold @ch or not; without one it does, or ends there. */
static void
check_label_char (gunichar ch, gboolean may_any, gboolean may_latin)
{
  char utf8[7] = "";

  g_unichar_to_utf8 (ch, utf8);

  g_autofree char *behind_scheme = g_strdup_printf ("https://例%s例.com", utf8);
  g_autofree char *bare = g_strdup_printf ("x%sx.com", utf8);
  g_autofree char *normal = g_utf8_normalize (bare, -1, G_NORMALIZE_NFC);
  const Row rows[] = {
    { behind_scheme, may_any ? behind_scheme : "" },
    { normal, may_latin ? normal : "x.com" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_label_chars (void)
{
  static const gunichar separators[] = {
    0x09,   0x0D,   0x20,   0x85,   0xA0,   0x1680, 0x180E, 0x2000, 0x200A, 0x2028,
    0x2029, 0x202F, 0x205F, 0x3000, 0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066,
    0x2069, '"',    '`',    '^',    '|',    '~',    '(',    ')',    '!',
  };
  static const gunichar latin[] = {
    'a',   'Z',   '5',   0xC0,  0xD6,  0xD8,  0xF6,  0xF8,  0x24F, 0x253, 0x254, 0x256,  0x257,
    0x259, 0x25B, 0x263, 0x268, 0x26F, 0x272, 0x289, 0x28B, 0x2BB, 0x300, 0x36F, 0x1E02, 0x1EFF,
  };
  static const gunichar other[] = { 0xBF, 0xD7, 0xF7, 0x250, 0x370, 0x400, 0x1DFF, 0x1F00, 0x4E00 };

  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    check_label_char (separators[i], FALSE, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (latin); i++)
    check_label_char (latin[i], TRUE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (other); i++)
    check_label_char (other[i], TRUE, FALSE);
}

static void
test_international (void)
{
  static const Row rows[] = {
    { "https://例え.テスト", "" }, /* a test domain of ICANN, no longer delegated */
    { "https://例え.みんな/道", "https://例え.みんな/" },
    { "https://münchen.de/straße", "https://münchen.de/straße" },
    { "https://пример.рф", "https://пример.рф" },
    { "https://ПРИМЕР.РФ", "https://ПРИМЕР.РФ" },
    { "https://www.例え.jp/x", "https://www.例え.jp/x" },
    { "例え.jp", "" }, /* without a scheme only Latin letters */
    { "пример.рф", "" },
    { "abc.みんな", "abc.みんな" },
    { "abc.みんなです", "abc.みんな" },
    { "https://xn--r8jz45g.jp/", "https://xn--r8jz45g.jp/" },
    { "https://xn--e1afmkfd.xn--p1ai", "https://xn--e1afmkfd.xn--p1ai" },
    { "xn--e1afmkfd.XN--P1AI/x", "xn--e1afmkfd.XN--P1AI/x" },
    { "https://xn--例え.com/", "" }, /* nothing but ASCII in punycode */
    { "https://a.xn--", "" },
    { "https://☃.net/", "https://☃.net/" },
    { "https://I❤.ws/", "https://I❤.ws/" },
    { "https://مثال.قطر", "https://مثال.قطر" },
    { "https://예시.한국", "https://예시.한국" },
    { "a.İn", "" }, /* U+0130, which is not the i of .in */
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_surroundings (void)
{
  static const Row rows[] = {
    { "mail me@example.com", "" },
    { "first.last@sub.example.co.uk", "" },
    { "john.doe.gov@mail.com", "" },
    { "@example.com", "" },
    { "＠example.com", "" },
    { "#example.com", "" },
    { "＃example.com", "" },
    { "$TVI.CA", "" },
    { "$example.com/x", "" },
    { "#https://example.com", "" },
    { "@https://example.com", "" },
    { "$https://example.com", "" },
    { "#tag example.com", "example.com" },
    { "@name: example.com", "example.com" },
    { "3https://example.com", "" },
    { "これhttps://example.comです", "https://example.com" },
    { "これはexample.comです", "example.com" },
    { "見てhttps://t.co/abcだよ", "https://t.co/abc" },
    { "example.com中文example.org", "example.com example.org" },
    { "中文。example.com，好", "example.com" },
    { "한국example.com/길", "example.com/" },
    { "сайт example.com/путь.", "example.com/путь" },
    { "\u202Ahttps://example.com/\u202C", "https://example.com/" }, /* LRE, PDF */
    { "\u2066example.com\u2069", "example.com" },                   /* LRI, PDI */
    { "https://exa\u200Fmple.com", "mple.com" }, /* a mark of direction ends the label */
    { "\uFEFFexample.com", "" },                 /* U+FEFF */
    { "https://a\uFFFEb.com", "" },
    { "https://a\uFFFFb.com", "" },
    { "a\nexample.com\nhttps://example.org\n", "example.com https://example.org" },
    { "\u00A0example.com\u00A0", "example.com" }, /* no-break space */
    { "👍https://example.com👍", "https://example.com" },
    { "👍example.com👍", "example.com" },
    { "example.com,example.org;example.net", "example.com example.org example.net" },
    { "example.com/example.org", "example.com/example.org" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_paths (void)
{
  static const Row rows[] = {
    { "https://example.com/", "https://example.com/" },
    { "https://example.com/.", "https://example.com/" },
    { "https://example.com/a.", "https://example.com/a" },
    { "https://example.com/a,b!", "https://example.com/a,b" },
    { "https://example.com/a...!!!???", "https://example.com/a" },
    { "https://example.com/index.html", "https://example.com/index.html" },
    { "https://example.com//x", "https://example.com//x" },
    { "https://example.com/a_(b)", "https://example.com/a_(b)" },
    { "https://example.com/a_(b_(c))", "https://example.com/a_(b_(c))" },
    { "https://example.com/a_(b_(c_(d)))", "https://example.com/a_" },
    { "https://example.com/(a)(b)c", "https://example.com/(a)(b)c" },
    { "https://example.com/a(", "https://example.com/a" },
    { "https://example.com/a()", "https://example.com/a" },
    { "https://example.com/a(b())", "https://example.com/a" },
    { "(https://example.com/a)", "https://example.com/a" },
    { "(https://example.com/a_(b))", "https://example.com/a_(b)" },
    { "https://example.com/@name/", "https://example.com/@name/" },
    { "https://example.com/@name", "https://example.com/@name" },
    { "https://example.com/@", "https://example.com/" },
    { "https://example.com/#part", "https://example.com/#part" },
    { "https://example.com/#!/a~b", "https://example.com/#!/a~b" },
    { "https://example.com#part", "https://example.com" },
    { "https://example.com/a-", "https://example.com/a-" },
    { "https://example.com/a+", "https://example.com/a+" },
    { "https://example.com/a'", "https://example.com/a" },
    { "https://example.com/é/ü", "https://example.com/é/ü" },
    { "https://example.com/\"x\"", "https://example.com/" },
    { "https://example.com/a b", "https://example.com/a" },
    { "https://example.com/a–b", "https://example.com/a–b" },
    { "https://example.com:8080/a", "https://example.com:8080/a" },
    { "https://example.com:8080", "https://example.com:8080" },
    { "https://example.com:x/a", "https://example.com" },
    { "https://example.com?a=b", "https://example.com?a=b" },
    { "https://example.com/?a=b&c=d#e", "https://example.com/?a=b&c=d#e" },
    { "https://example.com/a?b=(c)", "https://example.com/a?b=(c" },
    { "https://example.com/a?", "https://example.com/a" },
    { "https://example.com/a?!", "https://example.com/a" },
    { "https://example.com/a?b=c.", "https://example.com/a?b=c" },
    { "https://example.com/a?b=ü", "https://example.com/a?b=" },
    { "https://example.com/a?b=https://t.co/x", "https://example.com/a?b=https://t.co/x" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_tco (void)
{
  static const Row rows[] = {
    { "https://t.co", "https://t.co" },
    { "https://t.co/", "https://t.co/" },
    { "https://t.co/AbC123's", "https://t.co/AbC123" },
    { "https://t.co/AbC123-x/y", "https://t.co/AbC123" },
    { "https://T.CO/AbC123: x", "https://T.CO/AbC123" },
    { "https://t.co/AbC123?amp=1", "https://t.co/AbC123?amp=1" },
    { "https://t.co/AbC123/x?amp=1", "https://t.co/AbC123" },
    { "t.co/AbC123-x", "t.co/AbC123-x" }, /* only with a scheme */
    { "https://not.co/AbC123-x", "https://not.co/AbC123-x" },
    { "https://t.co/abcdefghijabcdefghijabcdefghijabcdefghij",
      "https://t.co/abcdefghijabcdefghijabcdefghijabcdefghij" },
    { "https://t.co/abcdefghijabcdefghijabcdefghijabcdefghijk", "" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_longest (void)
{
  g_autofree char *path = g_strnfill (4096 - strlen ("https://example.com/"), 'x');
  g_autofree char *fits = g_strconcat ("https://example.com/", path, NULL);
  g_autofree char *too_long = g_strconcat (fits, "x", NULL);
  g_autofree char *bare = g_strconcat ("example.com/", path, NULL);
  g_autofree char *too_long_bare = g_strconcat (bare, "x", NULL);
  const Row rows[] = {
    { fits, fits },
    { too_long, "" },
    { bare, bare }, /* as long as with https:// */
    { too_long_bare, "" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_spans (void)
{
  /* Two code points before NFC, one after: the bytes are those of the text as it is. */
  static const char text[] = "e\u0301 https://example.com/e\u0301 z";
  g_autoptr (GArray) spans = xu_weighted_text_find_url_spans (text);
  const XuTextUrl *span;

  g_assert_cmpuint (spans->len, ==, 1);
  span = &g_array_index (spans, XuTextUrl, 0);
  g_assert_cmpuint (span->start, ==, 4);
  g_assert_cmpuint (span->end, ==, strlen (text) - 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/urls/schemes", test_schemes);
  g_test_add_func ("/urls/bare-domains", test_bare_domains);
  g_test_add_func ("/urls/labels", test_labels);
  g_test_add_func ("/urls/label-chars", test_label_chars);
  g_test_add_func ("/urls/international", test_international);
  g_test_add_func ("/urls/surroundings", test_surroundings);
  g_test_add_func ("/urls/paths", test_paths);
  g_test_add_func ("/urls/tco", test_tco);
  g_test_add_func ("/urls/longest", test_longest);
  g_test_add_func ("/urls/spans", test_spans);

  return g_test_run ();
}
