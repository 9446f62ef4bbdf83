/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuCheckFinding:
 *
 * One thing that X would refuse, or might.
 */
typedef struct
{
  char *file;           /* (owned) (nullable) (type filename): NULL: all files, or the text */
  char *rule;           /* (owned): stable name, "too-large" */
  gboolean is_blocking; /* FALSE: a warning */
  guint64 limit;        /* bytes or characters, where the rule has a limit; else 0 */
  char *file_type;      /* (owned) (nullable): for people: "Matroska" */
  char *detail;         /* (owned) (nullable): technical, English */
} XuCheckFinding;

void xu_check_finding_free (XuCheckFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCheckFinding, xu_check_finding_free)

/**
 * XuCheckReport:
 *
 * What a check found, before anything is sent.
 */
typedef struct
{
  guint weighted_length; /* of the text, as X counts */
  guint limit;           /* that it may have */
  gboolean is_text_valid;
  char **urls;          /* (owned) (array zero-terminated=1): what X will take for links */
  guint cost_micro_usd; /* estimated price of the post */
  GPtrArray *findings;  /* (owned) (element-type XuCheckFinding): blocking ones first */
} XuCheckReport;

/**
 * xu_check_report_is_blocked:
 * @report: a report
 *
 * Returns: %TRUE when the upload would be refused here
 */
gboolean xu_check_report_is_blocked (const XuCheckReport *report);

void xu_check_report_free (XuCheckReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCheckReport, xu_check_report_free)

G_END_DECLS
