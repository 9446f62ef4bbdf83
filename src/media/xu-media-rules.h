/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-media-type.h"

G_BEGIN_DECLS

/**
 * XuMediaRule:
 *
 * Every rule of X that we look at before anything is sent. `check` names them; each has its
 * sentence and its remedy in the fronts.
 */
typedef enum
{
  XU_MEDIA_RULE_UNREADABLE,  /* the file cannot be opened; no finding of xu_media_rules_check() */
  XU_MEDIA_RULE_EMPTY,       /* no bytes */
  XU_MEDIA_RULE_TYPE,        /* X does not take this type */
  XU_MEDIA_RULE_TOO_LARGE,   /* more than X takes of this kind */
  XU_MEDIA_RULE_LARGE,       /* more than is documented for everybody; subscribers may */
  XU_MEDIA_RULE_COMBINATION, /* these files cannot be one post */
  XU_MEDIA_RULE_SUBTITLES,   /* the subtitles are malformed; see xu_subtitles_validate() */
} XuMediaRule;

typedef enum
{
  XU_SEVERITY_WARNING,
  XU_SEVERITY_BLOCKS,
} XuSeverity;

/**
 * XuFinding:
 *
 * One thing that `check` found about one file (or, for a combination, about all).
 */
typedef struct
{
  XuMediaRule rule;
  XuSeverity severity;
  gssize file;   /* index of the file; -1: all of them together */
  guint64 limit; /* bytes, where the rule has a limit; else 0 */
  char *detail;  /* (owned) (nullable): technical detail, English; "line 12: no arrow" */
} XuFinding;

void xu_finding_free (XuFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuFinding, xu_finding_free)

/**
 * XuMediaFacts:
 *
 * What the rules look at.
 */
typedef struct
{
  const XuMediaType *type;
  guint64 size; /* bytes */
} XuMediaFacts;

/**
 * xu_media_rules_check:
 * @facts: (array length=n_files): the files of one post, in order
 * @n_files: how many, at least 1
 *
 * One call is one post: one video, or one GIF, or one to four images. Subtitles accompany a video
 * and are none of its files: as one of @facts each is a %XU_MEDIA_RULE_COMBINATION with its index.
 * Pure. The limits:
 * https://docs.x.com/x-api/media/quickstart/best-practices.
 *
 * Returns: (transfer full) (element-type XuFinding): what was found, blocking findings first;
 *   empty: all is well
 */
GPtrArray *xu_media_rules_check (const XuMediaFacts *facts, gsize n_files);

/**
 * xu_media_rule_to_string:
 * @rule: a rule
 *
 * Returns: (transfer none): its stable name, "too-large": `findings[].rule` of the JSON Lines
 */
const char *xu_media_rule_to_string (XuMediaRule rule);

G_END_DECLS
