/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that the browser shows in the end, as a whole answer of HTTP: pure. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-redirect-page.h"

#include <string.h>

static const char style[]
    = "body{font:1.1em/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto 0;padding:0 1em;"
      "text-align:center}@media(prefers-color-scheme:dark){body{background:#222;color:#eee}}";

static const char *
get_phrase (guint status)
{
  switch (status)
    {
    case 200:
      return "OK";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 431:
      return "Request Header Fields Too Large";
    case 400:
    default:
      return "Bad Request";
    }
}

static char *
make_html (const char *language, const XuRedirectPage *page)
{
  g_autofree char *lang = g_markup_escape_text (language, -1);
  g_autofree char *title = g_markup_escape_text (page->title, -1);
  g_autofree char *text = g_markup_escape_text (page->text, -1);

  return g_strdup_printf (
      "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"auto\">\n"
      "<head><meta charset=\"utf-8\">\n<title>%s</title>\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<style>%s</style></head>\n<body><h1>%s</h1>\n<p>%s</p></body>\n</html>\n",
      lang, title, style, title, text);
}

GBytes *
xu_redirect_page_make (guint status, const char *language, const XuRedirectPage *page)
{
  g_return_val_if_fail (page == NULL || language != NULL, NULL);

  g_autofree char *html = page != NULL ? make_html (language, page) : g_strdup ("");
  char *answer = g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                                  "Content-Type: text/html; charset=utf-8\r\n"
                                  "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                                  "Content-Security-Policy: default-src 'none'; style-src "
                                  "'unsafe-inline'; frame-ancestors 'none'\r\n"
                                  "X-Content-Type-Options: nosniff\r\n"
                                  "Referrer-Policy: no-referrer\r\n"
                                  "Cache-Control: no-store\r\n"
                                  "%s"
                                  "Connection: close\r\n\r\n%s",
                                  status, get_phrase (status), strlen (html),
                                  status == 405 ? "Allow: GET\r\n" : "", html);

  return g_bytes_new_take (answer, strlen (answer));
}
