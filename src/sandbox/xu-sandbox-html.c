/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all pages for people look like. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-html.h"

static const char page_head[]
    = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><title>X Uploader sandbox</title><style>"
      ":root{--page:#f4f5f7;--card:#fff;--text:#17181a;--dim:#5d6168;--line:#e1e3e8;--blue:#1a6fd4;"
      "--on-blue:#fff}"
      "@media(prefers-color-scheme:dark){:root{--page:#131416;--card:#1d1f22;--text:#eceef1;"
      "--dim:#9aa0a8;--line:#303338;--blue:#78b4ff;--on-blue:#0b1a2e}}"
      "*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);"
      "font:16px/1.5 system-ui,sans-serif}main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem}"
      "header{margin-bottom:1.5rem}h1{font-size:1.25rem;margin:0}header p,.time,.none{color:"
      "var(--dim)}header p{margin:.25rem 0 0}article{background:var(--card);border:1px solid "
      "var(--line);border-radius:16px;padding:1rem 1.25rem;margin-bottom:1rem}"
      ".who{display:flex;gap:.5rem;align-items:baseline;flex-wrap:wrap}.who b{font-weight:650}"
      ".time{font-size:.875rem}.text{margin:.5rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}"
      ".media{display:grid;gap:.5rem;margin-top:.75rem;"
      "grid-template-columns:repeat(auto-fit,minmax(14rem,1fr))}video,img{width:100%;max-height:"
      "36rem;border-radius:12px;background:#000;display:block;object-fit:contain}"
      "a{color:var(--blue);text-decoration:none}a:hover{text-decoration:underline}"
      ".none{text-align:center;padding:4rem 0}"
      "h2{font-size:1.25rem;margin:.25rem 0 .75rem}.user{display:flex;gap:.75rem;"
      "align-items:center;padding-bottom:.75rem;margin-bottom:1rem;border-bottom:1px solid "
      "var(--line)}.user "
      "img{width:3rem;height:3rem;border-radius:50%}.back{overflow-wrap:anywhere}"
      "ul{padding-left:1.25rem;margin:.5rem 0 1rem}form{display:flex;gap:.75rem;flex-wrap:wrap;"
      "margin:1rem 0 .25rem}button{font:inherit;font-weight:600;padding:.5rem 1.75rem;"
      "border-radius:99px;border:1px solid var(--line);background:none;color:inherit;"
      "cursor:pointer}button.allow{background:var(--blue);border-color:var(--blue);"
      "color:var(--on-blue)}</style></head><body><main>"
      "<header><h1><a href=\"/\">X Uploader sandbox</a></h1><p>";

static const char page_top[] = "</p></header>\n";

static const char page_tail[] = "</main></body></html>\n";

GString *
xu_sandbox_html_begin (const char *subtitle)
{
  GString *html = g_string_new (page_head);

  g_return_val_if_fail (subtitle != NULL, html);

  g_string_append (html, subtitle);
  g_string_append (html, page_top);

  return html;
}

XuSandboxAnswer *
xu_sandbox_html_end (GString *html, guint status, const char *form_action)
{
  g_autofree char *policy = NULL;
  XuSandboxAnswer *answer;

  g_return_val_if_fail (html != NULL, NULL);

  g_string_append (html, page_tail);
  answer
      = xu_sandbox_answer_new (status, "text/html; charset=utf-8", g_string_free_to_bytes (html));

  /* A text that got past the escaping would still find nothing to run. */
  policy = g_strdup_printf ("default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
                            "media-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
                            "form-action %s",
                            form_action != NULL ? form_action : "'none'");
  xu_sandbox_answer_add_header (answer, "Content-Security-Policy", policy);
  xu_sandbox_answer_add_header (answer, "X-Content-Type-Options", "nosniff");
  /* Other sites do not learn the address of a page; the sandbox itself sees where a form is from.
   */
  xu_sandbox_answer_add_header (answer, "Referrer-Policy", "same-origin");

  return answer;
}
