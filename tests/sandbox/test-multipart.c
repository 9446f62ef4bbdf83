/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of multipart/form-data, cut at every byte. */

#include "config.h"

#include <glib.h>
#include <string.h>

#include "xu-sandbox-multipart.h"

/* What was read, written down: name, '=', data, ';' for each part. */
static void
begin_cb (const char *name, gpointer user_data)
{
  g_string_append_printf (user_data, "%s=", name);
}

static void
data_cb (const guint8 *bytes, gsize length, gpointer user_data)
{
  g_string_append_len (user_data, (const char *) bytes, (gssize) length);
}

static void
end_cb (gpointer user_data)
{
  g_string_append_c (user_data, ';');
}

static const XuSandboxMultipartEvents events = { begin_cb, data_cb, end_cb };

static const char content_type[] = "multipart/form-data; boundary=XX";

typedef struct
{
  const char *body;
  const char *parts;
  gboolean is_complete;
} Row;

static const Row rows[] = {
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--\r\n", "a=1;", TRUE },
  { "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--XX--", "a=;", TRUE },
  { "preamble\r\n--XX\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--epilogue",
    "a=1;", TRUE },
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n12\r\n--XX\r\n"
    "Content-Type: x/y\r\nContent-Disposition: form-data; filename=\"name=z\"; name=\"b\"\r\n\r\n34"
    "\r\n--XX--\r\n",
    "a=12;b=34;", TRUE },
  /* Data that look like a delimiter, nearly. */
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n-\r\n--X\r\r\n--\r\n\r\n--XX--",
    "a=\r\n-\r\n--X\r\r\n--\r\n;", TRUE },
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\r\n--XX--", "a=\r;", TRUE },
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--XX\r\n--XX--", "a=--XX;", TRUE },
  /* What is cut off, or is nothing at all. */
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX", "a=1;", FALSE },
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", "a=1", FALSE },
  { "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX-x", "a=1;", FALSE },
  { "--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--", "", FALSE },
  { "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--", "", FALSE },
  { "--YY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--YY--", "", FALSE },
  { "", "", FALSE },
};

static void
test_every_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].body);

      for (gsize cut = 0; cut <= length; cut++)
        {
          g_autoptr (GString) parts = g_string_new (NULL);
          g_autoptr (XuSandboxMultipart) parser
              = xu_sandbox_multipart_new (content_type, &events, parts);

          xu_sandbox_multipart_feed (parser, (const guint8 *) rows[i].body, cut);
          xu_sandbox_multipart_feed (parser, (const guint8 *) rows[i].body + cut, length - cut);
          g_assert_cmpstr (parts->str, ==, rows[i].parts);
          g_assert_cmpint (xu_sandbox_multipart_is_complete (parser), ==, rows[i].is_complete);
        }
    }
}

static void
test_byte_by_byte (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) parts = g_string_new (NULL);
      g_autoptr (XuSandboxMultipart) parser
          = xu_sandbox_multipart_new (content_type, &events, parts);

      for (const char *p = rows[i].body; *p != '\0'; p++)
        xu_sandbox_multipart_feed (parser, (const guint8 *) p, 1);
      g_assert_cmpstr (parts->str, ==, rows[i].parts);
      g_assert_cmpint (xu_sandbox_multipart_is_complete (parser), ==, rows[i].is_complete);
    }
}

/* Zeros, CRs and everything else must pass unchanged, whatever the sizes of the pieces. */
static void
test_binary (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GString) data = g_string_new (NULL);
      g_autoptr (GString) body
          = g_string_new ("--XX\r\n"
                          "Content-Disposition: form-data; name=\"m\"\r\n\r\n");
      g_autoptr (GString) parts = g_string_new (NULL);
      g_autoptr (XuSandboxMultipart) parser
          = xu_sandbox_multipart_new (content_type, &events, parts);
      static const char alphabet[] = "\r\n-X\0a";
      gsize offset = 0;

      for (guint i = 0; i < 300; i++)
        g_string_append_c (data, alphabet[g_rand_int_range (random, 0, 6)]);
      /* By chance it may hold a delimiter: then it is another body. */
      if (memmem (data->str, data->len, "\r\n--XX", 6) != NULL)
        continue;
      g_string_append_len (body, data->str, (gssize) data->len);
      g_string_append (body, "\r\n--XX--\r\n");

      while (offset < body->len)
        {
          gsize n = MIN ((gsize) g_rand_int_range (random, 1, 40), body->len - offset);

          xu_sandbox_multipart_feed (parser, (const guint8 *) body->str + offset, n);
          offset += n;
        }
      g_assert_true (xu_sandbox_multipart_is_complete (parser));
      g_assert_cmpmem (parts->str + 2, parts->len - 3, data->str, data->len);
    }
}

static void
test_content_types (void)
{
  static const struct
  {
    const char *type;
    gboolean is_good;
  } types[] = {
    { "multipart/form-data; boundary=XX", TRUE },
    { "Multipart/Form-Data;charset=utf-8; boundary=\"X Y\"", TRUE },
    { "multipart/form-data", FALSE },
    { "multipart/form-data; boundary=", FALSE },
    { "multipart/form-data; boundary=\"XX", FALSE },
    { "multipart/form-data; boundary="
      "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
      FALSE },
    { "multipart/mixed; boundary=XX", FALSE },
    { "application/json", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (XuSandboxMultipart) parser
          = xu_sandbox_multipart_new (types[i].type, &events, NULL);

      g_assert_cmpint (parser != NULL, ==, types[i].is_good);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/multipart/every-cut", test_every_cut);
  g_test_add_func ("/multipart/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/multipart/binary", test_binary);
  g_test_add_func ("/multipart/content-types", test_content_types);

  return g_test_run ();
}
