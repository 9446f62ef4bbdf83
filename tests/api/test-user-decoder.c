/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about the user, good and hostile, by tables. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-user-decoder.h"

/* @members follow a good id, name and username and may replace them. */
static XuUser *
decode (const char *members, GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "{\"data\":{\"id\":\"77\",\"name\":\"Ada \xe2\x98\x86\",\"username\":\"ada_1\"%s}}", members);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return xu_user_decoder_me (body, error);
}

static void
test_me (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuUser) user = decode (",\"subscription_type\":\"Premium\",\"profile_image_url\":"
                                    "\"https://pbs.example/a.jpg\",\"verified\":true",
                                    &error);

  g_assert_no_error (error);
  g_assert_cmpstr (user->user_id, ==, "77");
  g_assert_cmpstr (user->name, ==, "Ada \xe2\x98\x86");
  g_assert_cmpstr (user->username, ==, "ada_1");
  g_assert_cmpstr (user->subscription_type, ==, "Premium");
  g_assert_cmpstr (user->profile_image_url, ==, "https://pbs.example/a.jpg");
}

static void
test_picture_only_by_https (void)
{
  static const char *const urls[] = { "http://pbs.example/a.jpg",
                                      "http://127.0.0.1.example/a.jpg",
                                      "ftp://127.0.0.1/a",
                                      "file:///etc/passwd",
                                      "javascript:alert(1)",
                                      "",
                                      "https:",
                                      "//pbs.example/a.jpg",
                                      "https:///a.jpg" };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *members = g_strdup_printf (",\"profile_image_url\":\"%s\"", urls[i]);
      g_autoptr (XuUser) user = decode (members, &error);

      g_assert_no_error (error);
      g_assert_null (user->profile_image_url);
    }
}

static void
test_hostile (void)
{
  static const struct
  {
    const char *members;
    const char *message;
  } rows[] = {
    { ",\"id\":77", "data.id: not a string of 1 to 19 digits" },
    { ",\"id\":\"77x\"", "data.id: not a string of 1 to 19 digits" },
    { ",\"name\":null", "data.name: missing" },
    { ",\"name\":[]", "data.name: not a string" },
    { ",\"username\":7", "data.username: not a string" },
    { ",\"username\":\"\"", "data.username: not a user name" },
    { ",\"username\":\"a/b\"", "data.username: not a user name" },
    { ",\"username\":\"abcdefghijklmnop\"", "data.username: not a user name" },
    { ",\"username\":\"\xc3\xa4\"", "data.username: not a user name" },
    { ",\"subscription_type\":1", "data.subscription_type: not a string" },
    { ",\"profile_image_url\":{}", "data.profile_image_url: not a string" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (decode (rows[i].members, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/user-decoder/me", test_me);
  g_test_add_func ("/user-decoder/picture-only-by-https", test_picture_only_by_https);
  g_test_add_func ("/user-decoder/hostile", test_hostile);

  return g_test_run ();
}
