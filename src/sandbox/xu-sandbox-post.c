/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One post. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-post.h"

static const struct
{
  const char *name;
  gsize offset;
} text_fields[] = {
  { "id", G_STRUCT_OFFSET (XuSandboxPost, id) },
  { "owner", G_STRUCT_OFFSET (XuSandboxPost, owner) },
  { "text", G_STRUCT_OFFSET (XuSandboxPost, text) },
  { "request", G_STRUCT_OFFSET (XuSandboxPost, request) },
};

XuSandboxPost *
xu_sandbox_post_new_from_json (JsonObject *saved)
{
  g_autoptr (XuSandboxPost) self = g_new0 (XuSandboxPost, 1);
  const char *ids;

  g_return_val_if_fail (saved != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      const char *text
          = json_object_get_string_member_with_default (saved, text_fields[i].name, NULL);

      if (text == NULL)
        return NULL;
      G_STRUCT_MEMBER (char *, self, text_fields[i].offset) = g_strdup (text);
    }

  ids = json_object_get_string_member_with_default (saved, "media_ids", "");
  self->media_ids = g_strsplit (ids, " ", -1);
  self->created_us = json_object_get_int_member_with_default (saved, "created_us", 0);

  return g_steal_pointer (&self);
}

void
xu_sandbox_post_save (const XuSandboxPost *self, JsonBuilder *builder)
{
  g_autofree char *ids = NULL;

  g_return_if_fail (self != NULL && JSON_IS_BUILDER (builder));

  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      json_builder_set_member_name (builder, text_fields[i].name);
      json_builder_add_string_value (builder,
                                     G_STRUCT_MEMBER (char *, self, text_fields[i].offset));
    }

  ids = g_strjoinv (" ", self->media_ids);
  json_builder_set_member_name (builder, "media_ids");
  json_builder_add_string_value (builder, ids);
  json_builder_set_member_name (builder, "created_us");
  json_builder_add_int_value (builder, self->created_us);
}

char *
xu_sandbox_post_format_time (gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autofree char *seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", seconds, (int) (time_us / 1000 % 1000));
}

void
xu_sandbox_post_free (XuSandboxPost *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    g_free (G_STRUCT_MEMBER (char *, self, text_fields[i].offset));
  g_strfreev (self->media_ids);
  g_free (self);
}
