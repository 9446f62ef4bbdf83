/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever goes wrong on the way: each fault of the sandbox at each request, over HTTP/1.1 and
 * HTTP/2. Either the file arrives byte for byte, or the upload fails with the right code. */

#include "config.h"

#include "upload-fixture.h"

#include "xu-error.h"
#include "xu-quantity.h"
#include "xu-test-warnings.h"

enum
{
  ARRIVES = -1,
  AT_ONCE = 12, /* uploads under way at once: most of them wait */
  STALL_S = 5,  /* where no answer comes: a new connection must be there sooner on any machine */
};

typedef enum
{
  BOTH,
  HTTP_2, /* exists there only */
} Protocols;

typedef struct
{
  const char *rule;
  int outcome; /* ARRIVES, or a XuErrorCode */
  Protocols protocols;
} Row;

/* Once, at each of these; then all is well. */
static const char *const targets[] = {
  "initialize", "append", "append/2", "append/4", "finalize", "status",
};

static const Row passing[] = {
  { "status=408", ARRIVES, BOTH },
  { "status=500", ARRIVES, BOTH },
  { "status=502 body=<html>", ARRIVES, BOTH },
  { "status=503", ARRIVES, BOTH },
  { "status=503 acted", ARRIVES, BOTH },
  { "status=503 retry-after=1", ARRIVES, BOTH },
  { "status=520", ARRIVES, BOTH },
  { "status=429", ARRIVES, BOTH },
  { "status=429 retry-after=0", ARRIVES, BOTH },
  { "status=429 retry-after=1", ARRIVES, BOTH },
  { "status=429 reset=1", ARRIVES, BOTH },
  { "close=before", ARRIVES, BOTH },
  { "close=mid", ARRIVES, BOTH },
  { "close=after", ARRIVES, BOTH },
  { "trickle=400k", ARRIVES, BOTH },
  { "drip=1k", ARRIVES, BOTH },
  { "garbage=nonsense", ARRIVES, BOTH },
  { "garbage=nonsense acted", ARRIVES, BOTH },
  { "garbage=truncated", ARRIVES, BOTH },
  { "garbage=types", ARRIVES, BOTH },
  { "garbage=huge", ARRIVES, BOTH },
  { "garbage=empty", ARRIVES, BOTH },
  { "garbage=empty acted", ARRIVES, BOTH },
  { "goaway", ARRIVES, HTTP_2 },
  { "rst-stream", ARRIVES, HTTP_2 },
};

static const Row single[] = {
  /* No answer, beside each other: a segment's may take as long as 4 KiB a second take. */
  { "initialize@1 hang", ARRIVES, BOTH },
  { "append@1 hang", ARRIVES, BOTH },
  { "append/2@1 hang", ARRIVES, BOTH },
  { "append/4@1 hang", ARRIVES, BOTH },
  { "finalize@1 hang", ARRIVES, BOTH },
  { "status@1 hang", ARRIVES, BOTH },

  /* In the middle of a body. */
  { "append/2@1 close=mid bytes=30k", ARRIVES, BOTH },
  { "append/2@1 goaway bytes=30k", ARRIVES, HTTP_2 },
  { "append/2@1 rst-stream bytes=30k", ARRIVES, HTTP_2 },
  { "append@3 goaway bytes=1k", ARRIVES, HTTP_2 },
  { "append@4 rst-stream bytes=60k", ARRIVES, HTTP_2 },

  /* Again and again. */
  { "append/2@1-8 close=mid bytes=1k", ARRIVES, BOTH },
  { "append/2@1-8 status=503", ARRIVES, BOTH },
  { "append/4@1-5 status=429 retry-after=0", ARRIVES, BOTH },
  { "append@/3 close=after", ARRIVES, BOTH },
  { "append@/2 status=500", ARRIVES, BOTH },
  { "*@20% status=503", ARRIVES, BOTH },
  { "*@20% close=after", ARRIVES, BOTH },
  { "*@20% close=before", ARRIVES, BOTH },
  { "*@20% rst-stream", ARRIVES, HTTP_2 },
  { "*@20% goaway", ARRIVES, HTTP_2 },

  /* Cut smaller, begun again. */
  { "append@1 status=413", ARRIVES, BOTH },
  { "append/2@1 status=413", ARRIVES, BOTH },
  { "append/4@1 status=431", ARRIVES, BOTH },
  { "append/2@1 status=400", ARRIVES, BOTH },
  { "finalize@1 status=400", ARRIVES, BOTH },
  { "append@1 status=400 'body={\"detail\":\"Requests with bodies must have content-type of "
    "application/json\"}'",
    ARRIVES, BOTH },
  { "append@1 status=415", ARRIVES, BOTH },
  { "append@1 expire", ARRIVES, BOTH },
  { "append@4 expire", ARRIVES, BOTH },
  { "finalize@1 expire", ARRIVES, BOTH },
  { "status@1 expire", ARRIVES, BOTH },
  { "append@2 status=404", ARRIVES, BOTH },

  /* Processing. */
  { "finalize processing=good", ARRIVES, BOTH },
  { "finalize processing=unknown", ARRIVES, BOTH },
  { "finalize processing=float", ARRIVES, BOTH },
  { "finalize processing=good check=0", ARRIVES, BOTH },
  { "finalize processing=good check=-5", ARRIVES, BOTH },
  { "finalize processing=fail", XU_ERROR_MEDIA_REFUSED, BOTH },
  { "finalize processing=error-at-99", XU_ERROR_MEDIA_REFUSED, BOTH },
  { "finalize processing=never", XU_ERROR_PROCESSING_TIMEOUT, BOTH },

  /* For good. */
  { "initialize status=500", XU_ERROR_SERVER, BOTH },
  { "append/2 status=500", XU_ERROR_SERVER, BOTH },
  { "finalize status=503", XU_ERROR_SERVER, BOTH },
  { "status status=504", XU_ERROR_SERVER, BOTH },
  { "initialize close=before", XU_ERROR_NETWORK, BOTH },
  { "append/3 close=after", XU_ERROR_NETWORK, BOTH },
  { "append close=mid bytes=100", XU_ERROR_NETWORK, BOTH },
  { "append rst-stream bytes=100", XU_ERROR_NETWORK, HTTP_2 },
  { "finalize garbage=nonsense", XU_ERROR_BAD_ANSWER, BOTH },
  { "initialize status=400", XU_ERROR_REJECTED, BOTH },
  { "append/2 status=400", XU_ERROR_REJECTED, BOTH },
  { "append/2 status=409", XU_ERROR_REJECTED, BOTH },
  { "append status=413", XU_ERROR_REJECTED, BOTH },
  { "append status=415", XU_ERROR_REJECTED, BOTH },
  { "append expire", XU_ERROR_MEDIA_EXPIRED, BOTH },
  { "initialize status=401", XU_ERROR_TOKEN_REFUSED, BOTH },
  { "append/4 status=401", XU_ERROR_TOKEN_REFUSED, BOTH },
  { "append/2 status=402", XU_ERROR_NO_CREDIT, BOTH },
  { "finalize status=403", XU_ERROR_SCOPE_MISSING, BOTH },
  { "status status=401", XU_ERROR_TOKEN_REFUSED, BOTH },
};

/* The protocol is an argument of the program: two tests that run beside each other. */
static gboolean is_http2;

typedef struct
{
  char *rule; /* (owned) */
  int outcome;
  UploadFixture *fixture; /* (owned) */
  Upload *upload;         /* (owned) */
} Case;

static void
case_begin (Case *self, const char *rule, int outcome)
{
  /* Only where STATUS has a part in it is there anything to wait for. */
  gboolean is_slow = g_str_has_prefix (rule, "status");
  gboolean is_hanging = strstr (rule, "hang") != NULL;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  XuUploadOptions options = upload_fixture_options (4);

  if (is_http2)
    g_ptr_array_add (arguments, (gpointer) "--tls");
  g_ptr_array_add (arguments, (gpointer) "--processing");
  g_ptr_array_add (arguments, (gpointer) (is_slow ? "1" : "0"));
  g_ptr_array_add (arguments, (gpointer) "--fault");
  g_ptr_array_add (arguments, (gpointer) rule);
  g_ptr_array_add (arguments, NULL);

  /* An answer is waited for the longer the more was sent; elsewhere a 413 must leave a way. */
  options.segment_size = (is_hanging ? 1 : 2) * XU_SEGMENT_QUANTUM;
  options.processing_limit_us = 2 * G_USEC_PER_SEC;

  self->rule = g_strdup (rule);
  self->outcome = outcome;
  self->fixture = upload_fixture_startv ((const char *const *) arguments->pdata);
  if (is_hanging)
    xu_http_client_set_stall_timeout (self->fixture->client, STALL_S);
  self->upload = upload_new (
      self->fixture, upload_fixture_make_file (self->fixture, 5 * options.segment_size), &options);
  upload_begin (self->upload);
}

static void
case_end (Case *self)
{
  upload_wait (self->upload);
  g_test_message ("%s: %s", self->rule,
                  self->upload->error != NULL ? self->upload->error->message : "arrived");
  if (self->outcome == ARRIVES)
    upload_assert_arrived (self->upload);
  else
    g_assert_error (self->upload->error, XU_ERROR, self->outcome);

  upload_free (self->upload);
  upload_fixture_stop (self->fixture);
  g_free (self->rule);
}

/* Many at once, as far as the table goes. */
typedef struct
{
  Case cases[AT_ONCE];
  guint n_cases;
} Batch;

static void
batch_end (Batch *self)
{
  for (guint i = 0; i < self->n_cases; i++)
    case_end (&self->cases[i]);

  self->n_cases = 0;
}

static void
batch_add (Batch *self, const char *rule, const Row *row)
{
  if (row->protocols == HTTP_2 && !is_http2)
    return;

  if (self->n_cases == AT_ONCE)
    batch_end (self);
  case_begin (&self->cases[self->n_cases++], rule, row->outcome);
}

static void
test_passing (gconstpointer target)
{
  Batch batch = { 0 };

  xu_test_accept_libsoup_warnings ();
  for (gsize i = 0; i < G_N_ELEMENTS (passing); i++)
    {
      g_autofree char *rule = g_strdup_printf ("%s@1 %s", (const char *) target, passing[i].rule);

      batch_add (&batch, rule, &passing[i]);
    }

  batch_end (&batch);
}

static void
test_single (void)
{
  Batch batch = { 0 };

  xu_test_accept_libsoup_warnings ();
  for (gsize i = 0; i < G_N_ELEMENTS (single); i++)
    batch_add (&batch, single[i].rule, &single[i]);

  batch_end (&batch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  is_http2 = g_strcmp0 (argv[1], "http2") == 0;

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *target = g_strdelimit (g_strdup (targets[i]), "/", '-');
      g_autofree char *path = g_strconcat ("/faults/once-at-", target, NULL);

      g_test_add_data_func (path, targets[i], test_passing);
    }
  g_test_add_func ("/faults/single", test_single);

  return g_test_run ();
}
