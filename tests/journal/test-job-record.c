/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of jobs: copies, and what a new spec, other files and a new beginning leave of them. */

#include "config.h"

#include "journal-fixture.h"

/* A job whose items can be told apart by their sizes: 1 and 2: files, 3: subtitles, 4: cover. */
static XuJobRecord *
make_job (gboolean has_subtitles, gboolean has_cover)
{
  static const char *const paths[] = { "a", "b", NULL };
  static const char *const alt_texts[] = { "one", "", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "text");

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  if (has_subtitles)
    {
      spec->subtitles_path = g_strdup ("s");
      spec->subtitles_language = g_strdup ("EN");
    }
  if (has_cover)
    spec->cover_path = g_strdup ("c");

  XuJobRecord *record = xu_job_record_new ("id", "https://api.x.com", spec);

  for (guint i = 0; i < record->items->len; i++)
    {
      XuItemRecord *item = xu_job_record_get_item (record, i);

      item->size = i == 2 && !has_subtitles ? 4 : i + 1;
      item->modified_us = 5;
      item->fingerprint = g_strdup ("f");
      item->media_type = g_strdup ("video/mp4");
      item->is_described = TRUE;
      item->upload.state = XU_UPLOAD_RECORD_READY;
      item->upload.media_id = g_strdup ("9");
    }

  return record;
}

/* Each row's letters: "-": forgotten, a digit: kept, with the size that it had; "!": and it is to
 * be described or joined again. */
static void
assert_items (const XuJobRecord *record, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < record->items->len; i++)
    {
      const XuItemRecord *item = xu_job_record_get_item (record, i);

      if (item->size == 0)
        {
          g_assert_null (item->fingerprint);
          g_assert_null (item->upload.media_id);
          g_assert_false (item->is_described);
          g_string_append_c (found, '-');
          continue;
        }
      g_assert_cmpstr (item->upload.media_id, ==, "9");
      g_string_append_printf (found, "%u%s", (guint) item->size, item->is_described ? "" : "!");
    }

  g_assert_cmpstr (found->str, ==, expected);
}

static void
change_string (char **string, const char *value)
{
  g_free (*string);
  *string = g_strdup (value);
}

static void
change_nothing (XuJobSpec *spec)
{
}

static void
change_text (XuJobSpec *spec)
{
  change_string (&spec->text, "other");
}

static void
change_file (XuJobSpec *spec)
{
  change_string (&spec->paths[1], "z");
}

static void
swap_files (XuJobSpec *spec)
{
  char *first = spec->paths[0];

  spec->paths[0] = spec->paths[1];
  spec->paths[1] = first;
}

static void
change_alt_text (XuJobSpec *spec)
{
  change_string (&spec->alt_texts[0], "another");
}

static void
add_alt_text (XuJobSpec *spec)
{
  change_string (&spec->alt_texts[1], "new");
}

static void
drop_alt_texts (XuJobSpec *spec)
{
  g_clear_pointer (&spec->alt_texts, g_strfreev);
}

static void
drop_subtitles (XuJobSpec *spec)
{
  g_clear_pointer (&spec->subtitles_path, g_free);
}

static void
change_subtitles (XuJobSpec *spec)
{
  change_string (&spec->subtitles_path, "t");
}

static void
change_language (XuJobSpec *spec)
{
  change_string (&spec->subtitles_language, "DE");
}

static void
change_cover (XuJobSpec *spec)
{
  change_string (&spec->cover_path, "d");
}

static void
drop_cover (XuJobSpec *spec)
{
  g_clear_pointer (&spec->cover_path, g_free);
}

static void
drop_both (XuJobSpec *spec)
{
  drop_subtitles (spec);
  drop_cover (spec);
}

static void
test_set_spec (void)
{
  static const struct
  {
    gboolean has_subtitles;
    gboolean has_cover;
    void (*change) (XuJobSpec *spec);
    const char *expected;
  } rows[] = {
    { TRUE, TRUE, change_nothing, "1234" },    { TRUE, TRUE, change_text, "1234" },
    { TRUE, TRUE, change_file, "1-3!4" },      { TRUE, TRUE, swap_files, "--3!4" },
    { TRUE, TRUE, change_alt_text, "1!234" },  { TRUE, TRUE, add_alt_text, "12!34" },
    { TRUE, TRUE, drop_alt_texts, "1!234" },   { TRUE, TRUE, drop_subtitles, "124" },
    { TRUE, TRUE, change_subtitles, "12-4" },  { TRUE, TRUE, change_language, "123!4" },
    { TRUE, TRUE, drop_cover, "123" },         { TRUE, TRUE, drop_both, "12" },
    { FALSE, TRUE, change_subtitles, "12-4" }, { FALSE, TRUE, change_cover, "12-" },
    { TRUE, FALSE, change_cover, "123-" },     { FALSE, FALSE, change_cover, "12-" },
    { FALSE, FALSE, drop_both, "12" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuJobRecord) record = make_job (rows[i].has_subtitles, rows[i].has_cover);
      g_autoptr (XuJobSpec) spec = xu_job_spec_copy (record->spec);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      rows[i].change (spec);
      xu_job_record_set_spec (record, spec);
      g_assert_true (record->spec == spec);
      assert_items (record, rows[i].expected);
    }
}

static void
test_copy (void)
{
  g_autoptr (XuJobRecord) record = fixture_new_odd_job ("odd");
  g_autoptr (XuJobRecord) copy = xu_job_record_copy (record);

  fixture_assert_same (record, copy);
  xu_job_record_get_item (record, 0)->size = 1;
  g_assert_cmpuint (xu_job_record_get_item (copy, 0)->size, !=, 1);

  g_autoptr (XuJobRecord) plain = fixture_new_plain_job ("plain");
  g_autoptr (XuJobRecord) plain_copy = xu_job_record_copy (plain);

  fixture_assert_same (plain, plain_copy);
}

static void
test_forget (void)
{
  g_autoptr (XuJobRecord) record = make_job (TRUE, TRUE);
  g_autoptr (XuJobRecord) other = make_job (TRUE, TRUE);

  xu_job_record_forget_uploads (record);
  assert_items (record, "----");

  /* The same files: what is known of them stays. */
  xu_job_record_forget_media (other);
  for (guint i = 0; i < other->items->len; i++)
    {
      const XuItemRecord *item = xu_job_record_get_item (other, i);

      g_assert_cmpuint (item->size, ==, i + 1);
      g_assert_cmpstr (item->fingerprint, ==, "f");
      g_assert_false (item->is_described);
      g_assert_cmpint (item->upload.state, ==, XU_UPLOAD_RECORD_NEW);
      g_assert_null (item->upload.media_id);
    }
}

static void
test_move_file (void)
{
  static const struct
  {
    gboolean has_subtitles;
    gboolean has_cover;
    guint item;
    const char *expected; /* paths, each a letter */
  } rows[] = {
    { TRUE, TRUE, 0, "zbsc" }, { TRUE, TRUE, 1, "azsc" }, { TRUE, TRUE, 2, "abzc" },
    { TRUE, TRUE, 3, "absz" }, { FALSE, TRUE, 2, "abz" }, { TRUE, FALSE, 2, "abz" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuJobRecord) record = make_job (rows[i].has_subtitles, rows[i].has_cover);
      g_autoptr (XuJobSpec) before = xu_job_spec_ref (record->spec);

      xu_job_record_move_file (record, rows[i].item, "z");

      g_autofree const char **paths = xu_job_spec_dup_item_paths (record->spec);
      g_autofree char *joined = g_strjoinv ("", (char **) paths);

      g_assert_cmpstr (joined, ==, rows[i].expected);
      for (guint item = 0; item < record->items->len; item++)
        {
          g_assert_cmpint (xu_job_record_get_item (record, item)->modified_us, ==,
                           item == rows[i].item ? 0 : 5);
          g_assert_cmpstr (xu_job_record_get_item (record, item)->upload.media_id, ==, "9");
        }

      /* Others may hold the spec that it had. */
      g_assert_cmpstr (before->paths[0], ==, "a");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-record/set-spec", test_set_spec);
  g_test_add_func ("/job-record/copy", test_copy);
  g_test_add_func ("/job-record/forget", test_forget);
  g_test_add_func ("/job-record/move-file", test_move_file);

  return g_test_run ();
}
