/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as a child of a test. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *url;                        /* (owned): without a slash at the end */
  char *access_token;               /* (owned) */
  char *limited_token;              /* (owned): without media.write */
  char *expired_token;              /* (owned) */
  char *other_token;                /* (owned): of another user */
  char *ca_file;                    /* (owned) (nullable): with --tls */
  char *consumer_key;               /* (owned): OAuth 1.0a */
  char *consumer_secret;            /* (owned) */
  char *token;                      /* (owned) */
  char *token_secret;               /* (owned) */
  char *client_id;                  /* (owned): of the public client of OAuth 2.0 */
  char *confidential_client_id;     /* (owned) */
  char *confidential_client_secret; /* (owned) */
  char *redirect_uri;               /* (owned): where signing in leads back to */
  GSubprocess *process;             /* (owned) */
} XuTestSandbox;

/**
 * xu_test_sandbox_start:
 * @first_arg: (nullable): first argument of the program
 *
 * Starts the program that the environment variable XU_SANDBOX names and waits for its ready line.
 * A sandbox that does not start fails the test and says why.
 *
 * Returns: (transfer full): the running sandbox
 */
XuTestSandbox *xu_test_sandbox_start (const char *first_arg, ...) G_GNUC_NULL_TERMINATED;

/**
 * xu_test_sandbox_startv:
 * @arguments: (array zero-terminated=1): arguments of the program, without its name
 *
 * As xu_test_sandbox_start().
 *
 * Returns: (transfer full): the running sandbox
 */
XuTestSandbox *xu_test_sandbox_startv (const char *const *arguments);

/**
 * xu_test_sandbox_get:
 * @self: a running sandbox
 * @path: such as "/sandbox/media"
 *
 * Returns: (transfer full): the JSON that is there
 */
JsonNode *xu_test_sandbox_get (XuTestSandbox *self, const char *path);

/**
 * xu_test_sandbox_get_int:
 * @self: a running sandbox
 * @path: such as "/sandbox/requests"
 * @json_path: what to look for there (JSONPath), such as "$.endpoints.append.count"
 *
 * Returns: the number that is there; it fails the test when there is none
 */
gint64 xu_test_sandbox_get_int (XuTestSandbox *self, const char *path, const char *json_path);

/**
 * xu_test_sandbox_get_string:
 * @self: a running sandbox
 * @path: such as "/sandbox/media"
 * @json_path: what to look for there (JSONPath), such as "$.media[0].sha256"
 *
 * Returns: (transfer full): the text that is there; it fails the test when there is none
 */
char *xu_test_sandbox_get_string (XuTestSandbox *self, const char *path, const char *json_path);

/**
 * xu_test_sandbox_decide:
 * @self: a running sandbox
 * @url: a complete address of the authorize page
 * @is_allowed: which button is pressed
 *
 * Does what somebody with a browser does, but does not go where that leads.
 *
 * Returns: (transfer full) (nullable): where the browser is sent back to; %NULL when the page was
 * an error for the user alone
 */
char *xu_test_sandbox_decide (XuTestSandbox *self, const char *url, gboolean is_allowed);

/**
 * xu_test_sandbox_stop:
 * @self: (transfer full): a sandbox
 *
 * Ends it as a vanishing parent would, by closing its stdin, and asserts that it ended well.
 */
void xu_test_sandbox_stop (XuTestSandbox *self);

G_END_DECLS
