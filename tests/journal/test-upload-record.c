/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of uploads: copies, what must last, cuts as text, and what contradicts itself. */

#include "config.h"

#include "xu-upload-record-private.h"

static void
add_cut (XuUploadRecord *record, guint index, guint64 offset, guint64 size)
{
  const XuCut cut = { .index = index, .offset = offset, .size = size };

  g_array_append_val (record->cuts, cut);
}

static void
test_copy (void)
{
  XuUploadRecord record, copy;

  xu_upload_record_init (&record);
  xu_upload_record_init (&copy);
  copy.media_id = g_strdup ("old");
  add_cut (&copy, 0, 0, 1);

  record.state = XU_UPLOAD_RECORD_PROCESSING;
  record.media_id = g_strdup ("7");
  record.expires_at = 8;
  record.sent_below = 9;
  add_cut (&record, 0, 0, 65536);
  xu_upload_record_set_acknowledged (&record, 3);
  xu_upload_record_copy (&copy, &record);
  xu_upload_record_copy (&copy, &copy);

  g_assert_true (xu_upload_record_is_lasting_equal (&record, &copy));
  g_assert_cmpmem (record.acknowledged, sizeof record.acknowledged, copy.acknowledged,
                   sizeof copy.acknowledged);

  /* It is a copy, not the same. */
  add_cut (&record, 1, 65536, 131072);
  g_assert_cmpuint (copy.cuts->len, ==, 1);

  xu_upload_record_clear (&record);
  xu_upload_record_clear (&record);
  g_assert_cmpstr (copy.media_id, ==, "7");
  xu_upload_record_clear (&copy);
}

static void
change_state (XuUploadRecord *record)
{
  record->state = XU_UPLOAD_RECORD_READY;
}

static void
change_media_id (XuUploadRecord *record)
{
  g_free (record->media_id);
  record->media_id = NULL;
}

static void
change_expiry (XuUploadRecord *record)
{
  record->expires_at++;
}

static void
change_sent (XuUploadRecord *record)
{
  record->sent_below++;
}

static void
change_cut (XuUploadRecord *record)
{
  g_array_index (record->cuts, XuCut, 1).size++;
}

static void
drop_cut (XuUploadRecord *record)
{
  g_array_set_size (record->cuts, 1);
}

static void
test_what_must_last (void)
{
  static void (*const changes[]) (XuUploadRecord * record) = {
    change_state, change_media_id, change_expiry, change_sent, change_cut, drop_cut,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      XuUploadRecord a, b;

      xu_upload_record_init (&a);
      xu_upload_record_init (&b);
      a.media_id = g_strdup ("1");
      add_cut (&a, 0, 0, 10);
      add_cut (&a, 2, 20, 5);
      xu_upload_record_copy (&b, &a);
      xu_upload_record_set_acknowledged (&b, 1);
      g_assert_true (xu_upload_record_is_lasting_equal (&a, &b));
      changes[i](&b);
      g_assert_false (xu_upload_record_is_lasting_equal (&a, &b));
      g_assert_false (xu_upload_record_is_lasting_equal (&b, &a));
      xu_upload_record_clear (&a);
      xu_upload_record_clear (&b);
    }
}

static void
test_bits (void)
{
  XuUploadRecord record;

  xu_upload_record_init (&record);
  for (guint index = 0; index < 1000; index += 3)
    xu_upload_record_set_acknowledged (&record, index);
  for (guint index = 0; index < 1000; index++)
    g_assert_cmpint (xu_upload_record_get_acknowledged (&record, index), ==, index % 3 == 0);
  g_assert_cmpuint (record.acknowledged[0], ==, 0x49);
  xu_upload_record_clear (&record);
}

static void
test_count_bytes (void)
{
  XuUploadRecord record;

  xu_upload_record_init (&record);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 100), ==, 0);

  /* 0-9, 10-19, 20-24, 25-29, and so on to 97, of which 95-97 is short. */
  add_cut (&record, 0, 0, 10);
  add_cut (&record, 2, 20, 5);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 98), ==, 0);
  xu_upload_record_set_acknowledged (&record, 1);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 98), ==, 10);
  xu_upload_record_set_acknowledged (&record, 2);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 98), ==, 15);
  xu_upload_record_set_acknowledged (&record, 17);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 98), ==, 18);

  /* Beyond the end there is nothing to have. */
  xu_upload_record_set_acknowledged (&record, 18);
  xu_upload_record_set_acknowledged (&record, 999);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 98), ==, 18);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 12), ==, 2);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 0), ==, 0);
  xu_upload_record_clear (&record);
}

static void
test_cuts_as_text (void)
{
  static const struct
  {
    const char *text;
    gboolean is_text;  /* of this form */
    gboolean is_sound; /* and it makes sense */
  } rows[] = {
    { "", TRUE, TRUE },
    { "0:0:1", TRUE, TRUE },
    { "0:0:4194304,12:50331648:2097152", TRUE, TRUE },
    { "0:0:10,1:10:5,999:5000:1099511627776", TRUE, TRUE },
    { "1:0:1", TRUE, FALSE },
    { "0:1:1", TRUE, FALSE },
    { "0:0:10,2:19:5", TRUE, FALSE },
    { "0:0:10,2:21:5", TRUE, FALSE },
    { "0:0:10,0:0:5", TRUE, FALSE },
    { "0:0:10,2:20:5,1:10:5", TRUE, FALSE },
    { "0:0:10,0:10:5", TRUE, FALSE },
    { "0:0:0", FALSE, FALSE },
    { "0:0:1099511627777", FALSE, FALSE },
    { "1000:0:1", FALSE, FALSE },
    { "0:9223372036854775808:1", FALSE, FALSE },
    { "-1:0:1", FALSE, FALSE },
    { "0:0", FALSE, FALSE },
    { "0:0:1:1", FALSE, FALSE },
    { "0:0:1,", FALSE, FALSE },
    { ",0:0:1", FALSE, FALSE },
    { " 0:0:1", FALSE, FALSE },
    { "0:0:0x10", FALSE, FALSE },
    { "+0:0:1", FALSE, FALSE },
    { "a", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      XuUploadRecord record;

      xu_upload_record_init (&record);
      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (xu_upload_record_parse_cuts (&record, rows[i].text), ==, rows[i].is_text);
      if (rows[i].is_text)
        {
          g_autofree char *text = xu_upload_record_format_cuts (&record);

          g_assert_cmpstr (text, ==, rows[i].text);
          g_assert_cmpint (xu_upload_record_is_sound (&record), ==, rows[i].is_sound);
        }
      xu_upload_record_clear (&record);
    }
}

static void
test_contradictions (void)
{
  static const struct
  {
    XuUploadRecordState state;
    const char *media_id;
    guint sent_below;
    int acknowledged; /* a segment; -1: none */
    gboolean has_cut;
    gboolean is_sound;
  } rows[] = {
    { XU_UPLOAD_RECORD_NEW, NULL, 0, -1, FALSE, TRUE },
    { XU_UPLOAD_RECORD_NEW, NULL, 0, -1, TRUE, TRUE },
    { XU_UPLOAD_RECORD_NEW, "1", 0, -1, TRUE, FALSE },
    { XU_UPLOAD_RECORD_APPENDING, NULL, 0, -1, TRUE, FALSE },
    { XU_UPLOAD_RECORD_APPENDING, "1", 0, -1, FALSE, TRUE },
    { XU_UPLOAD_RECORD_APPENDING, "1", 1, -1, FALSE, FALSE },
    { XU_UPLOAD_RECORD_APPENDING, "1", 8, 7, TRUE, TRUE },
    { XU_UPLOAD_RECORD_APPENDING, "1", 8, 8, TRUE, FALSE },
    { XU_UPLOAD_RECORD_APPENDING, "1", 0, 999, TRUE, FALSE },
    { XU_UPLOAD_RECORD_READY, "1", 1000, 999, TRUE, TRUE },
    { XU_UPLOAD_RECORD_READY, "1", 1001, -1, TRUE, FALSE },
    { (XuUploadRecordState) 5, "1", 0, -1, TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      XuUploadRecord record;

      xu_upload_record_init (&record);
      record.state = rows[i].state;
      record.media_id = g_strdup (rows[i].media_id);
      record.sent_below = rows[i].sent_below;
      if (rows[i].acknowledged >= 0)
        xu_upload_record_set_acknowledged (&record, (guint) rows[i].acknowledged);
      if (rows[i].has_cut)
        add_cut (&record, 0, 0, 65536);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (xu_upload_record_is_sound (&record), ==, rows[i].is_sound);
      xu_upload_record_clear (&record);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload-record/copy", test_copy);
  g_test_add_func ("/upload-record/what-must-last", test_what_must_last);
  g_test_add_func ("/upload-record/bits", test_bits);
  g_test_add_func ("/upload-record/count-bytes", test_count_bytes);
  g_test_add_func ("/upload-record/cuts-as-text", test_cuts_as_text);
  g_test_add_func ("/upload-record/contradictions", test_contradictions);

  return g_test_run ();
}
