/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of faults and the limits, by tables. */

#include "config.h"

#include "xu-error.h"
#include "xu-sandbox-faults.h"
#include "xu-sandbox-limits.h"

static void
test_good_rules (void)
{
  static const struct
  {
    const char *rule;
    XuSandboxEndpoint endpoint;
    int segment;
    XuSandboxFaultKind kind;
  } rows[] = {
    { "append status=413", XU_SANDBOX_APPEND, -1, XU_SANDBOX_FAULT_STATUS },
    { "append/7@2 close=mid bytes=64k", XU_SANDBOX_APPEND, 7, XU_SANDBOX_FAULT_CLOSE_MID },
    { "append/* hang", XU_SANDBOX_APPEND, -1, XU_SANDBOX_FAULT_HANG },
    { "* close=before", XU_SANDBOX_UNKNOWN, -1, XU_SANDBOX_FAULT_CLOSE_BEFORE },
    { "post@1 close=after", XU_SANDBOX_POST, -1, XU_SANDBOX_FAULT_CLOSE_AFTER },
    { "append trickle=16k", XU_SANDBOX_APPEND, -1, XU_SANDBOX_FAULT_TRICKLE },
    { "me drip=10", XU_SANDBOX_ME, -1, XU_SANDBOX_FAULT_DRIP },
    { "status garbage=types", XU_SANDBOX_STATUS, -1, XU_SANDBOX_FAULT_GARBAGE },
    { "append@1-3 goaway bytes=1", XU_SANDBOX_APPEND, -1, XU_SANDBOX_FAULT_GOAWAY },
    { "append@2- rst-stream", XU_SANDBOX_APPEND, -1, XU_SANDBOX_FAULT_RST_STREAM },
    { "finalize processing=never check=missing", XU_SANDBOX_FINALIZE, -1,
      XU_SANDBOX_FAULT_PROCESSING },
    { "status expire", XU_SANDBOX_STATUS, -1, XU_SANDBOX_FAULT_EXPIRE },
    { "token@2 close=after", XU_SANDBOX_TOKEN, -1, XU_SANDBOX_FAULT_CLOSE_AFTER },
    { "revoke status=503", XU_SANDBOX_REVOKE, -1, XU_SANDBOX_FAULT_STATUS },
    { "authorize hang", XU_SANDBOX_AUTHORIZE, -1, XU_SANDBOX_FAULT_HANG },
    { "consent@1 status=500", XU_SANDBOX_CONSENT, -1, XU_SANDBOX_FAULT_STATUS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (XuSandboxFault) fault = xu_sandbox_fault_parse (rows[i].rule, &error);

      g_assert_no_error (error);
      g_assert_cmpint (fault->endpoint, ==, rows[i].endpoint);
      g_assert_cmpint (fault->segment, ==, rows[i].segment);
      g_assert_cmpint (fault->kind, ==, rows[i].kind);
    }
}

static void
test_options (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuSandboxFault) status = xu_sandbox_fault_parse (
      "append status=429 acted reset=2 retry-after=1 header='X-A: b c' body='{\"a\": 1}'", &error);
  g_autoptr (XuSandboxFault) processing = xu_sandbox_fault_parse (
      "finalize processing=fail name=N message=\"Unsupported video format\" check=-5", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (status->status, ==, 429);
  g_assert_true (status->is_acted);
  g_assert_cmpint (status->reset_seconds, ==, 2);
  g_assert_cmpstr (status->body, ==, "{\"a\": 1}");
  g_assert_cmpuint (status->headers->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (status->headers, 0), ==, "Retry-After");
  g_assert_cmpstr (g_ptr_array_index (status->headers, 3), ==, "b c");
  g_assert_cmpint (processing->outcome, ==, XU_SANDBOX_OUTCOME_FAIL);
  g_assert_cmpstr (processing->name, ==, "N");
  g_assert_cmpstr (processing->message, ==, "Unsupported video format");
  g_assert_cmpint (processing->check, ==, XU_SANDBOX_CHECK_FIXED);
  g_assert_cmpint (processing->check_seconds, ==, -5);
}

static void
test_bad_rules (void)
{
  static const char *const rules[] = {
    "",
    "append",
    "appendix status=413",
    "page status=500",
    "avatar status=500",
    "token/1 status=500",
    "post/3 status=413",
    "append/1000 status=413",
    "append/-1 status=413",
    "@3 hang",
    "'' hang",
    "append ''",
    "append@ status=413",
    "append@0 status=413",
    "append@3-2 status=413",
    "append@/0 status=413",
    "append@0% status=413",
    "append@101% status=413",
    "append status=99",
    "append status=600",
    "append status",
    "append status=413 bytes=3",
    "append status=429 reset=soon",
    "append status=429 header=NoColon",
    "append status=429 header='A\r\nB: c'",
    "append close=sometimes",
    "append close=after bytes=3",
    "append close=mid bytes=many",
    "append hang=1",
    "append trickle=0",
    "append garbage=tasty",
    "append garbage=types twice",
    "append processing=fail",
    "finalize processing=fine",
    "finalize processing=fail check=later",
    "append 'status=413",
    "append explode",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (xu_sandbox_fault_parse (rules[i], &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
    }
}

/* Which of the first eight appends are struck. */
static void
test_when (void)
{
  static const struct
  {
    const char *rule;
    const char *struck;
  } rows[] = {
    { "append hang", "11111111" },      { "append@1 hang", "10000000" },
    { "append@3 hang", "00100000" },    { "append@2-4 hang", "01110000" },
    { "append@7- hang", "00000011" },   { "append@/3 hang", "00100100" },
    { "append@100% hang", "11111111" }, { "* hang", "11111111" },
    { "append/5 hang", "00000100" },    { "append/5@2 hang", "00000000" },
    { "finalize hang", "00000000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuSandboxFault) fault = xu_sandbox_fault_parse (rows[i].rule, NULL);

      for (int segment = 0; rows[i].struck[segment] != '\0'; segment++)
        g_assert_cmpint (xu_sandbox_fault_strikes (fault, XU_SANDBOX_APPEND, segment, 0), ==,
                         rows[i].struck[segment] == '1');
    }
}

static void
test_chance (void)
{
  g_autoptr (XuSandboxFault) fault = xu_sandbox_fault_parse ("append@25% hang", NULL);

  g_assert_true (xu_sandbox_fault_strikes (fault, XU_SANDBOX_APPEND, 0, 24));
  g_assert_false (xu_sandbox_fault_strikes (fault, XU_SANDBOX_APPEND, 0, 25));
  g_assert_true (xu_sandbox_fault_strikes (fault, XU_SANDBOX_APPEND, 0, 100));
}

static void
test_own_pages_are_spared (void)
{
  g_autoptr (XuSandboxFault) fault = xu_sandbox_fault_parse ("* hang", NULL);

  g_assert_false (xu_sandbox_fault_strikes (fault, XU_SANDBOX_REPORT, -1, 0));
  g_assert_false (xu_sandbox_fault_strikes (fault, XU_SANDBOX_PAGE, -1, 0));
  g_assert_false (xu_sandbox_fault_strikes (fault, XU_SANDBOX_AVATAR, -1, 0));
  /* A page of X's, but not its API. */
  g_assert_false (xu_sandbox_fault_strikes (fault, XU_SANDBOX_AUTHORIZE, -1, 0));
  g_assert_true (xu_sandbox_fault_strikes (fault, XU_SANDBOX_TOKEN, -1, 0));
  g_assert_true (xu_sandbox_fault_strikes (fault, XU_SANDBOX_REVOKE, -1, 0));
  g_assert_true (xu_sandbox_fault_strikes (fault, XU_SANDBOX_ME, -1, 0));
}

static void
test_limits (void)
{
  g_autoptr (XuSandboxLimits) limits = xu_sandbox_limits_new ();
  g_autoptr (GError) error = NULL;
  XuSandboxAllowance a;

  g_assert_true (xu_sandbox_limits_set (limits, "append=2/10s", &error));
  g_assert_no_error (error);

  a = xu_sandbox_limits_count (limits, "t", XU_SANDBOX_APPEND, 1500000);
  g_assert_cmpuint (a.limit, ==, 2);
  g_assert_cmpuint (a.remaining, ==, 1);
  g_assert_cmpint (a.reset, ==, 12); /* 11.5 s, rounded up */
  g_assert_false (a.is_over);
  a = xu_sandbox_limits_count (limits, "t", XU_SANDBOX_APPEND, 2000000);
  g_assert_cmpuint (a.remaining, ==, 0);
  g_assert_false (a.is_over);
  a = xu_sandbox_limits_count (limits, "t", XU_SANDBOX_APPEND, 11499999);
  g_assert_true (a.is_over);
  g_assert_cmpuint (a.remaining, ==, 0);

  /* Another token and another endpoint have windows of their own; the next window is new. */
  a = xu_sandbox_limits_count (limits, "u", XU_SANDBOX_APPEND, 3000000);
  g_assert_false (a.is_over);
  a = xu_sandbox_limits_count (limits, "t", XU_SANDBOX_INITIALIZE, 3000000);
  g_assert_cmpuint (a.limit, ==, 1875);
  a = xu_sandbox_limits_count (limits, "t", XU_SANDBOX_APPEND, 11500000);
  g_assert_false (a.is_over);
  g_assert_cmpuint (a.remaining, ==, 1);
}

static void
test_x_limits (void)
{
  static const guint numbers[] = { 1875, 1875, 1875, 1000, 100, 50, 900, 75, 500, 100 };
  g_autoptr (XuSandboxLimits) limits = xu_sandbox_limits_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      XuSandboxAllowance a
          = xu_sandbox_limits_count (limits, "t", (XuSandboxEndpoint) i, 5 * G_USEC_PER_SEC);

      g_assert_cmpuint (a.limit, ==, numbers[i]);
      g_assert_cmpint (a.reset, ==, 5 + 15 * 60);
    }
}

static void
test_bad_limits (void)
{
  static const char *const rules[] = { "",           "append",       "append=3",       "append=/2s",
                                       "append=3/0", "append=-1/2s", "append=3/later", "page=3/2s",
                                       "none=3/2s",  "=3/2s" };
  g_autoptr (XuSandboxLimits) limits = xu_sandbox_limits_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (xu_sandbox_limits_set (limits, rules[i], &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/faults/good", test_good_rules);
  g_test_add_func ("/faults/options", test_options);
  g_test_add_func ("/faults/bad", test_bad_rules);
  g_test_add_func ("/faults/when", test_when);
  g_test_add_func ("/faults/chance", test_chance);
  g_test_add_func ("/faults/own-pages", test_own_pages_are_spared);
  g_test_add_func ("/limits/window", test_limits);
  g_test_add_func ("/limits/x", test_x_limits);
  g_test_add_func ("/limits/bad", test_bad_limits);

  return g_test_run ();
}
