/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a test's process trusts. */

#include "config.h"

#include "xu-test-anchors.h"

#include <gio/gio.h>

void
xu_test_anchors_trust_nobody (void)
{
  static gsize is_done = 0;

  if (!g_once_init_enter (&is_done))
    return;

  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "tls", "nobody.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) nobody = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), nobody);
  g_once_init_leave (&is_done, TRUE);
}
