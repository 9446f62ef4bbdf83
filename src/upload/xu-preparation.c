/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the files of a job and holds them against the rules. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-preparation.h"

#include "xu-error.h"
#include "xu-subtitles.h"

typedef struct
{
  /* Input. */
  GPtrArray *paths; /* (owned) (element-type filename): in the order of XuPreparation.files */
  gssize subtitles; /* index of a path, -1: none */
  gssize cover;     /* index of a path, -1: none */

  /* Output, and how far it is. */
  XuPreparation *preparation; /* (owned) */
} Preparing;

static void open_next (GTask *task);
static void open_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void read_subtitles (GTask *task);
static void read_subtitles_cb (GObject *source, GAsyncResult *result, gpointer user_data);

void
xu_preparation_free (XuPreparation *preparation)
{
  g_return_if_fail (preparation != NULL);

  g_ptr_array_unref (preparation->files);
  g_ptr_array_unref (preparation->findings);
  g_free (preparation);
}

static void
preparing_free (gpointer data)
{
  Preparing *preparing = data;

  g_ptr_array_unref (preparing->paths);
  g_clear_pointer (&preparing->preparation, xu_preparation_free);
  g_free (preparing);
}

static gssize
add_path (GPtrArray *paths, const char *path)
{
  if (path == NULL)
    return -1;

  g_ptr_array_add (paths, g_strdup (path));
  return (gssize) paths->len - 1;
}

void
xu_preparation_open_async (XuJobSpec *spec,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (spec != NULL && spec->paths[0] != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Preparing *preparing = g_new0 (Preparing, 1);

  g_task_set_source_tag (task, xu_preparation_open_async);
  g_task_set_name (task, "xu_preparation_open_async");
  g_task_set_task_data (task, preparing, preparing_free);

  preparing->paths = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; spec->paths[i] != NULL; i++)
    add_path (preparing->paths, spec->paths[i]);

  preparing->preparation = g_new0 (XuPreparation, 1);
  preparing->preparation->n_media = preparing->paths->len;
  preparing->preparation->files = g_ptr_array_new_with_free_func (g_object_unref);
  preparing->preparation->findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_finding_free);
  preparing->subtitles = add_path (preparing->paths, spec->subtitles_path);
  preparing->cover = add_path (preparing->paths, spec->cover_path);

  open_next (g_steal_pointer (&task));
}

static void
open_next (GTask *task)
{
  const Preparing *preparing = g_task_get_task_data (task);
  guint n_open = preparing->preparation->files->len;

  if (n_open == preparing->paths->len)
    read_subtitles (task);
  else
    xu_media_file_open_async (g_ptr_array_index (preparing->paths, n_open),
                              g_task_get_cancellable (task), open_cb, task);
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  const Preparing *preparing = g_task_get_task_data (task);
  GError *error = NULL;
  XuMediaFile *file = xu_media_file_open_finish (result, &error);

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_ptr_array_add (preparing->preparation->files, file);
  open_next (g_steal_pointer (&task));
}

static XuMediaFacts
get_facts (const XuPreparation *preparation, gsize index)
{
  XuMediaFile *file = g_ptr_array_index (preparation->files, index);

  return (XuMediaFacts){ .type = xu_media_file_get_media_type (file),
                         .size = xu_media_file_get_size (file) };
}

/* Takes @detail. Findings that block come before those that warn. */
static void
add_finding (XuPreparation *preparation, XuMediaRule rule, gssize file, guint64 limit, char *detail)
{
  XuFinding *finding = g_new0 (XuFinding, 1);

  *finding = (XuFinding){
    .rule = rule, .severity = XU_SEVERITY_BLOCKS, .file = file, .limit = limit, .detail = detail
  };
  g_ptr_array_insert (preparation->findings, 0, finding);
}

static void
check_media (XuPreparation *preparation)
{
  g_autofree XuMediaFacts *facts = g_new0 (XuMediaFacts, preparation->n_media);

  for (guint i = 0; i < preparation->n_media; i++)
    facts[i] = get_facts (preparation, i);

  g_ptr_array_unref (preparation->findings);
  preparation->findings = xu_media_rules_check (facts, preparation->n_media);
}

static void
check_cover (XuPreparation *preparation, gssize cover)
{
  const XuMediaFacts facts = get_facts (preparation, (gsize) cover);
  g_autoptr (GPtrArray) findings = xu_media_rules_check (&facts, 1);

  if (facts.size > 0 && facts.type->kind != XU_MEDIA_KIND_IMAGE)
    {
      add_finding (
          preparation, XU_MEDIA_RULE_TYPE, cover, 0,
          g_strdup_printf ("%s (%s) as a cover picture", facts.type->name, facts.type->mime));
      return;
    }

  for (guint i = 0; i < findings->len; i++)
    {
      const XuFinding *finding = g_ptr_array_index (findings, i);

      add_finding (preparation, finding->rule, cover, finding->limit, g_strdup (finding->detail));
    }
}

/* Subtitles and a cover belong to one video; the cover is an image like any other. */
static void
check_companions (const Preparing *preparing)
{
  XuPreparation *preparation = preparing->preparation;
  gboolean has_companions = preparing->subtitles >= 0 || preparing->cover >= 0;

  if (has_companions && get_facts (preparation, 0).type->kind != XU_MEDIA_KIND_VIDEO)
    add_finding (preparation, XU_MEDIA_RULE_COMBINATION, -1, 0,
                 g_strdup ("subtitles and a cover picture go with a video only"));

  if (preparing->cover >= 0)
    check_cover (preparation, preparing->cover);
}

static void
finish (GTask *task)
{
  Preparing *preparing = g_task_get_task_data (task);

  check_companions (preparing);
  g_task_return_pointer (task, g_steal_pointer (&preparing->preparation),
                         (GDestroyNotify) xu_preparation_free);
}

static void
read_subtitles (GTask *task)
{
  g_autoptr (GTask) owned = task;
  const Preparing *preparing = g_task_get_task_data (task);
  XuPreparation *preparation = preparing->preparation;

  check_media (preparation);

  if (preparing->subtitles < 0)
    {
      finish (task);
      return;
    }

  XuMediaFile *file = g_ptr_array_index (preparation->files, (guint) preparing->subtitles);
  guint64 size = xu_media_file_get_size (file);

  if (size == 0 || size > XU_SUBTITLES_MAX)
    {
      add_finding (preparation, size == 0 ? XU_MEDIA_RULE_EMPTY : XU_MEDIA_RULE_TOO_LARGE,
                   preparing->subtitles, XU_SUBTITLES_MAX, NULL);
      finish (task);
      return;
    }

  xu_media_file_read_async (file, 0, size, g_task_get_cancellable (task), read_subtitles_cb,
                            g_steal_pointer (&owned));
}

static void
read_subtitles_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  const Preparing *preparing = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = xu_media_file_read_finish (XU_MEDIA_FILE (source), result, &error);
  const char *mime;

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!xu_subtitles_validate (text, length, &mime, &error))
    {
      add_finding (preparing->preparation, XU_MEDIA_RULE_SUBTITLES, preparing->subtitles, 0,
                   g_strdup (xu_error_get_reason (error)));
      g_error_free (error);
    }
  else if (xu_media_file_get_media_type (XU_MEDIA_FILE (source))->kind != XU_MEDIA_KIND_SUBTITLES)
    {
      add_finding (preparing->preparation, XU_MEDIA_RULE_SUBTITLES, preparing->subtitles, 0,
                   g_strdup ("the beginning of the file does not look like subtitles"));
    }
  finish (task);
}

XuPreparation *
xu_preparation_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_preparation_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static XuErrorCode
rule_to_code (const XuPreparation *preparation, const XuFinding *finding)
{
  switch (finding->rule)
    {
    case XU_MEDIA_RULE_COMBINATION:
      return XU_ERROR_USAGE;
    case XU_MEDIA_RULE_TOO_LARGE:
      return get_facts (preparation, (gsize) MAX (finding->file, 0)).type->kind
                     == XU_MEDIA_KIND_VIDEO
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
  if (file < 0)
    return g_strdup ("all files");

  return xu_media_file_dup_display_name (
      xu_media_file_get_path (g_ptr_array_index (preparation->files, (guint) file)));
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
