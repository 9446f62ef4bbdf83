/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs, items and uploads to and from rows. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-private.h"

#include <string.h>

#include "xu-error.h"
#include "xu-job-record-private.h"
#include "xu-journal-row.h"
#include "xu-upload-record-private.h"

/* Values of a row that its checksum covers. */
enum
{
  N_JOB_VALUES = 22,
  N_ITEM_VALUES = 10,
  N_UPLOAD_VALUES = 8,
};

typedef enum
{
  ROLE_FILE,
  ROLE_SUBTITLES,
  ROLE_COVER,
} Role;

/* These names are on disk: they never change. */
static const char *const outcome_names[] = {
  [XU_JOB_OUTCOME_NONE] = "none",           [XU_JOB_OUTCOME_READY] = "ready",
  [XU_JOB_OUTCOME_POSTED] = "posted",       [XU_JOB_OUTCOME_FAILED] = "failed",
  [XU_JOB_OUTCOME_CANCELLED] = "cancelled",
};

static const char *const post_names[] = {
  [XU_POST_RECORD_NONE] = "none",
  [XU_POST_RECORD_POSTING] = "posting",
  [XU_POST_RECORD_POSTED] = "posted",
};

static const char *const part_names[] = {
  [XU_ERROR_PART_NONE] = "none",
  [XU_ERROR_PART_ALT_TEXT] = "alt-text",
  [XU_ERROR_PART_SUBTITLES] = "subtitles",
  [XU_ERROR_PART_COVER] = "cover",
};

static const char *const role_names[] = {
  [ROLE_FILE] = "file",
  [ROLE_SUBTITLES] = "subtitles",
  [ROLE_COVER] = "cover",
};

static const char *const state_names[] = {
  [XU_UPLOAD_RECORD_NEW] = "new",
  [XU_UPLOAD_RECORD_APPENDING] = "appending",
  [XU_UPLOAD_RECORD_FINALIZING] = "finalizing",
  [XU_UPLOAD_RECORD_PROCESSING] = "processing",
  [XU_UPLOAD_RECORD_READY] = "ready",
};

/* These numbers are on disk: they never change. They are what the column was before there were
 * drafts. */
static const int intent_numbers[] = {
  [XU_POST_INTENT_NONE] = 0,
  [XU_POST_INTENT_POST] = 1,
  [XU_POST_INTENT_DRAFT] = 2,
};

/* An id of X's that becomes part of requests. */
static gboolean
is_id_or_null (const char *text)
{
  if (text == NULL)
    return TRUE;

  gsize length = strspn (text, "0123456789");

  return length >= 1 && length <= 19 && text[length] == '\0';
}

static Role
get_role (const XuJobSpec *spec, guint item)
{
  if (item < g_strv_length (spec->paths))
    return ROLE_FILE;

  return item == g_strv_length (spec->paths) && spec->subtitles_path != NULL ? ROLE_SUBTITLES
                                                                             : ROLE_COVER;
}

static gboolean
is_job_sound (const XuJobRecord *record)
{
  return record->id != NULL && *record->id != '\0' && record->server != NULL
         && is_id_or_null (record->post_id)
         && (record->error != NULL || record->outcome != XU_JOB_OUTCOME_FAILED);
}

static gboolean
is_item_sound (const XuItemRecord *item)
{
  return xu_upload_record_is_sound (&item->upload) && is_id_or_null (item->upload.media_id);
}

gboolean
xu_journal_check_job (const XuJobRecord *record, GError **error)
{
  g_assert (record != NULL);

  g_autofree const char **paths = xu_job_spec_dup_item_paths (record->spec);
  gboolean is_sound = is_job_sound (record) && *record->spec->paths != NULL
                      && record->items->len == g_strv_length ((char **) paths)
                      && (guint) record->outcome < G_N_ELEMENTS (outcome_names)
                      && (guint) record->post < G_N_ELEMENTS (post_names)
                      && (guint) record->spec->intent < G_N_ELEMENTS (intent_numbers)
                      && (record->error == NULL || record->error->domain == XU_ERROR);

  for (guint i = 0; is_sound && i < record->items->len; i++)
    is_sound = is_item_sound (xu_job_record_get_item (record, i));

  if (!is_sound)
    xu_error_set (error, XU_ERROR_INTERNAL, "journal: the record of job %s contradicts itself",
                  record->id);
  return is_sound;
}

/* An error's words may hold what a server or a file's name had in them. */
static void
write_foreign_text (XuRowWriter *writer, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  xu_row_write_text (writer, valid);
}

static void
write_error (XuRowWriter *writer, const GError *error)
{
  const char *code = error != NULL ? xu_error_code_to_string ((XuErrorCode) error->code) : NULL;

  xu_row_write_text (writer, code);
  write_foreign_text (writer, error != NULL ? error->message : NULL);
  write_foreign_text (writer, xu_error_get_reason (error));
  xu_row_write_int (writer, xu_error_get_http_status (error));
  xu_row_write_text (writer, part_names[xu_error_get_part (error)]);
}

int
xu_journal_bind_job (sqlite3_stmt *statement, const XuJobRecord *record, gint64 changed_at)
{
  const XuJobSpec *spec = record->spec;
  XuRowWriter writer;

  xu_row_writer_begin (&writer, statement);
  xu_row_write_text (&writer, record->id);
  xu_row_write_int (&writer, record->number == 0 ? changed_at : record->created_at);
  xu_row_write_int (&writer, changed_at);
  xu_row_write_text (&writer, record->server);
  xu_row_write_text (&writer, record->user_id);
  xu_row_write_text (&writer, record->credentials);
  xu_row_write_text (&writer, spec->text);
  xu_row_write_int (&writer, intent_numbers[spec->intent]);
  xu_row_write_text (&writer, spec->subtitles_language);
  xu_row_write_text (&writer, spec->reply_settings);
  xu_row_write_int (&writer, spec->made_with_ai != FALSE);
  xu_row_write_int (&writer, spec->paid_partnership != FALSE);
  xu_row_write_text (&writer, outcome_names[record->outcome]);
  xu_row_write_int (&writer, record->is_paused != FALSE);
  xu_row_write_text (&writer, post_names[record->post]);
  xu_row_write_text (&writer, record->post_id);
  xu_row_write_int (&writer, record->is_deleted != FALSE);
  write_error (&writer, record->error);
  g_assert (writer.next == N_JOB_VALUES + 1);

  return xu_row_writer_end (&writer);
}

int
xu_journal_bind_item (sqlite3_stmt *statement, const XuJobRecord *record, guint item)
{
  const XuItemRecord *facts = xu_job_record_get_item (record, item);
  g_autofree const char **paths = xu_job_spec_dup_item_paths (record->spec);
  Role role = get_role (record->spec, item);
  gboolean has_alt_text = role == ROLE_FILE && record->spec->alt_texts != NULL;
  XuRowWriter writer;

  xu_row_writer_begin (&writer, statement);
  xu_row_write_int (&writer, record->number);
  xu_row_write_int (&writer, item);
  xu_row_write_text (&writer, role_names[role]);
  xu_row_write_bytes (&writer, paths[item], strlen (paths[item]));
  xu_row_write_text (&writer, has_alt_text ? record->spec->alt_texts[item] : NULL);
  xu_row_write_int (&writer, (gint64) facts->size);
  xu_row_write_int (&writer, facts->modified_us);
  xu_row_write_text (&writer, facts->fingerprint);
  xu_row_write_text (&writer, facts->media_type);
  xu_row_write_int (&writer, facts->is_described != FALSE);
  g_assert (writer.next == N_ITEM_VALUES + 1);

  return xu_row_writer_end (&writer);
}

int
xu_journal_bind_upload (sqlite3_stmt *statement, const XuJobRecord *record, guint item)
{
  const XuUploadRecord *upload = &xu_job_record_get_item (record, item)->upload;
  g_autofree char *cuts = xu_upload_record_format_cuts (upload);
  XuRowWriter writer;

  xu_row_writer_begin (&writer, statement);
  xu_row_write_int (&writer, record->number);
  xu_row_write_int (&writer, item);
  xu_row_write_text (&writer, state_names[upload->state]);
  xu_row_write_text (&writer, upload->media_id);
  xu_row_write_int (&writer, upload->expires_at);
  xu_row_write_text (&writer, cuts);
  xu_row_write_int (&writer, upload->sent_below);
  xu_row_write_bytes (&writer, upload->acknowledged, sizeof upload->acknowledged);
  g_assert (writer.next == N_UPLOAD_VALUES + 1);

  return xu_row_writer_end (&writer);
}

/* Puts the path into the spec, at the end of those of its role. */
static void
take_path (XuJobSpec *spec, GPtrArray *paths, Role role, char *path, XuRowReader *reader)
{
  gboolean is_in_order
      = spec->cover_path == NULL && (spec->subtitles_path == NULL || role == ROLE_COVER);

  if (path == NULL || !is_in_order)
    {
      reader->is_sound = FALSE;
      g_free (path);
      return;
    }

  switch (role)
    {
    case ROLE_FILE:
      g_ptr_array_add (paths, path);
      break;
    case ROLE_SUBTITLES:
      spec->subtitles_path = path;
      break;
    case ROLE_COVER:
    default:
      spec->cover_path = path;
      break;
    }
}

static void
read_upload (XuRowReader *reader, gint64 number, guint position, XuUploadRecord *upload)
{
  xu_row_read_int (reader, number, number);
  xu_row_read_int (reader, position, position);
  upload->state
      = (XuUploadRecordState) xu_row_read_name (reader, state_names, G_N_ELEMENTS (state_names));
  upload->media_id = xu_row_read_text (reader);
  upload->expires_at = xu_row_read_int (reader, G_MININT64, G_MAXINT64);

  g_autofree char *cuts = xu_row_read_text (reader);

  if (cuts == NULL || !xu_upload_record_parse_cuts (upload, cuts))
    reader->is_sound = FALSE;
  upload->sent_below = (guint) xu_row_read_int (reader, 0, G_MAXINT);
  xu_row_read_bytes (reader, upload->acknowledged, sizeof upload->acknowledged);
}

/* Returns: whether the row makes sense */
static gboolean
read_item (sqlite3_stmt *statement, XuJobRecord *record, GPtrArray *paths, GPtrArray *alt_texts)
{
  guint position = record->items->len;
  XuItemRecord *item = xu_job_record_add_item (record);
  XuRowReader reader, upload_reader;

  xu_row_reader_init (&reader, statement, 0, N_ITEM_VALUES);
  xu_row_read_int (&reader, record->number, record->number);
  xu_row_read_int (&reader, position, position);

  Role role = (Role) xu_row_read_name (&reader, role_names, G_N_ELEMENTS (role_names));

  take_path (record->spec, paths, role, xu_row_read_path (&reader), &reader);

  g_autofree char *alt_text = xu_row_read_text (&reader);

  if (alt_text != NULL)
    g_ptr_array_add (alt_texts, g_steal_pointer (&alt_text));
  item->size = (guint64) xu_row_read_int (&reader, 0, G_MAXINT64);
  item->modified_us = xu_row_read_int (&reader, G_MININT64, G_MAXINT64);
  item->fingerprint = xu_row_read_text (&reader);
  item->media_type = xu_row_read_text (&reader);
  item->is_described = xu_row_read_int (&reader, 0, 1) != 0;

  xu_row_reader_init (&upload_reader, statement, N_ITEM_VALUES + 1, N_UPLOAD_VALUES);
  read_upload (&upload_reader, record->number, position, &item->upload);

  return reader.is_sound && upload_reader.is_sound && is_item_sound (item);
}

/* An array that owns strings becomes one that ends in NULL. */
static char **
end_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  g_ptr_array_set_free_func (strings, NULL);

  return (char **) g_ptr_array_free (strings, FALSE);
}

/* Reads the items of a job whose spec has no files yet. Returns: whether they make sense */
static gboolean
read_items (XuJournal *journal, XuJobRecord *record, GError **error)
{
  sqlite3_stmt *statement = xu_journal_get_statement (journal, XU_STATEMENT_LIST_ITEMS);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) alt_texts = g_ptr_array_new_with_free_func (g_free);
  gboolean is_sound = TRUE;
  GError *local = NULL;

  sqlite3_bind_int64 (statement, 1, record->number);
  while (xu_journal_next_row (journal, XU_STATEMENT_LIST_ITEMS, &local))
    is_sound = read_item (statement, record, paths, alt_texts) && is_sound;
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }

  /* All files have an alt text, if only an empty one, or none has. */
  if (!is_sound || paths->len == 0 || (alt_texts->len != 0 && alt_texts->len != paths->len))
    return FALSE;

  g_strfreev (record->spec->paths);
  record->spec->paths = end_strings (g_steal_pointer (&paths));
  if (alt_texts->len > 0)
    record->spec->alt_texts = end_strings (g_steal_pointer (&alt_texts));
  return TRUE;
}

static GError *
read_error (XuRowReader *reader)
{
  g_autofree char *name = xu_row_read_text (reader);
  g_autofree char *detail = xu_row_read_text (reader);
  g_autofree char *reason = xu_row_read_text (reader);
  guint http_status = (guint) xu_row_read_int (reader, 0, 999);
  XuErrorPart part = (XuErrorPart) xu_row_read_name (reader, part_names, G_N_ELEMENTS (part_names));
  XuErrorCode code = XU_ERROR_INTERNAL;

  if (name == NULL)
    return NULL;

  /* A newer version may have had more to say. */
  if (!xu_error_code_from_string (name, &code))
    g_debug ("no error code is called %s", name);

  GError *error = xu_error_new (code, "%s", detail != NULL ? detail : "");

  xu_error_set_reason (error, reason);
  xu_error_set_http (error, http_status, -1);
  xu_error_set_part (error, part);
  return error;
}

static XuPostIntent
read_intent (XuRowReader *reader)
{
  gint64 number = xu_row_read_int (reader, 0, G_N_ELEMENTS (intent_numbers) - 1);
  XuPostIntent intent = XU_POST_INTENT_NONE;

  while (intent_numbers[intent] != number)
    intent++;

  return intent;
}

static void
read_spec_options (XuRowReader *reader, XuJobSpec *spec)
{
  g_free (spec->text);
  spec->text = xu_row_read_text (reader);
  spec->intent = read_intent (reader);
  spec->subtitles_language = xu_row_read_text (reader);
  spec->reply_settings = xu_row_read_text (reader);
  spec->made_with_ai = xu_row_read_int (reader, 0, 1) != 0;
  spec->paid_partnership = xu_row_read_int (reader, 0, 1) != 0;
  reader->is_sound = reader->is_sound && spec->text != NULL;
}

static void
read_progress (XuRowReader *reader, XuJobRecord *record)
{
  record->outcome
      = (XuJobOutcome) xu_row_read_name (reader, outcome_names, G_N_ELEMENTS (outcome_names));
  record->is_paused = xu_row_read_int (reader, 0, 1) != 0;
  record->post = (XuPostRecord) xu_row_read_name (reader, post_names, G_N_ELEMENTS (post_names));
  record->post_id = xu_row_read_text (reader);
  record->is_deleted = xu_row_read_int (reader, 0, 1) != 0;
  record->error = read_error (reader);
}

XuJobRecord *
xu_journal_read_job (XuJournal *journal, XuStatement id, GError **error)
{
  static const char *const no_paths[] = { NULL };
  sqlite3_stmt *statement = xu_journal_get_statement (journal, id);
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (no_paths, NULL);
  g_autoptr (XuJobRecord) record = xu_job_record_new ("", "", spec);
  XuRowReader reader;

  record->number = sqlite3_column_int64 (statement, N_JOB_VALUES + 1);

  xu_row_reader_init (&reader, statement, 0, N_JOB_VALUES);
  g_free (record->id);
  record->id = xu_row_read_text (&reader);
  record->created_at = xu_row_read_int (&reader, G_MININT64, G_MAXINT64);
  record->changed_at = xu_row_read_int (&reader, G_MININT64, G_MAXINT64);
  g_free (record->server);
  record->server = xu_row_read_text (&reader);
  record->user_id = xu_row_read_text (&reader);
  record->credentials = xu_row_read_text (&reader);
  read_spec_options (&reader, spec);
  read_progress (&reader, record);

  if (reader.is_sound && record->number > 0 && is_job_sound (record)
      && read_items (journal, record, error))
    return g_steal_pointer (&record);

  g_debug ("job %" G_GINT64_FORMAT " is damaged", record->number);
  return NULL;
}
