/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account as it crosses from the engine's thread to the front. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-facts.h"

static const char stand_in_prefix[] = "unidentified-";

static const char *const method_names[] = {
  [XU_SIGN_IN_BROWSER] = "oauth2",
  [XU_SIGN_IN_KEYS] = "oauth1",
  [XU_SIGN_IN_TOKEN] = "bearer",
};

XuAccountFacts *
xu_account_facts_copy (const XuAccountFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  XuAccountFacts *copy = g_new0 (XuAccountFacts, 1);

  *copy = *facts;
  copy->record = xu_sign_in_record_copy (facts->record);
  copy->avatar_path = g_strdup (facts->avatar_path);

  return copy;
}

void
xu_account_facts_free (XuAccountFacts *facts)
{
  g_return_if_fail (facts != NULL);

  xu_sign_in_record_free (facts->record);
  g_free (facts->avatar_path);
  g_free (facts);
}

/* A base URL has no fragment: see xu_http_client_new(). */
char *
xu_account_facts_make_id (const char *server, const char *user_id)
{
  g_return_val_if_fail (server != NULL, NULL);

  return user_id != NULL ? g_strconcat (server, "#", user_id, NULL) : g_strdup (server);
}

XuSignInMethod
xu_account_facts_get_method (const XuAccountFacts *facts)
{
  g_return_val_if_fail (facts != NULL, XU_SIGN_IN_BROWSER);

  for (guint i = 0; i < G_N_ELEMENTS (method_names); i++)
    {
      if (g_str_equal (method_names[i], facts->record->method))
        return (XuSignInMethod) i;
    }

  return XU_SIGN_IN_BROWSER; /* Of a newer version: signing in again is all that can be done. */
}

const char *
xu_account_facts_name_method (XuSignInMethod method)
{
  g_return_val_if_fail ((gsize) method < G_N_ELEMENTS (method_names), NULL);

  return method_names[method];
}

char *
xu_account_facts_make_stand_in (void)
{
  return g_strdup_printf ("%s%08x", stand_in_prefix, g_random_int ());
}

gboolean
xu_account_facts_is_stand_in (const char *user_id)
{
  g_return_val_if_fail (user_id != NULL, FALSE);

  return g_str_has_prefix (user_id, stand_in_prefix);
}
