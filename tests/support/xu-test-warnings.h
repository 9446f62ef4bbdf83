/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_test_accept_libsoup_warnings:
 *
 * For the test that calls it: what libsoup 3.2 says of an early answer over HTTP/2, of a peer that
 * is gone, and of a session that goes while an HTTP/2 connection of its is still closing, is not
 * fatal.
 */
void xu_test_accept_libsoup_warnings (void);

G_END_DECLS
