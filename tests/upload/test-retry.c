/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which failures may be tried again, which of them count, and when, by table. */

#include "config.h"

#include "plan-errors.h"
#include "xu-retry.h"

enum
{
  OFFLINE = 1 << 0,
  ACQUAINTED = 1 << 1,
  N_FACTS = 4, /* combinations of these */
};

typedef enum
{
  FINAL,
  COUNTS,
  WAITS, /* without end */
} Outcome;

static const struct
{
  const char *error;
  Outcome outcomes[4]; /* by OFFLINE and ACQUAINTED */
  XuWaitReason reason; /* where it is not final */
} rows[] = {
  { "network", { COUNTS, WAITS, COUNTS, WAITS }, XU_WAIT_NETWORK },
  { "unsent", { COUNTS, WAITS, WAITS, WAITS }, XU_WAIT_NETWORK },
  { "tls", { FINAL, WAITS, WAITS, WAITS }, XU_WAIT_NETWORK },
  { "301", { FINAL, WAITS, WAITS, WAITS }, XU_WAIT_NETWORK },
  { "307", { FINAL, WAITS, WAITS, WAITS }, XU_WAIT_NETWORK },
  { "garbage", { COUNTS, COUNTS, COUNTS, COUNTS }, XU_WAIT_SERVER },
  { "408", { COUNTS, COUNTS, COUNTS, COUNTS }, XU_WAIT_SERVER },
  { "500", { COUNTS, COUNTS, COUNTS, COUNTS }, XU_WAIT_SERVER },
  { "511", { WAITS, WAITS, WAITS, WAITS }, XU_WAIT_NETWORK },
  { "429", { WAITS, WAITS, WAITS, WAITS }, XU_WAIT_RATE_LIMIT },
  { "400", { FINAL, FINAL, FINAL, FINAL }, XU_WAIT_SERVER },
  { "401", { FINAL, FINAL, FINAL, FINAL }, XU_WAIT_SERVER },
  { "413", { FINAL, FINAL, FINAL, FINAL }, XU_WAIT_SERVER },
  { "changed", { FINAL, FINAL, FINAL, FINAL }, XU_WAIT_SERVER },
  { "cancelled", { FINAL, FINAL, FINAL, FINAL }, XU_WAIT_SERVER },
};

static void
check_outcome (gsize row, guint facts)
{
  const XuRetryContext context = {
    .base_us = 1000,
    .is_offline = (facts & OFFLINE) != 0,
    .is_acquainted = (facts & ACQUAINTED) != 0,
  };
  Outcome outcome = rows[row].outcomes[facts];
  g_autoptr (GError) error = plan_error_new (XU_EXCHANGE_APPEND, rows[row].error, -1);
  XuAttempts attempts = { 0 };
  XuRetry retry = { 0 };
  guint n = 0;

  g_test_message ("%s, %s, %s", rows[row].error, context.is_offline ? "offline" : "online",
                  context.is_acquainted ? "acquainted" : "not acquainted");
  while (n < 100 && xu_retry_decide (error, &context, &attempts, 5, G_MAXUINT32, &retry))
    {
      n++;
      g_assert_cmpint (retry.reason, ==, rows[row].reason);
      g_assert_cmpint (retry.at, >, 5);
      g_assert_cmpint (retry.at, <=, 5 + 61 * G_USEC_PER_SEC);
    }

  g_assert_cmpuint (n, ==,
                    outcome == FINAL ? 0 : (outcome == COUNTS ? XU_RETRY_ATTEMPTS_MAX - 1 : 100));
}

static void
test_outcomes (void)
{
  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      for (guint facts = 0; facts < N_FACTS; facts++)
        check_outcome (row, facts);
    }
}

/* What does not count makes waits longer, and leaves to others what is left of ten. */
static void
test_attempts (void)
{
  const XuRetryContext context = { .base_us = 1000, .is_acquainted = TRUE };
  g_autoptr (GError) sent = plan_error_new (XU_EXCHANGE_APPEND, "network", -1);
  g_autoptr (GError) unsent = plan_error_new (XU_EXCHANGE_APPEND, "unsent", -1);
  XuAttempts attempts = { 0 };
  XuRetry retry;

  for (guint i = 0; i < 3; i++)
    g_assert_true (xu_retry_decide (sent, &context, &attempts, 0, G_MAXUINT32, &retry));
  g_assert_cmpint (retry.at, ==, 4000);

  for (guint i = 0; i < 2; i++)
    g_assert_true (xu_retry_decide (unsent, &context, &attempts, 0, G_MAXUINT32, &retry));
  g_assert_cmpint (retry.at, ==, 16000);
  g_assert_cmpuint (attempts.n_counted, ==, 3);

  xu_attempts_renew (&attempts);
  g_assert_true (xu_retry_decide (unsent, &context, &attempts, 0, G_MAXUINT32, &retry));
  g_assert_cmpint (retry.at, ==, 8000);

  for (guint i = 0; i < 6; i++)
    g_assert_true (xu_retry_decide (sent, &context, &attempts, 0, 0, &retry));
  g_assert_false (xu_retry_decide (sent, &context, &attempts, 0, 0, &retry));
}

static void
test_renew (void)
{
  static const struct
  {
    XuAttempts before;
    guint n_all;
  } renewals[]
      = { { { 0, 0 }, 0 }, { { 0, 1 }, 1 }, { { 0, 50 }, 1 }, { { 3, 50 }, 3 }, { { 3, 3 }, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (renewals); i++)
    {
      XuAttempts attempts = renewals[i].before;

      xu_attempts_renew (&attempts);
      g_assert_cmpuint (attempts.n_counted, ==, renewals[i].before.n_counted);
      g_assert_cmpuint (attempts.n_all, ==, renewals[i].n_all);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry/outcomes", test_outcomes);
  g_test_add_func ("/retry/attempts", test_attempts);
  g_test_add_func ("/retry/renew", test_renew);

  return g_test_run ();
}
