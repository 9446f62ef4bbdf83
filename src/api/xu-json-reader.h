/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuJsonReader:
 *
 * One object of an answer and the path that leads to it. Private to the room: json-glib does not
 * show. A reading function that finds something else than it expects sets %XU_ERROR_BAD_ANSWER with
 * the path ("data.id: not a string of 1 to 19 digits"), never with what the answer holds. A member
 * that is null counts as missing; of two members with one name the last counts.
 */
typedef struct _XuJsonReader XuJsonReader;

/**
 * XuJsonNeed:
 * @XU_JSON_OPTIONAL: a missing member leaves the value as it was
 * @XU_JSON_REQUIRED: a missing member is an error
 */
typedef enum
{
  XU_JSON_OPTIONAL,
  XU_JSON_REQUIRED,
} XuJsonNeed;

/**
 * xu_json_reader_new:
 * @body: an answer
 * @error: return location: %XU_ERROR_BAD_ANSWER when @body is empty, not JSON (RFC 8259), nested
 *   deeper than 64, or anything but an object
 *
 * Returns: (transfer full) (nullable): the answer's outermost object
 */
XuJsonReader *xu_json_reader_new (GBytes *body, GError **error);

void xu_json_reader_free (XuJsonReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJsonReader, xu_json_reader_free)

/**
 * xu_json_reader_has:
 * @self: an object
 * @name: of a member
 *
 * Returns: %TRUE when there is such a member, of whatever type, and it is not null
 */
gboolean xu_json_reader_has (const XuJsonReader *self, const char *name);

/**
 * xu_json_reader_read_object:
 * @value: (out) (transfer full): the member, when it is there
 *
 * Returns: %FALSE with @error set when it is no object, or missing and required
 */
gboolean xu_json_reader_read_object (const XuJsonReader *self,
                                     const char *name,
                                     XuJsonNeed need,
                                     XuJsonReader **value,
                                     GError **error);

/**
 * xu_json_reader_read_objects:
 * @value: (out) (transfer full) (element-type XuJsonReader): the member, when it is there
 *
 * Returns: %FALSE with @error set when it is no array of objects, or missing and required
 */
gboolean xu_json_reader_read_objects (const XuJsonReader *self,
                                      const char *name,
                                      XuJsonNeed need,
                                      GPtrArray **value,
                                      GError **error);

/**
 * xu_json_reader_read_string:
 * @value: (out) (transfer full): the member, when it is there; valid UTF-8
 *
 * Returns: %FALSE with @error set when it is no string, or missing and required
 */
gboolean xu_json_reader_read_string (const XuJsonReader *self,
                                     const char *name,
                                     XuJsonNeed need,
                                     char **value,
                                     GError **error);

/**
 * xu_json_reader_read_strings:
 * @value: (out) (transfer full) (array zero-terminated=1): the member, when it is there
 *
 * Returns: %FALSE with @error set when it is no array of strings, or missing and required
 */
gboolean xu_json_reader_read_strings (const XuJsonReader *self,
                                      const char *name,
                                      XuJsonNeed need,
                                      char ***value,
                                      GError **error);

/**
 * xu_json_reader_read_id:
 * @value: (out) (transfer full): the member; xu_json_reader_is_id() holds
 *
 * Returns: %FALSE with @error set when it is missing or no id
 */
gboolean
xu_json_reader_read_id (const XuJsonReader *self, const char *name, char **value, GError **error);

/**
 * xu_json_reader_read_int:
 * @value: (out): the member, when it is there: any number, fractions cut off, clamped to what fits
 *
 * Returns: %FALSE with @error set when it is no number, or missing and required
 */
gboolean xu_json_reader_read_int (const XuJsonReader *self,
                                  const char *name,
                                  XuJsonNeed need,
                                  gint64 *value,
                                  GError **error);

/**
 * xu_json_reader_read_double:
 * @value: (out): the member, when it is there; may be infinite
 *
 * Returns: %FALSE with @error set when it is no number, or missing and required
 */
gboolean xu_json_reader_read_double (const XuJsonReader *self,
                                     const char *name,
                                     XuJsonNeed need,
                                     double *value,
                                     GError **error);

/**
 * xu_json_reader_read_boolean:
 * @value: (out): the member, when it is there
 *
 * Returns: %FALSE with @error set when it is no boolean, or missing and required
 */
gboolean xu_json_reader_read_boolean (const XuJsonReader *self,
                                      const char *name,
                                      XuJsonNeed need,
                                      gboolean *value,
                                      GError **error);

/**
 * xu_json_reader_is_id:
 * @text: (nullable): a media, post or user id
 *
 * Returns: %TRUE for 1 to 19 digits: nothing else may become part of a path
 */
gboolean xu_json_reader_is_id (const char *text);

G_END_DECLS
