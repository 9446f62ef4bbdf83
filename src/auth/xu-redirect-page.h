/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuRedirectPage:
 *
 * A page in words: plain text, which becomes HTML without losing or gaining anything.
 */
typedef struct
{
  const char *title;
  const char *text;
} XuRedirectPage;

/**
 * XuRedirectWords:
 * @language: BCP 47, "en"
 * @done: signed in; the window may be closed
 * @denied: somebody said no
 * @wrong: "This is not the answer to X Uploader's question"
 * @repeated: that was answered before; the window may be closed
 *
 * What the browser shows in the end. Whoever translates makes it; nothing here does.
 */
typedef struct
{
  const char *language;
  XuRedirectPage done;
  XuRedirectPage denied;
  XuRedirectPage wrong;
  XuRedirectPage repeated;
} XuRedirectWords;

/**
 * xu_redirect_page_make:
 * @status: of HTTP
 * @language: (nullable): BCP 47, of @page
 * @page: (nullable): what to show; %NULL: nothing but the status
 *
 * A whole answer of HTTP/1.1, after which the connection is closed: nothing in it comes from
 * elsewhere, nothing of it is kept, and it may do nothing but be looked at. Pure.
 *
 * Returns: (transfer full): head and body
 */
GBytes *xu_redirect_page_make (guint status, const char *language, const XuRedirectPage *page);

G_END_DECLS
