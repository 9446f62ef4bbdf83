/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decoder that was taken over can still do: read its file and its libraries, and nothing
 * else. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "xu-helper-cage.h"

/* The file that may be read, and a secret beside it. */
typedef struct
{
  char *folder; /* (owned) */
  char *file;   /* (owned) */
  char *secret; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("xu-cage-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->file = g_build_filename (fixture->folder, "file", NULL);
  fixture->secret = g_build_filename (fixture->folder, "secret", NULL);
  g_file_set_contents (fixture->file, "file", -1, &error);
  g_assert_no_error (error);
  g_file_set_contents (fixture->secret, "secret", -1, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->file);
  g_unlink (fixture->secret);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->file);
  g_free (fixture->secret);
}

typedef gboolean (*Attempt) (Fixture *fixture);

/* In a child, in the cage. It ends without the leak check, which would need what is closed. */
static gboolean
can (Fixture *fixture, Attempt attempt)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      static const char *const folders[] = { NULL };
      int fd = open (fixture->file, O_RDONLY | O_CLOEXEC);

      xu_helper_cage_begin ();
      xu_helper_cage_close (fd, folders);
      _exit (attempt (fixture) ? 0 : 1);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static gboolean
can_open (const char *path, int flags)
{
  return open (path, flags | O_CLOEXEC, 0600) >= 0;
}

static gboolean
read_file (Fixture *fixture)
{
  return can_open (fixture->file, O_RDONLY);
}

static gboolean
write_file (Fixture *fixture)
{
  return can_open (fixture->file, O_WRONLY);
}

static gboolean
read_secret (Fixture *fixture)
{
  return can_open (fixture->secret, O_RDONLY);
}

static gboolean
list_folder (Fixture *fixture)
{
  return can_open (fixture->folder, O_RDONLY | O_DIRECTORY);
}

static gboolean
create_file (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "new", NULL);

  return can_open (path, O_WRONLY | O_CREAT);
}

static gboolean
remove_file (Fixture *fixture)
{
  return unlink (fixture->secret) == 0;
}

static gboolean
read_library (Fixture *fixture)
{
  return can_open ("/usr/bin/env", O_RDONLY) && can_open ("/usr/lib", O_RDONLY | O_DIRECTORY);
}

static gboolean
read_parent (Fixture *fixture)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/environ", (int) getppid ());

  return can_open (path, O_RDONLY);
}

static gboolean
reach_network (Fixture *fixture)
{
  return socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0
         || socket (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0) >= 0;
}

static gboolean
reach_bus (Fixture *fixture)
{
  return socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static gboolean
run_program (Fixture *fixture)
{
  execl ("/bin/true", "true", NULL);

  return FALSE; /* Otherwise we were not here: true says TRUE by its exit status. */
}

static gboolean
kill_parent (Fixture *fixture)
{
  return kill (getppid (), 0) == 0;
}

static gboolean
dump_core (Fixture *fixture)
{
  struct rlimit limit;

  return getrlimit (RLIMIT_CORE, &limit) != 0 || limit.rlim_max != 0;
}

static gboolean
take_all_memory (Fixture *fixture)
{
  struct rlimit limit;

  return getrlimit (RLIMIT_AS, &limit) != 0 || limit.rlim_max == RLIM_INFINITY;
}

static gpointer
thread_main (gpointer data)
{
  return data;
}

static gboolean
start_thread (Fixture *fixture)
{
  return g_thread_join (g_thread_new ("test", thread_main, fixture)) == fixture;
}

/* Says so when it is in its cage, and holds the end of the pipe for as long as it lives. */
static void
sleep_in_cage (int end)
{
  xu_helper_cage_begin ();
  if (write (end, "", 1) == 1)
    pause ();
  _exit (0);
}

static void
test_parent (Fixture *fixture, gconstpointer data)
{
  gint64 began_at = g_get_monotonic_time ();
  int ends[2];
  char byte;

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);

  pid_t parent = fork ();

  g_assert_cmpint (parent, >=, 0);
  if (parent == 0)
    {
      if (fork () == 0)
        sleep_in_cage (ends[1]);
      _exit (read (ends[0], &byte, 1) == 1 ? 0 : 1);
    }

  g_assert_cmpint (waitpid (parent, NULL, 0), ==, parent);
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 0); /* Nobody is left to write. */
  g_assert_cmpint (g_get_monotonic_time () - began_at, <, 50 * G_USEC_PER_SEC);
  close (ends[0]);
}

static gboolean
has_landlock (void)
{
  return syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_assert_true (can (fixture, read_file));
  g_assert_true (can (fixture, read_library));
  if (!has_landlock ())
    {
      g_test_skip ("This kernel has no Landlock");
      return;
    }

  g_assert_false (can (fixture, write_file));
  g_assert_false (can (fixture, read_secret));
  g_assert_false (can (fixture, list_folder));
  g_assert_false (can (fixture, create_file));
  g_assert_false (can (fixture, remove_file));
  g_assert_false (can (fixture, read_parent));
}

static void
test_system (Fixture *fixture, gconstpointer data)
{
  g_assert_true (can (fixture, start_thread));
  g_assert_false (can (fixture, dump_core));
  g_assert_false (can (fixture, take_all_memory));
#if defined(__x86_64__) || defined(__aarch64__)
  g_assert_false (can (fixture, reach_network));
  g_assert_false (can (fixture, reach_bus));
  g_assert_false (can (fixture, run_program));
  g_assert_false (can (fixture, kill_parent));
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/media-helper/cage/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/media-helper/cage/system", Fixture, NULL, set_up, test_system, tear_down);
  g_test_add ("/media-helper/cage/parent", Fixture, NULL, set_up, test_parent, tear_down);

  return g_test_run ();
}
