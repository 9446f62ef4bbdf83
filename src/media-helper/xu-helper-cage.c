/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this process gives up, so that a decoder that foreign bytes have taken over can do no harm.
 */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include "xu-helper-cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum
{
  CPU_SECONDS = 300, /* of all threads together */
  ALARM_SECONDS = 60 /* for the case that the parent is gone before it is watched */
};

/* Addresses: enough for pictures of 8K in the hands of a decoder with many threads. */
static const guint64 memory_max = G_GUINT64_CONSTANT (4) << 30;

/* Where a program of today finds its libraries, and what these look at when they start. */
static const char *const system_folders[] = {
  "/usr", "/lib",       "/lib64",
  "/app", "/nix/store", "/gnu/store",
  "/etc", "/proc/self", "/sys/devices/system/cpu",
};

#if defined(__x86_64__)
static const guint32 own_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const guint32 own_architecture = AUDIT_ARCH_AARCH64;
#else
static const guint32 own_architecture = 0; /* not known: no filter */
#endif

static void
limit (__rlimit_resource_t resource, rlim_t value)
{
  const struct rlimit limits = { value, value };

  if (setrlimit (resource, &limits) != 0)
    g_debug ("setrlimit: %s", g_strerror (errno));
}

void
xu_helper_cage_begin (void)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_CPU, CPU_SECONDS);
  alarm (ALARM_SECONDS);
}

/* Beyond what there is already: a sanitizer takes terabytes of addresses when it starts. */
static void
limit_memory (void)
{
  g_autofree char *status = NULL;

  if (g_file_get_contents ("/proc/self/statm", &status, NULL, NULL))
    limit (RLIMIT_AS,
           g_ascii_strtoull (status, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE) + memory_max);
}

static void
allow (int ruleset, int path_fd, guint64 access)
{
  const struct landlock_path_beneath_attr rule = { .allowed_access = access, .parent_fd = path_fd };

  if (path_fd >= 0)
    syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

static void
allow_folder (int ruleset, const char *path)
{
  int fd = open (path, O_PATH | O_CLOEXEC);

  if (fd < 0)
    return;

  allow (ruleset, fd,
         LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
  close (fd);
}

/* Files: https://docs.kernel.org/userspace-api/landlock.html. The first version is all we need. */
static void
close_file_system (int file_fd, const char *const *folders)
{
  static const struct landlock_ruleset_attr all = {
    .handled_access_fs
    = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE
      | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE
      | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG
      | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK
      | LANDLOCK_ACCESS_FS_MAKE_SYM,
  };
  int ruleset = (int) syscall (SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0);

  if (ruleset < 0)
    {
      g_debug ("landlock: %s", g_strerror (errno));
      return;
    }

  allow (ruleset, file_fd, LANDLOCK_ACCESS_FS_READ_FILE);
  for (gsize i = 0; i < G_N_ELEMENTS (system_folders); i++)
    allow_folder (ruleset, system_folders[i]);
  for (gsize i = 0; folders[i] != NULL; i++)
    allow_folder (ruleset, folders[i]);

  if (syscall (SYS_landlock_restrict_self, ruleset, 0) != 0)
    g_debug ("landlock: %s", g_strerror (errno));
  close (ruleset);
}

/* Sockets, other programs, other processes: what no decoder needs. Threads it does. */
static void
close_kernel (void)
{
  static const guint32 refused[] = {
    SYS_socket,
    SYS_io_uring_setup,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_mount,
    SYS_unshare,
    SYS_setns,
  };
  struct sock_filter filter[2 * G_N_ELEMENTS (refused) + 8];
  guint n = 0;

  if (own_architecture == 0)
    return;

  filter[n++] = (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS,
                                               offsetof (struct seccomp_data, arch));
  filter[n++] = (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, own_architecture, 1, 0);
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS,
                                               offsetof (struct seccomp_data, nr));
  /* The calls of x32 have numbers of their own, from here on. */
  filter[n++] = (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      filter[n++] = (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1);
      filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    }
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

  const struct sock_fprog program = { .len = (unsigned short) n, .filter = filter };

  if (syscall (SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
    g_debug ("seccomp: %s", g_strerror (errno));
}

void
xu_helper_cage_close (int file_fd, const char *const *folders)
{
  g_return_if_fail (folders != NULL);

  limit_memory ();
  close_file_system (file_fd, folders);
  close_kernel ();
}
