/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine with the true media helper: a picture through all of it. */

#include "config.h"

#include <glib/gstdio.h>

#include "xu-engine.h"
#include "xu-error.h"

/* A PNG of 16 by 8 pixels, the left half red, the right half blue. */
static const char png[] = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAIAAAB/FOjAAAAAFklEQVR42mP4z8CAFeEQ/s8w"
                          "qoEWGgClN3+BkZs1VQAAAABJRU5ErkJggg==";

/* What came back. */
typedef struct
{
  gboolean is_over;
  XuMediaProbe *probe; /* (owned) (nullable) */
  char *path;          /* (owned) (nullable) */
  GError *error;       /* (owned) (nullable) */
} Answer;

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->probe = xu_engine_probe_finish (XU_ENGINE (source), result, &answer->error);
  answer->is_over = TRUE;
}

static void
grabbed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->path = xu_engine_grab_frame_finish (XU_ENGINE (source), result, &answer->error);
  answer->is_over = TRUE;
}

/* The engine ends every wait by itself: it kills the helper. */
static void
wait_for (Answer *answer)
{
  while (!answer->is_over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (answer->error);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  xu_engine_stop_finish (XU_ENGINE (source), result);
  *(gboolean *) user_data = TRUE;
}

static void
stop (XuEngine *engine)
{
  gboolean is_stopped = FALSE;

  xu_engine_stop_async (engine, stopped_cb, &is_stopped);
  while (!is_stopped)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (engine);
}

static void
check_probe (XuEngine *engine, const char *path)
{
  Answer answer = { 0 };

  xu_engine_probe_async (engine, path, NULL, probed_cb, &answer);
  wait_for (&answer);

  const guint8 *pixels = g_bytes_get_data (answer.probe->thumbnail, NULL);

  g_assert_cmpstr (answer.probe->container, ==, "image/png");
  g_assert_cmpint (answer.probe->duration_us, ==, -1);
  g_assert_cmpuint (answer.probe->width, ==, 16);
  g_assert_cmpuint (answer.probe->height, ==, 8);
  g_assert_cmpuint (answer.probe->thumbnail_width, ==, 16);
  g_assert_cmpuint (answer.probe->thumbnail_height, ==, 8);
  g_assert_cmpmem (pixels, 3, "\xff\0\0", 3);
  g_assert_cmpmem (pixels + 15 * 3, 3, "\0\0\xff", 3);
  xu_media_probe_free (answer.probe);
}

static void
check_frame (XuEngine *engine, const char *path)
{
  g_autofree char *contents = NULL;
  Answer answer = { 0 };
  gsize length;

  xu_engine_grab_frame_async (engine, path, 0, NULL, grabbed_cb, &answer);
  wait_for (&answer);
  g_assert_true (g_file_get_contents (answer.path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 100);
  g_assert_cmpmem (contents, 3, "\xff\xd8\xff", 3);
  g_assert_cmpint (g_unlink (answer.path), ==, 0);
  g_free (answer.path);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_picture (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("xu-media-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "picture", NULL);
  g_autofree char *journal_path = g_build_filename (folder, "journal.db", NULL);
  const XuEngineConfig config
      = { .base_url = "http://127.0.0.1:1", .access_token = "token", .journal_path = journal_path };
  gsize length;
  g_autofree guchar *contents = g_base64_decode (png, &length);

  g_assert_no_error (error);
  g_file_set_contents (path, (const char *) contents, (gssize) length, &error);
  g_assert_no_error (error);

  XuEngine *engine = xu_engine_new (&config, &error);

  g_assert_no_error (error);
  check_probe (engine, path);

  /* From the cache: without a helper. */
  g_autofree char *program = g_strdup (g_getenv ("XUPLOADER_MEDIA_HELPER"));

  g_assert_true (g_setenv ("XUPLOADER_MEDIA_HELPER", "/nowhere/helper", TRUE));
  check_probe (engine, path);
  g_assert_true (g_setenv ("XUPLOADER_MEDIA_HELPER", program, TRUE));
  check_frame (engine, path);
  stop (engine);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("xu-cache-XXXXXX", NULL);

  g_assert_true (g_setenv ("XDG_CACHE_HOME", cache, TRUE));
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/media/picture", test_picture);

  int status = g_test_run ();

  remove_folder (cache);
  return status;
}
