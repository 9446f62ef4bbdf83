/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIF: how large it is, how long it takes, and its first frame. */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include "xu-helper-gif.h"

#include <string.h>

enum
{
  PIXELS_MAX = 1 << 25, /* of the first frame that is decoded; X takes a twentieth of it */
  CODES_MAX = 4096,
  NO_CODE = 0xffff
};

/* What was not read yet. */
typedef struct
{
  const guint8 *at;
  gsize length;
} Input;

/* What stands before a frame, and is for that one alone. */
typedef struct
{
  guint delay;     /* hundredths of a second */
  int transparent; /* index of a colour; -1: none */
} Control;

typedef struct
{
  guint left;
  guint top;
  guint width;
  guint height;
  gboolean is_interlaced;
  const guint8 *palette; /* three bytes each */
  guint n_colours;
} Frame;

/* The codes of LZW: each is a code before it and one colour more. */
typedef struct
{
  guint16 prefix[CODES_MAX];
  guint8 last[CODES_MAX];
  guint8 first[CODES_MAX];
  guint n;
} Codes;

/* Where the colours of a frame go. */
typedef struct
{
  guint8 *rgba; /* of the whole */
  guint width;
  guint height;
  const Frame *frame;
  int transparent;
  guint64 n_done; /* pixels */
} Canvas;

void
xu_helper_gif_clear (XuHelperGif *gif)
{
  g_return_if_fail (gif != NULL);

  g_clear_pointer (&gif->first, xu_helper_picture_free);
}

gboolean
xu_helper_gif_is_one (const guint8 *bytes, gsize length)
{
  return length >= 6 && (memcmp (bytes, "GIF87a", 6) == 0 || memcmp (bytes, "GIF89a", 6) == 0);
}

/* Returns: (nullable): that many bytes, or NULL when there are not so many any more */
static const guint8 *
take (Input *input, gsize n)
{
  const guint8 *at = input->at;

  if (n > input->length)
    return NULL;

  input->at += n;
  input->length -= n;
  return at;
}

static guint
get_16 (const guint8 *bytes)
{
  return bytes[0] | (guint) bytes[1] << 8;
}

/* Returns: (nullable): the palette that follows where these flags say so */
static const guint8 *
take_palette (Input *input, guint8 flags, guint *n_colours)
{
  *n_colours = (flags & 0x80) != 0 ? 2u << (flags & 7) : 0;

  return *n_colours > 0 ? take (input, (gsize) *n_colours * 3) : NULL;
}

/* Blocks of up to 255 bytes, until an empty one. @bytes: (nullable): gets what they hold. */
static gboolean
take_blocks (Input *input, GByteArray *bytes)
{
  for (;;)
    {
      const guint8 *length = take (input, 1);
      const guint8 *block = length != NULL ? take (input, *length) : NULL;

      if (block == NULL)
        return FALSE;
      if (*length == 0)
        return TRUE;
      if (bytes != NULL)
        g_byte_array_append (bytes, block, *length);
    }
}

static gboolean
take_extension (Input *input, Control *control)
{
  const guint8 *label = take (input, 1);

  if (label != NULL && *label == 0xf9 && input->length >= 5 && input->at[0] == 4)
    {
      control->delay = get_16 (input->at + 2);
      control->transparent = (input->at[1] & 1) != 0 ? input->at[4] : -1;
    }

  return label != NULL && take_blocks (input, NULL);
}

/* Rows come in four passes: every eighth, those between, and so on. */
static guint
find_row (const Frame *frame, guint64 n)
{
  static const struct
  {
    guint first;
    guint step;
  } passes[] = { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } };

  if (!frame->is_interlaced)
    return (guint) n;

  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      guint rows = frame->height > passes[i].first
                       ? (frame->height - passes[i].first - 1) / passes[i].step + 1
                       : 0;

      if (n < rows)
        return passes[i].first + (guint) n * passes[i].step;
      n -= rows;
    }

  return frame->height;
}

/* Returns: FALSE when the frame is full. */
static gboolean
put (Canvas *canvas, guint8 colour)
{
  const Frame *frame = canvas->frame;
  guint x = frame->left + (guint) (canvas->n_done % frame->width);
  guint row = find_row (frame, canvas->n_done / frame->width);
  guint y = frame->top + row;

  if (row >= frame->height)
    return FALSE;

  if (x < canvas->width && y < canvas->height && colour < frame->n_colours
      && colour != canvas->transparent)
    {
      guint8 *pixel = canvas->rgba + ((gsize) y * canvas->width + x) * 4;

      memcpy (pixel, frame->palette + (gsize) colour * 3, 3);
      pixel[3] = 255;
    }

  canvas->n_done++;
  return TRUE;
}

/* The colours that a code stands for, which are found from the last to the first. */
static gboolean
put_code (Canvas *canvas, const Codes *codes, guint code)
{
  guint8 colours[CODES_MAX];
  guint n = 0;

  for (guint at = code; at != NO_CODE && n < CODES_MAX; at = codes->prefix[at])
    colours[n++] = codes->last[at];

  while (n > 0)
    if (!put (canvas, colours[--n]))
      return FALSE;

  return TRUE;
}

static void
codes_reset (Codes *codes, guint n_colours)
{
  for (guint i = 0; i < n_colours; i++)
    {
      codes->prefix[i] = NO_CODE;
      codes->last[i] = codes->first[i] = (guint8) i;
    }
  codes->n = n_colours + 2;
}

static void
codes_add (Codes *codes, guint prefix, guint8 colour)
{
  if (codes->n >= CODES_MAX)
    return;

  codes->prefix[codes->n] = (guint16) prefix;
  codes->last[codes->n] = colour;
  codes->first[codes->n] = codes->first[prefix];
  codes->n++;
}

/* Appendix F. It ends with its bytes, its code for the end, a wrong code, or a full frame. */
static void
decode_lzw (const GByteArray *bytes, guint colour_bits, Canvas *canvas)
{
  g_autofree Codes *codes = g_new (Codes, 1);
  guint clear = 1u << colour_bits;
  guint width = colour_bits + 1;
  guint before = NO_CODE;
  guint bits = 0, n_bits = 0;

  codes_reset (codes, clear);
  for (gsize i = 0; i < bytes->len || n_bits >= width;)
    {
      if (n_bits < width)
        {
          bits |= (guint) bytes->data[i++] << n_bits;
          n_bits += 8;
          continue;
        }

      guint code = bits & ((1u << width) - 1);

      bits >>= width;
      n_bits -= width;
      if (code == clear)
        {
          codes_reset (codes, clear);
          width = colour_bits + 1;
          before = NO_CODE;
          continue;
        }
      if (code == clear + 1 || code > codes->n || (code == codes->n && before == NO_CODE))
        return;

      /* A code that is not there yet is the one before, and its first colour once more. */
      if (before != NO_CODE)
        codes_add (codes, before, codes->first[code < codes->n ? code : before]);
      if (code >= codes->n || !put_code (canvas, codes, code))
        return;

      before = code;
      if (codes->n == 1u << width && width < 12)
        width++;
    }
}

static XuHelperPicture *
decode_frame (const XuHelperGif *gif,
              const Frame *frame,
              guint colour_bits,
              const GByteArray *bytes,
              int transparent)
{
  if (frame->palette == NULL || frame->width == 0 || frame->height == 0 || colour_bits < 1
      || colour_bits > 8 || (guint64) gif->width * gif->height > PIXELS_MAX)
    return NULL;

  g_autofree guint8 *rgba = g_malloc0_n ((gsize) gif->width * gif->height, 4);
  Canvas canvas = { .rgba = rgba,
                    .width = gif->width,
                    .height = gif->height,
                    .frame = frame,
                    .transparent = transparent };

  decode_lzw (bytes, colour_bits, &canvas);

  return xu_helper_picture_new_from_rgba (rgba, gif->width, gif->height, (gsize) gif->width * 4,
                                          XU_HELPER_TURN_NONE);
}

static gboolean
take_frame (Input *input, const Frame *global, const Control *control, XuHelperGif *gif)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 *descriptor = take (input, 9);
  gboolean is_first = gif->n_frames == 0;
  guint n_colours;

  if (descriptor == NULL)
    return FALSE;

  Frame frame = { .left = get_16 (descriptor),
                  .top = get_16 (descriptor + 2),
                  .width = get_16 (descriptor + 4),
                  .height = get_16 (descriptor + 6),
                  .is_interlaced = (descriptor[8] & 0x40) != 0,
                  .palette = global->palette,
                  .n_colours = global->n_colours };
  const guint8 *palette = take_palette (input, descriptor[8], &n_colours);

  if (n_colours > 0)
    {
      frame.palette = palette;
      frame.n_colours = n_colours;
    }

  const guint8 *colour_bits = take (input, 1);

  if (colour_bits == NULL)
    return FALSE;

  gboolean is_whole = take_blocks (input, is_first ? bytes : NULL);

  if (is_first)
    gif->first = decode_frame (gif, &frame, *colour_bits, bytes, control->transparent);

  /* What is shown for no time is shown for a tenth of a second: all browsers do that. */
  gif->n_frames++;
  gif->duration_us += (control->delay > 1 ? control->delay : 10) * 10000;

  return is_whole;
}

void
xu_helper_gif_decode (const guint8 *bytes, gsize length, XuHelperGif *gif)
{
  static const Control none = { .delay = 0, .transparent = -1 };
  Input input = { bytes, length };
  Control control = none;
  Frame global = { 0 };

  g_return_if_fail ((bytes != NULL || length == 0) && gif != NULL);

  *gif = (XuHelperGif){ 0 };

  const guint8 *header = take (&input, 13);

  if (header == NULL || !xu_helper_gif_is_one (header, 13) || get_16 (header + 6) == 0
      || get_16 (header + 8) == 0)
    return;

  gif->width = get_16 (header + 6);
  gif->height = get_16 (header + 8);
  global.palette = take_palette (&input, header[10], &global.n_colours);

  for (gboolean may_go_on = TRUE; may_go_on;)
    {
      const guint8 *kind = take (&input, 1);

      if (kind != NULL && *kind == '!')
        may_go_on = take_extension (&input, &control);
      else if (kind != NULL && *kind == ',')
        {
          may_go_on = take_frame (&input, &global, &control, gif);
          control = none;
        }
      else
        may_go_on = FALSE;
    }
}
