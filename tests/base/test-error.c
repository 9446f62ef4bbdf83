/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain: stable names, and what survives a copy. */

#include "config.h"

#include <gio/gio.h>

#include "xu-error.h"

static void
test_names_are_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = XU_ERROR_INTERNAL; code <= XU_ERROR_POST_UNKNOWN; code++)
    {
      const char *name = xu_error_code_to_string ((XuErrorCode) code);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, (gpointer) name));

      XuErrorCode again = XU_ERROR_INTERNAL;

      g_assert_true (xu_error_code_from_string (name, &again));
      g_assert_cmpint (again, ==, code);
    }

  g_assert_cmpstr (xu_error_code_to_string (XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS), ==,
                   "file-too-large-for-segments");
}

static void
test_unknown_names (void)
{
  static const char *const names[] = { "", "File-Changed", "file-changed ", "file", "NULL" };
  XuErrorCode code = XU_ERROR_SERVER;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (xu_error_code_from_string (names[i], &code));

  g_assert_cmpint (code, ==, XU_ERROR_SERVER);
}

static void
test_copy_keeps_everything (void)
{
  g_autoptr (GError) error = xu_error_new (XU_ERROR_RATE_LIMITED, "append: HTTP %u", 429u);

  xu_error_set_http (error, 429, 5 * G_USEC_PER_SEC);
  xu_error_set_reason (error, "Too Many Requests");
  xu_error_set_unsent (error);

  g_autoptr (GError) copy = g_error_copy (error);

  g_assert_error (copy, XU_ERROR, XU_ERROR_RATE_LIMITED);
  g_assert_cmpstr (copy->message, ==, "append: HTTP 429");
  g_assert_cmpstr (xu_error_get_reason (copy), ==, "Too Many Requests");
  g_assert_cmpuint (xu_error_get_http_status (copy), ==, 429);
  g_assert_cmpint (xu_error_get_retry_after (copy), ==, 5 * G_USEC_PER_SEC);
  g_assert_true (xu_error_is_unsent (copy));
  g_assert_true (xu_error_is_retryable (copy));
}

static void
test_fresh_error_knows_nothing (void)
{
  g_autoptr (GError) error = NULL;

  xu_error_set (&error, XU_ERROR_REJECTED, "no");
  xu_error_set (NULL, XU_ERROR_REJECTED, "nobody listens");

  g_assert_null (xu_error_get_reason (error));
  g_assert_cmpuint (xu_error_get_http_status (error), ==, 0);
  g_assert_cmpint (xu_error_get_retry_after (error), ==, -1);
  g_assert_false (xu_error_is_unsent (error));
  g_assert_false (xu_error_is_retryable (error));
}

static void
test_other_domains_are_harmless (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  g_assert_null (xu_error_get_reason (error));
  g_assert_cmpint (xu_error_get_retry_after (error), ==, -1);
  g_assert_false (xu_error_is_retryable (error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/names-are-unique", test_names_are_unique);
  g_test_add_func ("/error/unknown-names", test_unknown_names);
  g_test_add_func ("/error/copy-keeps-everything", test_copy_keeps_everything);
  g_test_add_func ("/error/fresh-error-knows-nothing", test_fresh_error_knows_nothing);
  g_test_add_func ("/error/other-domains-are-harmless", test_other_domains_are_harmless);

  return g_test_run ();
}
