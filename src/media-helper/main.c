/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xuploader-media-helper: decodes foreign files, so that nothing else of the application has to. */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gst/gst.h>

#include "xu-helper-cage.h"
#include "xu-helper-doorman.h"
#include "xu-helper-jpeg.h"
#include "xu-helper-reader.h"

enum
{
  FILE_FD = 3
};

/* Opened anew by this name, so that it is read from its beginning, by whoever wants to. */
static const char file_path[] = "/proc/self/fd/3";

typedef struct
{
  gint64 at_us; /* -1: not said */
  int side;
  int max_bytes;
} Options;

static gboolean
parse_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_INT64, &options->at_us, "The moment", "MICROSECONDS" },
    { "size", 0, 0, G_OPTION_ARG_INT, &options->side, "The longer side of a thumbnail", "PIXELS" },
    { "max-bytes", 0, 0, G_OPTION_ARG_INT, &options->max_bytes, "The most of a frame", "BYTES" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("probe|thumbnail|frame 3<FILE");

  g_option_context_set_summary (
      context, "Says on one line what FILE is: JSON. Behind that, for thumbnail and frame, another "
               "line with the size of a picture and its number of bytes, and the picture: RGB or "
               "JPEG. A program for X Uploader, not for people.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, argc, argv, error);
}

/* Plugins are loaded when they are needed, from wherever they were found. */
static char **
dup_plugin_folders (void)
{
  GList *plugins = gst_registry_get_plugin_list (gst_registry_get ());
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (GList *link = plugins; link != NULL; link = link->next)
    if (gst_plugin_get_filename (link->data) != NULL)
      g_hash_table_add (folders, g_path_get_dirname (gst_plugin_get_filename (link->data)));
  gst_plugin_list_free (plugins);

  g_autofree char **names = (char **) g_hash_table_get_keys_as_array (folders, NULL);

  return g_strdupv (names);
}

static void
write_picture (guint width, guint height, const void *bytes, gsize length)
{
  printf ("{\"width\":%u,\"height\":%u,\"length\":%" G_GSIZE_FORMAT "}\n", width, height, length);
  fwrite (bytes, 1, length, stdout);
}

static void
write_thumbnail (XuHelperReader *reader, gint64 at_us)
{
  g_autoptr (XuHelperPicture) picture = at_us >= 0 ? xu_helper_reader_take_frame (reader, at_us)
                                                   : xu_helper_reader_take_thumbnail (reader);

  if (picture != NULL)
    write_picture (picture->width, picture->height, picture->pixels,
                   (gsize) picture->width * picture->height * 3);
}

static void
write_frame (XuHelperReader *reader, gint64 at_us, gsize max_bytes)
{
  g_autoptr (XuHelperPicture) picture = xu_helper_reader_take_frame (reader, at_us);
  g_autoptr (GBytes) jpeg = picture != NULL ? xu_helper_jpeg_encode (picture, max_bytes) : NULL;

  if (jpeg != NULL)
    write_picture (picture->width, picture->height, g_bytes_get_data (jpeg, NULL),
                   g_bytes_get_size (jpeg));
}

static void
answer (const char *command, const Options *options)
{
  gboolean is_thumbnail = g_str_equal (command, "thumbnail");
  XuHelperReader *reader
      = xu_helper_reader_new (file_path, is_thumbnail ? (guint) options->side : 0);
  g_autofree char *line = xu_helper_facts_to_line (xu_helper_reader_get_facts (reader));

  /* At once: what comes now may be the end of this process. */
  printf ("%s\n", line);
  fflush (stdout);

  if (is_thumbnail)
    write_thumbnail (reader, options->at_us);
  else if (g_str_equal (command, "frame"))
    write_frame (reader, MAX (0, options->at_us), (gsize) options->max_bytes);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  static const char *const commands[] = { "probe", "thumbnail", "frame", NULL };
  Options options = { .at_us = -1, .side = 256, .max_bytes = 5000000 };
  g_autoptr (GError) error = NULL;
  struct stat status;

  xu_helper_cage_begin ();
  if (!parse_options (&argc, &argv, &options, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (argc != 2 || !g_strv_contains (commands, argv[1]) || options.side < 1 || options.max_bytes < 1
      || fstat (FILE_FD, &status) != 0 || !S_ISREG (status.st_mode))
    {
      g_printerr ("Usage: xuploader-media-helper probe|thumbnail|frame 3<FILE\n");
      return 2;
    }

  gst_init (NULL, NULL);
  xu_helper_doorman_prepare ();

  g_auto (GStrv) folders = dup_plugin_folders ();

  xu_helper_cage_close (FILE_FD, (const char *const *) folders);
  answer (argv[1], &options);

  _exit (0); /* Nothing is taken down: what hangs would keep us. */
}
