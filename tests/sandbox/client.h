/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small client that can be as wrong as a test wants. */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "xu-test-sandbox.h"

G_BEGIN_DECLS

typedef struct
{
  XuTestSandbox *sandbox; /* (owned) */
  SoupSession *session;   /* (owned) */
} Client;

typedef struct
{
  guint status; /* 0: no answer */
  char *body;   /* (owned): its bytes, and a zero behind them */
  gsize length;
  char *content_type;  /* (owned) (nullable) */
  char *remaining;     /* (owned) (nullable): x-rate-limit-remaining */
  char *retry_after;   /* (owned) (nullable) */
  char *location;      /* (owned) (nullable): where a redirect leads */
  char *cache_control; /* (owned) (nullable) */
  char *policy;        /* (owned) (nullable): Content-Security-Policy */
  gint64 reset;        /* x-rate-limit-reset; 0: none */
  SoupHTTPVersion version;
} Reply;

/* Owns sandbox from here on. */
Client *client_new (XuTestSandbox *sandbox);
void client_free (Client *self);

/* token NULL: no credentials, otherwise a bearer token, or a whole value of Authorization that
 * begins with "OAuth " or "Basic "; type NULL: no body. */
Reply *client_send (Client *self,
                    const char *method,
                    const char *path,
                    const char *token,
                    const char *type,
                    const void *body,
                    gssize length);
/* A form, as a browser sends it from a page of origin. host NULL: the sandbox's own. */
Reply *client_submit (Client *self,
                      const char *path,
                      const char *origin,
                      const char *host,
                      const char *form);
void reply_free (Reply *self);

/* As the user of access_token. */
Reply *client_get (Client *self, const char *path);
Reply *client_post_json (Client *self, const char *path, const char *json);
Reply *client_append (Client *self, const char *id, int index, const void *bytes, gsize length);
Reply *client_finalize (Client *self, const char *id);
Reply *client_status (Client *self, const char *id);

/* A media id; asserts that it is given. */
char *client_initialize (Client *self, const char *type, const char *category, guint64 bytes);
/* initialize, one append, finalize; the media must be ready at once. */
char *client_upload (Client *self, const char *type, const char *category, const char *text);

/* A text somewhere in the body of a reply: path such as "data.processing_info.state". */
char *reply_get_string (Reply *self, const char *json_path);
gint64 reply_get_int (Reply *self, const char *json_path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

G_END_DECLS
