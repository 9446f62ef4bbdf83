/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and text held against X's rules, for people to see before anything is sent. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-check.h"

#include "xu-post-cost.h"
#include "xu-weighted-text.h"

static void prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data);

void
xu_check_finding_free (XuCheckFinding *finding)
{
  g_return_if_fail (finding != NULL);

  g_free (finding->file);
  g_free (finding->rule);
  g_free (finding->file_type);
  g_free (finding->detail);
  g_free (finding);
}

void
xu_check_report_free (XuCheckReport *report)
{
  g_return_if_fail (report != NULL);

  g_strfreev (report->urls);
  g_ptr_array_unref (report->findings);
  g_free (report);
}

gboolean
xu_check_report_is_blocked (const XuCheckReport *report)
{
  g_return_val_if_fail (report != NULL, FALSE);

  for (guint i = 0; i < report->findings->len; i++)
    {
      const XuCheckFinding *finding = g_ptr_array_index (report->findings, i);

      if (finding->is_blocking)
        return TRUE;
    }

  return !report->is_text_valid;
}

static guint
count_alt_texts (const XuJobSpec *spec)
{
  guint n = 0;

  for (gsize i = 0; spec->alt_texts != NULL && spec->alt_texts[i] != NULL; i++)
    n += spec->alt_texts[i][0] != '\0' ? 1 : 0;

  return n;
}

static XuCheckReport *
check_text (const XuJobSpec *spec)
{
  XuCheckReport *report = g_new0 (XuCheckReport, 1);
  XuTextCount count;
  g_autoptr (GPtrArray) urls = xu_weighted_text_find_urls (spec->text);

  xu_weighted_text_count (spec->text, XU_TEXT_LIMIT_STANDARD, &count);

  report->weighted_length = count.weighted_length;
  report->limit = XU_TEXT_LIMIT_STANDARD;
  report->is_text_valid = count.is_valid;
  report->cost_micro_usd = xu_post_cost_micro_usd (urls->len > 0, count_alt_texts (spec));
  report->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_check_finding_free);
  report->urls = g_new0 (char *, urls->len + 1);
  for (guint i = 0; i < urls->len; i++)
    report->urls[i] = g_strdup (g_ptr_array_index (urls, i));

  return report;
}

void
xu_check_run_async (XuJobSpec *spec,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_check_run_async);
  g_task_set_name (task, "xu_check_run_async");
  g_task_set_task_data (task, xu_job_spec_ref (spec), (GDestroyNotify) xu_job_spec_unref);

  if (spec->paths[0] == NULL)
    g_task_return_pointer (task, check_text (spec), (GDestroyNotify) xu_check_report_free);
  else
    xu_preparation_check_async (spec, cancellable, prepared_cb, g_steal_pointer (&task));
}

XuCheckFinding *
xu_check_finding_new (const XuPreparation *preparation, const XuFinding *found)
{
  g_return_val_if_fail (preparation != NULL && found != NULL, NULL);

  XuCheckFinding *finding = g_new0 (XuCheckFinding, 1);

  finding->rule = g_strdup (xu_media_rule_to_string (found->rule));
  finding->is_blocking = found->severity == XU_SEVERITY_BLOCKS;
  finding->limit = found->limit;
  finding->detail = g_strdup (found->detail);

  if (found->file >= 0)
    finding->file = g_strdup (preparation->paths[found->file]);
  if (found->file >= 0 && g_ptr_array_index (preparation->files, (guint) found->file) != NULL)
    finding->file_type = g_strdup (preparation->facts[found->file].type->name);

  return finding;
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (XuPreparation) preparation = xu_preparation_check_finish (result, &error);

  if (preparation == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_autoptr (XuCheckReport) report = check_text (g_task_get_task_data (task));

  for (guint i = 0; i < preparation->findings->len; i++)
    g_ptr_array_add (
        report->findings,
        xu_check_finding_new (preparation, g_ptr_array_index (preparation->findings, i)));

  g_task_return_pointer (task, g_steal_pointer (&report), (GDestroyNotify) xu_check_report_free);
}

XuCheckReport *
xu_check_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_check_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
