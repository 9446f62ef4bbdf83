/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload plan and the network: lost, changed, captive. */

#include "config.h"

#include "plan-script.h"

#include "xu-error.h"
#include "xu-quantity.h"

static const PlanScript strangers[] = {
  { "a server that never answered may not exist",
    1,
    { 0 },
    "I 9{ !I:unsent I } !I:unsent X:network" },
  { "… unless the network is away", 1, { 0 }, "Z1 I 1000{ !I:unsent I } i A0" },
  { "… and then it counts again",
    1,
    { 0 },
    "Z1 I 1000{ !I:unsent I } Z0 9{ !I:unsent I } !I:unsent X:network" },
  { "… or answered to others of us", 1, { 0 }, "Y I 1000{ !I:unsent I } i A0" },
  { "… or was busy", 1, { 0 }, "I !I:503 I 1000{ !I:unsent I } i A0" },
  { "… or answered to a process before us", 1, { 0 }, "I i A0 K A0 1000{ !A0:unsent A0 } a0 F" },
  { "its certificate is not its own", 1, { 0 }, "I !I:tls X:tls" },
  { "… while the network is away", 1, { 0 }, "Z1 I 1000{ !I:tls I } i A0" },
  { "… or when it had the right one before",
    1,
    { 0 },
    "Y r1 I !I:tls W1n +1 I 1000{ !I:tls r0 N I } i A0" },
  { "a redirect", 1, { 0 }, "I !I:302 X:bad-answer" },
  { "… while the network is away", 1, { 0 }, "Z1 r1 I !I:302 W1n +1 I !I:307 W2n +2 I i A0" },
  { "… of a server that answered before",
    2 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 1000{ !A1:302 A1 } a1 F 1000{ !F:302 F } f:pending/1 +1 S 1000{ !S:tls S } "
    "s:succeeded D" },
  { "a bad gateway is no network", 1, { 0 }, "Z1 Y I 9{ !I:502 I } !I:502 X:server" },
};

static const PlanScript losses[] = {
  { "no segment gets through, for hours",
    3 * XU_MIB,
    { 0 },
    "r1 I i A0 a0 A1 A2 !A2:unsent W1n !A1:unsent W1n +1 A1 A2 !A1:unsent !A2:unsent W2n +2 "
    "A1 A2 !A1:unsent !A2:unsent W4n +4 A1 A2 !A1:unsent !A2:unsent W8n +8 "
    "A1 A2 !A1:unsent !A2:unsent W16n +16 A1 A2 !A1:unsent !A2:unsent W32n +32 "
    "100{ A1 A2 !A1:unsent !A2:unsent W60n +60 } A1 A2 a1 a2 F" },
  { "what was sent and is lost counts",
    2 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 9{ !A1:network A1 } !A1:network X:network" },
  { "… also when others, unsent, come between",
    2 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 9{ !A1:network A1 99{ !A1:unsent A1 } } !A1:network X:network" },
  { "… but not while the network is away",
    2 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 Z1 1000{ !A1:network A1 } Z0 9{ !A1:network A1 } a1 F" },
  { "lost in mid-body, an hour offline, and back",
    5 * XU_MIB,
    { .parallel = 2 },
    "r1 I i A0 a0 A1 A2 !A1:network W1n !A2:network W1n Z1 N A1 A2 !A1:unsent W2n !A2:unsent W2n "
    "+2 "
    "60{ A1 A2 !A1:unsent !A2:unsent +60 } A1 A2 !A1:unsent !A2:unsent W60n +20 Z0 N A1 A2 a1 A3 "
    "a2 "
    "A4 a3 a4 F f:succeeded D" },
  { "garbage for a while",
    2 * XU_MIB,
    { 0 },
    "r1 I i A0 a0 A1 !A1:garbage W1s +1 A1 !A1:garbage W2s +2 A1 7{ !A1:garbage +60 A1 } a1 F "
    "9{ !F:garbage +60 F } f:pending/1 +1 S 9{ !S:garbage +60 S } s:succeeded D" },
  { "INITIALIZE, FINALIZE and STATUS as well",
    1,
    { 0 },
    "Y I 1000{ !I:unsent I } i A0 1000{ !A0:unsent A0 } a0 F 1000{ !F:unsent F } f:pending/1 +1 S "
    "1000{ !S:unsent S } s:succeeded D" },
  { "an unsent FINALIZE was not carried out",
    1,
    { .parallel = 1 },
    "I i A0 a0 F 99{ !F:unsent F } !F:400 X:rejected" },
};

static const PlanScript changes[] = {
  { "what waits for the network is due",
    2 * XU_MIB,
    { 0 },
    "r1 I i A0 a0 A1 !A1:network W1n N A1" },
  { "so is what is no segment", 1, { 0 }, "r1 I !I:network W1n N I i A0 a0 F !F:unsent W1n N F" },
  { "what waits for the server is not",
    2 * XU_MIB,
    { 0 },
    "r1 I i A0 !A0:503 W1s N W1s +1 A0 a0 A1 a1 F !F:503 W1s N W1s" },
  { "nor for a rate limit, nor for processing",
    1,
    { 0 },
    "I !I:429/20 W20r N W20r +20 I i A0 a0 F f:pending/9 W9p N W9p" },
  { "waits are short again",
    1,
    { 0 },
    "r1 Y I 9{ !I:unsent +60 I } !I:unsent W60n N I !I:unsent W2n +2 I i A0 9{ !A0:unsent +60 A0 } "
    "!A0:unsent W60n N A0 !A0:unsent W2n" },
  { "counts stay", 1, { 0 }, "I 9{ !I:network N I } !I:network X:network" },
  { "while paused", 1, { 0 }, "r1 Y I !I:unsent W1n P N - R I" },
  { "when nothing waits", 1, { 0 }, "N I N i N A0 N a0 N F N f:succeeded N D" },
};

static void
test_strangers (void)
{
  plan_script_run_all (strangers, G_N_ELEMENTS (strangers));
}

static void
test_losses (void)
{
  plan_script_run_all (losses, G_N_ELEMENTS (losses));
}

static void
test_changes (void)
{
  plan_script_run_all (changes, G_N_ELEMENTS (changes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload-plan/network/strangers", test_strangers);
  g_test_add_func ("/upload-plan/network/losses", test_losses);
  g_test_add_func ("/upload-plan/network/changes", test_changes);

  return g_test_run ();
}
