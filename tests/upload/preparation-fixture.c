/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a job, and their preparation waited for. */

#include "config.h"

#include "preparation-fixture.h"

const char *const good_subtitles = "1\n00:00:01,000 --> 00:00:02,000\nHello\n";
const char *const png = "\x89PNG\r\n\x1a\nand more";

void
make_video (const char *path, gsize size, char fill)
{
  static const char head[] = { 0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0 };
  g_autofree char *contents = g_malloc (size);

  g_assert_cmpuint (size, >=, sizeof head);
  memset (contents, fill, size);
  memcpy (contents, head, sizeof head);
  write_file (path, contents, size);
}

XuJobSpec *
make_spec (const char *first_path, ...)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  va_list args;

  va_start (args, first_path);
  for (const char *path = first_path; path != NULL; path = va_arg (args, const char *))
    g_ptr_array_add (paths, (gpointer) path);
  va_end (args);
  g_ptr_array_add (paths, NULL);

  return xu_job_spec_new ((const char *const *) paths->pdata, NULL);
}

XuJobRecord *
make_record (XuJobSpec *spec)
{
  XuJobRecord *record = xu_job_record_new ("a", "sandbox:", spec);
  g_autoptr (XuPreparation) preparation = prepare_good (spec, NULL);

  for (guint i = 0; i < preparation->files->len; i++)
    {
      XuItemRecord *item = xu_job_record_get_item (record, i);
      XuMediaFile *file = g_ptr_array_index (preparation->files, i);

      item->size = preparation->facts[i].size;
      item->modified_us = xu_media_file_get_modified_us (file);
      item->fingerprint = g_strdup (g_ptr_array_index (preparation->fingerprints, i));
      item->media_type = g_strdup (preparation->facts[i].type->mime);
    }

  return record;
}

XuPreparation *
prepare (XuJobSpec *spec, const XuJobRecord *record, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_preparation_open_async (spec, record, NULL, keep_result_cb, &result);
  g_assert_null (result); /* never at once */
  wait_for_result (&result);

  return xu_preparation_open_finish (result, error);
}

XuPreparation *
prepare_good (XuJobSpec *spec, const XuJobRecord *record)
{
  g_autoptr (GError) error = NULL;
  XuPreparation *preparation = prepare (spec, record, &error);

  g_assert_no_error (error);
  g_assert_nonnull (preparation);
  return preparation;
}

XuPreparation *
check (XuJobSpec *spec)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  xu_preparation_check_async (spec, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  XuPreparation *preparation = xu_preparation_check_finish (result, &error);

  g_assert_no_error (error);
  return preparation;
}
