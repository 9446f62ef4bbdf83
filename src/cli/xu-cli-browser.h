/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * xu_cli_browser_open:
 * @address: what to show
 * @cancellable: (nullable): nobody wants it any more
 *
 * Opens the user's browser, where there is a display. Nobody is told whether that worked: the
 * address is printed in any case. What the environment holds of secrets is kept from the browser.
 *
 * Returns: whether a browser was asked for
 */
gboolean xu_cli_browser_open (const char *address, GCancellable *cancellable);

G_END_DECLS
