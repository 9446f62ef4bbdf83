/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all pages for people look like. */
#pragma once

#include "xu-sandbox-answer.h"

G_BEGIN_DECLS

/**
 * xu_sandbox_html_begin:
 * @subtitle: what the page is about, HTML
 *
 * Returns: (transfer full): a page up to where its contents begin
 */
GString *xu_sandbox_html_begin (const char *subtitle);

/**
 * xu_sandbox_html_end:
 * @html: (transfer full): the page with its contents
 * @status: HTTP status
 * @form_action: (nullable): where its forms may lead, as a source list of
 * Content-Security-Policy; %NULL: it has none
 *
 * Returns: (transfer full): the page, which runs no scripts, shows nothing of others, and cannot be
 * shown within another one
 */
XuSandboxAnswer *xu_sandbox_html_end (GString *html, guint status, const char *form_action);

G_END_DECLS
