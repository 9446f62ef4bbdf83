/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_test_anchors_trust_nobody:
 *
 * From here on the process has one anchor of which nothing can be signed instead of the system's,
 * where it is not told of others. glib-networking 2.74 reads them anew for each connection, which
 * takes most of the time of a handshake, and a good part of a second under a sanitizer.
 */
void xu_test_anchors_trust_nobody (void);

G_END_DECLS
