/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may take part in decoding, of what this machine has of GStreamer. */

#include "config.h"

#include "xu-helper-doorman.h"

static const struct
{
  const char *caps;
  XuHelperKind kind;
} files[] = {
  { "video/quicktime, variant=(string)iso", XU_HELPER_KIND_FILM },
  { "video/webm", XU_HELPER_KIND_FILM },
  { "video/mpeg, systemstream=(boolean)true, mpegversion=(int)2", XU_HELPER_KIND_FILM },
  { "image/gif", XU_HELPER_KIND_GIF },
  { "image/jpeg", XU_HELPER_KIND_PICTURE },
  { "image/png, width=(int)10, height=(int)10", XU_HELPER_KIND_PICTURE },
  { "image/svg+xml", XU_HELPER_KIND_REFUSED },
  { "application/x-hls", XU_HELPER_KIND_REFUSED },
  { "application/dash+xml", XU_HELPER_KIND_REFUSED },
  { "application/sdp", XU_HELPER_KIND_REFUSED },
  { "application/xges", XU_HELPER_KIND_REFUSED },
  { "text/uri-list", XU_HELPER_KIND_REFUSED },
  { "text/plain", XU_HELPER_KIND_REFUSED },
  { "audio/mpeg, mpegversion=(int)1", XU_HELPER_KIND_REFUSED },
  { "EMPTY", XU_HELPER_KIND_REFUSED },
};

static void
test_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GstCaps) caps = gst_caps_from_string (files[i].caps);

      g_test_message ("%s", files[i].caps);
      g_assert_nonnull (caps);
      g_assert_cmpint (xu_helper_doorman_get_kind (caps), ==, files[i].kind);
    }
}

/* Those that this machine does not have are as good as refused. */
static const struct
{
  const char *name;
  XuHelperKind kind;
  gboolean is_let_in;
} elements[] = {
  { "qtdemux", XU_HELPER_KIND_FILM, TRUE },      { "matroskademux", XU_HELPER_KIND_FILM, TRUE },
  { "h264parse", XU_HELPER_KIND_FILM, TRUE },    { "openh264dec", XU_HELPER_KIND_FILM, TRUE },
  { "avdec_h264", XU_HELPER_KIND_FILM, TRUE },   { "vp8dec", XU_HELPER_KIND_FILM, TRUE },
  { "pngdec", XU_HELPER_KIND_PICTURE, TRUE },    { "avdemux_gif", XU_HELPER_KIND_GIF, TRUE },
  { "avdec_gif", XU_HELPER_KIND_GIF, TRUE },     { "avdec_png", XU_HELPER_KIND_PICTURE, FALSE },
  { "avdemux_gif", XU_HELPER_KIND_FILM, FALSE }, { "avdemux_avs", XU_HELPER_KIND_FILM, FALSE },
  { "avdec_aac", XU_HELPER_KIND_FILM, FALSE }, /* nobody listens */
  { "hlsdemux", XU_HELPER_KIND_FILM, FALSE },    { "hlsdemux2", XU_HELPER_KIND_FILM, FALSE },
  { "dashdemux", XU_HELPER_KIND_FILM, FALSE },   { "mssdemux", XU_HELPER_KIND_FILM, FALSE },
  { "filesrc", XU_HELPER_KIND_FILM, FALSE },     { "filesink", XU_HELPER_KIND_FILM, FALSE },
  { "souphttpsrc", XU_HELPER_KIND_FILM, FALSE }, { "rtspsrc", XU_HELPER_KIND_FILM, FALSE },
  { "playbin", XU_HELPER_KIND_FILM, FALSE },     { "urisourcebin", XU_HELPER_KIND_FILM, FALSE },
  { "splitmuxsrc", XU_HELPER_KIND_FILM, FALSE }, { "v4l2h264dec", XU_HELPER_KIND_FILM, FALSE },
  { "vah264dec", XU_HELPER_KIND_FILM, FALSE },   { "vaapih264dec", XU_HELPER_KIND_FILM, FALSE },
  { "nvh264dec", XU_HELPER_KIND_FILM, FALSE },
};

static void
test_elements (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      g_autoptr (GstElementFactory) factory = gst_element_factory_find (elements[i].name);

      g_test_message ("%s%s", elements[i].name, factory == NULL ? " is not there" : "");
      if (factory != NULL)
        g_assert_cmpint (xu_helper_doorman_lets_in (factory, elements[i].kind), ==,
                         elements[i].is_let_in);
    }
}

/* Whatever there is of it, what opens addresses or devices stays outside. */
static void
test_openers (void)
{
  GList *factories
      = gst_element_factory_list_get_elements (GST_ELEMENT_FACTORY_TYPE_ANY, GST_RANK_NONE);

  g_assert_nonnull (factories);
  for (GList *link = factories; link != NULL; link = link->next)
    {
      GstElementFactory *factory = link->data;
      GstURIType type = gst_element_factory_get_uri_type (factory);

      if (type != GST_URI_UNKNOWN
          || gst_element_factory_list_is_type (factory, GST_ELEMENT_FACTORY_TYPE_HARDWARE))
        g_assert_false (xu_helper_doorman_lets_in (factory, XU_HELPER_KIND_FILM));
    }
  gst_plugin_feature_list_free (factories);
}

/* What is there when the cage is closed stays outside of a part of it; what comes later does not.
 */
static void
test_no_threads (void)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  g_assert_nonnull (threads);
  while (g_dir_read_name (threads) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/media-helper/doorman/no-threads", test_no_threads);
  g_test_add_func ("/media-helper/doorman/files", test_files);
  g_test_add_func ("/media-helper/doorman/elements", test_elements);
  g_test_add_func ("/media-helper/doorman/openers", test_openers);

  return g_test_run ();
}
