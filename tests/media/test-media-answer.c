/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the media helper, true ones and lies, by table. */

#include "config.h"

#include <string.h>

#include "xu-error.h"
#include "xu-media-answer.h"

#define FACTS "{\"width\":640,\"height\":480}\n"
#define SIX   "{\"width\":2,\"height\":1,\"length\":6}\n"

/* Where told is NULL, it must be refused. */
static const struct
{
  const char *name;
  XuMediaWishKind kind;
  const char *answer;
  const char *told;
} rows[] = {
  { "nothing known", XU_MEDIA_WISH_FACTS, "{}\n", "-1 0x0 - - - 0/1 p 0x0 0 0" },
  { "everything", XU_MEDIA_WISH_FACTS,
    "{\"duration_us\":42000000,\"width\":1080,\"height\":1920,\"container\":\"video/quicktime\","
    "\"video_codec\":\"avc1.64001f\",\"audio_codec\":\"mp4a.40.2\",\"frame_rate_n\":30000,"
    "\"frame_rate_d\":1001,\"interlaced\":1}\n",
    "42000000 1080x1920 video/quicktime avc1.64001f mp4a.40.2 30000/1001 i 0x0 0 0" },
  { "what later versions say", XU_MEDIA_WISH_FACTS, "{\"width\":1,\"height\":1,\"more\":[{}]}\n",
    "-1 1x1 - - - 0/1 p 0x0 0 0" },
  { "every letter of GStreamer's", XU_MEDIA_WISH_FACTS, "{\"container\":\"x-a/b.c+d_e:9\"}\n",
    "-1 0x0 x-a/b.c+d_e:9 - - 0/1 p 0x0 0 0" },
  { "largest", XU_MEDIA_WISH_FACTS, "{\"width\":65535,\"height\":65535}\n",
    "-1 65535x65535 - - - 0/1 p 0x0 0 0" },
  { "thumbnail", XU_MEDIA_WISH_THUMBNAIL, FACTS SIX "abcdef", "-1 640x480 - - - 0/1 p 2x1 6 0" },
  { "newlines in it", XU_MEDIA_WISH_THUMBNAIL, FACTS SIX "\n\n\n\n\n\n",
    "-1 640x480 - - - 0/1 p 2x1 6 0" },
  { "frame", XU_MEDIA_WISH_FRAME, FACTS "{\"width\":9,\"height\":9,\"length\":4}\n\xff\xd8\xff\xe0",
    "-1 640x480 - - - 0/1 p 0x0 0 4" },

  /* Died on the way. */
  { "no picture", XU_MEDIA_WISH_THUMBNAIL, FACTS, "-1 640x480 - - - 0/1 p 0x0 0 0" },
  { "half a line", XU_MEDIA_WISH_THUMBNAIL, FACTS "{\"width\":2,",
    "-1 640x480 - - - 0/1 p 0x0 0 0" },
  { "half a thumbnail", XU_MEDIA_WISH_THUMBNAIL, FACTS SIX "abcde",
    "-1 640x480 - - - 0/1 p 0x0 0 0" },
  { "half a frame", XU_MEDIA_WISH_FRAME, FACTS SIX "\xff\xd8\xff",
    "-1 640x480 - - - 0/1 p 0x0 0 0" },
  { "nothing", XU_MEDIA_WISH_FACTS, "", NULL },
  { "half the facts", XU_MEDIA_WISH_FACTS, "{\"width\":1}", NULL },

  { "no JSON", XU_MEDIA_WISH_FACTS, "hello\n", NULL },
  { "an empty line", XU_MEDIA_WISH_FACTS, "\n{}\n", NULL },
  { "an array", XU_MEDIA_WISH_FACTS, "[]\n", NULL },
  { "a number", XU_MEDIA_WISH_FACTS, "1\n", NULL },
  { "a text for a number", XU_MEDIA_WISH_FACTS, "{\"width\":\"1\"}\n", NULL },
  { "a fraction", XU_MEDIA_WISH_FACTS, "{\"width\":1.5}\n", NULL },
  { "null", XU_MEDIA_WISH_FACTS, "{\"width\":null}\n", NULL },
  { "too wide", XU_MEDIA_WISH_FACTS, "{\"width\":65536}\n", NULL },
  { "no width", XU_MEDIA_WISH_FACTS, "{\"width\":0}\n", NULL },
  { "negative", XU_MEDIA_WISH_FACTS, "{\"duration_us\":-5}\n", NULL },
  { "for ever", XU_MEDIA_WISH_FACTS, "{\"duration_us\":9223372036854775807}\n", NULL },
  { "beyond 64 bits", XU_MEDIA_WISH_FACTS, "{\"duration_us\":99999999999999999999}\n", NULL },
  { "no rate", XU_MEDIA_WISH_FACTS, "{\"frame_rate_d\":0}\n", NULL },
  { "a number for a name", XU_MEDIA_WISH_FACTS, "{\"container\":1}\n", NULL },
  { "an empty name", XU_MEDIA_WISH_FACTS, "{\"container\":\"\"}\n", NULL },
  { "markup", XU_MEDIA_WISH_FACTS, "{\"container\":\"<b>\"}\n", NULL },
  { "escapes", XU_MEDIA_WISH_FACTS, "{\"container\":\"\\u0041\"}\n", NULL },
  { "a long name", XU_MEDIA_WISH_FACTS,
    "{\"container\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}\n",
    NULL },

  { "a picture unasked", XU_MEDIA_WISH_FACTS, FACTS SIX "abcdef", NULL },
  { "too many bytes", XU_MEDIA_WISH_THUMBNAIL, FACTS SIX "abcdefg", NULL },
  { "a wrong length", XU_MEDIA_WISH_THUMBNAIL,
    FACTS "{\"width\":2,\"height\":1,\"length\":5}\nabcde", NULL },
  { "no length", XU_MEDIA_WISH_THUMBNAIL, FACTS "{\"width\":2,\"height\":1}\nabcdef", NULL },
  { "no size", XU_MEDIA_WISH_THUMBNAIL, FACTS "{\"length\":6}\nabcdef", NULL },
  { "too large for a thumbnail", XU_MEDIA_WISH_THUMBNAIL,
    FACTS "{\"width\":257,\"height\":1,\"length\":771}\n", NULL },
  { "a product that wraps", XU_MEDIA_WISH_THUMBNAIL,
    FACTS "{\"width\":4294967297,\"height\":1,\"length\":3}\nabc", NULL },
  { "too large for a frame", XU_MEDIA_WISH_FRAME,
    FACTS "{\"width\":9,\"height\":9,\"length\":1001}\n\xff\xd8\xff", NULL },
  { "no JPEG", XU_MEDIA_WISH_FRAME, FACTS SIX "abcdef", NULL },
  { "a frame of one byte", XU_MEDIA_WISH_FRAME,
    FACTS "{\"width\":9,\"height\":9,\"length\":1}\n\xff", NULL },
};

static gsize
size_of (GBytes *bytes)
{
  return bytes != NULL ? g_bytes_get_size (bytes) : 0;
}

static char *
tell (const XuMediaProbe *probe, GBytes *jpeg)
{
  const char *container = probe->container != NULL ? probe->container : "-";
  const char *video = probe->video_codec != NULL ? probe->video_codec : "-";
  const char *audio = probe->audio_codec != NULL ? probe->audio_codec : "-";

  return g_strdup_printf (
      "%" G_GINT64_FORMAT " %ux%u %s %s %s %u/%u %c %ux%u %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT,
      probe->duration_us, probe->width, probe->height, container, video, audio, probe->frame_rate_n,
      probe->frame_rate_d, probe->is_interlaced ? 'i' : 'p', probe->thumbnail_width,
      probe->thumbnail_height, size_of (probe->thumbnail), size_of (jpeg));
}

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const XuMediaWish wish = { .kind = rows[i].kind, .at_us = -1, .max_bytes = 1000 };
      g_autoptr (GBytes) answer = g_bytes_new (rows[i].answer, strlen (rows[i].answer));
      g_autoptr (GBytes) jpeg = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (XuMediaProbe) probe = xu_media_answer_parse (answer, &wish, &jpeg, &error);
      g_autofree char *told = probe != NULL ? tell (probe, jpeg) : NULL;

      g_test_message ("%s: %s", rows[i].name, error != NULL ? error->message : told);
      g_assert_cmpstr (told, ==, rows[i].told);
      if (probe != NULL)
        g_assert_no_error (error);
      else
        g_assert_error (error, XU_ERROR, XU_ERROR_INTERNAL);
    }
}

/* No line is long enough to overflow the stack of a parser that recurses. */
static void
test_deep (void)
{
  static const XuMediaWish wish = { .kind = XU_MEDIA_WISH_THUMBNAIL, .at_us = -1 };
  gsize limit = xu_media_answer_get_limit (&wish);
  char *text = g_strnfill (limit, '[');

  text[limit - 1] = '\n';

  g_autoptr (GBytes) answer = g_bytes_new_take (text, limit);
  g_autoptr (GError) error = NULL;

  g_assert_null (xu_media_answer_parse (answer, &wish, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_INTERNAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media/answer/table", test_answers);
  g_test_add_func ("/media/answer/deep", test_deep);

  return g_test_run ();
}
