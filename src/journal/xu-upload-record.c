/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must outlive the process of one upload, as plain data. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-upload-record.h"
#include "xu-upload-record-private.h"

#include <string.h>

enum
{
  N_INDICES = XU_UPLOAD_RECORD_BITS_SIZE * 8,
};

/* More than any segment can have, and little enough for a thousand of them to be counted. */
static const guint64 largest_segment = G_GUINT64_CONSTANT (1) << 40;

void
xu_upload_record_init (XuUploadRecord *record)
{
  g_return_if_fail (record != NULL);

  *record = (XuUploadRecord){ .cuts = g_array_new (FALSE, TRUE, sizeof (XuCut)) };
}

void
xu_upload_record_clear (XuUploadRecord *record)
{
  g_return_if_fail (record != NULL);

  g_clear_pointer (&record->media_id, g_free);
  g_clear_pointer (&record->cuts, g_array_unref);
}

void
xu_upload_record_copy (XuUploadRecord *dest, const XuUploadRecord *src)
{
  g_return_if_fail (dest != NULL && src != NULL);

  if (dest == src)
    return;

  xu_upload_record_clear (dest);
  *dest = *src;
  dest->media_id = g_strdup (src->media_id);
  dest->cuts = g_array_copy (src->cuts);
}

static gboolean
are_cuts_equal (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const XuCut *one = &g_array_index (a, XuCut, i);
      const XuCut *other = &g_array_index (b, XuCut, i);

      if (one->index != other->index || one->offset != other->offset || one->size != other->size)
        return FALSE;
    }
  return TRUE;
}

gboolean
xu_upload_record_is_lasting_equal (const XuUploadRecord *a, const XuUploadRecord *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->state == b->state && g_strcmp0 (a->media_id, b->media_id) == 0
         && a->expires_at == b->expires_at && a->sent_below == b->sent_below
         && are_cuts_equal (a->cuts, b->cuts);
}

gboolean
xu_upload_record_get_acknowledged (const XuUploadRecord *record, guint index)
{
  g_return_val_if_fail (record != NULL && index < N_INDICES, FALSE);

  return (record->acknowledged[index / 8] & (1u << (index % 8))) != 0;
}

void
xu_upload_record_set_acknowledged (XuUploadRecord *record, guint index)
{
  g_return_if_fail (record != NULL && index < N_INDICES);

  record->acknowledged[index / 8] |= (guint8) (1u << (index % 8));
}

guint64
xu_upload_record_count_bytes (const XuUploadRecord *record, guint64 total_bytes)
{
  g_return_val_if_fail (record != NULL, 0);

  guint64 bytes = 0;

  for (guint i = 0; i < record->cuts->len; i++)
    {
      const XuCut *cut = &g_array_index (record->cuts, XuCut, i);
      guint end = i + 1 < record->cuts->len ? (cut + 1)->index : N_INDICES;
      guint64 offset = cut->offset;

      for (guint index = cut->index; index < end && offset < total_bytes; index++)
        {
          if (xu_upload_record_get_acknowledged (record, index))
            bytes += MIN (cut->size, total_bytes - offset);
          offset += cut->size;
        }
    }

  return bytes;
}

char *
xu_upload_record_format_cuts (const XuUploadRecord *record)
{
  g_assert (record != NULL);

  GString *text = g_string_new (NULL);

  for (guint i = 0; i < record->cuts->len; i++)
    {
      const XuCut *cut = &g_array_index (record->cuts, XuCut, i);

      g_string_append_printf (text, "%s%u:%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                              i > 0 ? "," : "", cut->index, cut->offset, cut->size);
    }

  return g_string_free (text, FALSE);
}

static gboolean
parse_cut (const char *text, XuCut *cut)
{
  g_auto (GStrv) numbers = g_strsplit (text, ":", 4);
  guint64 index;

  if (g_strv_length (numbers) != 3
      || !g_ascii_string_to_unsigned (numbers[0], 10, 0, N_INDICES - 1, &index, NULL)
      || !g_ascii_string_to_unsigned (numbers[1], 10, 0, G_MAXINT64, &cut->offset, NULL)
      || !g_ascii_string_to_unsigned (numbers[2], 10, 1, largest_segment, &cut->size, NULL))
    return FALSE;

  cut->index = (guint) index;
  return TRUE;
}

gboolean
xu_upload_record_parse_cuts (XuUploadRecord *record, const char *text)
{
  g_assert (record != NULL && text != NULL);

  g_auto (GStrv) words = g_strsplit (text, ",", N_INDICES + 1);

  g_array_set_size (record->cuts, 0);
  for (char **word = words; *word != NULL; word++)
    {
      XuCut cut = { 0 };

      if (!parse_cut (*word, &cut))
        return FALSE;
      g_array_append_val (record->cuts, cut);
    }

  return TRUE;
}

/* Each cut begins where the segments of the one before, as many as there are indices between the
 * two, end. */
static gboolean
are_cuts_sound (const GArray *cuts)
{
  XuCut expected = { 0 };

  for (guint i = 0; i < cuts->len; i++)
    {
      const XuCut *cut = &g_array_index (cuts, XuCut, i);

      if (i > 0 && cut->index > expected.index)
        expected.offset += (cut->index - expected.index) * expected.size;
      else if (i > 0 || cut->index != 0)
        return FALSE;

      if (cut->index >= N_INDICES || cut->offset != expected.offset || cut->size == 0
          || cut->size > largest_segment)
        return FALSE;
      expected = *cut;
    }

  return TRUE;
}

gboolean
xu_upload_record_is_sound (const XuUploadRecord *record)
{
  g_assert (record != NULL);

  if ((guint) record->state > XU_UPLOAD_RECORD_READY
      || (record->state == XU_UPLOAD_RECORD_NEW) != (record->media_id == NULL))
    return FALSE;

  if (record->sent_below > N_INDICES || (record->sent_below > 0 && record->cuts->len == 0))
    return FALSE;

  for (guint index = record->sent_below; index < N_INDICES; index++)
    if (xu_upload_record_get_acknowledged (record, index))
      return FALSE;

  return are_cuts_sound (record->cuts);
}
