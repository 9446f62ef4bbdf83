/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its first bytes. */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-media-type.h"

#include <gio/gio.h>

#include <string.h>

typedef enum
{
  TYPE_UNKNOWN,
  TYPE_MP4,
  TYPE_QUICKTIME,
  TYPE_WEBM,
  TYPE_MPEG_TS,
  TYPE_JPEG,
  TYPE_PNG,
  TYPE_WEBP,
  TYPE_GIF,
  TYPE_BMP,
  TYPE_TIFF,
  TYPE_SRT,
  TYPE_VTT,
  TYPE_MATROSKA,
  TYPE_AVI,
  TYPE_WAVE,
  TYPE_MPEG_PS,
  TYPE_FLV,
  TYPE_ASF,
  TYPE_OGG,
  TYPE_HEIF,
  TYPE_AVIF,
  TYPE_M4A,
  TYPE_GLTF,
} TypeId;

/* X takes 3D models as media, but not in a post. */
static const XuMediaType types[] = {
  [TYPE_UNKNOWN] = { "application/octet-stream", "unknown", XU_MEDIA_KIND_OTHER, FALSE },
  [TYPE_MP4] = { "video/mp4", "MP4", XU_MEDIA_KIND_VIDEO, TRUE },
  [TYPE_QUICKTIME] = { "video/quicktime", "QuickTime", XU_MEDIA_KIND_VIDEO, TRUE },
  [TYPE_WEBM] = { "video/webm", "WebM", XU_MEDIA_KIND_VIDEO, TRUE },
  [TYPE_MPEG_TS] = { "video/mp2t", "MPEG-TS", XU_MEDIA_KIND_VIDEO, TRUE },
  [TYPE_JPEG] = { "image/jpeg", "JPEG", XU_MEDIA_KIND_IMAGE, TRUE },
  [TYPE_PNG] = { "image/png", "PNG", XU_MEDIA_KIND_IMAGE, TRUE },
  [TYPE_WEBP] = { "image/webp", "WebP", XU_MEDIA_KIND_IMAGE, TRUE },
  [TYPE_GIF] = { "image/gif", "GIF", XU_MEDIA_KIND_GIF, TRUE },
  [TYPE_BMP] = { "image/bmp", "BMP", XU_MEDIA_KIND_IMAGE, TRUE },
  [TYPE_TIFF] = { "image/tiff", "TIFF", XU_MEDIA_KIND_IMAGE, TRUE },
  [TYPE_SRT] = { "text/srt", "SubRip", XU_MEDIA_KIND_SUBTITLES, TRUE },
  [TYPE_VTT] = { "text/vtt", "WebVTT", XU_MEDIA_KIND_SUBTITLES, TRUE },
  [TYPE_MATROSKA] = { "video/x-matroska", "Matroska", XU_MEDIA_KIND_VIDEO, FALSE },
  [TYPE_AVI] = { "video/x-msvideo", "AVI", XU_MEDIA_KIND_VIDEO, FALSE },
  [TYPE_WAVE] = { "audio/x-wav", "WAV", XU_MEDIA_KIND_OTHER, FALSE },
  [TYPE_MPEG_PS] = { "video/mpeg", "MPEG", XU_MEDIA_KIND_VIDEO, FALSE },
  [TYPE_FLV] = { "video/x-flv", "Flash Video", XU_MEDIA_KIND_VIDEO, FALSE },
  [TYPE_ASF] = { "video/x-ms-wmv", "Windows Media", XU_MEDIA_KIND_VIDEO, FALSE },
  [TYPE_OGG] = { "application/ogg", "Ogg", XU_MEDIA_KIND_VIDEO, FALSE },
  [TYPE_HEIF] = { "image/heif", "HEIF", XU_MEDIA_KIND_IMAGE, FALSE },
  [TYPE_AVIF] = { "image/avif", "AVIF", XU_MEDIA_KIND_IMAGE, FALSE },
  [TYPE_M4A] = { "audio/mp4", "MPEG-4 audio", XU_MEDIA_KIND_OTHER, FALSE },
  [TYPE_GLTF] = { "model/gltf-binary", "glTF", XU_MEDIA_KIND_OTHER, FALSE },
};

typedef struct
{
  const char *bytes;
  gsize length;
  TypeId type;
} Mark;

/* What needs no more than its first bytes. */
static const Mark magics[] = {
  { "\x89PNG\r\n\x1a\n", 8, TYPE_PNG },
  { "GIF87a", 6, TYPE_GIF },
  { "GIF89a", 6, TYPE_GIF },
  { "\xff\xd8\xff", 3, TYPE_JPEG },
  { "II*\0", 4, TYPE_TIFF },
  { "MM\0*", 4, TYPE_TIFF },
  { "\0\0\1\xba", 4, TYPE_MPEG_PS },
  { "\0\0\1\xb3", 4, TYPE_MPEG_PS },
  { "FLV\1", 4, TYPE_FLV },
  { "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", 16, TYPE_ASF },
  { "OggS", 4, TYPE_OGG },
  { "glTF", 4, TYPE_GLTF },
};

/* Bytes 8 to 11 of a RIFF file. */
static const Mark riff_forms[] = {
  { "WEBP", 4, TYPE_WEBP },
  { "AVI ", 4, TYPE_AVI },
  { "WAVE", 4, TYPE_WAVE },
};

/* Major brands (https://mp4ra.org/registered-types/brands) that are not plain MP4. There are more
 * brands of MP4 than anybody has listed, so all others are. */
static const Mark brands[] = {
  { "qt  ", 4, TYPE_QUICKTIME }, { "heic", 4, TYPE_HEIF }, { "heix", 4, TYPE_HEIF },
  { "heim", 4, TYPE_HEIF },      { "heis", 4, TYPE_HEIF }, { "hevc", 4, TYPE_HEIF },
  { "hevx", 4, TYPE_HEIF },      { "heif", 4, TYPE_HEIF }, { "mif1", 4, TYPE_HEIF },
  { "mif2", 4, TYPE_HEIF },      { "msf1", 4, TYPE_HEIF }, { "avif", 4, TYPE_AVIF },
  { "avis", 4, TYPE_AVIF },      { "M4A ", 4, TYPE_M4A },  { "M4B ", 4, TYPE_M4A },
  { "M4P ", 4, TYPE_M4A },
};

/* Only a padding atom smaller than this is believed: any text of which the fifth byte begins the
 * word "free" would be larger. */
#define PADDING_ATOM_MAX (16 * 1024 * 1024)

static gboolean
has_bytes (const guint8 *head, gsize length, gsize at, const char *bytes, gsize n_bytes)
{
  g_assert (at <= length);

  return length - at >= n_bytes && memcmp (head + at, bytes, n_bytes) == 0;
}

static TypeId
find_mark (const Mark *marks, gsize n_marks, const guint8 *head, gsize length, gsize at)
{
  for (gsize i = 0; i < n_marks; i++)
    if (has_bytes (head, length, at, marks[i].bytes, marks[i].length))
      return marks[i].type;

  return TYPE_UNKNOWN;
}

static guint64
read_be (const guint8 *bytes, gsize n_bytes)
{
  guint64 value = 0;

  for (gsize i = 0; i < n_bytes; i++)
    value = value << 8 | bytes[i];

  return value;
}

static TypeId
sniff_riff (const guint8 *head, gsize length)
{
  if (length < 12 || !has_bytes (head, length, 0, "RIFF", 4))
    return TYPE_UNKNOWN;

  return find_mark (riff_forms, G_N_ELEMENTS (riff_forms), head, length, 8);
}

/* "BM" alone begins many a text: the size of the second header must make sense. */
static TypeId
sniff_bmp (const guint8 *head, gsize length)
{
  gboolean is_bmp = length >= 18 && has_bytes (head, length, 0, "BM", 2) && head[14] >= 12
                    && head[14] <= 124 && read_be (head + 15, 3) == 0;

  return is_bmp ? TYPE_BMP : TYPE_UNKNOWN;
}

static TypeId
get_brand (const guint8 *head, gsize length, gsize at)
{
  TypeId type
      = at <= length ? find_mark (brands, G_N_ELEMENTS (brands), head, length, at) : TYPE_UNKNOWN;

  return type != TYPE_UNKNOWN ? type : TYPE_MP4;
}

/* Walks the atoms at the top (ISO/IEC 14496-12, and the QuickTime File Format, which knows files
 * without "ftyp" and padding before it). */
static TypeId
sniff_atoms (const guint8 *head, gsize length)
{
  gsize at = 0;

  while (length - at >= 8)
    {
      guint64 size = read_be (head + at, 4);
      gboolean is_long = size == 1 && length - at >= 16;
      gsize header = is_long ? 16 : 8;

      if (has_bytes (head, length, at + 4, "ftyp", 4))
        return get_brand (head, length, at + header);

      if (is_long)
        size = read_be (head + at + 8, 8);

      if (has_bytes (head, length, at + 4, "moov", 4))
        return TYPE_QUICKTIME;

      gboolean is_data = has_bytes (head, length, at + 4, "mdat", 4);
      gboolean is_padding = has_bytes (head, length, at + 4, "wide", 4)
                            || has_bytes (head, length, at + 4, "free", 4)
                            || has_bytes (head, length, at + 4, "skip", 4)
                            || has_bytes (head, length, at + 4, "pnot", 4);

      if (!is_data && !(is_padding && size >= header && size < PADDING_ATOM_MAX))
        return TYPE_UNKNOWN;
      if (size < header || size > length - at)
        return TYPE_QUICKTIME; /* Media data to the end of what we see. */

      at += size;
    }

  return at > 0 ? TYPE_QUICKTIME : TYPE_UNKNOWN;
}

/* A variable-size integer of EBML (RFC 8794, section 4): @n_max bytes at most, with its length
 * marker (an element id) or without (a size). */
static gboolean
read_vint (const guint8 *head,
           gsize length,
           gsize *at,
           gsize n_max,
           gboolean has_marker,
           guint64 *value)
{
  if (*at >= length || head[*at] == 0)
    return FALSE;

  gsize n_bytes = 9 - g_bit_storage (head[*at]);

  if (n_bytes > n_max || n_bytes > length - *at)
    return FALSE;

  *value = read_be (head + *at, n_bytes);
  if (!has_marker)
    *value &= (G_GUINT64_CONSTANT (1) << (7 * n_bytes)) - 1;
  *at += n_bytes;
  return TRUE;
}

static TypeId
get_doctype (const guint8 *name, gsize length)
{
  static const Mark doctypes[] = { { "webm", 4, TYPE_WEBM }, { "matroska", 8, TYPE_MATROSKA } };
  gsize n = strnlen ((const char *) name, length); /* It may be padded with NUL. */

  for (gsize i = 0; i < G_N_ELEMENTS (doctypes); i++)
    if (n == doctypes[i].length && memcmp (name, doctypes[i].bytes, n) == 0)
      return doctypes[i].type;

  return TYPE_UNKNOWN;
}

static TypeId
sniff_ebml (const guint8 *head, gsize length)
{
  const guint64 ebml_id = 0x1a45dfa3, doctype_id = 0x4282;
  gsize at = 0;
  guint64 id, size;

  if (!read_vint (head, length, &at, 4, TRUE, &id) || id != ebml_id
      || !read_vint (head, length, &at, 8, FALSE, &size))
    return TYPE_UNKNOWN;

  gsize end = at + (gsize) MIN (size, length - at);

  while (read_vint (head, end, &at, 4, TRUE, &id) && read_vint (head, end, &at, 8, FALSE, &size))
    {
      gsize n = (gsize) MIN (size, end - at);

      if (id == doctype_id)
        return get_doctype (head + at, n);
      at += n;
    }

  return TYPE_MATROSKA; /* What a file without DocType is, by Matroska's older documents. */
}

/* Packets of 188 bytes, or of 192 with a time stamp before each (ISO/IEC 13818-1, 2.4.3.2). No
 * packet may have neither payload nor adaptation field, so a run of "G" is none. */
static gboolean
has_packets (const guint8 *head, gsize length, gsize at, gsize spacing)
{
  gsize n_packets = 0;

  for (; at + 4 <= length; at += spacing, n_packets++)
    if (head[at] != 0x47 || (head[at + 3] & 0x30) == 0)
      return FALSE;

  return n_packets >= 3;
}

static TypeId
sniff_ts (const guint8 *head, gsize length)
{
  gboolean is_ts = has_packets (head, length, 0, 188) || has_packets (head, length, 4, 192);

  return is_ts ? TYPE_MPEG_TS : TYPE_UNKNOWN;
}

static gboolean
is_srt_shape (const char *at, const char *end)
{
  while (at < end && g_ascii_isspace (*at))
    at++;

  const char *number = at;

  while (at < end && g_ascii_isdigit (*at))
    at++;
  if (at == number)
    return FALSE;

  while (at < end && (*at == ' ' || *at == '\t'))
    at++;
  if (at == end || (*at != '\r' && *at != '\n'))
    return FALSE;

  while (at < end && g_ascii_isspace (*at))
    at++;
  if (at == end || !g_ascii_isdigit (*at))
    return FALSE;

  for (; end - at >= 3 && *at != '\r' && *at != '\n'; at++)
    if (memcmp (at, "-->", 3) == 0)
      return TRUE;

  return FALSE;
}

static TypeId
sniff_subtitles (const guint8 *head, gsize length)
{
  gsize at = has_bytes (head, length, 0, "\xef\xbb\xbf", 3) ? 3 : 0;

  if (has_bytes (head, length, at, "WEBVTT", 6))
    {
      gboolean is_word = length == at + 6 || g_ascii_isspace (head[at + 6]);

      return is_word ? TYPE_VTT : TYPE_UNKNOWN;
    }

  gboolean is_srt = is_srt_shape ((const char *) head + at, (const char *) head + length);

  return is_srt ? TYPE_SRT : TYPE_UNKNOWN;
}

const XuMediaType *
xu_media_type_sniff (const guint8 *head, gsize length)
{
  typedef TypeId (*Sniffer) (const guint8 *head, gsize length);
  static const Sniffer sniffers[]
      = { sniff_riff, sniff_bmp, sniff_atoms, sniff_ebml, sniff_ts, sniff_subtitles };

  g_return_val_if_fail (head != NULL || length == 0, &types[TYPE_UNKNOWN]);

  if (length == 0)
    return &types[TYPE_UNKNOWN];

  length = MIN (length, XU_MEDIA_TYPE_HEAD);

  TypeId type = find_mark (magics, G_N_ELEMENTS (magics), head, length, 0);

  for (gsize i = 0; type == TYPE_UNKNOWN && i < G_N_ELEMENTS (sniffers); i++)
    type = sniffers[i](head, length);

  return &types[type];
}

/* Types of the system's database live on in a table, because ours do: it has as many entries as
 * kinds of files were met. */
static const XuMediaType *
intern_foreign (const char *content_type)
{
  static GMutex mutex;
  static GHashTable *foreign; /* (owned): MIME type to XuMediaType; under the mutex */
  g_mutex_lock (&mutex);

  if (foreign == NULL)
    foreign = g_hash_table_new (g_str_hash, g_str_equal);

  XuMediaType *type = g_hash_table_lookup (foreign, content_type);

  if (type == NULL)
    {
      g_autofree char *mime = g_content_type_get_mime_type (content_type);

      type = g_new0 (XuMediaType, 1);
      type->mime = g_intern_string (mime != NULL ? mime : content_type);
      type->name = g_content_type_get_description (content_type);
      type->kind = XU_MEDIA_KIND_OTHER;
      g_hash_table_insert (foreign, g_strdup (content_type), type);
    }

  g_mutex_unlock (&mutex);
  return type;
}

const XuMediaType *
xu_media_type_guess (const guint8 *head, gsize length)
{
  const XuMediaType *type = xu_media_type_sniff (head, length);

  if (type != &types[TYPE_UNKNOWN] || length == 0)
    return type;

  /* GLib settles its folders at first need, and reads the database again when that comes after the
   * first reading; the first one is lost (104 bytes, GLib 2.74). So it settles them now. */
  g_content_type_get_mime_dirs ();

  g_autofree char *content_type
      = g_content_type_guess (NULL, head, MIN (length, XU_MEDIA_TYPE_HEAD), NULL);

  return g_content_type_is_unknown (content_type) ? type : intern_foreign (content_type);
}

const XuMediaType *
xu_media_type_find (const char *mime)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].mime, mime) == 0)
      return &types[i];

  return &types[TYPE_UNKNOWN];
}

const char *
xu_media_type_get_category (const XuMediaType *type)
{
  g_return_val_if_fail (type != NULL && type->is_accepted, NULL);

  switch (type->kind)
    {
    case XU_MEDIA_KIND_VIDEO:
      return "tweet_video";
    case XU_MEDIA_KIND_GIF:
      return "tweet_gif";
    case XU_MEDIA_KIND_IMAGE:
      return "tweet_image";
    case XU_MEDIA_KIND_SUBTITLES:
      return "subtitles";
    case XU_MEDIA_KIND_OTHER:
    default:
      g_return_val_if_reached (NULL);
    }
}
