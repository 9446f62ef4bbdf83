/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xuploader-sandbox: an X API of our own, to try the application and to test it. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-sandbox-claim.h"
#include "xu-sandbox-options.h"
#include "xu-sandbox-server.h"
#include "xu-sandbox-state.h"

enum
{
  EXIT_USAGE = 2,
  USERS_LOOK_MS = 1000
};

typedef struct
{
  GMainLoop *loop;       /* (owned) */
  XuSandboxClaim *claim; /* (owned) (nullable): of a folder that others may share */
} Life;

static void
life_clear (Life *life)
{
  g_main_loop_unref (life->loop);
  xu_sandbox_claim_free (life->claim);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Life, life_clear)

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

/* Whoever started us is gone: who reads what it says must not wait for us. */
static void
leave_outputs (void)
{
  int fd = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  if (fd < 0)
    return;
  dup2 (fd, STDOUT_FILENO);
  dup2 (fd, STDERR_FILENO);
  close (fd);
}

static gboolean
look_for_users_cb (gpointer user_data)
{
  Life *life = user_data;

  if (!xu_sandbox_claim_is_unused (life->claim))
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (life->loop);
  return G_SOURCE_REMOVE;
}

/* The other end of a pipe at stdin belongs to who started us: its end is ours, unless others use
 * us too. */
static gboolean
stdin_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Life *life = user_data;
  char buffer[256];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;

  if (life->claim == NULL || xu_sandbox_claim_is_unused (life->claim))
    g_main_loop_quit (life->loop);
  else
    {
      leave_outputs ();
      g_timeout_add (USERS_LOOK_MS, look_for_users_cb, life);
    }

  return G_SOURCE_REMOVE;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_line (const char *line)
{
  printf ("%s\n", line);
  fflush (stdout);
}

static void
add_clients (JsonBuilder *builder, XuSandboxOauth2 *oauth2, const XuSandboxOptions *options)
{
  const XuSandboxClient *confidential
      = xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_CONFIDENTIAL);

  add_text (builder, "client_id",
            xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_PUBLIC)->id);
  add_text (builder, "confidential_client_id", confidential->id);
  add_text (builder, "confidential_client_secret", confidential->secret);
  add_text (builder, "redirect_uri", options->redirect_uris[0]);
}

static char *
format_address (XuSandboxServer *server, XuSandboxState *state, const XuSandboxOptions *options)
{
  XuSandboxAuth *auth = xu_sandbox_state_get_auth (state);
  const XuSandboxKeys *keys = xu_sandbox_auth_get_keys (auth);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "url", xu_sandbox_server_get_url (server));
  add_text (builder, "access_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_FULL));
  add_text (builder, "ca_file", xu_sandbox_server_get_ca_file (server));
  add_text (builder, "limited_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_LIMITED));
  add_text (builder, "expired_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_EXPIRED));
  add_text (builder, "other_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_OTHER));
  add_clients (builder, xu_sandbox_auth_get_oauth2 (auth), options);
  json_builder_set_member_name (builder, "oauth1");
  json_builder_begin_object (builder);
  add_text (builder, "consumer_key", keys->consumer_key);
  add_text (builder, "consumer_secret", keys->consumer_secret);
  add_text (builder, "token", keys->token);
  add_text (builder, "token_secret", keys->token_secret);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static gboolean
announce (Life *life,
          XuSandboxServer *server,
          XuSandboxState *state,
          const XuSandboxOptions *options,
          GError **error)
{
  g_autofree char *address = format_address (server, state, options);

  if (life->claim != NULL && !xu_sandbox_claim_publish (life->claim, address, error))
    return FALSE;

  print_line (address);
  return TRUE;
}

/* These sources stay to the end of the process: a signal during the cleaning up must not undo it.
 */
static void
watch_for_the_end (Life *life)
{
  struct stat info;

  g_unix_signal_add (SIGTERM, quit_cb, life->loop);
  g_unix_signal_add (SIGINT, quit_cb, life->loop);
  if (fstat (STDIN_FILENO, &info) == 0 && (S_ISFIFO (info.st_mode) || S_ISSOCK (info.st_mode)))
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_cb, life);
}

/* From here to the end. */
static gboolean
serve (Life *life, const XuSandboxOptions *options, GError **error)
{
  g_autoptr (XuSandboxState) state
      = xu_sandbox_state_new (options->state, !options->is_discarding, error);
  g_autoptr (XuSandboxServer) server = NULL;

  if (state == NULL)
    return FALSE;
  server = xu_sandbox_server_new (options, state, error);
  if (server == NULL)
    return FALSE;

  watch_for_the_end (life);
  if (!announce (life, server, state, options, error))
    return FALSE;
  g_main_loop_run (life->loop);

  if (life->claim != NULL)
    xu_sandbox_claim_withdraw (life->claim);
  return TRUE;
}

static gboolean
run (const XuSandboxOptions *options, GError **error)
{
  g_auto (Life) life = { .loop = g_main_loop_new (NULL, FALSE) };
  g_autofree char *running = NULL;

  if (options->state == NULL)
    return serve (&life, options, error);

  life.claim = xu_sandbox_claim_take (options->state, &running, error);
  if (life.claim != NULL)
    return serve (&life, options, error);
  if (running == NULL)
    return FALSE;

  print_line (running);
  return TRUE;
}

/* A parent that died without closing our stdin takes us along too, unless others may use us. */
static gboolean
die_with_parent (pid_t parent)
{
  return prctl (PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid () == parent;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autoptr (XuSandboxOptions) options = NULL;
  pid_t parent = getppid ();

  setlocale (LC_ALL, "");
  /* stdout carries one line of JSON and nothing else. */
  g_log_writer_default_set_use_stderr (TRUE);
  signal (SIGPIPE, SIG_IGN);

  options = xu_sandbox_options_parse (arguments, &error);
  if (options == NULL)
    {
      fprintf (stderr, "xuploader-sandbox: %s\n", error->message);
      return EXIT_USAGE;
    }
  if (options->state == NULL && !die_with_parent (parent))
    return EXIT_FAILURE;

  if (!run (options, &error))
    {
      fprintf (stderr, "xuploader-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }

  return EXIT_SUCCESS;
}
