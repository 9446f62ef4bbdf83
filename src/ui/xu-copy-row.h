/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * XuCopyRow:
 *
 * A row whose text, its subtitle, is needed elsewhere, with a button that copies it.
 */
#define XU_TYPE_COPY_ROW (xu_copy_row_get_type ())
G_DECLARE_FINAL_TYPE (XuCopyRow, xu_copy_row, XU, COPY_ROW, AdwActionRow)

G_END_DECLS
