/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's files: made for the user alone, and kept when they are damaged. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-aside.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-error.h"

/* The database, then what belongs to it. In this order: a log whose database is gone is found at
 * the next start, whereas a database without its log would be taken for a sound, older one. */
static const char *const suffixes[] = { "", "-wal", "-journal", "-shm" };

GError *
xu_journal_new_system_error (int system_errno, const char *doing)
{
  GError *error
      = xu_error_new (XU_ERROR_STORAGE, "journal: %s: %s", doing, g_strerror (system_errno));

  xu_error_set_reason (error, g_strerror (system_errno));
  return error;
}

static gboolean
is_there (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf facts;

  return g_lstat (name, &facts) == 0;
}

static char *
choose_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  char *name = g_strdup_printf ("%s.damaged-%s", path, time);

  for (guint n = 1;; n++)
    {
      gboolean is_free = TRUE;

      for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
        is_free = is_free && !is_there (name, suffixes[i]);
      if (is_free)
        return name;

      g_free (name);
      name = g_strdup_printf ("%s.damaged-%s-%u", path, time, n);
    }
}

char *
xu_journal_move_aside (const char *path, GError **error)
{
  g_assert (path != NULL);

  g_autofree char *name = choose_name (path);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (name, suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          g_propagate_error (error, xu_journal_new_system_error (errno, "set aside"));
          return NULL;
        }
    }

  g_debug ("set aside");
  return g_steal_pointer (&name);
}

/* What is in a folder outlives a power cut once the folder itself was written. */
static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd == -1)
    return;

  if (fsync (fd) != 0)
    g_debug ("a folder cannot be synced: %s", g_strerror (errno));
  close (fd);
}

gboolean
xu_journal_make_folder (const char *folder, GError **error)
{
  g_assert (folder != NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_propagate_error (error, xu_journal_new_system_error (errno, "make its folder"));
  return FALSE;
}

/* One that is there is never opened here, for closing it again would give back the locks that
 * SQLite has on it for another connection of this process (fcntl(2)). */
static gboolean
check_is_file (const char *path, GError **error)
{
  GStatBuf facts;

  if (g_lstat (path, &facts) != 0)
    {
      g_propagate_error (error, xu_journal_new_system_error (errno, "open"));
      return FALSE;
    }
  if (!S_ISREG (facts.st_mode))
    {
      xu_error_set (error, XU_ERROR_STORAGE, "journal: it is not a regular file");
      return FALSE;
    }

  return TRUE;
}

gboolean
xu_journal_make_file (const char *path, char **stray, GError **error)
{
  g_assert (path != NULL && stray != NULL);

  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *parent = g_path_get_dirname (folder);

  *stray = NULL;

  /* SQLite would throw it away. */
  if (!is_there (path, "") && is_there (path, "-wal"))
    {
      *stray = xu_journal_move_aside (path, error);
      if (*stray == NULL)
        return FALSE;
    }

  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd != -1)
    {
      close (fd);
      sync_folder (folder);
      sync_folder (parent);
      return TRUE;
    }
  if (errno == EEXIST)
    return check_is_file (path, error);

  g_propagate_error (error, xu_journal_new_system_error (errno, "make"));
  return FALSE;
}
