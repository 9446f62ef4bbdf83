/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that lists jobs. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "xu-cli-bar.h"
#include "xu-cli-commands.h"
#include "xu-cli-job-events.h"
#include "xu-cli-job-words.h"
#include "xu-cli-journal.h"
#include "xu-cli-terminal.h"
#include "xu-quantity-words.h"

typedef enum
{
  COLUMN_ID,
  COLUMN_STATE,
  COLUMN_PERCENT,
  COLUMN_AGE,
  COLUMN_NAME,
  N_COLUMNS,
} Column;

enum
{
  GAP = 2,       /* cells between columns */
  NAME_MIN = 16, /* cells: where a name has less room than that, the age gives way */
};

typedef struct
{
  char *cells[N_COLUMNS]; /* (owned) */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  for (gsize i = 0; i < N_COLUMNS; i++)
    g_free (row->cells[i]);
  g_free (row);
}

static Row *
row_new_head (void)
{
  Row *row = g_new0 (Row, 1);

  row->cells[COLUMN_ID] = g_strdup (C_ ("head of a column", "JOB"));
  row->cells[COLUMN_STATE] = g_strdup (C_ ("head of a column", "STATE"));
  row->cells[COLUMN_PERCENT] = g_strdup ("");
  row->cells[COLUMN_AGE] = g_strdup (C_ ("head of a column", "AGE"));
  row->cells[COLUMN_NAME] = g_strdup (C_ ("head of a column", "FILE"));
  return row;
}

static Row *
row_new (XuJob *job)
{
  Row *row = g_new0 (Row, 1);
  char *percent = xu_cli_job_words_dup_percent (job);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  row->cells[COLUMN_ID] = g_strdup (xu_job_get_id (job));
  row->cells[COLUMN_STATE] = g_strdup (xu_cli_job_words_get_state (job));
  row->cells[COLUMN_PERCENT] = percent != NULL ? percent : g_strdup ("");
  row->cells[COLUMN_AGE] = xu_quantity_words_dup_age (MAX (now - xu_job_get_created_at (job), 0));
  row->cells[COLUMN_NAME] = xu_cli_job_words_dup_name (job);
  return row;
}

static void
measure (GPtrArray *rows, guint widths[N_COLUMNS])
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);

      for (gsize column = 0; column < N_COLUMNS; column++)
        widths[column] = MAX (widths[column], xu_cli_bar_measure (row->cells[column]));
    }
}

static void
append_cell (GString *line, const char *text, guint width, gboolean is_right)
{
  guint n_spaces = width - MIN (xu_cli_bar_measure (text), width);

  if (line->len > 0)
    g_string_append_printf (line, "%*s", GAP, "");
  if (is_right)
    g_string_append_printf (line, "%*s%s", (int) n_spaces, "", text);
  else
    g_string_append_printf (line, "%s%*s", text, (int) n_spaces, "");
}

/* @most: cells of a line; 0: any number */
static char *
dup_line (const Row *row, const guint widths[N_COLUMNS], guint most)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint taken = widths[COLUMN_ID] + GAP + widths[COLUMN_STATE] + GAP + widths[COLUMN_PERCENT] + GAP;
  guint with_age = taken + widths[COLUMN_AGE] + GAP;

  append_cell (line, row->cells[COLUMN_ID], widths[COLUMN_ID], FALSE);
  append_cell (line, row->cells[COLUMN_STATE], widths[COLUMN_STATE], FALSE);
  append_cell (line, row->cells[COLUMN_PERCENT], widths[COLUMN_PERCENT], TRUE);
  if (most == 0 || with_age + MIN (NAME_MIN, widths[COLUMN_NAME]) <= most)
    {
      append_cell (line, row->cells[COLUMN_AGE], widths[COLUMN_AGE], TRUE);
      taken = with_age;
    }

  g_autofree char *name
      = most == 0 ? g_strdup (row->cells[COLUMN_NAME])
                  : xu_cli_bar_dup_truncated (row->cells[COLUMN_NAME], most - MIN (taken, most),
                                              xu_cli_terminal_get_style ());

  append_cell (line, name, 0, FALSE);
  return g_strchomp (g_string_free (g_steal_pointer (&line), FALSE));
}

static void
print_table (XuCliOutput *out, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  guint widths[N_COLUMNS] = { 0 };
  int fd = xu_cli_output_get_fd (out);
  guint most = isatty (fd) ? xu_cli_terminal_get_columns (fd) : 0;

  g_ptr_array_add (rows, row_new_head ());
  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (rows, row_new (g_ptr_array_index (jobs, i)));

  measure (rows, widths);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *line = dup_line (g_ptr_array_index (rows, i), widths, most);

      xu_cli_output_print_line (out, line);
    }
}

XuCliExit
xu_cli_list_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL, XU_CLI_EXIT_FAILED);

  g_autoptr (GError) error = NULL;
  XuCliOutput *out = xu_cli_session_get_out (session);

  if (!xu_cli_journal_load (session, &error))
    return xu_cli_session_fail (session, NULL, error);

  g_autoptr (GPtrArray) jobs = xu_cli_journal_list (session);

  if (options->is_json)
    {
      for (guint i = 0; i < jobs->len; i++)
        xu_cli_job_events_write_all (g_ptr_array_index (jobs, i), out);
    }
  else if (jobs->len > 0)
    print_table (out, jobs);
  else if (!options->is_quiet)
    xu_cli_output_print_line (xu_cli_session_get_err (session), _ ("There are no jobs."));

  return XU_CLI_EXIT_DONE;
}
