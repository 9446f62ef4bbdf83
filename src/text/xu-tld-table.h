/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The top-level domains in lower case, internationalised ones in Unicode, sorted with strcmp(). */
extern const char *const xu_tlds[];
extern const gsize xu_n_tlds;
extern const gsize xu_tld_max_chars; /* code points of the longest one */

G_END_DECLS
