/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One media: what it is, which segments of it are here, how far its processing is. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

enum
{
  XU_SANDBOX_MOST_SEGMENTS = 1000
};

typedef enum
{
  XU_SANDBOX_KIND_VIDEO,
  XU_SANDBOX_KIND_GIF,
  XU_SANDBOX_KIND_IMAGE,
  XU_SANDBOX_KIND_SUBTITLES,
} XuSandboxKind;

typedef enum
{
  XU_SANDBOX_UPLOADING,
  XU_SANDBOX_PENDING,
  XU_SANDBOX_IN_PROGRESS,
  XU_SANDBOX_SUCCEEDED,
  XU_SANDBOX_FAILED,
} XuSandboxMediaState;

typedef enum
{
  XU_SANDBOX_OUTCOME_GOOD,
  XU_SANDBOX_OUTCOME_FAIL,        /* fails at the end of its time */
  XU_SANDBOX_OUTCOME_ERROR_AT_99, /* an error while the state stays in_progress at 99 % */
  XU_SANDBOX_OUTCOME_NEVER,       /* in_progress for ever */
  XU_SANDBOX_OUTCOME_UNKNOWN,     /* a state that X's documents do not know, then success */
  XU_SANDBOX_OUTCOME_FLOAT,       /* fractions of a percent, then success */
} XuSandboxOutcome;

/**
 * XuSandboxCheck:
 *
 * What `check_after_secs` says while processing goes on.
 */
typedef enum
{
  XU_SANDBOX_CHECK_HONEST,
  XU_SANDBOX_CHECK_MISSING,
  XU_SANDBOX_CHECK_FIXED,
} XuSandboxCheck;

typedef struct
{
  char *id;    /* (owned) */
  char *owner; /* (owned): user id */
  char *type;  /* (owned): media_type */
  char *category;
  char *folder; /* (owned) (nullable): where its segments lie; NULL: bytes are not kept */
  XuSandboxKind kind;
  guint64 total_bytes;
  gint64 expires_us;
  gint64 finalized_us;  /* 0: not yet */
  gint64 processing_us; /* how long processing takes */
  XuSandboxOutcome outcome;
  XuSandboxCheck check;
  gint64 check_seconds;                       /* for XU_SANDBOX_CHECK_FIXED */
  char *error_name;                           /* (owned) (nullable): of a failing outcome */
  char *error_message;                        /* (owned) (nullable) */
  guint64 segments[XU_SANDBOX_MOST_SEGMENTS]; /* bytes of each; 0: not here */
  guint n_appends;                            /* acknowledged */
  guint n_in_flight;
  char *sha256;         /* (owned) (nullable): of all bytes, once asked for */
  char *alt_text;       /* (owned) (nullable) */
  char *subtitles_id;   /* (owned) (nullable) */
  char *subtitles_lang; /* (owned) (nullable) */
  char *subtitles_name; /* (owned) (nullable) */
  char *post_id;        /* (owned) (nullable): where it was used */
} XuSandboxMedia;

/**
 * xu_sandbox_media_new:
 * @id: media id
 * @owner: user id
 * @type: media_type
 * @category: (nullable): media_category; %NULL: the one that fits @type
 * @total_bytes: as announced
 * @message: (out) (transfer full): what does not fit together
 *
 * Returns: (transfer full) (nullable): a media without segments
 */
XuSandboxMedia *xu_sandbox_media_new (const char *id,
                                      const char *owner,
                                      const char *type,
                                      const char *category,
                                      guint64 total_bytes,
                                      char **message);

/**
 * xu_sandbox_media_get_types:
 *
 * Returns: (transfer none): every media_type that X takes
 */
const char *const *xu_sandbox_media_get_types (void);

/**
 * xu_sandbox_media_get_categories:
 *
 * Returns: (transfer none): every media_category that X takes
 */
const char *const *xu_sandbox_media_get_categories (void);

/**
 * xu_sandbox_media_get_key:
 * @self: a media
 *
 * Returns: (transfer full): its media_key: digits of its category, underscore, id
 */
char *xu_sandbox_media_get_key (const XuSandboxMedia *self);

/**
 * xu_sandbox_media_get_segment_path:
 * @self: a media that keeps its bytes
 * @index: segment
 *
 * Returns: (transfer full): where the segment lies
 */
char *xu_sandbox_media_get_segment_path (const XuSandboxMedia *self, guint index);

/**
 * xu_sandbox_media_count_segments:
 * @self: a media
 * @bytes: (out) (optional): the sum of their sizes
 *
 * Returns: how many segments are here
 */
guint xu_sandbox_media_count_segments (const XuSandboxMedia *self, guint64 *bytes);

/**
 * xu_sandbox_media_is_complete:
 * @self: a media
 *
 * Returns: %TRUE when the segments have no gap and add up to the announced size
 */
gboolean xu_sandbox_media_is_complete (const XuSandboxMedia *self);

/**
 * xu_sandbox_media_get_state:
 * @self: a media
 * @now_us: the time
 *
 * Returns: how far it is
 */
XuSandboxMediaState xu_sandbox_media_get_state (const XuSandboxMedia *self, gint64 now_us);

/**
 * xu_sandbox_media_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): X's word for it
 */
const char *xu_sandbox_media_state_to_string (XuSandboxMediaState state);

/**
 * xu_sandbox_media_add_processing:
 * @self: a finalized media
 * @builder: inside the object `data`
 * @now_us: the time
 *
 * Adds `processing_info`, unless the media needed no processing.
 */
void
xu_sandbox_media_add_processing (const XuSandboxMedia *self, JsonBuilder *builder, gint64 now_us);

void xu_sandbox_media_free (XuSandboxMedia *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxMedia, xu_sandbox_media_free)

G_END_DECLS
