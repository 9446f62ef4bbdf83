/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of faults: which request, which time, what goes wrong. Pure: no I/O. */
#pragma once

#include <glib.h>

#include "xu-sandbox-endpoint.h"
#include "xu-sandbox-media.h"

G_BEGIN_DECLS

typedef enum
{
  XU_SANDBOX_FAULT_STATUS,       /* another answer; acted upon or not */
  XU_SANDBOX_FAULT_CLOSE_BEFORE, /* the connection ends before the body is read */
  XU_SANDBOX_FAULT_CLOSE_MID,    /* … after some bytes of the body */
  XU_SANDBOX_FAULT_CLOSE_AFTER,  /* … acted upon, but the answer is lost */
  XU_SANDBOX_FAULT_HANG,         /* never answered, not acted upon */
  XU_SANDBOX_FAULT_TRICKLE,      /* the body is read slowly */
  XU_SANDBOX_FAULT_DRIP,         /* the answer is written slowly */
  XU_SANDBOX_FAULT_GARBAGE,      /* 200 with a body that makes no sense */
  XU_SANDBOX_FAULT_GOAWAY,       /* HTTP/2: the connection takes no more streams, nor this one */
  XU_SANDBOX_FAULT_RST_STREAM,   /* HTTP/2: this stream is reset */
  XU_SANDBOX_FAULT_PROCESSING,   /* processing goes wrong; strikes finalize */
  XU_SANDBOX_FAULT_EXPIRE,       /* the media expires at this moment */
} XuSandboxFaultKind;

typedef enum
{
  XU_SANDBOX_GARBAGE_NONSENSE,  /* no JSON at all */
  XU_SANDBOX_GARBAGE_TRUNCATED, /* JSON that ends too early */
  XU_SANDBOX_GARBAGE_TYPES,     /* JSON whose members have other types */
  XU_SANDBOX_GARBAGE_HUGE,      /* JSON of many megabytes */
  XU_SANDBOX_GARBAGE_EMPTY,     /* no body */
} XuSandboxGarbage;

typedef struct
{
  char *rule; /* (owned): as it was written */

  /* Which request. */
  XuSandboxEndpoint endpoint; /* XU_SANDBOX_UNKNOWN: any of X's API */
  int segment;                /* segment index of an append; -1: any */

  /* Which time: counted over the requests that match. */
  guint first;   /* from this one, from 1 */
  guint last;    /* to this one; 0: no end */
  guint every;   /* each so many; 0: not used */
  guint percent; /* probability; 100: always */
  guint n_seen;  /* so far */

  /* What. */
  XuSandboxFaultKind kind;
  gboolean is_acted;        /* STATUS, GARBAGE: the request takes effect nevertheless */
  guint status;             /* STATUS */
  char *body;               /* (owned) (nullable): STATUS */
  GPtrArray *headers;       /* (owned) (element-type utf8): STATUS: name, value, … */
  gint64 reset_seconds;     /* STATUS: x-rate-limit-reset, from now; -1: none */
  guint64 bytes;            /* CLOSE_MID, GOAWAY, RST_STREAM: so many of the body first */
  guint64 rate;             /* TRICKLE, DRIP: bytes per second */
  XuSandboxGarbage garbage; /* GARBAGE */
  XuSandboxOutcome outcome; /* PROCESSING */
  XuSandboxCheck check;     /* PROCESSING */
  gint64 check_seconds;     /* PROCESSING */
  char *name;               /* (owned): PROCESSING */
  char *message;            /* (owned): PROCESSING */
} XuSandboxFault;

/**
 * xu_sandbox_fault_parse:
 * @rule: a rule, as FAULTS.md describes them
 * @error: return location: %XU_ERROR_USAGE
 *
 * Returns: (transfer full) (nullable): the rule
 */
XuSandboxFault *xu_sandbox_fault_parse (const char *rule, GError **error);

/**
 * xu_sandbox_fault_strikes:
 * @self: a rule
 * @endpoint: of the request
 * @segment: its segment index, -1: none or not known yet
 * @random: 32 random bits
 *
 * Asks a rule about a request, once. Counts the request when it matches.
 *
 * Returns: %TRUE when the fault strikes this one
 */
gboolean xu_sandbox_fault_strikes (XuSandboxFault *self,
                                   XuSandboxEndpoint endpoint,
                                   int segment,
                                   guint32 random);

/**
 * xu_sandbox_fault_changes_processing:
 * @self: a rule
 *
 * Returns: %TRUE when it is about how processing goes
 */
gboolean xu_sandbox_fault_changes_processing (const XuSandboxFault *self);

/**
 * xu_sandbox_fault_needs_http2:
 * @self: a rule
 *
 * Returns: %TRUE when it exists in HTTP/2 only
 */
gboolean xu_sandbox_fault_needs_http2 (const XuSandboxFault *self);

/**
 * xu_sandbox_fault_get_help:
 *
 * Returns: (transfer none): the language in a few lines, for `--help`
 */
const char *xu_sandbox_fault_get_help (void);

void xu_sandbox_fault_free (XuSandboxFault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxFault, xu_sandbox_fault_free)

G_END_DECLS
