/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every transition of a job that the journal records, each way to be disturbed there, and what is
 * expected of it. */

#include "config.h"

#include "crash-table.h"

const char *const crash_columns[CRASH_N_COLUMNS] = {
  [CRASH_KILLED_BEFORE] = "killed-before",       [CRASH_KILLED_AFTER] = "killed-after",
  [CRASH_KILLED_AT_ANSWER] = "killed-at-answer", [CRASH_CONNECTION_LOST] = "connection-lost",
  [CRASH_POWER_BEFORE] = "power-before",         [CRASH_POWER_AFTER] = "power-after",
  [CRASH_POWER_AT_ANSWER] = "power-at-answer",
};

/* What each record is known by. Asked of all records in order, until one is. */

static const XuUploadRecord *
get_video (const XuJobRecord *record)
{
  return &xu_job_record_get_item (record, 0)->upload;
}

static guint
count_segments (const XuJobRecord *record)
{
  guint n = 0;

  for (guint i = 0; i < get_video (record)->sent_below; i++)
    n += xu_upload_record_get_acknowledged (get_video (record), i) ? 1 : 0;

  return n;
}

static gboolean
is_added (const XuJobRecord *record)
{
  return record->number == 0;
}

static gboolean
is_opened (const XuJobRecord *record)
{
  return xu_job_record_get_item (record, 0)->fingerprint != NULL;
}

static gboolean
has_user (const XuJobRecord *record)
{
  return record->user_id != NULL;
}

static gboolean
is_initialized (const XuJobRecord *record)
{
  return get_video (record)->media_id != NULL;
}

static gboolean
has_first_segment (const XuJobRecord *record)
{
  return count_segments (record) == 1;
}

static gboolean
has_middle_segment (const XuJobRecord *record)
{
  return count_segments (record) == 3;
}

static gboolean
has_last_segment (const XuJobRecord *record)
{
  return count_segments (record) == 5;
}

static gboolean
is_cut_anew (const XuJobRecord *record)
{
  return get_video (record)->cuts->len > 1;
}

static gboolean
is_finalizing (const XuJobRecord *record)
{
  return get_video (record)->state == XU_UPLOAD_RECORD_FINALIZING;
}

static gboolean
is_processing (const XuJobRecord *record)
{
  return get_video (record)->state == XU_UPLOAD_RECORD_PROCESSING;
}

static gboolean
is_ready (const XuJobRecord *record)
{
  return get_video (record)->state == XU_UPLOAD_RECORD_READY;
}

static gboolean
is_described (const XuJobRecord *record)
{
  return xu_job_record_get_item (record, 0)->is_described;
}

static gboolean
has_subtitles (const XuJobRecord *record)
{
  return xu_job_record_get_item (record, 1)->is_described;
}

static gboolean
is_posting (const XuJobRecord *record)
{
  return record->post == XU_POST_RECORD_POSTING;
}

static gboolean
is_posted (const XuJobRecord *record)
{
  return record->post == XU_POST_RECORD_POSTED;
}

static gboolean
has_failed (const XuJobRecord *record)
{
  return record->outcome == XU_JOB_OUTCOME_FAILED;
}

static gboolean
is_cancelled (const XuJobRecord *record)
{
  return record->outcome == XU_JOB_OUTCOME_CANCELLED;
}

static gboolean
is_paused (const XuJobRecord *record)
{
  return record->is_paused;
}

static gboolean
is_resumed (const XuJobRecord *record)
{
  static gboolean was_paused;

  was_paused = was_paused || record->is_paused;
  return was_paused && !record->is_paused;
}

static gboolean
is_confirmed (const XuJobRecord *record)
{
  static gboolean was_posting;

  was_posting = was_posting || record->post == XU_POST_RECORD_POSTING;
  return was_posting && record->post == XU_POST_RECORD_NONE;
}

static gboolean
is_edited (const XuJobRecord *record)
{
  return g_str_equal (record->spec->text, "Once, edited");
}

static gboolean
is_forgotten (const XuJobRecord *record)
{
  static gboolean was_ready;

  was_ready = was_ready || is_ready (record);
  return was_ready && !is_ready (record);
}

/* X's own words for what it refuses. */
static const char duplicate[]
    = "post@1 status=403 body='{\"title\":\"Forbidden\",\"status\":403,\"type\":\"about:blank\","
      "\"detail\":\"You are not allowed to create a Tweet with duplicate content.\"}'";
static const char forgotten[]
    = "post@1 status=400 body='{\"errors\":[{\"message\":\"Your media IDs are invalid.\"}],"
      "\"title\":\"Invalid "
      "Request\",\"type\":\"https://api.twitter.com/2/problems/invalid-request\"}'";

/* clang-format off */
const CrashRow crash_rows[] = {
  /* A cell: the outcome, and how many INITIALIZE and APPEND more than an undisturbed job sends. */
  { .transition = "added", .is_record = is_added,
    .cells = { [CRASH_KILLED_BEFORE]    = { "gone",      0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "gone",      0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 } } },

  { .transition = "opened", .is_record = is_opened,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 } } },

  { .transition = "account-asked", .is_record = has_user,
    .endpoint = XU_ENDPOINT_ME, .nth = 1, .connection_fault = "me@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 0 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 0 } } },

  { .transition = "initialized", .is_record = is_initialized,
    .endpoint = XU_ENDPOINT_INITIALIZE, .nth = 1, .connection_fault = "initialize@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    1, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    1, 0 },
               [CRASH_CONNECTION_LOST]  = { "posted",    1, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    1, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    1, 0 } } },

  /* Acknowledgements are not synced: a power cut may take all of them back. */
  { .transition = "first-segment", .is_record = has_first_segment,
    .endpoint = XU_ENDPOINT_APPEND, .nth = 1, .connection_fault = "append/0@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 1 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 1 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 1 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 1 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 1 } } },

  { .transition = "middle-segment", .is_record = has_middle_segment,
    .endpoint = XU_ENDPOINT_APPEND, .nth = 3, .connection_fault = "append/2@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 1 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 1 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 3 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 3 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 3 } } },

  { .transition = "last-segment", .is_record = has_last_segment,
    .endpoint = XU_ENDPOINT_APPEND, .nth = 5, .connection_fault = "append/4@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 1 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 1 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 5 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 5 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 5 } } },

  /* 128 KiB are there, the next 128 KiB are refused with 413, the rest goes up in 64 KiB. */
  { .transition = "cut-anew", .is_record = is_cut_anew, .fault = "append/1@1 status=413",
    .segment_size = 131072, .endpoint = XU_ENDPOINT_APPEND, .nth = 2,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 1 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 1 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 1 } } },

  { .transition = "finalizing", .is_record = is_finalizing,
    .endpoint = XU_ENDPOINT_FINALIZE, .nth = 1, .connection_fault = "finalize@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 0 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 5 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 0 } } },

  { .transition = "processing", .is_record = is_processing, .processing = "200ms",
    .endpoint = XU_ENDPOINT_STATUS, .nth = 1, .connection_fault = "status@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 0 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 0 } } },

  { .transition = "ready", .is_record = is_ready,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 } } },

  { .transition = "alt-text", .is_record = is_described,
    .endpoint = XU_ENDPOINT_METADATA, .nth = 1, .connection_fault = "metadata@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 0 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 0 } } },

  /* Its record is the one that says "posting" too. */
  { .transition = "subtitles", .is_record = has_subtitles,
    .endpoint = XU_ENDPOINT_SUBTITLES, .nth = 1, .connection_fault = "subtitles@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "asks",      0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "posted",    0, 0 },
               [CRASH_CONNECTION_LOST]  = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "asks",      0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "posted",    0, 0 } } },

  { .transition = "posting", .is_record = is_posting,
    .endpoint = XU_ENDPOINT_CREATE_POST, .nth = 1, .connection_fault = "post@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "asks",      0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "found",     0, 0 },
               [CRASH_CONNECTION_LOST]  = { "found",     0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "asks",      0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "found",     0, 0 } } },

  { .transition = "posted", .is_record = is_posted,
    .cells = { [CRASH_KILLED_BEFORE]    = { "found",     0, 0 },
               [CRASH_KILLED_AFTER]     = { "over",      0, 0 },
               [CRASH_POWER_BEFORE]     = { "found",     0, 0 },
               [CRASH_POWER_AFTER]      = { "over",      0, 0 } } },

  { .transition = "post-refused", .is_record = has_failed, .fault = duplicate,
    .endpoint = XU_ENDPOINT_CREATE_POST, .nth = 1,
    .cells = { [CRASH_KILLED_BEFORE]    = { "asks",      0, 0 },
               [CRASH_KILLED_AFTER]     = { "refused",   0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "asks",      0, 0 },
               [CRASH_POWER_BEFORE]     = { "asks",      0, 0 },
               [CRASH_POWER_AFTER]      = { "refused",   0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "asks",      0, 0 } } },

  { .transition = "looked-and-found", .is_record = is_posted, .fault = "post@1 close=after",
    .endpoint = XU_ENDPOINT_OWN_POSTS, .nth = 1, .connection_fault = "timeline@1 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "found",     0, 0 },
               [CRASH_KILLED_AFTER]     = { "over",      0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "found",     0, 0 },
               [CRASH_CONNECTION_LOST]  = { "found",     0, 0 },
               [CRASH_POWER_BEFORE]     = { "found",     0, 0 },
               [CRASH_POWER_AFTER]      = { "over",      0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "found",     0, 0 } } },

  { .transition = "looked-in-vain", .is_record = has_failed, .fault = "post@1 status=503",
    .endpoint = XU_ENDPOINT_OWN_POSTS, .nth = 3, .connection_fault = "timeline@3 close=after",
    .cells = { [CRASH_KILLED_BEFORE]    = { "asks",      0, 0 },
               [CRASH_KILLED_AFTER]     = { "asked",     0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "asks",      0, 0 },
               [CRASH_CONNECTION_LOST]  = { "asks",      0, 0 },
               [CRASH_POWER_BEFORE]     = { "asks",      0, 0 },
               [CRASH_POWER_AFTER]      = { "asked",     0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "asks",      0, 0 } } },

  { .transition = "confirmed-not-posted", .is_record = is_confirmed, .fault = "post@1 status=503",
    .user = CRASH_USER_CONFIRMS,
    .cells = { [CRASH_KILLED_BEFORE]    = { "asked",     0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_POWER_BEFORE]     = { "asked",     0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 } } },

  { .transition = "media-forgotten", .is_record = is_forgotten, .fault = forgotten,
    .endpoint = XU_ENDPOINT_CREATE_POST, .nth = 1, .initializes = 4, .appends = 12,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 0 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 0 },
               [CRASH_KILLED_AT_ANSWER] = { "asks",      0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 0 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 0 },
               [CRASH_POWER_AT_ANSWER]  = { "asks",      0, 0 } } },

  /* The segment under way is taken back, so it may have to go up once more. */
  { .transition = "paused", .is_record = is_paused, .user = CRASH_USER_PAUSES,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 1 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 5 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 1 } } },

  { .transition = "edited", .is_record = is_edited, .user = CRASH_USER_EDITS,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "edited",    0, 1 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 5 },
               [CRASH_POWER_AFTER]      = { "edited",    0, 1 } } },

  { .transition = "covered", .is_record = is_edited, .user = CRASH_USER_COVERS,
    .initializes = 3, .appends = 7,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "edited",    0, 1 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 5 },
               [CRASH_POWER_AFTER]      = { "edited",    0, 1 } } },

  { .transition = "resumed", .is_record = is_resumed, .user = CRASH_USER_PAUSES_AND_RESUMES,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "posted",    0, 1 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 2 },
               [CRASH_POWER_AFTER]      = { "posted",    0, 1 } } },

  { .transition = "cancelled", .is_record = is_cancelled, .user = CRASH_USER_CANCELS,
    .cells = { [CRASH_KILLED_BEFORE]    = { "posted",    0, 1 },
               [CRASH_KILLED_AFTER]     = { "cancelled", 0, 0 },
               [CRASH_POWER_BEFORE]     = { "posted",    0, 5 },
               [CRASH_POWER_AFTER]      = { "cancelled", 0, 0 } } },
};
/* clang-format on */

const guint n_crash_rows = G_N_ELEMENTS (crash_rows);
