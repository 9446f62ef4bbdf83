/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dies at a given moment of a job: stands before the journal and before X's API, by the linker's
 * --wrap, so that the engine knows nothing of it. */

#include "config.h"

#include "crash-point.h"

#include <signal.h>

#include "xu-api-private.h"
#include "xu-journal.h"

static const CrashPoint *point; /* (nullable) */
static guint n_requests;        /* of its endpoint */

/* The linker makes these names. */
gboolean __real_xu_journal_add_job (XuJournal *journal, XuJobRecord *record, GError **error);
gboolean __wrap_xu_journal_add_job (XuJournal *journal, XuJobRecord *record, GError **error);
gboolean __real_xu_journal_save_job (XuJournal *journal, XuJobRecord *record, GError **error);
gboolean __wrap_xu_journal_save_job (XuJournal *journal, XuJobRecord *record, GError **error);
gboolean __real_xu_journal_save_upload (XuJournal *journal,
                                        const XuJobRecord *record,
                                        guint item,
                                        gboolean is_lasting,
                                        GError **error);
gboolean __wrap_xu_journal_save_upload (XuJournal *journal,
                                        const XuJobRecord *record,
                                        guint item,
                                        gboolean is_lasting,
                                        GError **error);
void __real_xu_api_exchange (XuApi *api,
                             XuEndpoint endpoint,
                             XuHttpRequest *request,
                             GError *error,
                             GTask *task);
void __wrap_xu_api_exchange (XuApi *api,
                             XuEndpoint endpoint,
                             XuHttpRequest *request,
                             GError *error,
                             GTask *task);

void
crash_point_set (const CrashPoint *where)
{
  point = where;
}

static void
die (void)
{
  if (point->last_words != NULL)
    point->last_words (point->user_data);
  raise (SIGKILL);
}

/* Returns: whether this is the record, and the process is to die behind it */
static gboolean
die_before (const XuJobRecord *record)
{
  if (point == NULL || point->moment == CRASH_AT_ANSWER || !point->is_it (record))
    return FALSE;

  if (point->moment == CRASH_BEFORE_RECORD)
    die ();
  return TRUE;
}

static gboolean
die_after (gboolean is_it, gboolean is_saved)
{
  if (is_it && is_saved)
    die ();
  return is_saved;
}

gboolean
__wrap_xu_journal_add_job (XuJournal *journal, XuJobRecord *record, GError **error)
{
  gboolean is_it = die_before (record);

  return die_after (is_it, __real_xu_journal_add_job (journal, record, error));
}

gboolean
__wrap_xu_journal_save_job (XuJournal *journal, XuJobRecord *record, GError **error)
{
  gboolean is_it = die_before (record);

  return die_after (is_it, __real_xu_journal_save_job (journal, record, error));
}

gboolean
__wrap_xu_journal_save_upload (XuJournal *journal,
                               const XuJobRecord *record,
                               guint item,
                               gboolean is_lasting,
                               GError **error)
{
  gboolean is_it = die_before (record);

  return die_after (is_it,
                    __real_xu_journal_save_upload (journal, record, item, is_lasting, error));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  die ();
}

/* In the place of the task that waits for the answer is one of ours, which comes to its end as that
 * would have. */
void
__wrap_xu_api_exchange (XuApi *api,
                        XuEndpoint endpoint,
                        XuHttpRequest *request,
                        GError *error,
                        GTask *task)
{
  if (point != NULL && point->moment == CRASH_AT_ANSWER && point->endpoint == endpoint
      && ++n_requests == point->nth)
    task = xu_api_new_task (api, NULL, answered_cb, NULL, crash_point_set, "last exchange");

  __real_xu_api_exchange (api, endpoint, request, error, task);
}
