/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that a command line may hold, and their help. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-entries.h"

#include <glib/gi18n.h>

static const char *
get_parameters (XuCliCommand command)
{
  switch (command)
    {
    case XU_CLI_COMMAND_UPLOAD:
      return _ ("upload FILE…");
    case XU_CLI_COMMAND_CHECK:
      return _ ("check [FILE…]");
    case XU_CLI_COMMAND_LIST:
      return _ ("list");
    case XU_CLI_COMMAND_STATUS:
      return _ ("status [JOB]");
    case XU_CLI_COMMAND_RESUME:
      return _ ("resume [JOB]");
    case XU_CLI_COMMAND_POST:
      return _ ("post JOB");
    case XU_CLI_COMMAND_PAUSE:
      return _ ("pause JOB");
    case XU_CLI_COMMAND_CANCEL:
      return _ ("cancel JOB");
    case XU_CLI_COMMAND_DELETE:
      return _ ("delete POST");
    case XU_CLI_COMMAND_LOGIN:
      return _ ("login");
    case XU_CLI_COMMAND_ACCOUNTS:
      return _ ("accounts");
    case XU_CLI_COMMAND_LOGOUT:
      return _ ("logout [NAME]");
    case XU_CLI_COMMAND_VERSION:
      return _ ("version");
    case XU_CLI_COMMAND_HELP:
    default:
      return _ ("COMMAND …");
    }
}

static const char *
get_summary (XuCliCommand command)
{
  switch (command)
    {
    case XU_CLI_COMMAND_UPLOAD:
      return _ ("Uploads files to X and posts them. One call is one post: one video, or one GIF,\n"
                "or one to four images.");
    case XU_CLI_COMMAND_CHECK:
      return _ ("Says what X would refuse, and why. Sends nothing.");
    case XU_CLI_COMMAND_LIST:
      return _ ("Lists unfinished jobs, then past ones, the newest first.");
    case XU_CLI_COMMAND_STATUS:
      return _ ("Says all about a job, or about every job that is unfinished.");
    case XU_CLI_COMMAND_RESUME:
      return _ ("Goes on with a job where it stopped, or with all that are unfinished. A job that\n"
                "another process runs is followed.");
    case XU_CLI_COMMAND_POST:
      return _ ("Posts a job that is ready, or that X did not post. What is missing is done\n"
                "first.");
    case XU_CLI_COMMAND_PAUSE:
      return _ ("Pauses a job that another process runs.");
    case XU_CLI_COMMAND_CANCEL:
      return _ ("Gives a job up for good.");
    case XU_CLI_COMMAND_DELETE:
      return _ ("Deletes a post of yours. POST is its number, or its address on X.");
    case XU_CLI_COMMAND_LOGIN:
      return _ (
          "Signs in to X, in the browser if no option says otherwise, and keeps the sign-in in\n"
          "the keyring.");
    case XU_CLI_COMMAND_ACCOUNTS:
      return _ ("Lists the accounts that somebody signed in to.");
    case XU_CLI_COMMAND_LOGOUT:
      return _ ("Tells X that a sign-in is over, and forgets it. NAME is needed where there are\n"
                "several accounts.");
    case XU_CLI_COMMAND_VERSION:
      return _ ("Prints the version.");
    case XU_CLI_COMMAND_HELP:
    default:
      return _ ("Uploads videos, GIFs and images to X.\n"
                "\n"
                "Commands:\n"
                "  upload FILE…      Upload files and post them\n"
                "  check [FILE…]     Say what X would refuse, and send nothing\n"
                "  list              List unfinished and past jobs\n"
                "  status [JOB]      Say all about a job, or about unfinished ones\n"
                "  resume [JOB]      Go on with a job, or with all unfinished ones\n"
                "  post JOB          Post a job that is ready, or was not posted\n"
                "  pause JOB         Pause a job that another process runs\n"
                "  cancel JOB        Give a job up for good\n"
                "  delete POST       Delete a post\n"
                "  login             Sign in to X\n"
                "  accounts          List the accounts that are signed in\n"
                "  logout [NAME]     Sign out\n"
                "  version           Print the version\n"
                "  help [COMMAND]    Print this help, or that of a command");
    }
}

static const char *
get_description (void)
{
  return _ ("Environment:\n"
            "  XUPLOADER_ACCESS_TOKEN    OAuth 2.0 user token; or all four of\n"
            "                            XUPLOADER_OAUTH1_CONSUMER_KEY, _CONSUMER_SECRET,\n"
            "                            _TOKEN and _TOKEN_SECRET, with the same beginning\n"
            "  XUPLOADER_CLIENT_ID       As --client-id\n"
            "  XUPLOADER_API_URL         As --api-url\n"
            "  XUPLOADER_CA_FILE         PEM file of authorities to trust, not the system’s\n"
            "  XUPLOADER_HISTORY_DAYS    Days that past jobs stay (default 365; 0: for ever)\n"
            "\n"
            "Exit codes:\n"
            "  0  done                           5  refused by X\n"
            "  1  failed otherwise               6  network or server\n"
            "  2  wrong usage                    7  cancelled\n"
            "  3  sign-in needed                 8  it is not known whether the post exists\n"
            "  4  refused here, nothing sent     9  paused, can be resumed\n"
            "\n"
            "xuploader-cli(1) says more.\n");
}

static void
add_common_entries (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->is_help, N_ ("Print help"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json,
      N_ ("Print events for scripts, one JSON object a line"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->is_quiet,
      N_ ("Print nothing but the result and errors"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self->is_verbose,
      N_ ("Tell what happens inside, on standard error"), NULL },
    { "api-url", 0, 0, G_OPTION_ARG_STRING, &self->api_url,
      N_ ("Another server: https, or http on this machine"), N_ ("URL") },
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &self->trace_path,
      N_ ("A line for each exchange, without text and secrets"), N_ ("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->rest, NULL, NULL },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_version_entry (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->is_version, N_ ("Print the version"), NULL },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_text_entry (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "text", 't', 0, G_OPTION_ARG_FILENAME, &self->text, N_ ("Text of the post"), N_ ("TEXT") },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_upload_entries (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "no-post", 0, 0, G_OPTION_ARG_NONE, &self->is_no_post,
      N_ ("Stop when the media are ready; print their numbers"), NULL },
    { "alt", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->alt_texts,
      N_ ("Description of a file, in order; may be repeated"), N_ ("TEXT") },
    { "subtitles", 0, 0, G_OPTION_ARG_FILENAME, &self->subtitles,
      N_ ("Subtitles, .srt or .vtt; language (default EN)"), N_ ("FILE[:LANG]") },
    { "cover", 0, 0, G_OPTION_ARG_FILENAME, &self->cover_path,
      N_ ("Image that is shown before a video plays"), N_ ("FILE") },
    { "reply-settings", 0, 0, G_OPTION_ARG_STRING, &self->reply_settings,
      N_ ("following, mentionedUsers, subscribers, verified"), N_ ("WHO") },
    { "made-with-ai", 0, 0, G_OPTION_ARG_NONE, &self->is_made_with_ai,
      N_ ("Mark the post as made with AI"), NULL },
    { "paid-partnership", 0, 0, G_OPTION_ARG_NONE, &self->is_paid_partnership,
      N_ ("Mark the post as a paid partnership"), NULL },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_sandbox_entry (XuCliEntries *self, GOptionGroup *group, const char *description)
{
  const GOptionEntry entries[] = {
    { "sandbox", 0, 0, G_OPTION_ARG_NONE, &self->is_sandbox, description, NULL },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_transfer_entries (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "parallel", 0, 0, G_OPTION_ARG_STRING, &self->parallel,
      N_ ("Segments at once, 1 to 8 (default 4)"), N_ ("N") },
    { "segment-size", 0, 0, G_OPTION_ARG_STRING, &self->segment_size,
      N_ ("64KiB to 16MiB (default 4MiB)"), N_ ("SIZE") },
    { "limit-rate", 0, 0, G_OPTION_ARG_STRING, &self->limit_rate,
      N_ ("No faster than, such as 500k or 8mbit a second"), N_ ("RATE") },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_account_entry (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_FILENAME, &self->account,
      N_ ("Whose post it is, of several accounts"), N_ ("NAME") },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_login_entries (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "paste", 0, 0, G_OPTION_ARG_NONE, &self->is_paste,
      N_ ("In a browser elsewhere; paste the address it ends at"), NULL },
    { "oauth1", 0, 0, G_OPTION_ARG_NONE, &self->is_oauth1,
      N_ ("With the four keys of OAuth 1.0a, which are asked for"), NULL },
    { "token-stdin", 0, 0, G_OPTION_ARG_NONE, &self->is_token_stdin,
      N_ ("With an access token from standard input"), NULL },
    { "client-id", 0, 0, G_OPTION_ARG_STRING, &self->client_id,
      N_ ("OAuth 2.0 client ID of your app at console.x.com"), N_ ("ID") },
    { "client-secret-stdin", 0, 0, G_OPTION_ARG_NONE, &self->is_client_secret_stdin,
      N_ ("Its client secret, from standard input"), NULL },
    { "redirect-port", 0, 0, G_OPTION_ARG_STRING, &self->redirect_port,
      N_ ("Port that the browser comes back to (default 47824)"), N_ ("N") },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_resume_entries (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "file", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files,
      N_ ("Where a file of the job is now; may be repeated"), N_ ("FILE") },
    { "start-again", 0, 0, G_OPTION_ARG_NONE, &self->is_start_again,
      N_ ("Upload anew, with the files as they are now"), NULL },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
  add_sandbox_entry (self, group, N_ ("Go on with all that is unfinished in the sandbox"));
}

static void
add_post_entries (XuCliEntries *self, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
    { "confirm-not-posted", 0, 0, G_OPTION_ARG_NONE, &self->is_confirm_not_posted,
      N_ ("You have looked: the post does not exist"), NULL },
    { "without-extras", 0, 0, G_OPTION_ARG_NONE, &self->is_without_extras,
      N_ ("Without the description, subtitles or cover X refused"), NULL },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static void
add_entries_of (XuCliEntries *self, XuCliCommand command, GOptionGroup *group)
{
  switch (command)
    {
    case XU_CLI_COMMAND_UPLOAD:
      add_text_entry (self, group);
      add_upload_entries (self, group);
      add_sandbox_entry (self, group, N_ ("Try it without an account, on an X of our own"));
      add_account_entry (self, group);
      add_transfer_entries (self, group);
      break;
    case XU_CLI_COMMAND_CHECK:
      add_text_entry (self, group);
      break;
    case XU_CLI_COMMAND_RESUME:
      add_resume_entries (self, group);
      add_account_entry (self, group);
      add_transfer_entries (self, group);
      break;
    case XU_CLI_COMMAND_POST:
      add_text_entry (self, group);
      add_post_entries (self, group);
      add_account_entry (self, group);
      add_transfer_entries (self, group);
      break;
    case XU_CLI_COMMAND_DELETE:
      add_account_entry (self, group);
      break;
    case XU_CLI_COMMAND_LOGIN:
      add_login_entries (self, group);
      break;
    case XU_CLI_COMMAND_LIST:
    case XU_CLI_COMMAND_STATUS:
    case XU_CLI_COMMAND_PAUSE:
    case XU_CLI_COMMAND_CANCEL:
    case XU_CLI_COMMAND_ACCOUNTS:
    case XU_CLI_COMMAND_LOGOUT:
    case XU_CLI_COMMAND_VERSION:
    case XU_CLI_COMMAND_HELP:
    default:
      break;
    }
}

GOptionContext *
xu_cli_entries_new_context (XuCliEntries *self, XuCliCommand command)
{
  g_return_val_if_fail (self != NULL, NULL);

  GOptionContext *context = g_option_context_new (get_parameters (command));
  GOptionGroup *group = g_option_group_new ("main", NULL, NULL, NULL, NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, get_summary (command));
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);

  add_entries_of (self, command, group);
  if (command == XU_CLI_COMMAND_HELP)
    add_version_entry (self, group);
  add_common_entries (self, group);

  g_option_context_set_main_group (context, group);
  return context;
}

char *
xu_cli_entries_dup_help (XuCliCommand command)
{
  g_auto (XuCliEntries) entries = { 0 };
  g_autoptr (GOptionContext) context = xu_cli_entries_new_context (&entries, command);

  if (command == XU_CLI_COMMAND_HELP)
    {
      GOptionGroup *upload
          = g_option_group_new ("upload", _ ("Options of upload:"), "", NULL, NULL);

      g_option_group_set_translation_domain (upload, GETTEXT_PACKAGE);
      add_entries_of (&entries, XU_CLI_COMMAND_UPLOAD, upload);
      g_option_context_add_group (context, upload);
      g_option_context_set_description (context, get_description ());
    }

  return g_option_context_get_help (context, FALSE, NULL);
}

void
xu_cli_entries_clear (XuCliEntries *self)
{
  g_free (self->api_url);
  g_free (self->trace_path);
  g_strfreev (self->rest);
  g_free (self->text);
  g_strfreev (self->alt_texts);
  g_free (self->subtitles);
  g_free (self->cover_path);
  g_free (self->reply_settings);
  g_free (self->parallel);
  g_free (self->segment_size);
  g_free (self->limit_rate);
  g_free (self->account);
  g_free (self->client_id);
  g_free (self->redirect_port);
  g_strfreev (self->files);
}
