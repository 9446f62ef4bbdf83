/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts and frames of a file, out of a GStreamer pipeline that never plays. */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include "xu-helper-reader.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include "xu-helper-doorman.h"

/* For opening, and for each frame. The parent has less than for all of them together. */
static const GstClockTime patience = 15 * GST_SECOND;

/* A picture of more than this is not decoded: 16384 by 8192. */
static const guint64 pixels_max = G_GUINT64_CONSTANT (1) << 27;

/* libav's demuxer of GIFs reads for ever at the end of one that is cut off. */
static const GstClockTime patience_with_gif = 3 * GST_SECOND;

/* Nobody believes in more: a year. */
static const gint64 duration_max = 366 * 86400 * GST_SECOND;

/* Detail of a picture that shows something. */
static const guint detail_min = 12;

struct _XuHelperReader
{
  GstElement *pipeline; /* (owned) */
  GstElement *shape;    /* (unowned): says what the frames are to be */
  GstAppSink *sink;     /* (unowned) */
  GstPad *way;          /* (owned): from the decoder to the sink */
  guint side;
  gboolean has_moments; /* one can seek */

  /* Threads of GStreamer's write here until it is settled, and nobody afterwards. */
  GMutex lock;
  gboolean is_settled;
  XuHelperFacts facts;
  XuHelperKind kind;
  GstPad *stream; /* (owned) (nullable): where the first stream leaves the container */
  char *video;    /* (owned) (nullable): id of the first stream of pictures */
  gboolean has_frames;
};

/* What its threads tell. */
static const char news_gif[] = "gif";
static const char news_all_known[] = "all-streams-known";

/* What GStreamer asks decodebin's user: GstAutoplugSelectResult, which no header declares. */
typedef enum
{
  SELECT_TRY,
  SELECT_EXPOSE,
  SELECT_SKIP,
} Selection;

static const char *
get_name (const GstCaps *caps)
{
  return gst_caps_get_size (caps) > 0 ? gst_structure_get_name (gst_caps_get_structure (caps, 0))
                                      : "";
}

/* Of the first stream of pictures, as it comes out of the container, and then out of its parser. */
static void
take_encoded (XuHelperReader *self, GstPad *pad, GstCaps *caps)
{
  g_autofree char *stream = gst_pad_get_stream_id (pad);

  if (self->video == NULL)
    self->video = g_strdup (stream != NULL ? stream : "");
  if (!g_str_equal (self->video, stream != NULL ? stream : ""))
    return;

  xu_helper_facts_take_video (&self->facts, caps);
  xu_helper_facts_take_codec (&self->facts.video_codec, caps);
}

/* To the one who waits for a frame. */
static void
post (XuHelperReader *self, const char *news)
{
  GstObject *source = GST_OBJECT (self->pipeline);

  gst_element_post_message (self->pipeline,
                            gst_message_new_application (source, gst_structure_new_empty (news)));
}

/* Locked: is this stream to be decoded? The file itself comes first. */
static gboolean
take_stream (XuHelperReader *self, GstPad *pad, GstCaps *caps)
{
  const char *name = get_name (caps);

  if (self->is_settled)
    return FALSE;
  if (self->facts.container == NULL)
    {
      self->facts.container = g_strdup (name);
      self->kind = xu_helper_doorman_get_kind (caps);
      if (self->kind == XU_HELPER_KIND_PICTURE)
        xu_helper_facts_take_video (&self->facts, caps);
      if (self->kind == XU_HELPER_KIND_GIF)
        post (self, news_gif);
      return self->kind != XU_HELPER_KIND_REFUSED;
    }

  if (self->stream == NULL)
    self->stream = g_object_ref (pad);
  if (g_str_has_prefix (name, "audio/") && self->facts.audio_codec == NULL)
    xu_helper_facts_take_codec (&self->facts.audio_codec, caps);
  if (!g_str_has_prefix (name, "video/") && !g_str_has_prefix (name, "image/"))
    return FALSE;

  if (!g_str_equal (name, "video/x-raw"))
    take_encoded (self, pad, caps);
  return TRUE;
}

static gboolean
on_continue (GstElement *decoder, GstPad *pad, GstCaps *caps, gpointer user_data)
{
  XuHelperReader *self = user_data;

  g_mutex_lock (&self->lock);
  gboolean is_wanted = take_stream (self, pad, caps);
  g_mutex_unlock (&self->lock);

  return is_wanted;
}

static int
on_select (GstElement *decoder,
           GstPad *pad,
           GstCaps *caps,
           GstElementFactory *factory,
           gpointer user_data)
{
  XuHelperReader *self = user_data;

  g_mutex_lock (&self->lock);
  guint64 pixels = (guint64) self->facts.width * self->facts.height;
  XuHelperKind kind = self->kind;
  g_mutex_unlock (&self->lock);

  if (!xu_helper_doorman_lets_in (factory, kind))
    return SELECT_SKIP;
  if (pixels > pixels_max
      && gst_element_factory_list_is_type (factory, GST_ELEMENT_FACTORY_TYPE_DECODER))
    return SELECT_SKIP;

  return SELECT_TRY;
}

/* The sink gets pixels of four bytes, square ones, not turned yet. */
static void
set_shape (XuHelperReader *self)
{
  guint width, height;

  xu_helper_facts_get_size (&self->facts, &width, &height);
  if (width == 0 || (guint64) width * height > pixels_max)
    return;
  if (self->side > 0)
    xu_helper_picture_fit (&width, &height, self->side);

  g_autoptr (GstCaps) caps = gst_caps_new_simple (
      "video/x-raw", "format", G_TYPE_STRING, "RGBA", "width", G_TYPE_INT, (int) width, "height",
      G_TYPE_INT, (int) height, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);

  g_object_set (self->shape, "caps", caps, NULL);
  self->has_frames = TRUE;
}

/* Locked. */
static void
take_decoded (XuHelperReader *self, GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  if (self->is_settled || self->has_frames || caps == NULL
      || !g_str_equal (get_name (caps), "video/x-raw"))
    return;

  xu_helper_facts_take_video (&self->facts, caps);
  set_shape (self);
  if (self->has_frames && gst_pad_link (pad, self->way) != GST_PAD_LINK_OK)
    self->has_frames = FALSE;
}

static void
on_pad_added (GstElement *decoder, GstPad *pad, gpointer user_data)
{
  XuHelperReader *self = user_data;

  g_mutex_lock (&self->lock);
  take_decoded (self, pad);
  g_mutex_unlock (&self->lock);
}

static void
on_no_more_pads (GstElement *decoder, gpointer user_data)
{
  post (user_data, news_all_known);
}

static GstElement *
add (XuHelperReader *self, const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element != NULL)
    gst_bin_add (GST_BIN (self->pipeline), element);
  else
    g_debug ("GStreamer has no %s here", factory);

  return element;
}

static gboolean
build (XuHelperReader *self, const char *path)
{
  self->pipeline = gst_pipeline_new (NULL);

  GstElement *source = add (self, "filesrc");
  GstElement *decoder = add (self, "decodebin");
  GstElement *scaler = add (self, "videoscale");
  GstElement *converter = add (self, "videoconvert");
  GstElement *sink = add (self, "appsink");

  self->shape = add (self, "capsfilter");
  if (source == NULL || decoder == NULL || scaler == NULL || converter == NULL || sink == NULL
      || self->shape == NULL)
    return FALSE;

  self->sink = GST_APP_SINK (sink);
  self->way = gst_element_get_static_pad (scaler, "sink");
  g_object_set (source, "location", path, NULL);
  g_signal_connect (decoder, "autoplug-continue", G_CALLBACK (on_continue), self);
  g_signal_connect (decoder, "autoplug-select", G_CALLBACK (on_select), self);
  g_signal_connect (decoder, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (decoder, "no-more-pads", G_CALLBACK (on_no_more_pads), self);

  return gst_element_link (source, decoder)
         && gst_element_link_many (scaler, converter, self->shape, sink, NULL);
}

static gboolean
may_have_frames (XuHelperReader *self)
{
  g_mutex_lock (&self->lock);
  gboolean has_frames = self->has_frames;
  g_mutex_unlock (&self->lock);

  return has_frames;
}

static gint64
get_end (GstClockTime wait)
{
  return g_get_monotonic_time () + (gint64) (wait / 1000);
}

/* Waits until there is a frame at the sink, or none will come. */
static gboolean
wait_for_frame (XuHelperReader *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  gint64 until = get_end (patience);

  for (;;)
    {
      gint64 rest = MAX (0, until - g_get_monotonic_time ());
      g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
          bus, (GstClockTime) rest * 1000,
          GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_APPLICATION);

      if (message == NULL || GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
        return FALSE;
      if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_APPLICATION)
        return TRUE;
      if (gst_message_has_name (message, news_gif))
        until = get_end (patience_with_gif);
      else if (!may_have_frames (self))
        return FALSE;
    }
}

/* What the decoder passed on about how to turn the picture. */
static void
take_tags (XuHelperReader *self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (GST_ELEMENT (self->sink), "sink");
  GstTagList *tags;

  for (guint i = 0;; i++)
    {
      g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_TAG, i);

      if (event == NULL)
        break;
      gst_event_parse_tag (event, &tags);
      xu_helper_facts_take_tags (&self->facts, tags);
    }
}

static void
take_duration (XuHelperReader *self)
{
  g_autoptr (GstQuery) query = gst_query_new_seeking (GST_FORMAT_TIME);
  gint64 duration;

  if (self->stream == NULL || !gst_pad_query_duration (self->stream, GST_FORMAT_TIME, &duration)
      || duration <= 0 || duration > duration_max)
    return;

  self->facts.duration_us = duration / 1000;
  if (self->has_frames && gst_element_query (self->pipeline, query))
    gst_query_parse_seeking (query, NULL, &self->has_moments, NULL, NULL);
}

/* What is a picture, or a GIF, has neither codec nor frame rate, whatever decoders make up. */
static void
forget_streams (XuHelperReader *self)
{
  g_clear_pointer (&self->facts.video_codec, g_free);
  self->facts.rate_n = 0;
}

XuHelperReader *
xu_helper_reader_new (const char *path, guint side)
{
  g_return_val_if_fail (path != NULL, NULL);

  XuHelperReader *self = g_new0 (XuHelperReader, 1);

  g_mutex_init (&self->lock);
  xu_helper_facts_init (&self->facts);
  self->side = side;
  if (!build (self, path))
    return self;

  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);

  gboolean has_frame = wait_for_frame (self);

  g_mutex_lock (&self->lock);
  self->is_settled = TRUE;
  self->has_frames = self->has_frames && has_frame;
  take_tags (self);
  take_duration (self);
  if (self->kind != XU_HELPER_KIND_FILM)
    forget_streams (self);
  g_mutex_unlock (&self->lock);

  return self;
}

const XuHelperFacts *
xu_helper_reader_get_facts (const XuHelperReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->facts;
}

static XuHelperPicture *
take_picture (XuHelperReader *self)
{
  g_autoptr (GstSample) sample = gst_app_sink_try_pull_preroll (self->sink, 0);
  GstVideoInfo info;
  GstVideoFrame frame;

  if (sample == NULL || !gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      || GST_VIDEO_INFO_FORMAT (&info) != GST_VIDEO_FORMAT_RGBA
      || !gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    return NULL;

  XuHelperPicture *picture = xu_helper_picture_new_from_rgba (
      GST_VIDEO_FRAME_PLANE_DATA (&frame, 0), (guint) GST_VIDEO_FRAME_WIDTH (&frame),
      (guint) GST_VIDEO_FRAME_HEIGHT (&frame), (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0),
      self->facts.turn);

  gst_video_frame_unmap (&frame);
  return picture;
}

static XuHelperPicture *
seek (XuHelperReader *self, gint64 at_us, GstSeekFlags flags)
{
  if (!gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | flags,
                                at_us * 1000)
      || !wait_for_frame (self))
    return NULL;

  return take_picture (self);
}

XuHelperPicture *
xu_helper_reader_take_frame (XuHelperReader *self, gint64 at_us)
{
  g_return_val_if_fail (self != NULL && at_us >= 0, NULL);

  /* The pictures may end before the sound does. */
  static const gint64 back_us[] = { 1000, 100000, 500000, 2000000, 10000000 };
  gint64 duration = self->facts.duration_us;

  if (!self->has_frames)
    return NULL;
  if (!self->has_moments)
    return take_picture (self);

  for (gsize i = 0; i < G_N_ELEMENTS (back_us); i++)
    {
      gint64 at = CLAMP (at_us, 0, MAX (0, duration - back_us[i]));
      XuHelperPicture *picture = seek (self, at, GST_SEEK_FLAG_ACCURATE);

      if (picture != NULL || at == 0)
        return picture;
    }

  return NULL;
}

XuHelperPicture *
xu_helper_reader_take_thumbnail (XuHelperReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  gint64 duration = self->facts.duration_us;
  gint64 tenth = MIN (duration / 10, 10 * G_USEC_PER_SEC);
  const struct
  {
    gint64 at_us;
    GstSeekFlags flags;
  } moments[] = {
    { tenth, GST_SEEK_FLAG_KEY_UNIT }, /* quick */
    { tenth, GST_SEEK_FLAG_ACCURATE },
    { MIN (duration / 3, 60 * G_USEC_PER_SEC), GST_SEEK_FLAG_ACCURATE },
    { duration / 2, GST_SEEK_FLAG_KEY_UNIT },
  };
  g_autoptr (XuHelperPicture) best = self->has_frames ? take_picture (self) : NULL;
  guint most = 0;

  for (gsize i = 0; best != NULL && self->has_moments && i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (XuHelperPicture) picture = seek (self, moments[i].at_us, moments[i].flags);
      guint detail = picture != NULL ? xu_helper_picture_get_detail (picture) : 0;

      if (detail <= most)
        continue;

      g_clear_pointer (&best, xu_helper_picture_free);
      best = g_steal_pointer (&picture);
      most = detail;
      if (detail >= detail_min)
        break;
    }

  return g_steal_pointer (&best);
}
