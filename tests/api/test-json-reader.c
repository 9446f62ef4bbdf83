/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile JSON: what the guard refuses before json-glib sees it, and what the reader makes of the
 * rest. */

#include "config.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "xu-error.h"
#include "xu-json-guard.h"
#include "xu-json-reader.h"

static XuJsonReader *
read_text (const char *text, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return xu_json_reader_new (body, error);
}

static void
test_guard (void)
{
  static const struct
  {
    const char *text;
    const char *problem; /* NULL: may be parsed */
  } rows[] = {
    { "{}", NULL },
    { " \r\n\t{\"a\":[1,-2.5e+3,true,false,null,\"x\"]} ", NULL },
    { "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}", NULL },
    { "{\"a\":9223372036854775807}", NULL },
    { "{\"a\":-9223372036854775807}", NULL },
    { "{\"a\":1e400}", NULL },
    { "", "incomplete" },
    { "  ", "incomplete" },
    { "{", "incomplete" },
    { "[[", "incomplete" },
    { "}", "an unknown token" },
    { "{}}", "something behind the value" },
    { "{}{}", "something behind the value" },
    { "{} x", "something behind the value" },
    { "{\"a\":9223372036854775808}", "an integer beyond 64 bits" },
    { "{\"a\":-99999999999999999999}", "an integer beyond 64 bits" },
    { "{\"a\":01}", "a malformed number" },
    { "{\"a\":-}", "a malformed number" },
    { "{\"a\":1.}", "a malformed number" },
    { "{\"a\":1e}", "a malformed number" },
    { "{\"a\":1e+}", "a malformed number" },
    { "{\"a\":0x10}", "an unknown token" },
    { "{\"a\":+1}", "an unknown token" },
    { "{\"a\":.5}", "an unknown token" },
    { "{\"a\":NaN}", "an unknown token" },
    { "{\"a\":Infinity}", "an unknown token" },
    { "{\"a\":tru", "an unknown token" },
    { "{/* no */}", "an unknown token" },
    { "{} // no", "something behind the value" },
    { "var a = {}", "an unknown token" },
    { "{'a':1}", "an unknown token" },
    { "{\"a", "an unterminated string" },
    { "{\"a\\\"", "an unterminated string" },
    { "{\"a\\", "a malformed escape" },
    { "{\"a\":\"\\x\"}", "a malformed escape" },
    { "{\"a\":\"\\u12\"}", "a malformed escape" },
    { "{\"a\":\"\\u12", "a malformed escape" },
    { "{\"a\":\"\\u0000\"}", "a malformed escape" },
    { "{\"a\":\"\\ud800\"}", "a malformed escape" },
    { "{\"a\":\"\\ud800x\"}", "a malformed escape" },
    { "{\"a\":\"\\ud800\\n\"}", "a malformed escape" },
    { "{\"a\":\"\\ud800\\u0041\"}", "a malformed escape" },
    { "{\"a\":\"\\udc00\"}", "a malformed escape" },
    { "{\"a\":\"x\ny\"}", "a control character in a string" },
    { "<html>", "an unknown token" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* An exact copy, so that a read behind the end shows. */
      gsize length = strlen (rows[i].text);
      g_autofree char *text = g_memdup2 (rows[i].text, length);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (xu_json_guard_check (length > 0 ? text : "", length), ==, rows[i].problem);
    }

  g_assert_cmpstr (xu_json_guard_check ("{\"a\":\"\0\"}", 9), ==,
                   "a control character in a string");
  g_assert_cmpstr (xu_json_guard_check ("\0", 1), ==, "an unknown token");
}

static void
test_depth (void)
{
  static const char openers[] = { '[', '{' };
  gsize length = 1024 * 1024;

  for (gsize i = 0; i < G_N_ELEMENTS (openers); i++)
    {
      g_autoptr (GError) error = NULL;
      char *text = g_malloc (length);

      memset (text, openers[i], length);

      g_autoptr (GBytes) body = g_bytes_new_take (text, length);

      g_assert_null (xu_json_reader_new (body, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
      g_assert_cmpstr (error->message, ==, "not JSON: too deep");
    }

  /* 64 levels are allowed, 65 are not. */
  for (guint depth = 64; depth <= 65; depth++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '[');
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, ']');
      g_assert_cmpstr (xu_json_guard_check (text->str, text->len), ==,
                       depth == 64 ? NULL : "too deep");
    }
}

static void
test_not_an_object (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } rows[] = {
    { "", "empty body" },
    { "\xef\xbb\xbf", "empty body" },
    { "[]", "not a JSON object" },
    { "\"x\"", "not a JSON object" },
    { "12", "not a JSON object" },
    { "null", "not a JSON object" },
    { "{\"a\" 1}", "not JSON" },
    { "{\"a\":1,}", "not JSON" },
    { "{a:1}", "not JSON: an unknown token" },
    { "{,}", "not JSON" },
    { ":", "not JSON" },
    { "[1}", "not JSON" },
    { "{\"a\":\"\xff\"}", "not JSON" },
    { "{\"\xc0\xaf\":1}", "not JSON" },
    { "<html>busy</html>", "not JSON: an unknown token" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_null (read_text (rows[i].text, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

static void
test_byte_order_mark_is_overlooked (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuJsonReader) reader = read_text ("\xef\xbb\xbf{\"a\":1}", &error);

  g_assert_no_error (error);
  g_assert_true (xu_json_reader_has (reader, "a"));
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *number;
    gint64 as_int;
    double as_double;
  } rows[] = {
    { "0", 0, 0.0 },
    { "-0", 0, 0.0 },
    { "-7", -7, -7.0 },
    { "1.9", 1, 1.9 },
    { "-1.9", -1, -1.9 },
    { "1e3", 1000, 1000.0 },
    { "9223372036854775807", G_MAXINT64, 9223372036854775807.0 },
    { "9223372036854775808.0", G_MAXINT64, 9223372036854775808.0 },
    { "1e18", 1000000000000000000, 1e18 },
    { "1e19", G_MAXINT64, 1e19 },
    { "-1e19", G_MININT64, -1e19 },
    { "1e400", G_MAXINT64, INFINITY },
    { "-1e400", G_MININT64, -INFINITY },
    { "1e-400", 0, 0.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strdup_printf ("{\"n\":%s}", rows[i].number);
      g_autoptr (XuJsonReader) reader = read_text (text, &error);
      gint64 as_int = 99;
      double as_double = 99.0;

      g_assert_no_error (error);
      g_assert_true (xu_json_reader_read_int (reader, "n", XU_JSON_REQUIRED, &as_int, &error));
      g_assert_cmpint (as_int, ==, rows[i].as_int);
      g_assert_true (
          xu_json_reader_read_double (reader, "n", XU_JSON_REQUIRED, &as_double, &error));
      g_assert_true (as_double == rows[i].as_double); /* g_assert_cmpfloat() takes no infinity. */
    }
}

static void
test_ids (void)
{
  static const char *const good[] = { "0", "7", "1234567890123456789" };
  static const char *const bad[] = {
    "", "12345678901234567890", "-1", "1 ", " 1", "1a", "../2", "1/2", "1\n", "1?x=y", "%31"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (xu_json_reader_is_id (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (xu_json_reader_is_id (bad[i]));
  g_assert_false (xu_json_reader_is_id (NULL));
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuJsonReader) reader = read_text (
      "{\"s\":\"old\",\"s\":\"new\",\"b\":true,\"nil\":null,\"o\":{\"l\":[\"x\",\"y\"]},"
      "\"list\":[{\"id\":\"1\"},{\"id\":\"2\"}]}",
      &error);
  g_autoptr (XuJsonReader) object = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_auto (GStrv) strings = NULL;
  g_autofree char *string = NULL;
  g_autofree char *id = NULL;
  g_autofree char *nothing = NULL;
  gboolean boolean = FALSE;

  g_assert_no_error (error);
  g_assert_true (xu_json_reader_read_string (reader, "s", XU_JSON_REQUIRED, &string, &error));
  g_assert_cmpstr (string, ==, "new");
  g_assert_true (xu_json_reader_read_boolean (reader, "b", XU_JSON_REQUIRED, &boolean, &error));
  g_assert_true (boolean);
  g_assert_false (xu_json_reader_has (reader, "nil"));
  g_assert_true (xu_json_reader_read_string (reader, "nil", XU_JSON_OPTIONAL, &nothing, &error));
  g_assert_null (nothing);
  g_assert_true (xu_json_reader_read_object (reader, "o", XU_JSON_REQUIRED, &object, &error));
  g_assert_true (xu_json_reader_read_strings (object, "l", XU_JSON_REQUIRED, &strings, &error));
  g_assert_cmpuint (g_strv_length (strings), ==, 2);
  g_assert_true (xu_json_reader_read_objects (reader, "list", XU_JSON_REQUIRED, &list, &error));
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (xu_json_reader_read_id (g_ptr_array_index (list, 1), "id", &id, &error));
  g_assert_cmpstr (id, ==, "2");
}

static void
test_paths_in_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuJsonReader) reader
      = read_text ("{\"o\":{\"n\":\"1\",\"l\":[\"x\",7]},\"list\":[{\"id\":\"1\"},{\"id\":2}],"
                   "\"mixed\":[{},[]]}",
                   &error);
  g_autoptr (XuJsonReader) object = NULL;
  g_autoptr (GPtrArray) list = NULL;
  char **strings = NULL;
  char *string = NULL;
  double number;
  gboolean boolean;

  xu_json_reader_read_object (reader, "o", XU_JSON_REQUIRED, &object, &error);
  xu_json_reader_read_objects (reader, "list", XU_JSON_REQUIRED, &list, &error);
  g_assert_no_error (error);

  g_assert_false (xu_json_reader_read_double (object, "n", XU_JSON_OPTIONAL, &number, &error));
  g_assert_cmpstr (error->message, ==, "o.n: not a number");
  g_clear_error (&error);
  g_assert_false (xu_json_reader_read_boolean (object, "n", XU_JSON_OPTIONAL, &boolean, &error));
  g_assert_cmpstr (error->message, ==, "o.n: not a boolean");
  g_clear_error (&error);
  g_assert_false (xu_json_reader_read_strings (object, "l", XU_JSON_OPTIONAL, &strings, &error));
  g_assert_cmpstr (error->message, ==, "o.l[1]: not a string");
  g_clear_error (&error);
  g_assert_false (xu_json_reader_read_string (object, "x", XU_JSON_REQUIRED, &string, &error));
  g_assert_cmpstr (error->message, ==, "o.x: missing");
  g_clear_error (&error);
  g_assert_false (xu_json_reader_read_id (g_ptr_array_index (list, 1), "id", &string, &error));
  g_assert_cmpstr (error->message, ==, "list[1].id: not a string of 1 to 19 digits");
  g_clear_error (&error);
  g_clear_pointer (&list, g_ptr_array_unref);
  g_assert_false (xu_json_reader_read_objects (reader, "mixed", XU_JSON_OPTIONAL, &list, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
  g_assert_cmpstr (error->message, ==, "mixed[1]: not an object");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-reader/guard", test_guard);
  g_test_add_func ("/json-reader/depth", test_depth);
  g_test_add_func ("/json-reader/not-an-object", test_not_an_object);
  g_test_add_func ("/json-reader/byte-order-mark", test_byte_order_mark_is_overlooked);
  g_test_add_func ("/json-reader/numbers", test_numbers);
  g_test_add_func ("/json-reader/ids", test_ids);
  g_test_add_func ("/json-reader/members", test_members);
  g_test_add_func ("/json-reader/paths-in-errors", test_paths_in_errors);

  return g_test_run ();
}
