/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sandbox was started with. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  XU_SANDBOX_ENCODING_BOTH,
  XU_SANDBOX_ENCODING_MULTIPART,
  XU_SANDBOX_ENCODING_JSON,
} XuSandboxEncoding;

typedef struct
{
  char *address; /* (owned): a numeric address */
  guint16 port;  /* 0: any */
  char *state;   /* (owned) (nullable): folder */
  gboolean is_tls;
  gboolean is_http1; /* no HTTP/2 */
  gboolean is_sequential;
  gboolean is_premium;
  gboolean is_discarding;
  XuSandboxEncoding encoding;
  gint64 latency_us;
  gint64 processing_us;
  gint64 timeline_delay_us;
  gint64 expiry_us;
  gint64 code_life_us;
  gint64 access_life_us;
  guint64 bandwidth; /* bytes per second; 0: not limited */
  guint64 most_segment_bytes;
  guint32 seed;
  char **rate_limits;   /* (owned) (nullable): ENDPOINT=N/TIME */
  char **faults;        /* (owned) (nullable): rules */
  char **redirect_uris; /* (owned): what clients have registered, one at least */
  char *grant_scopes;   /* (owned) (nullable): what clients get at most; NULL: what they ask for */
} XuSandboxOptions;

/**
 * xu_sandbox_options_parse:
 * @arguments: (array zero-terminated=1): the arguments, the program's name first
 * @error: return location: %XU_ERROR_USAGE
 *
 * Prints the help and ends the process when `--help` is among them.
 *
 * Returns: (transfer full) (nullable): the options
 */
XuSandboxOptions *xu_sandbox_options_parse (char **arguments, GError **error);

void xu_sandbox_options_free (XuSandboxOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxOptions, xu_sandbox_options_free)

G_END_DECLS
