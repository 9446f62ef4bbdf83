/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files of a job are opened and judged when it goes on, and what a check says of files that
 * cannot be opened. */

#include "config.h"

#include <glib/gstdio.h>

#include "preparation-fixture.h"
#include "xu-error.h"

#define MAX_ITEMS 4

/* What is known of a file before the job goes on, and whether it is still there. */
typedef enum
{
  ABSENT, /* there is no such file, nor was there one */
  NEW,    /* never opened */
  AGAIN,  /* opened before, not uploaded */
  READY,  /* X has it */
  GONE,   /* X has it; the file is not there any more */
} State;

typedef enum
{
  VIDEO,
  PNG,
  GIF,
  MATROSKA,
  SUBTITLES,
  DAMAGED,
  EMPTY,
} Content;

/* Literals, for there are zeros inside. */
static const struct
{
  const char *bytes;
  gsize length;
} contents[] = {
  [VIDEO] = { "\0\0\0\30ftypisom\0\0\2\0 and more", 25 },
  [PNG] = { "\x89PNG\r\n\x1a\n and more", 17 },
  [GIF] = { "GIF89a and more", 15 },
  [MATROSKA] = { "\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska and more", 25 },
  [SUBTITLES] = { "1\n00:00:01,000 --> 00:00:02,000\nHello\n", 38 },
  [DAMAGED] = { "1\nno time line\n", 15 },
  [EMPTY] = { "", 0 },
};

typedef struct
{
  State state;
  Content content;
} Item;

/* A job: up to two files of the post, subtitles, cover. */
typedef struct
{
  Item items[MAX_ITEMS];
  const char *opened;   /* + for each file that is opened, - for each that is not */
  const char *findings; /* "rule file" of each */
} Row;

static const Row rows[] = {
  { { { NEW, VIDEO } }, "+", "" },
  { { { NEW, VIDEO }, { ABSENT }, { NEW, SUBTITLES }, { NEW, PNG } }, "+++", "" },
  { { { NEW, VIDEO }, { NEW, PNG } }, "++", "combination -1" },
  { { { NEW, MATROSKA } }, "+", "type 0" },
  { { { NEW, PNG }, { ABSENT }, { NEW, DAMAGED }, { NEW, GIF } },
    "+++",
    "combination -1, type 2, subtitles 1" },

  /* Left alone, there or not. */
  { { { READY, VIDEO } }, "-", "" },
  { { { GONE, VIDEO } }, "-", "" },
  { { { GONE, VIDEO }, { ABSENT }, { GONE, SUBTITLES }, { GONE, PNG } }, "---", "" },
  { { { READY, MATROSKA } }, "-", "" },

  /* Let through once, whatever today's rules are. */
  { { { AGAIN, VIDEO }, { ABSENT }, { AGAIN, SUBTITLES }, { AGAIN, PNG } }, "+++", "" },
  { { { AGAIN, MATROSKA } }, "+", "" },
  { { { AGAIN, EMPTY } }, "+", "" },
  { { { AGAIN, GIF }, { GONE, PNG } }, "+-", "" },
  { { { GONE, PNG }, { ABSENT }, { AGAIN, SUBTITLES } }, "-+", "" },
  { { { GONE, VIDEO }, { ABSENT }, { AGAIN, DAMAGED }, { AGAIN, GIF } }, "-++", "" },

  /* What is new is judged, together with what is known. */
  { { { GONE, PNG }, { NEW, PNG } }, "-+", "" },
  { { { GONE, PNG }, { NEW, VIDEO } }, "-+", "combination -1" },
  { { { NEW, GIF }, { AGAIN, PNG } }, "++", "combination -1" },
  { { { AGAIN, MATROSKA }, { NEW, EMPTY } }, "++", "empty 1" },
  { { { GONE, VIDEO }, { ABSENT }, { NEW, SUBTITLES } }, "-+", "" },
  { { { GONE, VIDEO }, { ABSENT }, { NEW, DAMAGED } }, "-+", "subtitles 1" },
  { { { AGAIN, VIDEO }, { ABSENT }, { NEW, EMPTY } }, "++", "empty 1" },
  { { { GONE, PNG }, { ABSENT }, { NEW, SUBTITLES } }, "-+", "combination -1" },
  { { { GONE, VIDEO }, { ABSENT }, { GONE, SUBTITLES }, { NEW, GIF } }, "--+", "type 2" },
  { { { GONE, VIDEO }, { ABSENT }, { ABSENT }, { NEW, PNG } }, "-+", "" },
};

/* For a check, which knows nothing: files that are there, and files that are not. */
static const Row checks[] = {
  { { { NEW, VIDEO } }, "+", "" },
  { { { GONE, VIDEO } }, "-", "unreadable 0" },
  { { { GONE, PNG }, { GONE, PNG } }, "--", "unreadable 0, unreadable 1" },
  { { { GONE, PNG }, { NEW, MATROSKA } }, "-+", "unreadable 0, type 1" },
  { { { GONE, PNG }, { NEW, EMPTY } }, "-+", "unreadable 0, empty 1" },
  /* Perhaps it was a video. */
  { { { GONE, PNG }, { ABSENT }, { NEW, SUBTITLES } }, "-+", "unreadable 0" },
  { { { GONE, VIDEO }, { ABSENT }, { NEW, DAMAGED }, { NEW, GIF } },
    "-++",
    "unreadable 0, type 2, subtitles 1" },
  { { { NEW, VIDEO }, { ABSENT }, { GONE, SUBTITLES }, { GONE, PNG } },
    "+--",
    "unreadable 1, unreadable 2" },
  { { { NEW, PNG }, { ABSENT }, { GONE, SUBTITLES } }, "+-", "unreadable 1, combination -1" },
};

static XuJobSpec *
make_files (const Fixture *fixture, const Row *row)
{
  char *paths[MAX_ITEMS];

  for (gsize i = 0; i < MAX_ITEMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%" G_GSIZE_FORMAT, i);

      paths[i]
          = row->items[i].state != ABSENT ? g_build_filename (fixture->folder, name, NULL) : NULL;
      if (paths[i] != NULL)
        write_file (paths[i], contents[row->items[i].content].bytes,
                    contents[row->items[i].content].length);
    }

  XuJobSpec *spec = make_spec (paths[0], paths[1], NULL);

  spec->subtitles_path = paths[2];
  spec->cover_path = paths[3];
  g_free (paths[0]);
  g_free (paths[1]);

  return spec;
}

/* Makes the record, and the files, what the row says. */
static void
interrupt (const Row *row, XuJobRecord *record, char **paths)
{
  guint n = 0;

  for (gsize i = 0; i < MAX_ITEMS; i++)
    {
      if (row->items[i].state == ABSENT)
        continue;

      XuItemRecord *item = xu_job_record_get_item (record, n);

      if (row->items[i].state == NEW)
        g_clear_pointer (&item->fingerprint, g_free);
      else
        item->upload.state
            = row->items[i].state == AGAIN ? XU_UPLOAD_RECORD_FINALIZING : XU_UPLOAD_RECORD_READY;
      if (row->items[i].state == GONE)
        g_assert_cmpint (g_unlink (paths[n]), ==, 0);
      n++;
    }
}

static char *
dup_findings (const XuPreparation *preparation)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < preparation->findings->len; i++)
    {
      const XuFinding *finding = g_ptr_array_index (preparation->findings, i);

      g_assert_cmpint (finding->severity, ==, XU_SEVERITY_BLOCKS);
      g_string_append_printf (text, "%s%s %" G_GSSIZE_FORMAT, i > 0 ? ", " : "",
                              xu_media_rule_to_string (finding->rule), finding->file);
    }

  return g_string_free (text, FALSE);
}

static void
assert_row (const Row *row, const XuPreparation *preparation, gboolean is_check)
{
  g_autofree char *findings = dup_findings (preparation);

  g_assert_cmpstr (findings, ==, row->findings);
  g_assert_cmpuint (preparation->files->len, ==, strlen (row->opened));
  g_assert_cmpuint (preparation->fingerprints->len, ==, strlen (row->opened));

  for (guint i = 0; i < preparation->files->len; i++)
    {
      gboolean is_opened = row->opened[i] == '+';

      g_assert_cmpint (g_ptr_array_index (preparation->files, i) != NULL, ==, is_opened);
      g_assert_cmpint (g_ptr_array_index (preparation->fingerprints, i) != NULL, ==,
                       is_opened && !is_check);
    }
}

static void
clear_folder (const XuPreparation *preparation)
{
  for (char **path = preparation->paths; *path != NULL; path++)
    g_unlink (*path);
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %" G_GSIZE_FORMAT, i);

      g_autoptr (XuJobSpec) spec = make_files (fixture, &rows[i]);
      g_autoptr (XuJobRecord) record = make_record (spec);
      g_autofree const char **paths = xu_job_spec_dup_item_paths (spec);

      interrupt (&rows[i], record, (char **) paths);

      g_autoptr (XuPreparation) preparation = prepare_good (spec, record);
      g_autoptr (GError) error = xu_preparation_dup_error (preparation);

      assert_row (&rows[i], preparation, FALSE);
      g_assert_cmpint (error != NULL, ==, rows[i].findings[0] != '\0');
      for (guint j = 0; j < record->items->len; j++)
        {
          g_assert_cmpuint (preparation->facts[j].size, ==,
                            xu_job_record_get_item (record, j)->size);
          g_assert_cmpstr (preparation->facts[j].type->mime, ==,
                           xu_job_record_get_item (record, j)->media_type);
        }
      clear_folder (preparation);
    }
}

static void
test_checks (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_test_message ("row %" G_GSIZE_FORMAT, i);

      g_autoptr (XuJobSpec) spec = make_files (fixture, &checks[i]);
      g_autoptr (XuJobRecord) record = make_record (spec);
      g_autofree const char **paths = xu_job_spec_dup_item_paths (spec);

      interrupt (&checks[i], record, (char **) paths);

      g_autoptr (XuPreparation) preparation = check (spec);

      assert_row (&checks[i], preparation, TRUE);
      clear_folder (preparation);
    }
}

static void
test_unreadable_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);
  g_autoptr (XuPreparation) preparation = check (spec);
  g_autoptr (GError) error = xu_preparation_dup_error (preparation);

  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNREADABLE);
  g_assert_cmpstr (error->message, ==, "rule unreadable: clip.mp4: clip.mp4: stat: ENOENT");
}

/* Being cancelled is nothing about a file. */
static void
test_check_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  xu_preparation_check_async (spec, cancellable, keep_result_cb, &result);
  wait_for_result (&result);

  g_assert_null (xu_preparation_check_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/preparation-rules/job", Fixture, NULL, fixture_set_up, test_rows,
              fixture_tear_down);
  g_test_add ("/preparation-rules/check", Fixture, NULL, fixture_set_up, test_checks,
              fixture_tear_down);
  g_test_add ("/preparation-rules/unreadable-error", Fixture, NULL, fixture_set_up,
              test_unreadable_error, fixture_tear_down);
  g_test_add ("/preparation-rules/check-cancelled", Fixture, NULL, fixture_set_up,
              test_check_cancelled, fixture_tear_down);

  return g_test_run ();
}
