/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a browser, or anybody else, brings to the redirect address. */

#include "config.h"

#include <string.h>

#include "xu-error.h"
#include "xu-redirect-answer.h"
#include "xu-redirect-page.h"
#include "xu-redirect-request.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *target;
    XuRedirectKind kind;
    const char *value;
  } rows[] = {
    { "/callback?state=st&code=abc", XU_REDIRECT_CODE, "abc" },
    { "/callback?code=a%2Bb%3D&state=st", XU_REDIRECT_CODE, "a+b=" },
    { "/callback?x=1&code=abc&&state=st&codes=1", XU_REDIRECT_CODE, "abc" },
    { "/callback?error=access_denied&state=st", XU_REDIRECT_REFUSED, "access_denied" },
    { "/callback?error=%3Cb%3E&state=st", XU_REDIRECT_REFUSED, "refused" },
    { "/callback?error=&state=st", XU_REDIRECT_REFUSED, "refused" },
    { "/callback?error=access_denied&state=s", XU_REDIRECT_WRONG, NULL },
    { "/callback", XU_REDIRECT_WRONG, NULL },
    { "/callback?", XU_REDIRECT_WRONG, NULL },
    { "/callback?code=abc", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&code=", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=ST&code=abc", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=stt&code=abc", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=&code=abc", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&code=abc&code=abd", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&state=st&code=abc", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&code=abc&error=access_denied", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&code=a%0d%0ab", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&code=a+b", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&code=a%00b", XU_REDIRECT_WRONG, NULL },
    { "/callback?state=st&code=%zz", XU_REDIRECT_WRONG, NULL },
    { "/callback/?state=st&code=abc", XU_REDIRECT_FOREIGN, NULL },
    { "/CALLBACK?state=st&code=abc", XU_REDIRECT_FOREIGN, NULL },
    { "/callback2?state=st&code=abc", XU_REDIRECT_FOREIGN, NULL },
    { "/callback%3Fstate=st&code=abc", XU_REDIRECT_FOREIGN, NULL },
    { "http://127.0.0.1:1/callback?state=st&code=abc", XU_REDIRECT_FOREIGN, NULL },
    { "/", XU_REDIRECT_FOREIGN, NULL },
    { "", XU_REDIRECT_FOREIGN, NULL },
    { "/favicon.ico", XU_REDIRECT_FOREIGN, NULL },
    { "/callback?state=st&code=a#b", XU_REDIRECT_FOREIGN, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *value = NULL;

      g_test_message ("%s", rows[i].target);
      g_assert_cmpint (xu_redirect_answer_parse (rows[i].target, "/callback", "st", &value), ==,
                       rows[i].kind);
      g_assert_cmpstr (value, ==, rows[i].value);
    }
}

static void
test_long (void)
{
  g_autofree char *letters = g_strnfill (2049, 'a');
  g_autofree char *target = g_strconcat ("/callback?state=st&code=", letters, NULL);
  g_autofree char *huge = g_strnfill (9000, 'a');
  g_autofree char *huge_target = g_strconcat ("/callback?state=st&code=a&x=", huge, NULL);
  g_autofree char *value = NULL;

  g_assert_cmpint (xu_redirect_answer_parse (target, "/callback", "st", &value), ==,
                   XU_REDIRECT_WRONG);
  g_assert_cmpint (xu_redirect_answer_parse (huge_target, "/callback", "st", &value), ==,
                   XU_REDIRECT_FOREIGN);
  target[strlen (target) - 1] = '\0';
  g_assert_cmpint (xu_redirect_answer_parse (target, "/callback", "st", &value), ==,
                   XU_REDIRECT_CODE);
  g_assert_cmpuint (strlen (value), ==, 2048);
}

static void
test_pasted (void)
{
  static const struct
  {
    const char *text;
    const char *code;
    int error;
    const char *reason;
  } rows[] = {
    { "http://127.0.0.1:47824/callback?state=st&code=abc", "abc", 0, NULL },
    { " \n http://127.0.0.1:47824/callback?state=st&code=abc\r\n", "abc", 0, NULL },
    { "127.0.0.1:47824/callback?state=st&code=abc", "abc", 0, NULL },
    { "HTTP://127.0.0.1:47824/callback?state=st&code=abc", "abc", 0, NULL },
    { "http://127.0.0.1:47824/callback?state=st&code=abc#", "abc", 0, NULL },
    { "http://127.0.0.1:47824/callback?state=st&error=access_denied", NULL, XU_ERROR_NOT_SIGNED_IN,
      "access_denied" },
    { "http://127.0.0.1:47824/callback?state=other&code=PRIVATE", NULL, XU_ERROR_USAGE, NULL },
    { "https://127.0.0.1:47824/callback?state=st&code=PRIVATE", NULL, XU_ERROR_USAGE, NULL },
    { "http://127.0.0.1:478240/callback?state=st&code=PRIVATE", NULL, XU_ERROR_USAGE, NULL },
    { "http://127.0.0.1:47824@evil/callback?state=st&code=PRIVATE", NULL, XU_ERROR_USAGE, NULL },
    { "http://localhost:47824/callback?state=st&code=PRIVATE", NULL, XU_ERROR_USAGE, NULL },
    { "/callback?state=st&code=PRIVATE", NULL, XU_ERROR_USAGE, NULL },
    { "PRIVATE", NULL, XU_ERROR_USAGE, NULL },
    { "", NULL, XU_ERROR_USAGE, NULL },
    { "https://x.com/i/oauth2/authorize?state=st", NULL, XU_ERROR_USAGE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *code = xu_redirect_answer_read_pasted (
          rows[i].text, "http://127.0.0.1:47824/callback", "st", &error);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (code, ==, rows[i].code);
      if (code != NULL)
        {
          g_assert_no_error (error);
          continue;
        }

      g_assert_error (error, XU_ERROR, rows[i].error);
      g_assert_cmpstr (xu_error_get_reason (error), ==, rows[i].reason);
      g_assert_null (strstr (error->message, "PRIVATE"));
    }
}

static void
test_requests (void)
{
  static const struct
  {
    const char *head;
    gboolean is_good;
    gboolean is_get;
    const char *target;
    const char *host;
    const char *origin;
  } rows[] = {
    { "GET / HTTP/1.1\r\nHost: h:1\r\n\r\n", TRUE, TRUE, "/", "h:1", NULL },
    { "GET /a?b HTTP/1.0\r\n\r\n", TRUE, TRUE, "/a?b", NULL, NULL },
    { "HEAD / HTTP/1.1\r\nhOsT:h\r\nORIGIN: \tnull \r\nX-Host: i\r\n\r\n", TRUE, FALSE, "/", "h",
      "null" },
    { "get / HTTP/1.1\r\n\r\n", TRUE, FALSE, "/", NULL, NULL },
    { "GET / HTTP/1.1\r\nCookie: \xc3\xa4\r\n\r\n", TRUE, TRUE, "/", NULL, NULL },
    { "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\r\nOrigin: h\r\nOrigin: h\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\r\nHost : h\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\r\nHost: h\r\n i\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\r\nHost: h\x7f\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\r\nHost\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\r\n: h\r\n\r\n", FALSE },
    { "GET / HTTP/1.1\n\n", FALSE },
    { "GET / HTTP/1.1\r\n", FALSE },
    { "GET / HTTP/1.1", FALSE },
    { "GET / HTTP/2.0\r\n\r\n", FALSE },
    { "GET  HTTP/1.1\r\n\r\n", FALSE },
    { "GET /a b HTTP/1.1\r\n\r\n", FALSE },
    { "GET HTTP/1.1\r\n\r\n", FALSE },
    { " / HTTP/1.1\r\n\r\n", FALSE },
    { "G\tT / HTTP/1.1\r\n\r\n", FALSE },
    { "GET /\xc3\xa4 HTTP/1.1\r\n\r\n", FALSE },
    { "\r\n\r\n", FALSE },
    { "\r\nGET / HTTP/1.1\r\n\r\n", FALSE },
    { "\x16\x03\x01\x02", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuRedirectRequest) request
          = xu_redirect_request_parse (rows[i].head, strlen (rows[i].head));

      g_test_message ("%s", rows[i].head);
      g_assert_cmpint (request != NULL, ==, rows[i].is_good);
      if (request == NULL)
        continue;

      g_assert_cmpint (request->is_get, ==, rows[i].is_get);
      g_assert_cmpstr (request->target, ==, rows[i].target);
      g_assert_cmpstr (request->host, ==, rows[i].host);
      g_assert_cmpstr (request->origin, ==, rows[i].origin);
    }

  g_assert_null (xu_redirect_request_parse ("GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 28));
}

static void
test_page (void)
{
  const XuRedirectPage page = { "<b>&", "\"'</p><script>" };
  g_autoptr (GBytes) bytes = xu_redirect_page_make (200, "d\"e", &page);
  g_autoptr (GBytes) bare = xu_redirect_page_make (405, NULL, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *bare_text = g_strndup (g_bytes_get_data (bare, NULL), g_bytes_get_size (bare));
  const char *body = strstr (text, "\r\n\r\n") + 4;
  g_autofree char *length = g_strdup_printf ("\r\nContent-Length: %zu\r\n", strlen (body));

  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (text, length));
  g_assert_nonnull (strstr (text, "default-src 'none'; style-src 'unsafe-inline'"));
  g_assert_nonnull (strstr (text, "\r\nReferrer-Policy: no-referrer\r\n"));
  g_assert_nonnull (strstr (text, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (text, "\r\nConnection: close\r\n"));
  g_assert_nonnull (strstr (body, "<h1>&lt;b&gt;&amp;</h1>"));
  g_assert_nonnull (strstr (body, "<p>&quot;&apos;&lt;/p&gt;&lt;script&gt;</p>"));
  g_assert_nonnull (strstr (body, "lang=\"d&quot;e\""));
  g_assert_null (strstr (body, "<script"));

  g_assert_true (g_str_has_prefix (bare_text, "HTTP/1.1 405 Method Not Allowed\r\n"));
  g_assert_nonnull (strstr (bare_text, "\r\nAllow: GET\r\n"));
  g_assert_true (g_str_has_suffix (bare_text, "\r\n\r\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answer/parse", test_parse);
  g_test_add_func ("/answer/long", test_long);
  g_test_add_func ("/answer/pasted", test_pasted);
  g_test_add_func ("/request", test_requests);
  g_test_add_func ("/page", test_page);

  return g_test_run ();
}
