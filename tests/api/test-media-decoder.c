/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about media, good and hostile, by tables. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-media-decoder.h"

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_upload (void)
{
  static const struct
  {
    const char *body;
    const char *media_key;
    gint64 expires_after_s;
  } rows[] = {
    { "{\"data\":{\"id\":\"1880028106020515840\",\"media_key\":\"13_1880028106020515840\","
      "\"expires_after_secs\":1295999}}",
      "13_1880028106020515840", 1295999 },
    { "{\"data\":{\"id\":\"1880028106020515840\",\"size\":77,\"future\":[{}]},\"more\":1}", NULL,
      -1 },
    { "{\"data\":{\"id\":\"1880028106020515840\",\"expires_after_secs\":86400.5,"
      "\"media_key\":null},\"errors\":[{\"title\":\"partial\"}]}",
      NULL, 86400 },
    { "{\"data\":{\"id\":\"1880028106020515840\",\"expires_after_secs\":1e400}}", NULL,
      G_MAXINT64 },
    { "{\"data\":{\"id\":\"9\",\"id\":\"1880028106020515840\"}}", NULL, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes_of (rows[i].body);
      g_autoptr (XuMediaUpload) upload = xu_media_decoder_upload (body, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (upload->media_id, ==, "1880028106020515840");
      g_assert_cmpstr (upload->media_key, ==, rows[i].media_key);
      g_assert_cmpint (upload->expires_after_s, ==, rows[i].expires_after_s);
    }
}

static void
test_hostile_upload (void)
{
  static const struct
  {
    const char *body;
    const char *message;
  } rows[] = {
    { "", "empty body" },
    { "{}", "data: missing" },
    { "{\"data\":null}", "data: missing" },
    { "{\"data\":[]}", "data: not an object" },
    { "{\"data\":{}}", "data.id: missing" },
    { "{\"data\":{\"id\":null}}", "data.id: missing" },
    { "{\"data\":{\"id\":1880028106020515840}}", "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":{\"id\":\"\"}}", "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":{\"id\":\"../../2/tweets\"}}", "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":{\"id\":\"1\\n\"}}", "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":{\"id\":\"12345678901234567890\"}}", "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":{\"id\":{\"id\":\"1\"}}}", "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":{\"id\":\"1\",\"media_key\":1}}", "data.media_key: not a string" },
    { "{\"data\":{\"id\":\"1\",\"expires_after_secs\":\"1\"}}",
      "data.expires_after_secs: not a number" },
    { "{\"data\":{\"id\":\"1\",\"expires_after_secs\":true}}",
      "data.expires_after_secs: not a number" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes_of (rows[i].body);

      g_assert_null (xu_media_decoder_upload (body, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

/* @info stands where processing_info does; NULL leaves it out. */
static char *
status_body (const char *info)
{
  return info != NULL ? g_strdup_printf ("{\"data\":{\"id\":\"42\",\"processing_info\":%s}}", info)
                      : g_strdup ("{\"data\":{\"id\":\"42\",\"media_key\":\"7_42\"}}");
}

static void
test_status (void)
{
  static const struct
  {
    const char *info;
    XuProcessingState state;
    double percent;
    gint64 check_after_s;
    const char *error_name;
    const char *error_message;
  } rows[] = {
    { NULL, XU_PROCESSING_SUCCEEDED, -1, -1, NULL, NULL },
    { "null", XU_PROCESSING_SUCCEEDED, -1, -1, NULL, NULL },
    { "{\"state\":\"pending\",\"check_after_secs\":1}", XU_PROCESSING_PENDING, -1, 1, NULL, NULL },
    { "{\"state\":\"in_progress\",\"check_after_secs\":5,\"progress_percent\":8}",
      XU_PROCESSING_IN_PROGRESS, 8, 5, NULL, NULL },
    { "{\"state\":\"succeeded\",\"progress_percent\":100}", XU_PROCESSING_SUCCEEDED, 100, -1, NULL,
      NULL },
    { "{\"state\":\"failed\"}", XU_PROCESSING_FAILED, -1, -1, NULL, NULL },
    { "{\"state\":\"failed\",\"error\":{\"code\":1,\"name\":\"InvalidMedia\",\"message\":\"Odd "
      "video\"}}",
      XU_PROCESSING_FAILED, -1, -1, "InvalidMedia", "Odd video" },
    /* An error beats whatever stands beside it, even what is wrong. */
    { "{\"state\":\"in_progress\",\"progress_percent\":99,\"error\":{\"name\":\"UnsupportedMedia\"}"
      "}",
      XU_PROCESSING_FAILED, -1, -1, "UnsupportedMedia", NULL },
    { "{\"state\":\"succeeded\",\"error\":\"Odd video\"}", XU_PROCESSING_FAILED, -1, -1, NULL,
      "Odd video" },
    { "{\"state\":7,\"progress_percent\":\"x\",\"error\":{\"name\":7,\"message\":\"Odd video\"}}",
      XU_PROCESSING_FAILED, -1, -1, NULL, "Odd video" },
    { "{\"error\":[1]}", XU_PROCESSING_FAILED, -1, -1, NULL, NULL },
    { "{\"state\":\"succeeded\",\"error\":null}", XU_PROCESSING_SUCCEEDED, -1, -1, NULL, NULL },
    /* States that we do not know. */
    { "{\"state\":\"processing\"}", XU_PROCESSING_IN_PROGRESS, -1, -1, NULL, NULL },
    { "{\"state\":\"SUCCEEDED\"}", XU_PROCESSING_IN_PROGRESS, -1, -1, NULL, NULL },
    { "{\"state\":\"\"}", XU_PROCESSING_IN_PROGRESS, -1, -1, NULL, NULL },
    { "{}", XU_PROCESSING_IN_PROGRESS, -1, -1, NULL, NULL },
    /* Numbers. */
    { "{\"state\":\"pending\",\"progress_percent\":12.75}", XU_PROCESSING_PENDING, 12.75, -1, NULL,
      NULL },
    { "{\"state\":\"pending\",\"progress_percent\":-3}", XU_PROCESSING_PENDING, 0, -1, NULL, NULL },
    { "{\"state\":\"pending\",\"progress_percent\":101}", XU_PROCESSING_PENDING, 100, -1, NULL,
      NULL },
    { "{\"state\":\"pending\",\"progress_percent\":1e400}", XU_PROCESSING_PENDING, 100, -1, NULL,
      NULL },
    { "{\"state\":\"pending\",\"progress_percent\":-1e400}", XU_PROCESSING_PENDING, 0, -1, NULL,
      NULL },
    { "{\"state\":\"pending\",\"check_after_secs\":0}", XU_PROCESSING_PENDING, -1, 0, NULL, NULL },
    { "{\"state\":\"pending\",\"check_after_secs\":-5}", XU_PROCESSING_PENDING, -1, -5, NULL,
      NULL },
    { "{\"state\":\"pending\",\"check_after_secs\":2.9}", XU_PROCESSING_PENDING, -1, 2, NULL,
      NULL },
    { "{\"state\":\"pending\",\"check_after_secs\":9223372036854775807}", XU_PROCESSING_PENDING, -1,
      G_MAXINT64, NULL, NULL },
    { "{\"state\":\"pending\",\"check_after_secs\":1e300}", XU_PROCESSING_PENDING, -1, G_MAXINT64,
      NULL, NULL },
    { "{\"state\":\"pending\",\"check_after_secs\":-1e300}", XU_PROCESSING_PENDING, -1, G_MININT64,
      NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = status_body (rows[i].info);
      g_autoptr (GBytes) body = bytes_of (text);
      g_autoptr (XuMediaStatus) status = xu_media_decoder_status (body, &error);

      g_test_message ("%s", text);
      g_assert_no_error (error);
      g_assert_cmpstr (status->media_id, ==, "42");
      g_assert_cmpint (status->state, ==, rows[i].state);
      g_assert_cmpfloat (status->percent, ==, rows[i].percent);
      g_assert_cmpint (status->check_after_s, ==, rows[i].check_after_s);
      g_assert_cmpstr (status->error_name, ==, rows[i].error_name);
      g_assert_cmpstr (status->error_message, ==, rows[i].error_message);
    }
}

static void
test_hostile_status (void)
{
  static const struct
  {
    const char *info;
    const char *message;
  } rows[] = {
    { "[]", "data.processing_info: not an object" },
    { "\"succeeded\"", "data.processing_info: not an object" },
    { "{\"state\":1}", "data.processing_info.state: not a string" },
    { "{\"state\":[\"succeeded\"]}", "data.processing_info.state: not a string" },
    { "{\"progress_percent\":\"50\"}", "data.processing_info.progress_percent: not a number" },
    { "{\"progress_percent\":{}}", "data.processing_info.progress_percent: not a number" },
    { "{\"check_after_secs\":\"5\"}", "data.processing_info.check_after_secs: not a number" },
    { "{\"check_after_secs\":99999999999999999999}", "not JSON: an integer beyond 64 bits" },
    { "{\"progress_percent\":NaN}", "not JSON: an unknown token" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = status_body (rows[i].info);
      g_autoptr (GBytes) body = bytes_of (text);

      g_assert_null (xu_media_decoder_status (body, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }

  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = bytes_of ("{\"data\":{\"processing_info\":{\"state\":\"pending\"}}}");

  g_assert_null (xu_media_decoder_status (body, &error));
  g_assert_cmpstr (error->message, ==, "data.id: missing");
}

static void
test_acknowledgement (void)
{
  static const struct
  {
    const char *body;
    const char *message; /* NULL: acknowledged */
  } rows[] = {
    { "", NULL },
    { "{}", NULL },
    { "{\"data\":{\"expires_at\":1755555555}}", NULL },
    { "{\"data\":{\"expires_at\":1755555555},\"errors\":[{\"title\":\"partial\"}]}", NULL },
    { "{\"errors\":[{\"message\":\"no\"}]}", "data: missing" },
    { "{\"data\":true}", "data: not an object" },
    { "<html>Sign in to this hotel</html>", "not JSON: an unknown token" },
    { "OK", "not JSON: an unknown token" },
    { "[]", "not a JSON object" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes_of (rows[i].body);

      g_assert_cmpint (xu_media_decoder_acknowledgement (body, &error), ==,
                       rows[i].message == NULL);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, rows[i].message);
    }
}

static void
test_state_names (void)
{
  g_assert_cmpstr (xu_processing_state_to_string (XU_PROCESSING_PENDING), ==, "pending");
  g_assert_cmpstr (xu_processing_state_to_string (XU_PROCESSING_IN_PROGRESS), ==, "in_progress");
  g_assert_cmpstr (xu_processing_state_to_string (XU_PROCESSING_SUCCEEDED), ==, "succeeded");
  g_assert_cmpstr (xu_processing_state_to_string (XU_PROCESSING_FAILED), ==, "failed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media-decoder/upload", test_upload);
  g_test_add_func ("/media-decoder/hostile-upload", test_hostile_upload);
  g_test_add_func ("/media-decoder/status", test_status);
  g_test_add_func ("/media-decoder/hostile-status", test_hostile_status);
  g_test_add_func ("/media-decoder/acknowledgement", test_acknowledgement);
  g_test_add_func ("/media-decoder/state-names", test_state_names);

  return g_test_run ();
}
