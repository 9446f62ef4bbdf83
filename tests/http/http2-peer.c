/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server of HTTP/2 that does what a test wants, at the frame it wants. */

#include "config.h"

#include "http2-peer.h"

#include <string.h>

enum
{
  FRAME_HEAD = 9,
  LARGEST_FRAME = 16384,
};

typedef enum
{
  FRAME_DATA = 0,
  FRAME_HEADERS = 1,
  FRAME_RST_STREAM = 3,
  FRAME_SETTINGS = 4,
  FRAME_PING = 6,
  FRAME_GOAWAY = 7,
  FRAME_WINDOW_UPDATE = 8,
} FrameType;

enum
{
  FLAG_END_STREAM = 1,
  FLAG_ACK = 1,
  FLAG_END_HEADERS = 4,
};

enum
{
  NO_ERROR = 0,
  INTERNAL_ERROR = 2,
  REFUSED_STREAM = 7,
};

typedef struct
{
  GIOStream *connection;
  GCancellable *cancellable;
  Http2Plan *plan;
  GHashTable *streams; /* (owned): id to Stream */
  guint32 last_id;
  gboolean is_over;
} Peer;

typedef struct
{
  GChecksum *checksum; /* (owned) */
  gsize received;
  gboolean is_faulty;
  gboolean is_ended; /* no frame goes out for it any more */
} Stream;

static void
stream_free (Stream *stream)
{
  g_checksum_free (stream->checksum);
  g_free (stream);
}

static void
put_number (guint8 *bytes, guint32 number)
{
  guint32 big = GUINT32_TO_BE (number);

  memcpy (bytes, &big, sizeof big);
}

static guint32
get_number (const guint8 *bytes)
{
  guint32 big;

  memcpy (&big, bytes, sizeof big);
  return GUINT32_FROM_BE (big);
}

static void
write_frame (Peer *peer, FrameType type, guint8 flags, guint32 id, const void *payload, gsize size)
{
  guint8 frame[FRAME_HEAD + 256] = { 0 };
  GOutputStream *stream = g_io_stream_get_output_stream (peer->connection);

  g_assert (size <= 256);
  put_number (frame, (guint32) size << 8 | type);
  frame[4] = flags;
  put_number (frame + 5, id);
  if (size > 0)
    memcpy (frame + FRAME_HEAD, payload, size);
  if (!g_output_stream_write_all (stream, frame, FRAME_HEAD + size, NULL, peer->cancellable, NULL))
    peer->is_over = TRUE;
}

static void
write_number (Peer *peer, FrameType type, guint32 id, guint32 number)
{
  guint8 payload[4];

  put_number (payload, number);
  write_frame (peer, type, 0, id, payload, sizeof payload);
}

/* RFC 7541: 0x88 is ":status: 200"; 0x08 a literal value of ":status"; 0x5f of "content-type". */
static void
write_status (Peer *peer, guint32 id, gboolean is_refusal)
{
  static const char ok[] = "\x88\x5f\x0atext/plain";
  static const char too_large[] = "\x08\x03"
                                  "413\x5f\x0atext/plain";

  if (is_refusal)
    write_frame (peer, FRAME_HEADERS, FLAG_END_HEADERS, id, too_large, sizeof too_large - 1);
  else
    write_frame (peer, FRAME_HEADERS, FLAG_END_HEADERS, id, ok, sizeof ok - 1);
}

static void
start_connection (Peer *peer)
{
  guint8 window[6] = { 0, 4 }; /* SETTINGS_INITIAL_WINDOW_SIZE */

  put_number (window + 2, G_MAXINT32);
  if (peer->plan->fault == HTTP2_MUTE)
    put_number (window + 2, 65535);
  write_frame (peer, FRAME_SETTINGS, 0, 0, window, sizeof window);
  if (peer->plan->fault != HTTP2_MUTE)
    write_number (peer, FRAME_WINDOW_UPDATE, 0, G_MAXINT32 - 65535);
}

static void
commit_fault (Peer *peer, Stream *stream, guint32 id)
{
  guint8 go_away[8];

  stream->is_ended = TRUE;
  g_atomic_int_inc (&peer->plan->n_faulty);
  switch (peer->plan->fault)
    {
    case HTTP2_RESET:
      write_number (peer, FRAME_RST_STREAM, id, INTERNAL_ERROR);
      break;
    case HTTP2_REFUSE:
      write_number (peer, FRAME_RST_STREAM, id, REFUSED_STREAM);
      break;
    case HTTP2_GO_AWAY:
      put_number (go_away, peer->last_id);
      put_number (go_away + 4, INTERNAL_ERROR);
      write_frame (peer, FRAME_GOAWAY, 0, 0, go_away, sizeof go_away);
      break;
    case HTTP2_CLOSE:
      peer->is_over = TRUE;
      break;
    case HTTP2_ANSWER_EARLY:
      write_status (peer, id, TRUE);
      write_frame (peer, FRAME_DATA, 0, id, "too ", 4);
      write_frame (peer, FRAME_DATA, FLAG_END_STREAM, id, "large", 5);
      write_number (peer, FRAME_RST_STREAM, id, NO_ERROR);
      break;
    case HTTP2_MUTE:
    case HTTP2_NO_FAULT:
    default:
      break;
    }
}

static void
answer (Peer *peer, Stream *stream, guint32 id)
{
  const char *digest = g_checksum_get_string (stream->checksum);

  stream->is_ended = TRUE;
  write_status (peer, id, FALSE);
  write_frame (peer, FRAME_DATA, FLAG_END_STREAM, id, digest, strlen (digest));
}

static void
open_stream (Peer *peer, guint32 id)
{
  Http2Plan *plan = peer->plan;
  Stream *stream = g_new0 (Stream, 1);
  guint n_before = (guint) g_atomic_int_add (&plan->n_streams, 1);

  stream->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  stream->is_faulty = plan->fault != HTTP2_NO_FAULT && n_before < plan->n_faults;
  g_hash_table_insert (peer->streams, GUINT_TO_POINTER (id), stream);
  peer->last_id = id;
}

static void
handle_frame (Peer *peer, guint8 type, guint8 flags, guint32 id, const guint8 *payload, gsize size)
{
  if (type == FRAME_SETTINGS && (flags & FLAG_ACK) == 0)
    write_frame (peer, FRAME_SETTINGS, FLAG_ACK, 0, NULL, 0);
  else if (type == FRAME_PING && (flags & FLAG_ACK) == 0)
    write_frame (peer, FRAME_PING, FLAG_ACK, 0, payload, size);
  else if (type == FRAME_HEADERS)
    open_stream (peer, id);

  Stream *stream = g_hash_table_lookup (peer->streams, GUINT_TO_POINTER (id));

  if (stream == NULL || stream->is_ended || (type != FRAME_HEADERS && type != FRAME_DATA))
    return;

  if (type == FRAME_DATA)
    {
      g_checksum_update (stream->checksum, payload, (gssize) size);
      stream->received += size;
    }

  if (stream->is_faulty && stream->received >= peer->plan->fault_after)
    commit_fault (peer, stream, id);
  else if ((flags & FLAG_END_STREAM) != 0)
    answer (peer, stream, id);
}

void
http2_peer_script (GIOStream *connection,
                   guint index,
                   GCancellable *cancellable,
                   gpointer user_data)
{
  GInputStream *input = g_io_stream_get_input_stream (connection);
  Peer peer = { .connection = connection, .cancellable = cancellable, .plan = user_data };
  guint8 head[24]; /* the length of the client's preface, longer than a frame's head */
  g_autofree guint8 *payload = g_malloc (LARGEST_FRAME);
  gsize n_read;

  peer.streams = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) stream_free);
  start_connection (&peer);
  if (!g_input_stream_read_all (input, head, 24, &n_read, cancellable, NULL) || n_read < 24)
    peer.is_over = TRUE;

  while (!peer.is_over
         && g_input_stream_read_all (input, head, FRAME_HEAD, &n_read, cancellable, NULL)
         && n_read == FRAME_HEAD)
    {
      gsize size = get_number (head) >> 8;

      g_assert_cmpuint (size, <=, LARGEST_FRAME);
      if (!g_input_stream_read_all (input, payload, size, &n_read, cancellable, NULL)
          || n_read < size)
        break;
      handle_frame (&peer, head[3], head[4], get_number (head + 5) & G_MAXINT32, payload, size);
    }

  g_hash_table_unref (peer.streams);
}
