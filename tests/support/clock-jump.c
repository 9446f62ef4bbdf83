/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For LD_PRELOAD: the wall clock jumps up to ten years either way, about every other time that
 * somebody looks at it. XU_CLOCK_SEED says how. Clocks that only go forward are left alone. */

#include "config.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const int64_t ten_years_s = INT64_C (10) * 365 * 24 * 3600;

/* Mixes well enough, and needs no state but the number (Weyl sequence, xorshift and multiply). */
static uint64_t
mix (uint64_t number)
{
  number *= UINT64_C (0x9E3779B97F4A7C15);
  number = (number ^ (number >> 31)) * UINT64_C (0xD6E8FEB86659FD93);

  return number ^ (number >> 32);
}

static int64_t
get_offset (void)
{
  static atomic_uint_fast64_t n_looks;
  static atomic_uint_fast64_t n_jumps;
  const char *seed = getenv ("XU_CLOCK_SEED");
  uint64_t key = (seed != NULL ? strtoull (seed, NULL, 10) : 0) << 32;

  if (mix (key + atomic_fetch_add (&n_looks, 1)) % 2 == 0)
    atomic_fetch_add (&n_jumps, 1);

  uint64_t jump = mix (~key + atomic_load (&n_jumps));

  return (int64_t) (jump % (uint64_t) (2 * ten_years_s)) - ten_years_s;
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  /* The vDSO is out of reach here, for it is libc's own function that would ask it. */
  int result = (int) syscall (SYS_clock_gettime, clock, now);

  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += get_offset ();

  return result;
}

int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  struct timespec precise;
  int result = clock_gettime (CLOCK_REALTIME, &precise);

  (void) zone;
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;

  return result;
}

time_t
time (time_t *now)
{
  struct timespec precise = { 0 };

  clock_gettime (CLOCK_REALTIME, &precise);
  if (now != NULL)
    *now = precise.tv_sec;

  return precise.tv_sec;
}
