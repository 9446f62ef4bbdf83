/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The media helper from its parent's side: helpers that hang, die, never end, or look around. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "media-file-fixture.h"
#include "xu-error.h"
#include "xu-media-helper.h"

static const XuMediaWish thumbnail = { .kind = XU_MEDIA_WISH_THUMBNAIL, .at_us = -1 };
static const XuMediaWish frame
    = { .kind = XU_MEDIA_WISH_FRAME, .at_us = 1500000, .max_bytes = 5000 };

/* The helper is a script in the folder of the test. */
static void
pretend (Fixture *fixture, const char *script)
{
  g_autofree char *path = g_build_filename (fixture->folder, "helper", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", script);

  write_file (path, text, strlen (text));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  g_assert_true (g_setenv ("XUPLOADER_MEDIA_HELPER", path, TRUE));
}

static char *
ask (Fixture *fixture,
     const XuMediaWish *wish,
     gint64 time_limit_us,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  write_file (fixture->path, "what is in the file", 19);

  g_autoptr (XuMediaFile) file = open_good (fixture->path);

  xu_media_helper_ask_async (file, wish, time_limit_us, cancellable, keep_result_cb, &result);
  wait_for_result (&result);

  g_autoptr (GBytes) answer = xu_media_helper_ask_finish (result, error);

  if (answer == NULL)
    return NULL;

  gsize length;
  const char *text = g_bytes_get_data (answer, &length);

  return g_strndup (length > 0 ? text : "", length);
}

static void
assert_answer (Fixture *fixture, const XuMediaWish *wish, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = ask (fixture, wish, PATIENCE_SECONDS * G_USEC_PER_SEC, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, expected);
}

static void
test_arguments (Fixture *fixture, gconstpointer data)
{
  static const XuMediaWish facts = { .kind = XU_MEDIA_WISH_FACTS, .at_us = -1 };

  pretend (fixture, "echo $*");
  assert_answer (fixture, &facts, "probe\n");
  assert_answer (fixture, &thumbnail, "thumbnail --size=256\n");
  assert_answer (fixture, &frame, "frame --at=1500000 --max-bytes=5000\n");
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  pretend (fixture, "cat <&3; cat /proc/self/fd/3");
  assert_answer (fixture, &thumbnail, "what is in the filewhat is in the file");
}

/* It can read the file and no more, and has no descriptor of ours but what it needs. */
static void
test_descriptors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pretend (fixture, "ls /proc/$$/fd; (echo overwritten >&3) 2>&- || echo refused");

  g_autofree char *answer
      = ask (fixture, &thumbnail, PATIENCE_SECONDS * G_USEC_PER_SEC, NULL, &error);

  g_assert_no_error (error);

  g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);
  g_autoptr (GString) kept = g_string_new ("");

  for (gsize i = 0; lines[i] != NULL; i++)
    if (strlen (lines[i]) != 2) /* From 10 on they are the shell's own. */
      g_string_append_printf (kept, "%s ", lines[i]);
  g_assert_cmpstr (kept->str, ==, "0 1 2 3 refused  ");
}

/* Secrets are in no environment but ours. */
static void
test_environment (Fixture *fixture, gconstpointer data)
{
  static const char *const names[]
      = { "XUPLOADER_ACCESS_TOKEN", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "G_DEBUG" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (g_setenv (names[i], "forbidden", TRUE));
  g_assert_true (g_setenv ("GST_PLUGIN_PATH", "/allowed", TRUE));

  pretend (fixture, "env | grep -c forbidden; env | grep allowed; env | grep ^HOME | cut -c -5");
  assert_answer (fixture, &thumbnail, "0\nGST_PLUGIN_PATH=/allowed\nHOME=\n");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
  g_unsetenv ("GST_PLUGIN_PATH");
}

/* What it said before it died or hung is what there is. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pretend (fixture, "exit 1");
  assert_answer (fixture, &thumbnail, "");
  pretend (fixture, "echo facts; kill -SEGV $$");
  assert_answer (fixture, &thumbnail, "facts\n");
  pretend (fixture, "echo facts; exec 1>&-; exit 3");
  assert_answer (fixture, &thumbnail, "facts\n");

  pretend (fixture, "echo facts; exec sleep 100");

  gint64 began_at = g_get_monotonic_time ();
  g_autofree char *late = ask (fixture, &thumbnail, 500000, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (late, ==, "facts\n");
  g_assert_cmpint (g_get_monotonic_time () - began_at, >=, 500000);

  /* Neither one that closed its output, nor a grandchild that holds it, is waited for. */
  pretend (fixture, "echo facts; exec 1>&-; exec sleep 100");

  g_autofree char *closed = ask (fixture, &thumbnail, 500000, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (closed, ==, "facts\n");
  pretend (fixture, "echo facts; sleep 2 & exit 0");

  g_autofree char *held = ask (fixture, &thumbnail, 500000, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (held, ==, "facts\n");
}

static void
test_endless (Fixture *fixture, gconstpointer data)
{
  static const XuMediaWish facts = { .kind = XU_MEDIA_WISH_FACTS, .at_us = -1 };
  static const XuMediaWish *const wishes[] = { &facts, &thumbnail, &frame };

  pretend (fixture, "exec cat /dev/zero");
  for (gsize i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ask (fixture, wishes[i], PATIENCE_SECONDS * G_USEC_PER_SEC, NULL, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_INTERNAL);
    }
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_setenv ("XUPLOADER_MEDIA_HELPER", "/nowhere/helper", TRUE));
  g_assert_null (ask (fixture, &thumbnail, PATIENCE_SECONDS * G_USEC_PER_SEC, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_INTERNAL);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  pretend (fixture, "echo facts; exec sleep 100");
  g_timeout_add (100, cancel_cb, cancellable);
  g_assert_null (ask (fixture, &thumbnail, PATIENCE_SECONDS * G_USEC_PER_SEC, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_null (ask (fixture, &thumbnail, PATIENCE_SECONDS * G_USEC_PER_SEC, cancellable, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/media/helper/arguments", Fixture, NULL, fixture_set_up, test_arguments,
              fixture_tear_down);
  g_test_add ("/media/helper/file", Fixture, NULL, fixture_set_up, test_file, fixture_tear_down);
  g_test_add ("/media/helper/descriptors", Fixture, NULL, fixture_set_up, test_descriptors,
              fixture_tear_down);
  g_test_add ("/media/helper/environment", Fixture, NULL, fixture_set_up, test_environment,
              fixture_tear_down);
  g_test_add ("/media/helper/ends", Fixture, NULL, fixture_set_up, test_ends, fixture_tear_down);
  g_test_add ("/media/helper/endless", Fixture, NULL, fixture_set_up, test_endless,
              fixture_tear_down);
  g_test_add ("/media/helper/missing", Fixture, NULL, fixture_set_up, test_missing,
              fixture_tear_down);
  g_test_add ("/media/helper/cancel", Fixture, NULL, fixture_set_up, test_cancel,
              fixture_tear_down);

  return g_test_run ();
}
