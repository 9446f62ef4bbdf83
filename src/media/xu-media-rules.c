/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's rules for the files of a post, as a pure function. */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-media-rules.h"

#include "xu-quantity.h"

/* X says "MB" and leaves open which. A limit that blocks is read as the larger one, and so is the
 * one that warns: X decides about what lies between. */
#define IMAGE_MAX   (5 * XU_MIB)
#define GIF_MAX     (15 * XU_MIB)
#define VIDEO_MAX   (16 * XU_GIB) /* of `total_bytes`, for anybody */
#define VIDEO_LARGE (512 * XU_MIB)
#define IMAGES_MAX  4

void
xu_finding_free (XuFinding *finding)
{
  g_return_if_fail (finding != NULL);

  g_free (finding->detail);
  g_free (finding);
}

/* Takes @detail. */
static void
add_finding (GPtrArray *findings, XuMediaRule rule, gssize file, guint64 limit, char *detail)
{
  g_assert (findings != NULL && file >= -1);

  XuFinding *finding = g_new0 (XuFinding, 1);

  finding->rule = rule;
  finding->severity = rule == XU_MEDIA_RULE_LARGE ? XU_SEVERITY_WARNING : XU_SEVERITY_BLOCKS;
  finding->file = file;
  finding->limit = limit;
  finding->detail = detail;
  g_ptr_array_add (findings, finding);
}

/* Returns: 0 where no limit is known */
static guint64
get_limit (XuMediaKind kind)
{
  switch (kind)
    {
    case XU_MEDIA_KIND_VIDEO:
      return VIDEO_MAX;
    case XU_MEDIA_KIND_GIF:
      return GIF_MAX;
    case XU_MEDIA_KIND_IMAGE:
      return IMAGE_MAX;
    case XU_MEDIA_KIND_SUBTITLES:
    case XU_MEDIA_KIND_OTHER:
    default:
      return 0;
    }
}

static gboolean
is_too_large (const XuMediaFacts *facts)
{
  guint64 limit = get_limit (facts->type->kind);

  return limit > 0 && facts->size > limit;
}

/* The first that applies: an empty file has no type, and limits are those of accepted types. */
static void
check_blocking (GPtrArray *findings, const XuMediaFacts *facts, gssize file)
{
  if (facts->size == 0)
    add_finding (findings, XU_MEDIA_RULE_EMPTY, file, 0, NULL);
  else if (!facts->type->is_accepted)
    add_finding (findings, XU_MEDIA_RULE_TYPE, file, 0,
                 g_strdup_printf ("%s (%s)", facts->type->name, facts->type->mime));
  else if (facts->type->kind == XU_MEDIA_KIND_SUBTITLES)
    add_finding (findings, XU_MEDIA_RULE_COMBINATION, file, 0,
                 g_strdup ("subtitles are no file of a post by themselves"));
  else if (is_too_large (facts))
    add_finding (findings, XU_MEDIA_RULE_TOO_LARGE, file, get_limit (facts->type->kind),
                 g_strdup_printf ("%" G_GUINT64_FORMAT " bytes", facts->size));
}

static void
check_combination (GPtrArray *findings, const XuMediaFacts *facts, gsize n_files)
{
  gsize n_moving = 0, n_images = 0;

  for (gsize i = 0; i < n_files; i++)
    {
      XuMediaKind kind = facts[i].type->kind;

      n_moving += kind == XU_MEDIA_KIND_VIDEO || kind == XU_MEDIA_KIND_GIF;
      n_images += kind == XU_MEDIA_KIND_IMAGE;
    }

  if (n_moving > 1 || (n_moving == 1 && n_images > 0) || n_images > IMAGES_MAX)
    add_finding (findings, XU_MEDIA_RULE_COMBINATION, -1, 0,
                 g_strdup_printf ("%" G_GSIZE_FORMAT " videos or GIFs, %" G_GSIZE_FORMAT " images",
                                  n_moving, n_images));
}

static void
check_large (GPtrArray *findings, const XuMediaFacts *facts, gssize file)
{
  gboolean is_large = facts->type->is_accepted && facts->type->kind == XU_MEDIA_KIND_VIDEO
                      && facts->size > VIDEO_LARGE;

  if (is_large && !is_too_large (facts))
    add_finding (findings, XU_MEDIA_RULE_LARGE, file, VIDEO_LARGE,
                 g_strdup_printf ("%" G_GUINT64_FORMAT " bytes", facts->size));
}

GPtrArray *
xu_media_rules_check (const XuMediaFacts *facts, gsize n_files)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_finding_free);

  g_return_val_if_fail (facts != NULL && n_files >= 1, findings);

  for (gsize i = 0; i < n_files; i++)
    check_blocking (findings, &facts[i], (gssize) i);

  check_combination (findings, facts, n_files);

  for (gsize i = 0; i < n_files; i++)
    check_large (findings, &facts[i], (gssize) i);

  return findings;
}

const char *
xu_media_rule_to_string (XuMediaRule rule)
{
  static const char *const names[] = {
    [XU_MEDIA_RULE_UNREADABLE] = "unreadable",
    [XU_MEDIA_RULE_EMPTY] = "empty",
    [XU_MEDIA_RULE_TYPE] = "type",
    [XU_MEDIA_RULE_TOO_LARGE] = "too-large",
    [XU_MEDIA_RULE_LARGE] = "large",
    [XU_MEDIA_RULE_COMBINATION] = "combination",
    [XU_MEDIA_RULE_SUBTITLES] = "subtitles",
  };

  g_return_val_if_fail ((gsize) rule < G_N_ELEMENTS (names), NULL);

  return names[rule];
}
