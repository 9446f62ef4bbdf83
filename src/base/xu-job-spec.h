/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * XuPostIntent:
 * @XU_POST_INTENT_NONE: stop when the media are ready
 * @XU_POST_INTENT_POST: a post
 * @XU_POST_INTENT_DRAFT: the user still writes: the files go up, and nothing else is done
 *
 * What is to become of the files.
 */
typedef enum
{
  XU_POST_INTENT_NONE,
  XU_POST_INTENT_POST,
  XU_POST_INTENT_DRAFT,
} XuPostIntent;

GType xu_post_intent_get_type (void);
#define XU_TYPE_POST_INTENT (xu_post_intent_get_type ())

/**
 * XuJobSpec:
 *
 * What a user asks for: one post and its files. Immutable once shared, counted atomically, so that
 * it crosses threads; plain data that fronts, engine and upload all speak of, hence in `base`.
 */
typedef struct
{
  char **paths; /* (owned) (array zero-terminated=1) (element-type filename): one video or GIF, or 1
                   to 4 images */
  char *
      *alt_texts; /* (owned) (nullable) (array zero-terminated=1): one for each path, "" for none */
  char *text;     /* (owned): of the post, may be empty */
  XuPostIntent intent;
  char *subtitles_path;     /* (owned) (nullable) (type filename) */
  char *subtitles_language; /* (owned) (nullable): two letters, "EN" */
  char *cover_path; /* (owned) (nullable) (type filename): an image shown before the video plays */
  char *reply_settings; /* (owned) (nullable): following, mentionedUsers, subscribers, verified;
                           NULL: everyone */
  gboolean made_with_ai;
  gboolean paid_partnership;
} XuJobSpec;

#define XU_TYPE_JOB_SPEC (xu_job_spec_get_type ())
GType xu_job_spec_get_type (void);

/**
 * xu_job_spec_new:
 * @paths: (array zero-terminated=1) (element-type filename): the files
 * @text: (nullable): text of the post
 *
 * Returns: (transfer full): a spec that wants a post; fill in the rest before sharing it
 */
XuJobSpec *xu_job_spec_new (const char *const *paths, const char *text);

XuJobSpec *xu_job_spec_ref (XuJobSpec *spec);
void xu_job_spec_unref (XuJobSpec *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobSpec, xu_job_spec_unref)

/**
 * xu_job_spec_copy:
 * @spec: a spec
 *
 * Returns: (transfer full): a spec of its own with the same content, to be changed before it is
 * shared
 */
XuJobSpec *xu_job_spec_copy (const XuJobSpec *spec);

/**
 * xu_job_spec_equal:
 * @a: a spec
 * @b: another one
 *
 * Returns: %TRUE when both ask for the same; an alt text that is not given and an empty one are the
 * same
 */
gboolean xu_job_spec_equal (const XuJobSpec *a, const XuJobSpec *b);

/**
 * xu_job_spec_get_alt_text:
 * @spec: a spec
 * @file: index of one of its paths
 *
 * Returns: (transfer none): its alt text, empty where none is given
 */
const char *xu_job_spec_get_alt_text (const XuJobSpec *spec, gsize file);

/**
 * xu_job_spec_dup_item_paths:
 * @spec: a spec
 *
 * Returns: (transfer container) (array zero-terminated=1) (element-type filename): all files, as
 * items are numbered everywhere: those of the post, then subtitles, then cover; valid as long as
 * @spec
 */
const char **xu_job_spec_dup_item_paths (const XuJobSpec *spec);

G_END_DECLS
