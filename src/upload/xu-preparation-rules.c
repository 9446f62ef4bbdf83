/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a job held against the rules. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-preparation-private.h"

#include "xu-error.h"

void
xu_preparation_add_finding (XuPreparation *preparation,
                            XuMediaRule rule,
                            gssize file,
                            guint64 limit,
                            char *detail)
{
  XuFinding *finding = g_new0 (XuFinding, 1);

  *finding = (XuFinding){
    .rule = rule, .severity = XU_SEVERITY_BLOCKS, .file = file, .limit = limit, .detail = detail
  };
  g_ptr_array_add (preparation->findings, finding);
}

static void
check_cover (XuPreparation *preparation, gssize cover)
{
  const XuMediaFacts *facts = &preparation->facts[cover];
  g_autoptr (GPtrArray) findings = xu_media_rules_check (facts, 1);

  if (facts->size > 0 && facts->type->kind != XU_MEDIA_KIND_IMAGE)
    {
      xu_preparation_add_finding (
          preparation, XU_MEDIA_RULE_TYPE, cover, 0,
          g_strdup_printf ("%s (%s) as a cover picture", facts->type->name, facts->type->mime));
      return;
    }

  for (guint i = 0; i < findings->len; i++)
    {
      const XuFinding *finding = g_ptr_array_index (findings, i);

      xu_preparation_add_finding (preparation, finding->rule, cover, finding->limit,
                                  g_strdup (finding->detail));
    }
}

/* They belong to one video; the cover is an image like any other. */
void
xu_preparation_check_companions (XuPreparation *preparation,
                                 const XuLook *looks,
                                 gssize subtitles,
                                 gssize cover)
{
  g_assert (preparation != NULL && looks != NULL);

  gboolean has_companions = subtitles >= 0 || cover >= 0;

  if (has_companions && looks[0] != XU_LOOK_FAILED
      && preparation->facts[0].type->kind != XU_MEDIA_KIND_VIDEO)
    xu_preparation_add_finding (preparation, XU_MEDIA_RULE_COMBINATION, -1, 0,
                                g_strdup ("subtitles and a cover picture go with a video only"));

  if (cover >= 0)
    check_cover (preparation, cover);
}

static gboolean
is_any_first (const XuPreparation *preparation, const XuLook *looks)
{
  for (guint i = 0; i < preparation->files->len; i++)
    if (looks[i] == XU_LOOK_FIRST)
      return TRUE;

  return FALSE;
}

/* What was let through once is not judged again, and of what could not be opened nothing is known
 * but that. */
static void
keep_findings_of_first_look (XuPreparation *preparation, const XuLook *looks)
{
  gboolean is_combination_new = is_any_first (preparation, looks);

  for (guint i = preparation->findings->len; i-- > 0;)
    {
      const XuFinding *finding = g_ptr_array_index (preparation->findings, i);
      gboolean is_kept = finding->file < 0 ? is_combination_new
                                           : looks[finding->file] == XU_LOOK_FIRST
                                                 || finding->rule == XU_MEDIA_RULE_UNREADABLE;

      if (!is_kept)
        g_ptr_array_remove_index (preparation->findings, i);
    }
}

void
xu_preparation_check_media (XuPreparation *preparation, const XuLook *looks)
{
  g_assert (preparation != NULL && looks != NULL);

  g_ptr_array_extend_and_steal (preparation->findings,
                                xu_media_rules_check (preparation->facts, preparation->n_media));
  keep_findings_of_first_look (preparation, looks);
}

static XuErrorCode
rule_to_code (const XuPreparation *preparation, const XuFinding *finding)
{
  switch (finding->rule)
    {
    case XU_MEDIA_RULE_UNREADABLE:
      return XU_ERROR_FILE_UNREADABLE;
    case XU_MEDIA_RULE_COMBINATION:
      return XU_ERROR_USAGE;
    case XU_MEDIA_RULE_TOO_LARGE:
      return preparation->facts[MAX (finding->file, 0)].type->kind == XU_MEDIA_KIND_VIDEO
                 ? XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS
                 : XU_ERROR_FILE_UNSUPPORTED;
    case XU_MEDIA_RULE_EMPTY:
    case XU_MEDIA_RULE_TYPE:
    case XU_MEDIA_RULE_LARGE:
    case XU_MEDIA_RULE_SUBTITLES:
    default:
      return XU_ERROR_FILE_UNSUPPORTED;
    }
}

static char *
dup_file_name (const XuPreparation *preparation, gssize file)
{
  return file < 0 ? g_strdup ("all files")
                  : xu_media_file_dup_display_name (preparation->paths[file]);
}

GError *
xu_preparation_dup_error (const XuPreparation *preparation)
{
  g_return_val_if_fail (preparation != NULL, NULL);

  const XuFinding *finding
      = preparation->findings->len > 0 ? g_ptr_array_index (preparation->findings, 0) : NULL;

  if (finding == NULL || finding->severity != XU_SEVERITY_BLOCKS)
    return NULL;

  g_autofree char *name = dup_file_name (preparation, finding->file);
  GError *error = xu_error_new (rule_to_code (preparation, finding), "rule %s: %s: %s",
                                xu_media_rule_to_string (finding->rule), name,
                                finding->detail != NULL ? finding->detail : "refused");

  xu_error_set_reason (error, finding->detail);
  return error;
}
