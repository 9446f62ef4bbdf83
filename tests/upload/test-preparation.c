/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the files of a job that goes on are those that it began with. */

#include "config.h"

#include "xu-preparation.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "preparation-fixture.h"
#include "xu-error.h"
#include "xu-quantity.h"

/* Large enough that not all of it is in its fingerprint. */
#define SIZE (2 * XU_MIB)

/* Each does something to the file, while the job is interrupted. */

static struct stat
look (const char *path)
{
  struct stat now;

  g_assert_cmpint (stat (path, &now), ==, 0);
  return now;
}

static void
date_back (const char *path, const struct stat *before)
{
  const struct timespec times[2] = { before->st_atim, before->st_mtim };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static char *
move_away (const Fixture *fixture)
{
  char *path = g_build_filename (fixture->folder, "moved.mp4", NULL);

  g_assert_cmpint (g_rename (fixture->path, path), ==, 0);
  return path;
}

static void
do_nothing (const Fixture *fixture)
{
}

static void
touch (const Fixture *fixture)
{
  g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, NULL, 0), ==, 0);
}

static void
append (const Fixture *fixture)
{
  int fd = g_open (fixture->path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);

  g_assert_cmpint (write (fd, "x", 1), ==, 1);
  g_assert_cmpint (close (fd), ==, 0);
}

static void
append_and_date_back (const Fixture *fixture)
{
  const struct stat before = look (fixture->path);

  append (fixture);
  date_back (fixture->path, &before);
}

static void
truncate_it (const Fixture *fixture)
{
  g_assert_cmpint (truncate (fixture->path, 1000), ==, 0);
}

static void
empty_it (const Fixture *fixture)
{
  g_assert_cmpint (truncate (fixture->path, 0), ==, 0);
}

static void
overwrite_end_and_date_back (const Fixture *fixture)
{
  const struct stat before = look (fixture->path);
  int fd = g_open (fixture->path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (pwrite (fd, "another end", 11, SIZE - 11), ==, 11);
  g_assert_cmpint (close (fd), ==, 0);
  date_back (fixture->path, &before);
}

static void
replace_by_another (const Fixture *fixture)
{
  g_autofree char *path = move_away (fixture);
  const struct stat before = look (path);

  make_video (fixture->path, SIZE, 'b');
  date_back (fixture->path, &before);
}

static void
replace_by_copy (const Fixture *fixture)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  make_video (fixture->path, SIZE, 'a');
}

static void
replace_by_faithful_copy (const Fixture *fixture)
{
  g_autofree char *path = move_away (fixture);
  const struct stat before = look (path);

  make_video (fixture->path, SIZE, 'a');
  date_back (fixture->path, &before);
}

static void
chmod_it (const Fixture *fixture)
{
  g_assert_cmpint (g_chmod (fixture->path, 0400), ==, 0);
}

static void
remove_it (const Fixture *fixture)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
}

static void
replace_by_folder (const Fixture *fixture)
{
  remove_it (fixture);
  g_assert_cmpint (g_mkdir (fixture->path, 0755), ==, 0);
}

static void
replace_by_fifo (const Fixture *fixture)
{
  remove_it (fixture);
  g_assert_cmpint (mkfifo (fixture->path, 0644), ==, 0);
}

static void
replace_by_device (const Fixture *fixture)
{
  remove_it (fixture);
  g_assert_cmpint (symlink ("/dev/zero", fixture->path), ==, 0);
}

static void
replace_by_socket (const Fixture *fixture)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  remove_it (fixture);
  g_assert_cmpuint (g_strlcpy (address.sun_path, fixture->path, sizeof address.sun_path), <,
                    sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (close (fd), ==, 0);
}

static void
replace_by_link_to_nothing (const Fixture *fixture)
{
  remove_it (fixture);
  g_assert_cmpint (symlink ("nothing", fixture->path), ==, 0);
}

static void
replace_by_link_to_itself (const Fixture *fixture)
{
  remove_it (fixture);
  g_assert_cmpint (symlink ("clip.mp4", fixture->path), ==, 0);
}

static void
replace_by_link_to_the_same (const Fixture *fixture)
{
  g_autofree char *path = move_away (fixture);

  g_assert_cmpint (symlink (path, fixture->path), ==, 0);
}

#define NO_ERROR ((XuErrorCode) -1)

static const struct
{
  const char *name;
  void (*change) (const Fixture *fixture);
  XuErrorCode code;
  const char *detail;      /* without the file's name; NULL: still the same */
  XuErrorCode chosen_code; /* when the user has chosen the file again */
  const char *chosen_detail;
} changes[] = {
  { "nothing", do_nothing, NO_ERROR, NULL, NO_ERROR, NULL },
  { "permissions", chmod_it, NO_ERROR, NULL, NO_ERROR, NULL },
  { "touched", touch, XU_ERROR_FILE_CHANGED,
    "written to since its upload began: its time of change is another", NO_ERROR, NULL },
  { "appended", append, XU_ERROR_FILE_CHANGED, "its size is 2097153 bytes, it was 2097152",
    XU_ERROR_FILE_CHANGED, "its size is 2097153 bytes, it was 2097152" },
  { "appended in secret", append_and_date_back, XU_ERROR_FILE_CHANGED,
    "its size is 2097153 bytes, it was 2097152", XU_ERROR_FILE_CHANGED,
    "its size is 2097153 bytes, it was 2097152" },
  { "truncated", truncate_it, XU_ERROR_FILE_CHANGED, "its size is 1000 bytes, it was 2097152",
    XU_ERROR_FILE_CHANGED, "its size is 1000 bytes, it was 2097152" },
  { "emptied", empty_it, XU_ERROR_FILE_CHANGED, "its size is 0 bytes, it was 2097152",
    XU_ERROR_FILE_CHANGED, "its size is 0 bytes, it was 2097152" },
  { "overwritten in secret", overwrite_end_and_date_back, XU_ERROR_FILE_CHANGED,
    "its content is another", XU_ERROR_FILE_CHANGED, "its content is another" },
  { "another", replace_by_another, XU_ERROR_FILE_CHANGED, "its content is another",
    XU_ERROR_FILE_CHANGED, "its content is another" },
  { "copy", replace_by_copy, XU_ERROR_FILE_CHANGED,
    "written to since its upload began: its time of change is another", NO_ERROR, NULL },
  { "faithful copy", replace_by_faithful_copy, NO_ERROR, NULL, NO_ERROR, NULL },
  { "link to the same", replace_by_link_to_the_same, NO_ERROR, NULL, NO_ERROR, NULL },
  { "removed", remove_it, XU_ERROR_FILE_UNREADABLE, "stat: ENOENT", XU_ERROR_FILE_UNREADABLE,
    "stat: ENOENT" },
  { "folder", replace_by_folder, XU_ERROR_FILE_UNREADABLE, "open: EISDIR", XU_ERROR_FILE_UNREADABLE,
    "open: EISDIR" },
  { "FIFO", replace_by_fifo, XU_ERROR_FILE_UNREADABLE, "a FIFO", XU_ERROR_FILE_UNREADABLE,
    "a FIFO" },
  { "device", replace_by_device, XU_ERROR_FILE_UNREADABLE, "a character device",
    XU_ERROR_FILE_UNREADABLE, "a character device" },
  { "socket", replace_by_socket, XU_ERROR_FILE_UNREADABLE, "a socket", XU_ERROR_FILE_UNREADABLE,
    "a socket" },
  { "link to nothing", replace_by_link_to_nothing, XU_ERROR_FILE_UNREADABLE, "stat: ENOENT",
    XU_ERROR_FILE_UNREADABLE, "stat: ENOENT" },
  { "link to itself", replace_by_link_to_itself, XU_ERROR_FILE_UNREADABLE, "stat: ELOOP",
    XU_ERROR_FILE_UNREADABLE, "stat: ELOOP" },
};

static void
assert_same (XuJobSpec *spec, const XuJobRecord *record)
{
  g_autoptr (XuPreparation) preparation = prepare_good (spec, record);

  g_assert_cmpuint (preparation->findings->len, ==, 0);
  g_assert_nonnull (g_ptr_array_index (preparation->files, 0));
  g_assert_cmpstr (g_ptr_array_index (preparation->fingerprints, 0), ==,
                   xu_job_record_get_item (record, 0)->fingerprint);
}

static void
assert_outcome (XuJobSpec *spec, const XuJobRecord *record, XuErrorCode code, const char *detail)
{
  g_autoptr (GError) error = NULL;

  if (detail == NULL)
    {
      assert_same (spec, record);
      return;
    }

  g_autofree char *name = g_path_get_basename (spec->paths[0]);
  g_autofree char *message = g_strdup_printf ("%s: %s", name, detail);

  g_assert_null (prepare (spec, record, &error));
  g_assert_error (error, XU_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpint (xu_error_get_reason (error) != NULL, ==, code == XU_ERROR_FILE_UNREADABLE);
}

static void
clear_folder (const Fixture *fixture)
{
  g_autofree char *moved = g_build_filename (fixture->folder, "moved.mp4", NULL);

  g_assert_cmpint (
      g_remove (fixture->path) == 0 || !g_file_test (fixture->path, G_FILE_TEST_EXISTS), ==, TRUE);
  g_remove (moved);
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_test_message ("%s", changes[i].name);
      make_video (fixture->path, SIZE, 'a');
      make_older (fixture->path);

      g_autoptr (XuJobRecord) record = make_record (spec);

      changes[i].change (fixture);
      assert_outcome (spec, record, changes[i].code, changes[i].detail);

      xu_job_record_get_item (record, 0)->modified_us = 0;
      assert_outcome (spec, record, changes[i].chosen_code, changes[i].chosen_detail);
      clear_folder (fixture);
    }
}

/* Root may read everything, so it becomes somebody else for a moment where it may. */
static void
test_no_permission (Fixture *fixture, gconstpointer data)
{
  gboolean is_root = geteuid () == 0;
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);

  make_video (fixture->path, SIZE, 'a');

  g_autoptr (XuJobRecord) record = make_record (spec);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  if (is_root && seteuid (65534) != 0)
    {
      g_test_skip ("root may read everything, and must stay root here");
      return;
    }

  g_autoptr (XuPreparation) preparation = prepare (spec, record, &error);

  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);

  g_assert_null (preparation);
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNREADABLE);
  g_assert_cmpstr (xu_error_get_reason (error), ==, g_strerror (EACCES));
}

/* "Choose the file again": elsewhere, under another name. */
static void
test_chosen_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "other.mp4", NULL);
  g_autofree char *larger = g_build_filename (fixture->folder, "larger.mp4", NULL);

  make_video (fixture->path, SIZE, 'a');
  make_video (other, SIZE, 'b');
  make_video (larger, SIZE + 1, 'a');
  make_older (fixture->path);

  g_autoptr (XuJobRecord) record = make_record (spec);
  g_autofree char *moved = move_away (fixture);
  g_autoptr (XuJobSpec) moved_spec = make_spec (moved, NULL);
  g_autoptr (XuJobSpec) other_spec = make_spec (other, NULL);
  g_autoptr (XuJobSpec) larger_spec = make_spec (larger, NULL);

  assert_outcome (spec, record, XU_ERROR_FILE_UNREADABLE, "stat: ENOENT");
  assert_outcome (moved_spec, record, NO_ERROR, NULL); /* Its time went with it. */

  touch (&(Fixture){ .path = moved });
  xu_job_record_get_item (record, 0)->modified_us = 0;
  assert_outcome (moved_spec, record, NO_ERROR, NULL);
  assert_outcome (other_spec, record, XU_ERROR_FILE_CHANGED, "its content is another");
  assert_outcome (larger_spec, record, XU_ERROR_FILE_CHANGED,
                  "its size is 2097153 bytes, it was 2097152");
}

/* A version that tells types otherwise must not send on what another one began. */
static void
test_type (Fixture *fixture, gconstpointer data)
{
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);

  make_video (fixture->path, SIZE, 'a');

  g_autoptr (XuJobRecord) record = make_record (spec);
  XuItemRecord *item = xu_job_record_get_item (record, 0);

  g_free (item->media_type);
  item->media_type = g_strdup ("video/webm");
  assert_outcome (spec, record, XU_ERROR_FILE_CHANGED,
                  "it is taken for video/mp4, it was for video/webm");
}

static void
test_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subtitles = g_build_filename (fixture->folder, "clip.srt", NULL);
  g_autofree char *cover = g_build_filename (fixture->folder, "cover.png", NULL);
  g_autoptr (XuJobSpec) spec = make_spec (fixture->path, NULL);

  make_video (fixture->path, SIZE, 'a');
  write_file (subtitles, good_subtitles, strlen (good_subtitles));
  write_file (cover, png, strlen (png));
  spec->subtitles_path = g_strdup (subtitles);
  spec->cover_path = g_strdup (cover);

  g_autoptr (XuJobRecord) record = xu_job_record_new ("a", "sandbox:", spec);
  g_autoptr (XuPreparation) alone = prepare_good (spec, NULL);
  g_autoptr (XuPreparation) recorded = prepare_good (spec, record);
  const char *const paths[] = { fixture->path, subtitles, cover, NULL };
  const char *const mimes[] = { "video/mp4", "text/srt", "image/png" };

  for (guint i = 0; i < G_N_ELEMENTS (mimes); i++)
    {
      XuMediaFile *file = g_ptr_array_index (alone->files, i);
      const char *fingerprint = g_ptr_array_index (alone->fingerprints, i);

      g_assert_cmpstr (xu_media_file_get_path (file), ==, paths[i]);
      g_assert_cmpstr (alone->facts[i].type->mime, ==, mimes[i]);
      g_assert_cmpuint (alone->facts[i].size, ==, xu_media_file_get_size (file));
      g_assert_true (g_str_has_prefix (fingerprint, "1:"));
      g_assert_cmpstr (fingerprint, ==, g_ptr_array_index (recorded->fingerprints, i));
      g_assert_cmpstr (alone->paths[i], ==, paths[i]);
    }

  g_assert_cmpuint (alone->n_media, ==, 1);
  g_assert_cmpuint (alone->files->len, ==, 3);
  g_assert_cmpuint (alone->findings->len + recorded->findings->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/preparation/first", test_first },
    { "/preparation/changes", test_changes },
    { "/preparation/no-permission", test_no_permission },
    { "/preparation/chosen-again", test_chosen_again },
    { "/preparation/type", test_type },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);

  return g_test_run ();
}
