/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What GIO, GnuTLS and libsoup say, in the application's few codes. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-http-failure.h"

#include <libsoup/soup.h>

#include "xu-error.h"

char *
xu_http_describe_tls_errors (GTlsCertificateFlags flags)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char *words;
  } table[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, "unknown authority" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, "wrong host name" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, "not yet valid" },
    { G_TLS_CERTIFICATE_EXPIRED, "expired" },
    { G_TLS_CERTIFICATE_REVOKED, "revoked" },
    { G_TLS_CERTIFICATE_INSECURE, "insecure algorithm" },
  };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if ((flags & table[i].flag) != 0)
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", table[i].words);
    }

  if (words->len == 0)
    g_string_append (words, "not acceptable");

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Whatever TLS says before a byte of the request is a matter of trust, but for the connection's
 * end. Later, the connection was good, and was spoilt on the way. */
static gboolean
is_tls_refusal (const GError *error, gboolean is_unsent)
{
  return error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_EOF && is_unsent;
}

/* What came is no HTTP, or breaks its rules. */
static gboolean
is_no_http (const GError *error)
{
  return g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)
         || g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING);
}

GError *
xu_http_failure_new (const GError *error,
                     const char *what,
                     GTlsCertificateFlags tls_errors,
                     gboolean is_unsent)
{
  g_return_val_if_fail (error != NULL && what != NULL, NULL);

  GError *failure = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || error->domain == XU_ERROR)
    return g_error_copy (error);

  if (tls_errors != G_TLS_CERTIFICATE_NO_FLAGS)
    {
      g_autofree char *words = xu_http_describe_tls_errors (tls_errors);

      failure = xu_error_new (XU_ERROR_TLS, "%s: certificate: %s", what, words);
    }
  else if (is_tls_refusal (error, is_unsent))
    {
      failure = xu_error_new (XU_ERROR_TLS, "%s: %s", what, error->message);
    }
  else if (is_no_http (error))
    {
      failure = xu_error_new (XU_ERROR_BAD_ANSWER, "%s: %s", what, error->message);
    }
  else
    {
      failure = xu_error_new (XU_ERROR_NETWORK, "%s: %s", what, error->message);
    }

  if (is_unsent)
    xu_error_set_unsent (failure);

  return failure;
}
