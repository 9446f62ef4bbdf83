/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One append while its body arrives. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-append.h"

#include "xu-sandbox-multipart.h"
#include "xu-sandbox-schema.h"
#include "xu-sandbox-segment-file.h"

typedef enum
{
  PART_MEDIA,
  PART_INDEX,
  PART_UNKNOWN,
} Part;

struct _XuSandboxAppend
{
  const XuSandboxOptions *options; /* (unowned) */
  XuSandboxMedia *media;           /* (unowned): the state keeps it */
  XuSandboxMultipart *parser;      /* (owned) (nullable): of a multipart body */
  GByteArray *json;                /* (owned) (nullable): a JSON body so far */
  XuSandboxSegmentFile *file;      /* (owned) (nullable): once its bytes begin */
  GString *index_text;             /* (owned) (nullable): once its part begins */
  Part part;                       /* the part that is being read */
  int index;                       /* -1: not known yet */
  gboolean was_alone;
  XuSandboxAnswer *refusal; /* (owned) (nullable): the first thing that was wrong */
};

static const XuSandboxField json_fields[] = {
  { .name = "media", .kind = XU_SANDBOX_FIELD_STRING, TRUE, 1, G_MAXINT64 },
  { .name = "segment_index",
    .kind = XU_SANDBOX_FIELD_INDEX,
    TRUE,
    0,
    XU_SANDBOX_MOST_SEGMENTS - 1 },
  { NULL },
};

static void
refuse (XuSandboxAppend *self, XuSandboxAnswer *answer)
{
  if (self->refusal == NULL)
    self->refusal = answer;
  else
    xu_sandbox_answer_free (answer);
}

static void
refuse_storage (XuSandboxAppend *self, const GError *error)
{
  g_warning ("Cannot keep a segment: %s", error->message);
  refuse (self, xu_sandbox_answer_new_problem (500, "Internal Server Error", NULL,
                                               "Something is broken"));
}

static XuSandboxSegmentFile *
open_file (XuSandboxAppend *self)
{
  static guint serial = 0;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  XuSandboxSegmentFile *file;

  if (self->media->folder != NULL)
    {
      g_autofree char *name = g_strdup_printf ("incoming-%u", serial++);

      path = g_build_filename (self->media->folder, name, NULL);
    }

  file = xu_sandbox_segment_file_new (path, &error);
  if (file == NULL)
    refuse_storage (self, error);
  return file;
}

static void
begin_part_cb (const char *name, gpointer user_data)
{
  XuSandboxAppend *self = user_data;
  gboolean is_again = FALSE;

  self->part = PART_UNKNOWN;
  if (g_str_equal (name, "media"))
    {
      is_again = self->file != NULL;
      self->part = PART_MEDIA;
      if (!is_again)
        self->file = open_file (self);
    }
  else if (g_str_equal (name, "segment_index"))
    {
      is_again = self->index_text != NULL;
      self->part = PART_INDEX;
      if (!is_again)
        self->index_text = g_string_new (NULL);
    }

  if (self->part == PART_UNKNOWN || is_again)
    refuse (self, xu_sandbox_answer_new_invalid (
                      name, NULL,
                      is_again ? "$.%s: is there twice"
                               : "$.%s: is not defined in the schema and the schema does not "
                                 "allow additional properties",
                      name));
}

static void
part_data_cb (const guint8 *bytes, gsize length, gpointer user_data)
{
  XuSandboxAppend *self = user_data;

  if (self->refusal != NULL)
    return;

  if (self->part == PART_MEDIA && self->file != NULL)
    xu_sandbox_segment_file_write (self->file, bytes, length);
  else if (self->part == PART_INDEX && self->index_text->len + length <= 19)
    g_string_append_len (self->index_text, (const char *) bytes, (gssize) length);
  else if (self->part == PART_INDEX)
    refuse (self, xu_sandbox_answer_new_invalid ("segment_index", NULL,
                                                 "$.segment_index: is not a segment index"));
}

static void
end_part_cb (gpointer user_data)
{
  XuSandboxAppend *self = user_data;
  guint64 index;

  if (self->part != PART_INDEX || self->refusal != NULL)
    return;

  if (g_ascii_string_to_unsigned (self->index_text->str, 10, 0, XU_SANDBOX_MOST_SEGMENTS - 1,
                                  &index, NULL))
    self->index = (int) index;
  else
    refuse (self,
            xu_sandbox_answer_new_invalid ("segment_index", self->index_text->str,
                                           "$.segment_index: must have a value between 0 and 999"));
}

static gboolean
is_json_type (const char *content_type)
{
  static const char wanted[] = "application/json";

  return g_ascii_strncasecmp (content_type, wanted, strlen (wanted)) == 0
         && strchr ("; ", content_type[strlen (wanted)]) != NULL;
}

static void
choose_encoding (XuSandboxAppend *self, const char *content_type)
{
  static const XuSandboxMultipartEvents events
      = { .begin = begin_part_cb, .data = part_data_cb, .end = end_part_cb };

  if (is_json_type (content_type))
    self->json = g_byte_array_new ();
  else
    self->parser = xu_sandbox_multipart_new (content_type, &events, self);

  /* The two messages of X's days of change in May and June 2025. */
  if (self->json != NULL && self->options->encoding == XU_SANDBOX_ENCODING_MULTIPART)
    refuse (self, xu_sandbox_answer_new_invalid (NULL, NULL, "Request body is not valid JSON"));
  else if (self->json == NULL
           && (self->parser == NULL || self->options->encoding == XU_SANDBOX_ENCODING_JSON))
    refuse (self,
            xu_sandbox_answer_new_invalid (
                NULL, NULL, "Requests with bodies must have content-type of application/json"));
}

XuSandboxAppend *
xu_sandbox_append_new (const XuSandboxOptions *options,
                       XuSandboxMedia *media,
                       const char *content_type)
{
  XuSandboxAppend *self;

  g_return_val_if_fail (options != NULL && media != NULL, NULL);

  self = g_new0 (XuSandboxAppend, 1);
  self->options = options;
  self->media = media;
  self->index = -1;
  self->was_alone = media->n_in_flight == 0;
  media->n_in_flight++;
  choose_encoding (self, content_type != NULL ? content_type : "");

  return self;
}

void
xu_sandbox_append_feed (XuSandboxAppend *self, const guint8 *bytes, gsize length)
{
  g_return_if_fail (self != NULL);

  if (self->refusal != NULL)
    return;

  if (self->parser != NULL)
    xu_sandbox_multipart_feed (self->parser, bytes, length);
  else if (self->json->len + length <= self->options->most_segment_bytes)
    g_byte_array_append (self->json, bytes, (guint) length);
}

int
xu_sandbox_append_get_index (XuSandboxAppend *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->index;
}

static gboolean
is_base64 (const char *text, gsize length)
{
  gsize used = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  return length % 4 == 0 && length - used <= 2 && strspn (text + used, "=") == length - used;
}

static void
read_json (XuSandboxAppend *self)
{
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->json));
  g_autofree char *message = NULL;
  g_autoptr (JsonNode) root = xu_sandbox_schema_parse (body, &message);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;

  if (object == NULL || !xu_sandbox_schema_check (json_fields, object, "$", &message))
    {
      refuse (self, xu_sandbox_answer_new_invalid (NULL, NULL, "%s", message));
      return;
    }

  const char *media = json_object_get_string_member (object, "media");
  JsonNode *index = json_object_get_member (object, "segment_index");

  self->index = json_node_get_value_type (index) == G_TYPE_STRING
                    ? (int) g_ascii_strtoll (json_node_get_string (index), NULL, 10)
                    : (int) json_node_get_int (index);
  if (!is_base64 (media, strlen (media)))
    {
      refuse (self, xu_sandbox_answer_new_invalid ("media", NULL, "$.media: is not base64"));
      return;
    }

  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (media, &length);

  self->file = open_file (self);
  if (self->file != NULL)
    xu_sandbox_segment_file_write (self->file, bytes, length);
}

static void
check_parts (XuSandboxAppend *self)
{
  if (self->parser != NULL && !xu_sandbox_multipart_is_complete (self->parser))
    refuse (self, xu_sandbox_answer_new_invalid (NULL, NULL,
                                                 "Request body is not valid multipart/form-data"));
  else if (self->index < 0)
    refuse (self, xu_sandbox_answer_new_invalid ("segment_index", NULL,
                                                 "$.segment_index: is missing but it is required"));
  else if (self->file == NULL || xu_sandbox_segment_file_get_length (self->file) == 0)
    refuse (self, xu_sandbox_answer_new_invalid ("media", NULL,
                                                 "$.media: is missing but it is required"));
  else if (self->media->finalized_us != 0)
    refuse (self, xu_sandbox_answer_new_invalid ("id", self->media->id,
                                                 "This media has been finalized already"));
}

static void
check_sequence (XuSandboxAppend *self)
{
  guint n = xu_sandbox_media_count_segments (self->media, NULL);

  if (self->was_alone && self->index <= (int) n)
    return;

  refuse (self, xu_sandbox_answer_new_invalid (
                    "segment_index", NULL,
                    "Segments must be uploaded one after another in the order of segment_index"));
}

static XuSandboxAnswer *
keep_segment (XuSandboxAppend *self)
{
  XuSandboxMedia *media = self->media;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (media->folder != NULL)
    path = xu_sandbox_media_get_segment_path (media, (guint) self->index);
  if (!xu_sandbox_segment_file_commit (self->file, path, &error))
    {
      refuse_storage (self, error);
      return g_steal_pointer (&self->refusal);
    }

  media->segments[self->index] = xu_sandbox_segment_file_get_length (self->file);
  media->n_appends++;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "expires_at");
  json_builder_add_int_value (builder, media->expires_us / G_USEC_PER_SEC);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return xu_sandbox_answer_new_json (200, builder);
}

void
xu_sandbox_append_end_body (XuSandboxAppend *self)
{
  g_return_if_fail (self != NULL);

  if (self->refusal == NULL && self->json != NULL)
    read_json (self);
}

XuSandboxAnswer *
xu_sandbox_append_finish (XuSandboxAppend *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->refusal == NULL)
    check_parts (self);
  if (self->refusal == NULL && self->options->is_sequential)
    check_sequence (self);
  if (self->refusal != NULL)
    return g_steal_pointer (&self->refusal);

  return keep_segment (self);
}

void
xu_sandbox_append_free (XuSandboxAppend *self)
{
  if (self == NULL)
    return;

  self->media->n_in_flight--;
  xu_sandbox_multipart_free (self->parser);
  g_clear_pointer (&self->json, g_byte_array_unref);
  xu_sandbox_segment_file_free (self->file);
  if (self->index_text != NULL)
    g_string_free (self->index_text, TRUE);
  g_clear_pointer (&self->refusal, xu_sandbox_answer_free);
  g_free (self);
}
