/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's browser. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-browser.h"

#include "xu-engine-environment.h"

static gboolean
has_display (void)
{
  const char *const names[] = { "WAYLAND_DISPLAY", "DISPLAY" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && *value != '\0')
        return TRUE;
    }

  return FALSE;
}

/* The message may repeat the address, which is for the browser alone. */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_debug ("no browser opens: %s %d", g_quark_to_string (error->domain), error->code);
}

gboolean
xu_cli_browser_open (const char *address, GCancellable *cancellable)
{
  g_return_val_if_fail (address != NULL, FALSE);

  if (!has_display ())
    return FALSE;

  const char *const *secrets = xu_engine_environment_get_secrets ();
  g_autoptr (GAppLaunchContext) context = g_app_launch_context_new ();

  for (gsize i = 0; secrets[i] != NULL; i++)
    g_app_launch_context_unsetenv (context, secrets[i]);

  g_app_info_launch_default_for_uri_async (address, context, cancellable, opened_cb, NULL);
  return TRUE;
}
