/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "xu-api.h"

G_BEGIN_DECLS

/**
 * EndpointFixture:
 *
 * A server with one prepared answer for every call, and an API that asks it as "Bearer token".
 */
typedef struct
{
  SoupServer *server;    /* (owned) */
  XuHttpClient *client;  /* (owned) */
  XuApi *api;            /* (owned) */
  GAsyncResult *result;  /* (owned) (nullable): of the call */
  GCancellable *on_call; /* (unowned) (nullable): cancelled in place of an answer */

  guint status;       /* the prepared answer */
  const char *answer; /* the same */
  const char *type;   /* the same: its content type */

  guint n_calls;
  char *request_line;  /* (owned): method, path and query of the last call */
  char *content_type;  /* (owned) (nullable) */
  char *authorization; /* (owned) (nullable) */
  GBytes *body;        /* (owned) */
} EndpointFixture;

/* For g_test_add(). */
void endpoint_fixture_set_up (EndpointFixture *fixture, gconstpointer data);
void endpoint_fixture_tear_down (EndpointFixture *fixture, gconstpointer data);

/**
 * endpoint_fixture_prepare:
 * @fixture: the fixture
 * @status: the status of all answers from now on
 * @answer: (transfer none): their body; must outlive the calls
 */
void endpoint_fixture_prepare (EndpointFixture *fixture, guint status, const char *answer);

/* The callback of a call, with the fixture as its data. */
void endpoint_fixture_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * endpoint_fixture_wait:
 * @fixture: the fixture
 *
 * Runs the main context until endpoint_fixture_done_cb() was called; aborts after 20 seconds.
 *
 * Returns: (transfer full): the result of the call
 */
GAsyncResult *endpoint_fixture_wait (EndpointFixture *fixture);

/* The last call was this one. */
void
endpoint_fixture_assert_json (EndpointFixture *fixture, const char *request_line, const char *body);
void endpoint_fixture_assert_empty (EndpointFixture *fixture, const char *request_line);

G_END_DECLS
