/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* First of all: a folder of the test's own, instead of the user's, for all data. (GTest's own
 * option for it leaks.) */
void data_folder_begin (void);

/* Last of all: removes it. */
void data_folder_end (void);

G_END_DECLS
