/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types by their first bytes. */

#include "config.h"

#include "xu-media-type.h"

#include <string.h>

typedef struct
{
  const char *bytes; /* hexadecimal, and 'text' in quotes */
  const char *mime;
  XuMediaKind kind;
  const char *category; /* NULL: X does not take it */
} Row;

#define UNKNOWN   "application/octet-stream", XU_MEDIA_KIND_OTHER, NULL
#define MP4       "video/mp4", XU_MEDIA_KIND_VIDEO, "tweet_video"
#define QUICKTIME "video/quicktime", XU_MEDIA_KIND_VIDEO, "tweet_video"
#define WEBM      "video/webm", XU_MEDIA_KIND_VIDEO, "tweet_video"
#define MATROSKA  "video/x-matroska", XU_MEDIA_KIND_VIDEO, NULL
#define SRT       "text/srt", XU_MEDIA_KIND_SUBTITLES, "subtitles"
#define VTT       "text/vtt", XU_MEDIA_KIND_SUBTITLES, "subtitles"
#define HEIF      "image/heif", XU_MEDIA_KIND_IMAGE, NULL
#define AVIF      "image/avif", XU_MEDIA_KIND_IMAGE, NULL
#define M4A       "audio/mp4", XU_MEDIA_KIND_OTHER, NULL
#define JPEG      "image/jpeg", XU_MEDIA_KIND_IMAGE, "tweet_image"
#define TIFF      "image/tiff", XU_MEDIA_KIND_IMAGE, "tweet_image"
#define BMP       "image/bmp", XU_MEDIA_KIND_IMAGE, "tweet_image"
#define GIF       "image/gif", XU_MEDIA_KIND_GIF, "tweet_gif"

static const Row rows[] = {
  /* MP4 and its relatives */
  { "00000018 'ftypisom' 00000200 'isommp41'", MP4 },
  { "00000018 'ftypiso6' 00000200 'iso6mp41'", MP4 },
  { "00000018 'ftypavc1' 00000000 'avc1isom'", MP4 },
  { "00000018 'ftypM4V ' 00000001 'M4V mp42'", MP4 },
  { "00000018 'ftypXAVC' 00000000 'XAVCmp42'", MP4 },
  { "00000018 'ftyp' 00000000 00000000 'mp42'", MP4 },
  { "00000014 'ftypqt  ' 20050300 'qt  '", QUICKTIME },
  { "00000001 'ftyp' 0000000000000020 'qt  ' 00000000", QUICKTIME },
  { "00000008 'free' 00000014 'ftypisom' 00000000 'isom'", MP4 },
  { "00000008 'wide' 00000014 'ftypqt  ' 00000000 'qt  '", QUICKTIME },
  { "0000000c 'mdat' 01020304 00000014 'ftypmp42' 00000000 'mp42'", MP4 },
  { "00000001 'mdat' 0000000000000014 01020304 00000014 'ftypmp42' 00000000", MP4 },
  { "00000008 'wide' 0a00f312 'mdat' 0102030405", QUICKTIME },
  { "00000008 'wide' 00000001 'mdat' 0000000300000000", QUICKTIME },
  { "0000a000 'mdat' 0102030405060708", QUICKTIME },
  { "00000000 'mdat' 0102030405060708", QUICKTIME },
  { "00012345 'moov' 0000006c 'mvhd'", QUICKTIME },
  { "00004000 'skip' 0000000000000000", QUICKTIME },
  { "00000014 'pnot' 000000000000000000000000 00012345 'moov'", QUICKTIME },
  { "00000008 'wide' 00000008 'what'", UNKNOWN },
  { "00000007 'free' 00000014 'ftypisom'", UNKNOWN },
  { "'The free world is a text'", UNKNOWN },
  { "00000018 'ftypheic' 00000000 'mif1heic'", HEIF },
  { "00000018 'ftypmif1' 00000000 'mif1heic'", HEIF },
  { "00000018 'ftypheif' 00000000 'mif1heic'", HEIF },
  { "00000018 'ftypavif' 00000000 'mif1avif'", AVIF },
  { "00000018 'ftypavis' 00000000 'msf1avif'", AVIF },
  { "00000018 'ftypM4A ' 00000000 'M4A mp42'", M4A },
  { "00000018 'ftypM4B ' 00000000 'M4A mp42'", M4A },

  /* EBML */
  { "1a45dfa3 9f 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 84 'webm' 4287 81 04", WEBM },
  { "1a45dfa3 a3 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 88 'matroska'", MATROSKA },
  { "1a45dfa3 01ffffffffffffff 4282 84 'webm'", WEBM },      /* the header's size is not known */
  { "1a45dfa3 0100000000000009 4282 86 'webm' 0000", WEBM }, /* padded */
  { "1a45dfa3 84 4286 81 01 18538067", MATROSKA },           /* no DocType */
  { "1a45dfa3 84 4286 81 01 4282 84 'webm'", MATROSKA },     /* behind the header */
  { "1a45dfa3 88 4282 85 'webmx'", UNKNOWN },
  { "1a45dfa3 87 4282 83 'webm'", UNKNOWN },
  { "1a45dfa3 90 ec 01ffffffffffffff 4282 84 'webm'", MATROSKA }, /* a child of unknown size */
  { "1a45dfa3 00", UNKNOWN },
  { "1a45dfa4 87 4282 84 'webm'", UNKNOWN },

  /* RIFF */
  { "'RIFF' 24000000 'WEBPVP8 '", "image/webp", XU_MEDIA_KIND_IMAGE, "tweet_image" },
  { "'RIFF' 24000000 'AVI LIST'", "video/x-msvideo", XU_MEDIA_KIND_VIDEO, NULL },
  { "'RIFF' 24000000 'WAVEfmt '", "audio/x-wav", XU_MEDIA_KIND_OTHER, NULL },
  { "'RIFF' 24000000 'ACON'", UNKNOWN },

  /* pictures */
  { "89 'PNG' 0d0a1a0a 0000000d 'IHDR'", "image/png", XU_MEDIA_KIND_IMAGE, "tweet_image" },
  { "89 'PNG' 0a1a0a 0000000d 'IHDR'", UNKNOWN }, /* went through a text transfer */
  { "ffd8ffe0 0010 'JFIF' 00", JPEG },
  { "ffd8ffe1 0010 'Exif' 00", JPEG },
  { "ffd8ffdb", JPEG },
  { "'GIF87a' 01000100", GIF },
  { "'GIF89a' 01000100", GIF },
  { "'GIF88a' 01000100", UNKNOWN },
  { "'II*' 00 08000000", TIFF },
  { "'MM' 00 '*' 00000008", TIFF },
  { "'BM' 36000000 00000000 36000000 28000000", BMP },
  { "'BM' 36000000 00000000 36000000 7c000000", BMP },
  { "'BM' 1a000000 00000000 1a000000 0c000000", BMP },
  { "'BM' 36000000 00000000 36000000 28010000", UNKNOWN },
  { "'BM' 36000000 00000000 36000000 0b000000", UNKNOWN },
  { "'BM' 36000000 00000000 36000000 280000", UNKNOWN },
  { "'BMW builds motor cars and bikes'", UNKNOWN },

  /* what X does not take, by name */
  { "000001ba 44000400", "video/mpeg", XU_MEDIA_KIND_VIDEO, NULL },
  { "000001b3 14000400", "video/mpeg", XU_MEDIA_KIND_VIDEO, NULL },
  { "'FLV' 01 05 00000009", "video/x-flv", XU_MEDIA_KIND_VIDEO, NULL },
  { "3026b2758e66cf11a6d900aa0062ce6c", "video/x-ms-wmv", XU_MEDIA_KIND_VIDEO, NULL },
  { "'OggS' 0002", "application/ogg", XU_MEDIA_KIND_VIDEO, NULL },
  { "'glTF' 02000000", "model/gltf-binary", XU_MEDIA_KIND_OTHER, NULL },

  /* subtitles */
  { "'WEBVTT'", VTT },
  { "'WEBVTT' 0d0a", VTT },
  { "efbbbf 'WEBVTT - with a title' 0a", VTT },
  { "'WEBVTT' 09", VTT },
  { "'WEBVTTX'", UNKNOWN },
  { "'WEBVTT' 00", UNKNOWN },
  { "'1' 0d0a '00:00:01,000 --> 00:00:02,000' 0d0a 'Hello'", SRT },
  { "efbbbf 0a '001 ' 0d '0:00:01.000-->0:00:02.000'", SRT },
  { "'1' 0a '2' 0a '00:00:01,000 --> 00:00:02,000'", UNKNOWN },
  { "'12 monkeys' 0a '1 --> 2'", UNKNOWN },
  { "'1' 0a 'Hello --> you'", UNKNOWN },
  { "'1' 0a '00:00:01,000' 0a ' --> '", UNKNOWN },

  { "'Plain text'", UNKNOWN },
  { "'%PDF-1.7' 0a", UNKNOWN },
  { "00", UNKNOWN },
  { "", UNKNOWN },
};

static GByteArray *
build (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();
  gboolean is_quoted = FALSE;

  for (const char *at = text; *at != '\0'; at++)
    {
      guint8 byte = (guint8) *at;

      if (*at == '\'')
        is_quoted = !is_quoted;
      else if (is_quoted)
        g_byte_array_append (bytes, &byte, 1);
      else if (*at != ' ')
        {
          g_assert_true (g_ascii_isxdigit (at[0]) && g_ascii_isxdigit (at[1]));
          byte = (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
          g_byte_array_append (bytes, &byte, 1);
          at++;
        }
    }

  g_assert_false (is_quoted);
  return bytes;
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = build (rows[i].bytes);
      const XuMediaType *type = xu_media_type_sniff (bytes->data, bytes->len);

      g_test_message ("%s", rows[i].bytes);
      g_assert_cmpstr (type->mime, ==, rows[i].mime);
      g_assert_cmpint (type->kind, ==, rows[i].kind);
      g_assert_cmpint (type->is_accepted, ==, rows[i].category != NULL);
      g_assert_nonnull (type->name);
      if (type->is_accepted)
        g_assert_cmpstr (xu_media_type_get_category (type), ==, rows[i].category);
    }
}

/* A file may end anywhere; AddressSanitizer sees a step too far, for each is a block of its own. */
static void
test_every_prefix (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = build (rows[i].bytes);

      for (gsize n = 0; n <= bytes->len; n++)
        {
          g_autofree guint8 *prefix = g_memdup2 (bytes->data, n);

          g_assert_nonnull (xu_media_type_sniff (prefix, n));
        }
    }
}

static const char *
sniff_packets (gsize length, gsize first, gsize spacing, guint8 flags)
{
  g_autofree guint8 *bytes = g_malloc0 (length);

  for (gsize at = first; at + 4 <= length; at += spacing)
    {
      bytes[at] = 0x47;
      bytes[at + 3] = flags;
    }

  return xu_media_type_sniff (bytes, length)->mime;
}

static void
test_transport_stream (void)
{
  const char *const unknown = "application/octet-stream";

  g_assert_cmpstr (sniff_packets (4096, 0, 188, 0x10), ==, "video/mp2t");
  g_assert_cmpstr (sniff_packets (4096, 4, 192, 0x30), ==, "video/mp2t");
  g_assert_cmpstr (sniff_packets (3 * 188, 0, 188, 0x10), ==, "video/mp2t");
  g_assert_cmpstr (sniff_packets (65536, 0, 188, 0x10), ==, "video/mp2t");

  g_assert_cmpstr (sniff_packets (2 * 188, 0, 188, 0x10), ==, unknown);
  g_assert_cmpstr (sniff_packets (4096, 0, 187, 0x10), ==, unknown);
  g_assert_cmpstr (sniff_packets (4096, 0, 188, 0x00), ==, unknown);
  g_assert_cmpstr (sniff_packets (4096, 0, 1, 0x47), ==, unknown); /* "GGGG…" */
}

/* Padding over the whole head, and atoms of which each is as small as can be. */
static void
test_long_heads (void)
{
  g_autofree guint8 *atoms = g_malloc0 (2 * XU_MEDIA_TYPE_HEAD);

  for (gsize at = 0; at < 2 * XU_MEDIA_TYPE_HEAD; at += 8)
    memcpy (atoms + at, "\0\0\0\10free", 8);
  g_assert_cmpstr (xu_media_type_sniff (atoms, XU_MEDIA_TYPE_HEAD)->mime, ==, "video/quicktime");

  /* What stands behind the head does not count, so that a whole file and its head are the same. */
  memcpy (atoms + XU_MEDIA_TYPE_HEAD, "\0\0\0\30ftypheic", 12);
  g_assert_cmpstr (xu_media_type_sniff (atoms, 2 * XU_MEDIA_TYPE_HEAD)->mime, ==,
                   "video/quicktime");

  memcpy (atoms + XU_MEDIA_TYPE_HEAD - 16, "\0\0\0\30ftypheic", 12);
  g_assert_cmpstr (xu_media_type_sniff (atoms, XU_MEDIA_TYPE_HEAD)->mime, ==, "image/heif");
}

static void
test_names (void)
{
  static const struct
  {
    const char *bytes;
    const char *name;
  } names[] = {
    { "00000018 'ftypisom' 00000200", "MP4" },  { "1a45dfa3 8b 4282 88 'matroska'", "Matroska" },
    { "'RIFF' 24000000 'AVI LIST'", "AVI" },    { "'FLV' 01 05 00000009", "Flash Video" },
    { "00000018 'ftypheic' 00000000", "HEIF" }, { "", "unknown" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GByteArray) bytes = build (names[i].bytes);

      g_assert_cmpstr (xu_media_type_sniff (bytes->data, bytes->len)->name, ==, names[i].name);
      g_assert_true (xu_media_type_sniff (bytes->data, bytes->len)
                     == xu_media_type_guess (bytes->data, bytes->len));
    }
}

/* By its recorded name each is found again. */
static void
test_find (void)
{
  static const char *const mimes[]
      = { "video/mp4", "image/gif",        "image/png",
          "text/srt",  "video/x-matroska", "application/octet-stream" };
  const XuMediaType *unknown = xu_media_type_sniff (NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (mimes); i++)
    g_assert_cmpstr (xu_media_type_find (mimes[i])->mime, ==, mimes[i]);

  g_assert_true (xu_media_type_find ("image/gif") == xu_media_type_sniff ((guint8 *) "GIF89a", 6));
  g_assert_true (xu_media_type_find ("application/pdf") == unknown);
  g_assert_true (xu_media_type_find ("video/MP4 ") == unknown);
  g_assert_true (xu_media_type_find ("") == unknown);
  g_assert_true (xu_media_type_find (NULL) == unknown);
}

static gpointer
guess_pdf (gpointer data)
{
  return (gpointer) xu_media_type_guess ((const guint8 *) "%PDF-1.7\n", 9);
}

/* The database of a machine may be poor, so its words are not compared. */
static void
test_foreign (void)
{
  const XuMediaType *type = guess_pdf (NULL);
  g_autoptr (GThread) thread = g_thread_new ("guess", guess_pdf, NULL);

  g_assert_true (g_thread_join (g_steal_pointer (&thread)) == type); /* the same one for ever */
  g_assert_cmpint (type->kind, ==, XU_MEDIA_KIND_OTHER);
  g_assert_false (type->is_accepted);
  g_assert_nonnull (type->name);
  g_assert_cmpstr (type->name, !=, "");
  if (!g_str_equal (type->mime, "application/octet-stream"))
    g_assert_true (type != xu_media_type_guess ((const guint8 *) "Plain text", 10));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media-type/table", test_table);
  g_test_add_func ("/media-type/every-prefix", test_every_prefix);
  g_test_add_func ("/media-type/transport-stream", test_transport_stream);
  g_test_add_func ("/media-type/long-heads", test_long_heads);
  g_test_add_func ("/media-type/names", test_names);
  g_test_add_func ("/media-type/find", test_find);
  g_test_add_func ("/media-type/foreign", test_foreign);

  return g_test_run ();
}
