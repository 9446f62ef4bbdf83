/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warnings of libsoup's own that faults on the wire bring about. */

#include "config.h"

#include "xu-test-warnings.h"

#include <string.h>

static gboolean
is_known (const char *domain, const char *message)
{
  return (g_strcmp0 (domain, "libsoup-http2") == 0
          && g_str_has_prefix (message, "Unexpected state changed"))
         || (g_strcmp0 (domain, "libsoup") == 0
             && (strstr (message, "could not get remote address") != NULL
                 || strstr (message, "soup_connection_manager_get_num_conns") != NULL
                 || strstr (message, "host->conns == NULL") != NULL));
}

static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return !is_known (domain, message);
}

/* The default handler would print "Bail out!". */
static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if (!is_known (domain, message))
    g_log_default_handler (domain, level, message, user_data);
}

void
xu_test_accept_libsoup_warnings (void)
{
  static const char *const domains[] = { "libsoup", "libsoup-http2" };

  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    g_log_set_handler (domains[i], G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, log_cb, NULL);
}
