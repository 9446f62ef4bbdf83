/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-journal.h"

/* A folder of its own with a journal, which is not opened yet. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned): of the database */
} Fixture;

void fixture_init (Fixture *fixture);

/* Removes the folder with all that is in it. */
void fixture_clear (Fixture *fixture);

/* Opens a journal that must be sound. */
XuJournal *fixture_open (const Fixture *fixture);

/* Returns: (transfer full): bytes of a file beside the database, by its suffix; NULL: none */
GBytes *fixture_read (const Fixture *fixture, const char *suffix);
void fixture_write (const Fixture *fixture, const char *suffix, GBytes *bytes);

/* As fixture_read(), for files that this process has open with SQLite: another process reads them,
 * for closing them here would give back SQLite's locks. */
GBytes *fixture_copy (const Fixture *fixture, const char *suffix);

/* Runs SQL on the database behind the journal's back; fails the test when it does not work. */
void fixture_execute (const Fixture *fixture, const char *sql);

/* Returns: (transfer full): the first value that @sql answers */
char *fixture_ask (const Fixture *fixture, const char *sql);

/* Returns: (transfer full): a job with nothing but a file */
XuJobRecord *fixture_new_plain_job (const char *id);

/* Returns: (transfer full): a job in which nothing is as in the one above */
XuJobRecord *fixture_new_odd_job (const char *id);

/* Returns: (transfer full): all that the job says, as text */
char *fixture_describe (const XuJobRecord *record);

void fixture_assert_same (const XuJobRecord *a, const XuJobRecord *b);
