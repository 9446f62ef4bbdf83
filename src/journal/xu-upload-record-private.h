/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-upload-record.h"

G_BEGIN_DECLS

/* Returns: (transfer full): the cuts as text, "0:0:4194304,12:50331648:2097152": index, offset,
 * size; "" when there are none */
char *xu_upload_record_format_cuts (const XuUploadRecord *record);

/* Returns: whether @text is of that form; it may still make no sense */
gboolean xu_upload_record_parse_cuts (XuUploadRecord *record, const char *text);

/* Returns: whether all that the record says can be true at once */
gboolean xu_upload_record_is_sound (const XuUploadRecord *record);

G_END_DECLS
