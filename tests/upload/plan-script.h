/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells an upload plan a story in a few characters and looks at each of its answers. */
#pragma once

#include "xu-upload-plan.h"

G_BEGIN_DECLS

/**
 * PlanScript:
 *
 * A story: words with blanks between them. What the plan must answer next, each asked twice:
 *
 *   I, A3, F, S        initialize, append of segment 3, finalize, status; begun at once
 *   A3*512 A3m A3j     … of 512 KiB, as multipart, as JSON
 *   W1.5n              wait 1.5 seconds: p processing, r rate limit, s server, n network
 *   - ~ D X:rejected   nothing; nothing, and what is in flight is of no use; done; failed with
 *                      that code
 *
 * What happens:
 *
 *   i a3               initialized; segment 3 acknowledged
 *   f:STATE/5 s:STATE  finalize, status answered; check_after_secs 5; without it: not said
 *   !A3:413/20         that exchange failed: HTTP status, Retry-After in seconds; or network,
 *                      unsent, garbage, cancelled, changed, tls, type, json, id
 *   +1.5               time passes, in seconds
 *   r0 r1              the random bits are all 0 (from the beginning) or all 1
 *   P R G              paused, resumed, given up because the file changed
 *   u7                 one segment after another is sent and acknowledged up to the seventh
 *   Z1 Z0 N            the network is said to be away, or there; it has changed
 *   Y                  X has answered before, to others
 *   K                  killed: a plan is made of what was saved last; nothing is in flight
 *   O                  the power fails: of what was saved last for good
 *   9{ … }             all that nine times
 *
 * What can be read:
 *
 *   %512               512 KiB are acknowledged
 *   =appending/32      so is the last save: state, and below which index segments may have been
 * sent *2                 so many media ids were given up
 */
typedef struct
{
  const char *name;
  guint64 total_bytes;
  XuUploadOptions options; /* what is 0 stays as by default; 1 MiB segments */
  const char *story;
} PlanScript;

/**
 * plan_script_run:
 * @script: what to play
 *
 * Plays it to its end; the first wrong answer fails the test with the place.
 *
 * Returns: (transfer full): the plan as it is then
 */
XuUploadPlan *plan_script_run (const PlanScript *script);

/**
 * plan_script_run_all:
 * @scripts: a table
 * @n_scripts: its length
 */
void plan_script_run_all (const PlanScript *scripts, gsize n_scripts);

G_END_DECLS
