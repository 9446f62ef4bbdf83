/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as a child of a test. */

#define G_LOG_DOMAIN "xu-test"

#include "config.h"

#include "xu-test-sandbox.h"

#include <libsoup/soup.h>
#include <string.h>

#include "xu-test-anchors.h"

enum
{
  WAIT_SECONDS = 60
};

static char *
dup_member (JsonObject *object, const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static void
read_ready_line (XuTestSandbox *self, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (line, &error);
  JsonObject *object, *keys;

  g_assert_no_error (error);
  object = json_node_get_object (root);
  keys = json_object_get_object_member (object, "oauth1");

  self->url = dup_member (object, "url");
  self->access_token = dup_member (object, "access_token");
  self->limited_token = dup_member (object, "limited_token");
  self->expired_token = dup_member (object, "expired_token");
  self->other_token = dup_member (object, "other_token");
  self->ca_file = dup_member (object, "ca_file");
  self->consumer_key = dup_member (keys, "consumer_key");
  self->consumer_secret = dup_member (keys, "consumer_secret");
  self->token = dup_member (keys, "token");
  self->token_secret = dup_member (keys, "token_secret");
  self->client_id = dup_member (object, "client_id");
  self->confidential_client_id = dup_member (object, "confidential_client_id");
  self->confidential_client_secret = dup_member (object, "confidential_client_secret");
  self->redirect_uri = dup_member (object, "redirect_uri");
}

XuTestSandbox *
xu_test_sandbox_startv (const char *const *arguments)
{
  XuTestSandbox *self = g_new0 (XuTestSandbox, 1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  const char *program = g_getenv ("XU_SANDBOX");

  if (program == NULL)
    g_error ("The environment variable XU_SANDBOX does not name the sandbox");

  g_ptr_array_add (argv, (gpointer) program);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);

  self->process
      = g_subprocess_newv ((const char *const *) argv->pdata,
                           G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);

  /* It prints its line, or it ends and so does its stdout: this read does not wait for ever. */
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  if (line == NULL)
    g_error ("The sandbox did not start; its stderr says why");
  read_ready_line (self, line);
  if (self->ca_file != NULL)
    xu_test_anchors_trust_nobody ();

  return self;
}

XuTestSandbox *
xu_test_sandbox_start (const char *first_arg, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list args;

  va_start (args, first_arg);
  for (const char *arg = first_arg; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (arguments, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (arguments, NULL);

  return xu_test_sandbox_startv ((const char *const *) arguments->pdata);
}

/* In a context of its own: a test may ask while its own context is busy. */
static GBytes *
exchange (XuTestSandbox *self, SoupMessage *msg)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SoupSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) anchors = NULL;
  GBytes *body;

  if (self->ca_file != NULL)
    anchors = g_tls_file_database_new (self->ca_file, &error);
  g_assert_no_error (error);

  g_main_context_push_thread_default (context);
  session = soup_session_new_with_options ("timeout", WAIT_SECONDS, NULL);
  if (anchors != NULL)
    soup_session_set_tls_database (session, anchors);
  soup_message_add_flags (msg, SOUP_MESSAGE_NO_REDIRECT);
  body = soup_session_send_and_read (session, msg, NULL, &error);
  g_assert_no_error (error);
  soup_session_abort (session);
  g_main_context_pop_thread_default (context);

  return body;
}

JsonNode *
xu_test_sandbox_get (XuTestSandbox *self, const char *path)
{
  g_autoptr (SoupMessage) msg = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;
  JsonNode *root;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  url = g_strconcat (self->url, path, NULL);
  msg = soup_message_new (SOUP_METHOD_GET, url);
  body = exchange (self, msg);

  g_assert_cmpuint (soup_message_get_status (msg), ==, 200);
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  root = json_from_string (text, &error);
  g_assert_no_error (error);

  return root;
}

static char *
dup_location (SoupMessage *msg)
{
  return g_strdup (
      soup_message_headers_get_one (soup_message_get_response_headers (msg), "Location"));
}

/* The form of a page, filled in. */
static GBytes *
fill_form (GBytes *page, gboolean is_allowed)
{
  static const char mark[] = "name=\"consent\" value=\"";
  g_autofree char *html = g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));
  const char *begin = strstr (html, mark);
  g_autofree char *consent = NULL;
  char *form;

  g_assert_nonnull (begin);
  begin += strlen (mark);
  consent = g_strndup (begin, strcspn (begin, "\""));
  form = soup_form_encode ("consent", consent, "decision", is_allowed ? "allow" : "deny", NULL);

  return g_bytes_new_take (form, strlen (form));
}

char *
xu_test_sandbox_decide (XuTestSandbox *self, const char *url, gboolean is_allowed)
{
  g_autoptr (SoupMessage) opening = NULL;
  g_autoptr (SoupMessage) pressing = NULL;
  g_autoptr (GBytes) page = NULL;
  g_autoptr (GBytes) form = NULL;
  g_autoptr (GBytes) rest = NULL;
  g_autofree char *form_url = NULL;

  g_return_val_if_fail (self != NULL && url != NULL, NULL);

  opening = soup_message_new (SOUP_METHOD_GET, url);
  g_assert_nonnull (opening);
  page = exchange (self, opening);
  if (soup_message_get_status (opening) != 200)
    return dup_location (opening);

  form = fill_form (page, is_allowed);
  form_url = g_strconcat (self->url, "/i/oauth2/authorize", NULL);
  pressing = soup_message_new (SOUP_METHOD_POST, form_url);
  soup_message_headers_append (soup_message_get_request_headers (pressing), "Origin", self->url);
  soup_message_set_request_body_from_bytes (pressing, SOUP_FORM_MIME_TYPE_URLENCODED, form);
  rest = exchange (self, pressing);
  g_assert_cmpuint (soup_message_get_status (pressing), ==, 302);

  return dup_location (pressing);
}

static JsonNode *
find_node (XuTestSandbox *self, const char *path, const char *json_path)
{
  g_autoptr (JsonNode) root = xu_test_sandbox_get (self, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) found = json_path_query (json_path, root, &error);
  JsonArray *matches;

  g_assert_no_error (error);
  matches = json_node_get_array (found);
  if (json_array_get_length (matches) != 1)
    g_error ("%s has %u of %s, not one", path, json_array_get_length (matches), json_path);

  return json_array_dup_element (matches, 0);
}

gint64
xu_test_sandbox_get_int (XuTestSandbox *self, const char *path, const char *json_path)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (self != NULL && path != NULL && json_path != NULL, 0);

  node = find_node (self, path, json_path);
  return json_node_get_int (node);
}

char *
xu_test_sandbox_get_string (XuTestSandbox *self, const char *path, const char *json_path)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (self != NULL && path != NULL && json_path != NULL, NULL);

  node = find_node (self, path, json_path);
  return json_node_dup_string (node);
}

void
xu_test_sandbox_stop (XuTestSandbox *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);

  g_free (self->url);
  g_free (self->access_token);
  g_free (self->limited_token);
  g_free (self->expired_token);
  g_free (self->other_token);
  g_free (self->ca_file);
  g_free (self->consumer_key);
  g_free (self->consumer_secret);
  g_free (self->token);
  g_free (self->token_secret);
  g_free (self->client_id);
  g_free (self->confidential_client_id);
  g_free (self->confidential_client_secret);
  g_free (self->redirect_uri);
  g_object_unref (self->process);
  g_free (self);
}
