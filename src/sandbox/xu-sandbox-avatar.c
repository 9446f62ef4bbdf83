/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the users. Pure. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-avatar.h"

#include <gio/gio.h>

enum
{
  SIDE = 96,
  SAMPLES = 4, /* of a pixel, in each direction, for smooth edges */
  MOST_COLOURS = SAMPLES * SAMPLES + 1
};

/* PNG's checksum (https://www.w3.org/TR/png/#D-CRCAppendix). */
static guint32
compute_crc (const guint8 *bytes, gsize length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }

  return ~crc;
}

static void
add_number (GByteArray *png, guint32 number)
{
  guint32 big = GUINT32_TO_BE (number);

  g_byte_array_append (png, (const guint8 *) &big, sizeof big);
}

static void
add_chunk (GByteArray *png, const char *type, const guint8 *bytes, gsize length)
{
  guint start = png->len + 4;

  add_number (png, (guint32) length);
  g_byte_array_append (png, (const guint8 *) type, 4);
  g_byte_array_append (png, bytes, (guint) length);
  add_number (png, compute_crc (png->data + start, png->len - start));
}

static gboolean
is_within (int x, int y, int centre_x, int centre_y, int radius)
{
  int dx = x - centre_x;
  int dy = y - centre_y;

  return dx * dx + dy * dy <= radius * radius;
}

/* How many samples of a pixel belong to the head or the shoulders: an index into the palette. */
static guint8
look_at_pixel (int x, int y)
{
  guint8 n = 0;

  for (int k = 0; k < SAMPLES * SAMPLES; k++)
    {
      int sample_x = x * SAMPLES + k % SAMPLES;
      int sample_y = y * SAMPLES + k / SAMPLES;

      if (is_within (sample_x, sample_y, SIDE * SAMPLES / 2, SIDE * SAMPLES * 2 / 5,
                     SIDE * SAMPLES / 5)
          || is_within (sample_x, sample_y, SIDE * SAMPLES / 2, SIDE * SAMPLES * 21 / 20,
                        SIDE * SAMPLES * 2 / 5))
        n++;
    }

  return n;
}

/* A dark colour that is the user's own, up to a light one. */
static void
add_palette (GByteArray *png, const XuSandboxUser *user)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, user->id, -1);
  guint8 palette[MOST_COLOURS * 3];

  for (guint i = 0; i < MOST_COLOURS; i++)
    {
      for (guint channel = 0; channel < 3; channel++)
        {
          int dark = 40 + g_ascii_xdigit_value (hash[channel]) * 9;
          int light = 235;

          palette[i * 3 + channel]
              = (guint8) (dark + (light - dark) * (int) i / (MOST_COLOURS - 1));
        }
    }

  add_chunk (png, "PLTE", palette, sizeof palette);
}

static GBytes *
compress (const guint8 *rows, gsize length)
{
  g_autoptr (GConverter) compressor
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);

  /* Memory takes everything. */
  g_output_stream_write_all (stream, rows, length, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

GBytes *
xu_sandbox_avatar_draw (const XuSandboxUser *user)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  /* Width, height, eight bits, with a palette, and the only compression, filter and order. */
  static const guint8 header[] = { 0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 3, 0, 0, 0 };
  guint8 rows[SIDE * (1 + SIDE)];
  g_autoptr (GBytes) data = NULL;
  GByteArray *png;

  g_return_val_if_fail (user != NULL, NULL);

  for (int y = 0; y < SIDE; y++)
    {
      guint8 *row = rows + y * (1 + SIDE);

      row[0] = 0; /* no filter */
      for (int x = 0; x < SIDE; x++)
        row[1 + x] = look_at_pixel (x, y);
    }
  data = compress (rows, sizeof rows);

  png = g_byte_array_new ();
  g_byte_array_append (png, signature, sizeof signature);
  add_chunk (png, "IHDR", header, sizeof header);
  add_palette (png, user);
  add_chunk (png, "IDAT", g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  add_chunk (png, "IEND", NULL, 0);

  return g_byte_array_free_to_bytes (png);
}
