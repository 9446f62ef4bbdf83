/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_cli_post_id_dup:
 * @text: (type filename): a number, or an address such as https://x.com/NAME/status/NUMBER
 *
 * Returns: (transfer full) (nullable): the digits; %NULL when @text is neither
 */
char *xu_cli_post_id_dup (const char *text);

G_END_DECLS
