/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One post. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *id;         /* (owned) */
  char *owner;      /* (owned): user id */
  char *text;       /* (owned): may be empty */
  char *request;    /* (owned): the body that made it, JSON */
  char **media_ids; /* (owned): possibly none, never NULL */
  gint64 created_us;
} XuSandboxPost;

/**
 * xu_sandbox_post_new_from_json:
 * @saved: what xu_sandbox_post_save() wrote
 *
 * Returns: (transfer full) (nullable): the post; %NULL when @saved is damaged
 */
XuSandboxPost *xu_sandbox_post_new_from_json (JsonObject *saved);

/**
 * xu_sandbox_post_save:
 * @self: a post
 * @builder: inside an object
 */
void xu_sandbox_post_save (const XuSandboxPost *self, JsonBuilder *builder);

/**
 * xu_sandbox_post_format_time:
 * @time_us: microseconds since 1970
 *
 * Returns: (transfer full): the time as X writes it, UTC with milliseconds
 */
char *xu_sandbox_post_format_time (gint64 time_us);

void xu_sandbox_post_free (XuSandboxPost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxPost, xu_sandbox_post_free)

G_END_DECLS
