/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said while somebody signs in. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-in-text.h"

#include <glib/gi18n.h>

#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-page-words.h"

XuSignInOutcome
xu_sign_in_text_find_outcome (const GError *error)
{
  g_return_val_if_fail (error != NULL, XU_SIGN_IN_FAILED);

  if (error->domain != XU_ERROR)
    return XU_SIGN_IN_FAILED;

  switch (error->code)
    {
    case XU_ERROR_NOT_SIGNED_IN:
      return g_strcmp0 (xu_error_get_reason (error), "access_denied") == 0 ? XU_SIGN_IN_DENIED
                                                                           : XU_SIGN_IN_APP_REFUSED;
    case XU_ERROR_TOKEN_REFUSED:
      return XU_SIGN_IN_CREDENTIALS_REFUSED;
    case XU_ERROR_USAGE:
      return XU_SIGN_IN_PORT_TAKEN;
    case XU_ERROR_APP_NOT_ENROLLED:
      return XU_SIGN_IN_NOT_ENROLLED;
    default:
      return XU_SIGN_IN_FAILED;
    }
}

const char *
xu_sign_in_text_get_title (XuSignInOutcome outcome)
{
  switch (outcome)
    {
    case XU_SIGN_IN_DENIED:
      return _ ("You Said No in the Browser");
    case XU_SIGN_IN_APP_REFUSED:
      return _ ("X Does Not Take the App");
    case XU_SIGN_IN_CREDENTIALS_REFUSED:
      return _ ("X Does Not Take the Sign-In");
    case XU_SIGN_IN_PORT_TAKEN:
      return _ ("The Browser Cannot Come Back by Itself");
    case XU_SIGN_IN_NOT_ENROLLED:
      return _ ("The App Is in No Package");
    case XU_SIGN_IN_FAILED:
    default:
      return _ ("You Are Not Signed In");
    }
}

static const char *
get_refused_credentials (XuSignInMethod method)
{
  switch (method)
    {
    case XU_SIGN_IN_KEYS:
      return _ ("Check that the four keys are of the same app, that none was made anew meanwhile, "
                "and that the app may read and write.");
    case XU_SIGN_IN_TOKEN:
      return _ ("Check that all of the token was pasted, and that it is a user’s, not the app’s "
                "own. Tokens expire, most of them after two hours.");
    case XU_SIGN_IN_BROWSER:
    default:
      return _ ("Sign in once more.");
    }
}

static char *
dup_failure (const GError *error)
{
  g_autofree char *sentence = xu_failure_words_dup_sentence (error);
  g_autofree char *remedy = xu_failure_words_dup_remedy (error);

  return remedy != NULL ? g_strconcat (sentence, " ", remedy, NULL) : g_steal_pointer (&sentence);
}

char *
xu_sign_in_text_dup_text (const GError *error, XuSignInMethod method)
{
  g_return_val_if_fail (error != NULL, NULL);

  switch (xu_sign_in_text_find_outcome (error))
    {
    case XU_SIGN_IN_DENIED:
      return g_strdup (_ ("Nothing has changed. X Uploader can post for you only when you allow "
                          "it."));
    case XU_SIGN_IN_APP_REFUSED:
      return g_strdup (
          _ ("Check the client ID and, where there is one, the client secret; and that "
             "the callback address stands in the settings of the app exactly as it "
             "is shown here. A client secret belongs to a confidential client "
             "alone."));
    case XU_SIGN_IN_CREDENTIALS_REFUSED:
      return g_strdup (get_refused_credentials (method));
    case XU_SIGN_IN_PORT_TAKEN:
      return g_strdup (_ ("Another program, or another sign-in, listens where X would send the "
                          "browser. End that and try again. Or go on without it: then you copy the "
                          "address from the browser yourself."));
    case XU_SIGN_IN_NOT_ENROLLED:
      return g_strdup (_ ("X refused it as “client-not-enrolled”. In X’s developer console, move "
                          "the app to the pay-per-use package and to production, then try "
                          "again."));
    case XU_SIGN_IN_FAILED:
    default:
      return dup_failure (error);
    }
}

const char *
xu_sign_in_text_get_step (XuSignInStep step)
{
  switch (step)
    {
    case XU_SIGN_IN_EXCHANGING:
      return _ ("Signing in to X…");
    case XU_SIGN_IN_ASKING:
      return _ ("Asking X whose account it is…");
    case XU_SIGN_IN_KEEPING:
      return _ ("Keeping it in your keyring…");
    case XU_SIGN_IN_PREPARING:
    case XU_SIGN_IN_WAITING:
    case XU_SIGN_IN_OVER:
    default:
      return _ ("One moment…");
    }
}

static XuSignInPage
get_page (XuPageWords page)
{
  return (XuSignInPage){ xu_page_words_get_title (page), xu_page_words_get_text (page) };
}

void
xu_sign_in_text_set_pages (XuSignInConfig *config)
{
  g_return_if_fail (config != NULL);

  config->done = get_page (XU_PAGE_WORDS_DONE);
  config->denied = get_page (XU_PAGE_WORDS_DENIED);
  config->wrong = get_page (XU_PAGE_WORDS_WRONG);
  config->repeated = get_page (XU_PAGE_WORDS_REPEATED);
}

char *
xu_sign_in_text_dup_redirect_uri (guint port)
{
  return port == XU_SIGN_IN_REDIRECT_PORT ? g_strdup (XU_SIGN_IN_REDIRECT_URI)
                                          : g_strdup_printf ("http://127.0.0.1:%u/callback", port);
}
