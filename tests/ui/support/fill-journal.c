/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fill-journal JOURNAL COUNT [SERVER]: a journal with a long history, for tests of the window. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "xu-journal.h"

static XuJobRecord *
make_record (const char *server, guint number)
{
  static const char *const words[] = { "Sunrise", "Harbour", "Concert", "Interview", "Goal" };
  g_autofree char *id = g_strdup_printf ("%08x", number);
  g_autofree char *path
      = g_strdup_printf ("/nowhere/%s %u.mp4", words[number % G_N_ELEMENTS (words)], number);
  g_autofree char *text = g_strdup_printf ("%s, the %uth of many posts.\nhttps://example.com/%u",
                                           words[number % G_N_ELEMENTS (words)], number, number);
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, text);
  XuJobRecord *record = xu_job_record_new (id, server, spec);
  XuItemRecord *item = xu_job_record_get_item (record, 0);

  item->size = (number + 1) * G_GUINT64_CONSTANT (123457);
  item->modified_us = G_TIME_SPAN_SECOND;
  item->media_type = g_strdup ("video/mp4");
  item->upload.state = XU_UPLOAD_RECORD_READY;
  item->upload.media_id = g_strdup_printf ("%u", 1000000 + number);
  record->outcome = XU_JOB_OUTCOME_POSTED;
  record->post = XU_POST_RECORD_POSTED;
  record->post_id = g_strdup_printf ("%u", 2000000 + number);

  return record;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuJournal) journal = argc >= 3 ? xu_journal_open (argv[1], NULL, &error) : NULL;

  for (guint i = 0; journal != NULL && error == NULL && i < (guint) atoi (argv[2]); i++)
    {
      g_autoptr (XuJobRecord) record = make_record (argc > 3 ? argv[3] : "https://api.x.com", i);

      if (xu_journal_add_job (journal, record, &error))
        xu_journal_release_job (journal, record->number);
    }

  if (journal == NULL || error != NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "fill-journal JOURNAL COUNT");
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
