/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections of several servers beside each other, and what is learnt of each. */

#include "config.h"

#include <glib/gstdio.h>

#include "xu-bearer-authorizer.h"
#include "xu-error.h"
#include "xu-job-shop.h"

static XuConnection *
connect_to (XuJobShop *shop, const char *server, const char *base_url, const char *token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuAuthorizer) authorizer = xu_bearer_authorizer_new (token, &error);
  const XuConnectionWay way = { .base_url = base_url, .authorizer = authorizer };
  XuConnection *connection = xu_job_shop_connect (shop, server, NULL, &way, &error);

  g_assert_no_error (error);
  return connection;
}

/* The desktop's word on the network is about the Internet. */
static void
test_offline (void)
{
  XuJobShop shop = { 0 };

  xu_job_shop_init (&shop);

  XuConnection *x = connect_to (&shop, "https://api.x.com", "https://api.x.com", "token");
  XuConnection *sandbox = connect_to (&shop, "sandbox:", "http://127.0.0.1:1", "token");

  g_assert_false (xu_job_shop_is_offline (&shop, x));
  xu_job_shop_network_changed (&shop, TRUE);
  g_assert_true (xu_job_shop_is_offline (&shop, x));
  g_assert_false (xu_job_shop_is_offline (&shop, sandbox));

  xu_job_shop_clear (&shop);
}

static void
test_find (void)
{
  XuJobShop shop = { 0 };
  g_autoptr (GError) credentials_error = xu_error_new (XU_ERROR_NOT_SIGNED_IN, "nobody");
  g_autoptr (GError) error = NULL;
  const XuConnectionWay nobody
      = { .base_url = "https://api.x.com", .credentials_error = credentials_error };
  const XuConnectionWay wrong = { .base_url = "nowhere", .credentials_error = credentials_error };

  xu_job_shop_init (&shop);

  XuConnection *x = xu_job_shop_connect (&shop, "https://api.x.com", NULL, &nobody, &error);
  XuConnection *sandbox = connect_to (&shop, "sandbox:", "http://127.0.0.1:1", "token");

  g_assert_no_error (error);
  g_assert_null (x->api);
  g_assert_error (x->credentials_error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN);
  g_assert_true (xu_job_shop_find_connection (&shop, "https://api.x.com", NULL) == x);
  g_assert_true (xu_job_shop_find_connection (&shop, "sandbox:", NULL) == sandbox);
  g_assert_null (xu_job_shop_find_connection (&shop, "https://api.x.com:8443", NULL));

  /* A server that moves keeps its place; and one that leads nowhere changes nothing. */
  g_assert_true (connect_to (&shop, "sandbox:", "http://127.0.0.1:2", "token") == sandbox);
  g_assert_cmpstr (xu_http_client_get_base_url (sandbox->client), ==, "http://127.0.0.1:2");
  g_assert_null (xu_job_shop_connect (&shop, "https://example.org", NULL, &wrong, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_null (xu_job_shop_find_connection (&shop, "https://example.org", NULL));
  g_assert_cmpuint (shop.connections->len, ==, 2);

  xu_job_shop_clear (&shop);
}

/* Whether anything is to be done about an account that is added once more. */
static void
test_is_at (void)
{
  static const struct
  {
    const char *base_url;
    const char *token;
    gboolean is_at;
  } rows[] = {
    { "http://127.0.0.1:1", "token", TRUE },
    { "HTTP://127.0.0.1:1/", "token", TRUE },
    { "http://127.0.0.1:2", "token", FALSE },
    { "http://127.0.0.1:1", "other", FALSE },
  };
  XuJobShop shop = { 0 };

  xu_job_shop_init (&shop);

  const XuConnection *sandbox = connect_to (&shop, "sandbox:", "http://127.0.0.1:1", "token");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuAuthorizer) authorizer = xu_bearer_authorizer_new (rows[i].token, NULL);
      const XuConnectionWay way = { .base_url = rows[i].base_url, .authorizer = authorizer };

      g_assert_cmpint (xu_connection_is_at (sandbox, &way), ==, rows[i].is_at);
    }

  xu_job_shop_clear (&shop);
}

/* Each server has its own, in the next process too; what the user has chosen is not among it. */
static void
test_learnt (void)
{
  g_autofree char *folder = g_dir_make_tmp ("xu-shop-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", folder);

  for (guint process = 0; process < 2; process++)
    {
      XuJobShop shop = { 0 };
      g_autofree char *set_aside = NULL;
      XuUploadOptions tuned;

      xu_job_shop_init (&shop);
      xu_job_shop_open (&shop, path, &set_aside);
      g_assert_no_error (shop.journal_error);

      XuConnection *one = connect_to (&shop, "https://one.example", "https://one.example", "token");
      XuConnection *two = connect_to (&shop, "https://two.example", "https://two.example", "token");

      g_assert_cmpuint (two->options.segment_ceiling, ==, 0);
      g_assert_cmpint (two->options.encoding, ==, XU_APPEND_MULTIPART);
      if (process == 0)
        {
          one->options.segment_ceiling = 1048576;
          one->options.encoding = XU_APPEND_JSON;
        }
      g_assert_cmpuint (one->options.segment_ceiling, ==, 1048576);
      g_assert_cmpint (one->options.encoding, ==, XU_APPEND_JSON);

      tuned = shop.options;
      tuned.parallel = 2;
      tuned.encoding = XU_APPEND_MULTIPART;
      tuned.is_encoding_chosen = TRUE;
      xu_job_shop_set_options (&shop, &tuned);
      g_assert_cmpint (one->options.encoding, ==, XU_APPEND_MULTIPART);
      g_assert_cmpuint (one->options.segment_ceiling, ==, 1048576);
      g_assert_cmpuint (two->options.parallel, ==, 2);

      /* Another server that comes now is tuned as well. */
      const XuConnection *three
          = connect_to (&shop, "https://three.example", "https://three.example", "token");

      g_assert_cmpuint (three->options.parallel, ==, 2);

      xu_job_shop_remember (&shop);
      tuned.is_encoding_chosen = FALSE;
      xu_job_shop_set_options (&shop, &tuned);
      g_assert_cmpint (one->options.encoding, ==, XU_APPEND_JSON);
      g_assert_cmpint (two->options.encoding, ==, XU_APPEND_MULTIPART);
      xu_job_shop_clear (&shop);
    }

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-shop/offline", test_offline);
  g_test_add_func ("/job-shop/find", test_find);
  g_test_add_func ("/job-shop/is-at", test_is_at);
  g_test_add_func ("/job-shop/learnt", test_learnt);

  return g_test_run ();
}
