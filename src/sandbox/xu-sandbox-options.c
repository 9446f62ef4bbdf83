/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sandbox was started with. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-options.h"

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-quantity.h"
#include "xu-sandbox-faults.h"
#include "xu-sandbox-scopes.h"

static const char summary[]
    = "An X API of our own: strict about X's rules, for trying uploads without an account and for "
      "tests.\nPrints one JSON line when it is ready, and ends with the process that started it.";

/* The options as they were written. */
typedef struct
{
  char *listen;
  char *latency;
  char *bandwidth;
  char *processing;
  char *timeline_delay;
  char *expiry;
  char *code_life;
  char *access_life;
  char *most_segment;
  char *encoding;
  int seed;
} Texts;

static void
texts_clear (Texts *texts)
{
  g_free (texts->listen);
  g_free (texts->latency);
  g_free (texts->bandwidth);
  g_free (texts->processing);
  g_free (texts->timeline_delay);
  g_free (texts->expiry);
  g_free (texts->code_life);
  g_free (texts->access_life);
  g_free (texts->most_segment);
  g_free (texts->encoding);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
parse_arguments (char **arguments, XuSandboxOptions *self, Texts *texts, GError **error)
{
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &texts->listen,
      "Where to listen (default 127.0.0.1:0); beyond this machine only with --tls",
      "ADDRESS[:PORT]" },
    { "tls", 0, 0, G_OPTION_ARG_NONE, &self->is_tls, "HTTPS with a certificate of its own", NULL },
    { "http1", 0, 0, G_OPTION_ARG_NONE, &self->is_http1, "With --tls: no HTTP/2", NULL },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &self->state,
      "Keep tokens, posts and, for a week, media in this folder; print the address of the sandbox "
      "that runs on it already, if one does",
      "DIR" },
    { "latency", 0, 0, G_OPTION_ARG_STRING, &texts->latency, "Delay of each answer", "TIME" },
    { "bandwidth", 0, 0, G_OPTION_ARG_STRING, &texts->bandwidth,
      "Read no faster than this, all connections together", "RATE" },
    { "processing", 0, 0, G_OPTION_ARG_STRING, &texts->processing,
      "How long processing a video takes (default 2s)", "TIME" },
    { "timeline-delay", 0, 0, G_OPTION_ARG_STRING, &texts->timeline_delay,
      "Posts appear in the timeline only after this", "TIME" },
    { "expires-after", 0, 0, G_OPTION_ARG_STRING, &texts->expiry,
      "Life of an upload (default 15 days)", "TIME" },
    { "redirect-uri", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->redirect_uris,
      "Where signing in may lead back to (default http://127.0.0.1:47824/callback); may be "
      "repeated",
      "URI" },
    { "grant-scopes", 0, 0, G_OPTION_ARG_STRING, &self->grant_scopes,
      "Grant no more than these, whatever an app asks for", "SCOPES" },
    { "code-life", 0, 0, G_OPTION_ARG_STRING, &texts->code_life,
      "Life of an authorization code (default 30s)", "TIME" },
    { "access-token-life", 0, 0, G_OPTION_ARG_STRING, &texts->access_life,
      "Life of an access token of OAuth 2.0 (default 2h)", "TIME" },
    { "rate-limit", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->rate_limits,
      "Allow N requests in TIME; may be repeated", "ENDPOINT=N/TIME" },
    { "max-segment", 0, 0, G_OPTION_ARG_STRING, &texts->most_segment,
      "Largest body of an append (default 5MB); over it 413", "SIZE" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &texts->encoding, "Encodings that append takes",
      "multipart|json|both" },
    { "sequential", 0, 0, G_OPTION_ARG_NONE, &self->is_sequential,
      "Refuse segments in parallel or out of order", NULL },
    { "premium", 0, 0, G_OPTION_ARG_NONE, &self->is_premium, "The user is a subscriber", NULL },
    { "discard", 0, 0, G_OPTION_ARG_NONE, &self->is_discarding,
      "Count the bytes of media, do not keep them", NULL },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->faults,
      "Misbehave as RULE says; may be repeated", "RULE" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &texts->seed, "Seed of the probabilities in rules", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) local_error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, xu_sandbox_fault_get_help ());
  if (!g_option_context_parse_strv (context, &arguments, &local_error))
    {
      xu_error_set (error, XU_ERROR_USAGE, "%s", local_error->message);
      return FALSE;
    }
  if (g_strv_length (arguments) > 1)
    {
      xu_error_set (error, XU_ERROR_USAGE, "unknown argument “%s”", arguments[1]);
      return FALSE;
    }

  self->seed = (guint32) texts->seed;
  return TRUE;
}

static gboolean
split_listen (XuSandboxOptions *self, const char *text, GError **error)
{
  g_autoptr (GSocketConnectable) host = NULL;
  g_autoptr (GInetAddress) address = NULL;

  host = g_network_address_parse (text, 0, NULL);
  if (host != NULL)
    {
      const char *name = g_network_address_get_hostname (G_NETWORK_ADDRESS (host));

      address
          = g_inet_address_new_from_string (g_str_equal (name, "localhost") ? "127.0.0.1" : name);
      self->port = g_network_address_get_port (G_NETWORK_ADDRESS (host));
    }
  if (address == NULL)
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s” is not a numeric address such as 127.0.0.1:8080",
                    text);
      return FALSE;
    }
  if (!g_inet_address_get_is_loopback (address) && !self->is_tls)
    {
      xu_error_set (error, XU_ERROR_USAGE, "%s is not this machine: that needs --tls", text);
      return FALSE;
    }

  self->address = g_inet_address_to_string (address);
  return TRUE;
}

static gboolean
parse_encoding (XuSandboxOptions *self, const char *text, GError **error)
{
  if (g_strcmp0 (text, "multipart") == 0)
    self->encoding = XU_SANDBOX_ENCODING_MULTIPART;
  else if (g_strcmp0 (text, "json") == 0)
    self->encoding = XU_SANDBOX_ENCODING_JSON;
  else if (text != NULL && !g_str_equal (text, "both"))
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s” is not multipart, json or both", text);
      return FALSE;
    }

  return TRUE;
}

/* As a fixed address that a browser is sent to, and as a part of a header. */
static gboolean
is_redirect_uri (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (!g_ascii_isgraph (*c) || strchr ("\"'<>;,\\", *c) != NULL)
        return FALSE;
    }

  return uri != NULL && g_uri_get_fragment (uri) == NULL;
}

static gboolean
check_sign_in (XuSandboxOptions *self, GError **error)
{
  static const char *const usual[] = { "http://127.0.0.1:47824/callback", NULL };

  if (self->redirect_uris == NULL)
    self->redirect_uris = g_strdupv ((char **) usual);
  for (guint i = 0; self->redirect_uris[i] != NULL; i++)
    {
      if (!is_redirect_uri (self->redirect_uris[i]))
        {
          xu_error_set (error, XU_ERROR_USAGE, "“%s” is not a redirect URI",
                        self->redirect_uris[i]);
          return FALSE;
        }
    }

  if (self->grant_scopes != NULL && !xu_sandbox_scopes_are_known (self->grant_scopes))
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s”: not scopes of X, separated by spaces",
                    self->grant_scopes);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_lives (const XuSandboxOptions *self, GError **error)
{
  if (self->code_life_us > 0 && self->access_life_us > 0)
    return TRUE;

  xu_error_set (error, XU_ERROR_USAGE, "a life must be longer than nothing");
  return FALSE;
}

static gboolean
parse_texts (XuSandboxOptions *self, const Texts *texts, GError **error)
{
  const struct
  {
    const char *text;
    gint64 *us;
  } durations[] = {
    { texts->latency, &self->latency_us },
    { texts->processing, &self->processing_us },
    { texts->timeline_delay, &self->timeline_delay_us },
    { texts->expiry, &self->expiry_us },
    { texts->code_life, &self->code_life_us },
    { texts->access_life, &self->access_life_us },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      if (durations[i].text != NULL
          && !xu_quantity_parse_duration (durations[i].text, durations[i].us, error))
        return FALSE;
    }

  if (texts->bandwidth != NULL
      && !xu_quantity_parse_rate (texts->bandwidth, &self->bandwidth, error))
    return FALSE;
  if (texts->most_segment != NULL
      && !xu_quantity_parse_size (texts->most_segment, &self->most_segment_bytes, error))
    return FALSE;

  return check_lives (self, error) && check_sign_in (self, error)
         && parse_encoding (self, texts->encoding, error)
         && split_listen (self, texts->listen != NULL ? texts->listen : "127.0.0.1:0", error);
}

XuSandboxOptions *
xu_sandbox_options_parse (char **arguments, GError **error)
{
  g_autoptr (XuSandboxOptions) self = g_new0 (XuSandboxOptions, 1);
  g_auto (Texts) texts = { 0 };

  g_return_val_if_fail (arguments != NULL, NULL);

  self->processing_us = 2 * G_USEC_PER_SEC;
  self->expiry_us = (gint64) 15 * 24 * 3600 * G_USEC_PER_SEC;
  self->code_life_us = 30 * G_USEC_PER_SEC;
  self->access_life_us = (gint64) 2 * 3600 * G_USEC_PER_SEC;
  self->most_segment_bytes = 5 * 1000 * 1000;

  if (!parse_arguments (arguments, self, &texts, error) || !parse_texts (self, &texts, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
xu_sandbox_options_free (XuSandboxOptions *self)
{
  if (self == NULL)
    return;

  g_free (self->address);
  g_free (self->state);
  g_strfreev (self->rate_limits);
  g_strfreev (self->faults);
  g_strfreev (self->redirect_uris);
  g_free (self->grant_scopes);
  g_free (self);
}
