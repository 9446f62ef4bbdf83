/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What command lines mean, and which are refused. */

#include "config.h"

#include <gio/gio.h>

#include "xu-cli-options.h"
#include "xu-error.h"

static XuCliOptions *
parse (const char *line)
{
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  XuCliOptions *options = xu_cli_options_parse ((const char *const *) arguments, &error);

  g_assert_no_error (error);
  return options;
}

static void
test_refused (void)
{
  static const char *const lines[] = {
    "x",
    "x frob",
    "x list 1a2b3c4d",
    "x list --sandbox",
    "x status 1 2",
    "x status --text a",
    "x resume 1 2",
    "x resume --file a.mp4",
    "x resume --start-again",
    "x resume 1 --file a.mp4 --start-again",
    "x resume 1 --sandbox",
    "x resume --sandbox --api-url https://example.com",
    "x resume 1 --text a",
    "x resume 1 --parallel 9",
    "x post",
    "x post 1 2",
    "x post 1 --text \xff\xfe",
    "x post 1 --start-again",
    "x post 1 --alt a",
    "x pause",
    "x pause 1 2",
    "x pause 1 --parallel 4",
    "x cancel",
    "x upload a.mp4 --start-again",
    "x --frob",
    "x --frob upload a.mp4",
    "x upload",
    "x upload --text hello",
    "x upload --frob a.mp4",
    "x upload a.mp4 --text",
    "x upload a.mp4 --account",
    "x upload a.mp4 --account ",
    "x upload a.mp4 --account me --sandbox",
    "x check a.mp4 --account me",
    "x list --account me",
    "x resume --account me --sandbox",
    "x login me",
    "x login --account me",
    "x login --token Secret",
    "x login --client-secret Secret",
    "x login --oauth1 --token-stdin",
    "x login --paste --oauth1",
    "x login --oauth1 --client-id a",
    "x login --token-stdin --redirect-port 1",
    "x login --token-stdin --client-secret-stdin",
    "x login --redirect-port 0",
    "x login --redirect-port 65536",
    "x login --redirect-port http",
    "x login --sandbox",
    "x accounts me",
    "x logout a b",
    "x logout --account a",
    "x upload a.mp4 --convert auto",
    "x upload a.mp4 --trim 1-2",
    "x upload a.mp4 --version",
    "x upload a.mp4 --parallel 0",
    "x upload a.mp4 --parallel 9",
    "x upload a.mp4 --parallel 4x",
    "x upload a.mp4 --parallel -1",
    "x upload a.mp4 --segment-size 63KiB",
    "x upload a.mp4 --segment-size 17M",
    "x upload a.mp4 --segment-size big",
    "x upload a.mp4 --limit-rate 0",
    "x upload a.mp4 --limit-rate fast",
    "x upload a.mp4 --reply-settings everybody",
    "x upload a.mp4 --subtitles :EN",
    "x upload a.mp4 --subtitles ",
    "x upload a.png --alt one --alt two",
    "x upload a.mp4 --sandbox --api-url https://example.com",
    "x upload a.mp4 --text \xff\xfe",
    "x check",
    "x check --json",
    "x check a.mp4 --sandbox",
    "x check a.mp4 --cover b.png",
    "x delete",
    "x delete 1 2",
    "x delete 12345678901234567890",
    "x delete 12a",
    "x delete -1",
    "x delete https://example.com/me/status/1",
    "x delete https://x.com/me/status/",
    "x delete https://x.com/me/status/12a",
    "x delete https://x.com/me",
    "x version now",
    "x --version upload",
    "x help frob",
    "x help upload check",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (GStrv) arguments = g_strsplit (lines[i], " ", -1);
      g_autoptr (GError) error = NULL;
      g_autoptr (XuCliOptions) options
          = xu_cli_options_parse ((const char *const *) arguments, &error);

      g_test_message ("line %" G_GSIZE_FORMAT ": %s", i, error != NULL ? error->message : "taken");
      g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
      g_assert_null (options);
      g_assert_nonnull (xu_error_get_reason (error));
    }
}

static void
test_accounts (void)
{
  g_autoptr (XuCliOptions) upload = parse ("x upload a.mp4 --account @me");
  g_autoptr (XuCliOptions) resume = parse ("x resume --account me");
  g_autoptr (XuCliOptions) post = parse ("x post 1a2b3c4d --account https://api.x.com#1");
  g_autoptr (XuCliOptions) delete = parse ("x delete 1 --account 2244994945");
  g_autoptr (XuCliOptions) plain = parse ("x login");
  g_autoptr (XuCliOptions) paste
      = parse ("x login --paste --client-id app --client-secret-stdin --redirect-port 8080");
  g_autoptr (XuCliOptions) keys = parse ("x login --oauth1");
  g_autoptr (XuCliOptions) token = parse ("x --json login --token-stdin");
  g_autoptr (XuCliOptions) accounts = parse ("x accounts");
  g_autoptr (XuCliOptions) logout = parse ("x logout");
  g_autoptr (XuCliOptions) logout_one = parse ("x logout @me");

  g_assert_cmpstr (upload->account, ==, "@me");
  g_assert_cmpstr (resume->account, ==, "me");
  g_assert_cmpstr (post->account, ==, "https://api.x.com#1");
  g_assert_cmpstr (delete->account, ==, "2244994945");

  g_assert_cmpint (plain->command, ==, XU_CLI_COMMAND_LOGIN);
  g_assert_cmpint (plain->login, ==, XU_CLI_LOGIN_BROWSER);
  g_assert_null (plain->client_id);
  g_assert_cmpuint (plain->redirect_port, ==, 0);
  g_assert_false (plain->has_client_secret);
  g_assert_cmpint (paste->login, ==, XU_CLI_LOGIN_PASTE);
  g_assert_cmpstr (paste->client_id, ==, "app");
  g_assert_cmpuint (paste->redirect_port, ==, 8080);
  g_assert_true (paste->has_client_secret);
  g_assert_cmpint (keys->login, ==, XU_CLI_LOGIN_KEYS);
  g_assert_cmpint (token->login, ==, XU_CLI_LOGIN_TOKEN);
  g_assert_true (token->is_json);

  g_assert_cmpint (accounts->command, ==, XU_CLI_COMMAND_ACCOUNTS);
  g_assert_cmpint (logout->command, ==, XU_CLI_COMMAND_LOGOUT);
  g_assert_null (logout->account);
  g_assert_cmpstr (logout_one->account, ==, "@me");
}

static void
test_upload (void)
{
  g_autoptr (XuCliOptions) plain = parse ("x upload a.mp4");

  g_assert_cmpint (plain->command, ==, XU_CLI_COMMAND_UPLOAD);
  g_assert_cmpstr (plain->spec->paths[0], ==, "a.mp4");
  g_assert_null (plain->spec->paths[1]);
  g_assert_cmpstr (plain->spec->text, ==, "");
  g_assert_cmpint (plain->spec->intent, ==, XU_POST_INTENT_POST);
  g_assert_null (plain->spec->alt_texts);
  g_assert_null (plain->spec->subtitles_path);
  g_assert_cmpuint (plain->parallel, ==, 0);
  g_assert_false (plain->is_json);

  g_autoptr (XuCliOptions) full = parse (
      "x --json upload --quiet a.png --text hello b.png --alt one --no-post --reply-settings "
      "mentionedUsers --made-with-ai --paid-partnership --parallel 8 --segment-size 64k "
      "--limit-rate 8mbit --cover c.png --trace t --api-url https://example.com --verbose");

  g_assert_true (full->is_json && full->is_quiet && full->is_verbose);
  g_assert_cmpint (full->spec->intent, ==, XU_POST_INTENT_NONE);
  g_assert_cmpstr (full->spec->paths[1], ==, "b.png");
  g_assert_cmpstr (full->spec->text, ==, "hello");
  g_assert_cmpuint (g_strv_length (full->spec->alt_texts), ==, 2);
  g_assert_cmpstr (full->spec->alt_texts[0], ==, "one");
  g_assert_cmpstr (full->spec->alt_texts[1], ==, "");
  g_assert_cmpstr (full->spec->reply_settings, ==, "mentionedUsers");
  g_assert_cmpstr (full->spec->cover_path, ==, "c.png");
  g_assert_true (full->spec->made_with_ai && full->spec->paid_partnership);
  g_assert_cmpuint (full->parallel, ==, 8);
  g_assert_cmpuint (full->segment_size, ==, 65536);
  g_assert_cmpuint (full->limit_rate, ==, 1000000);
  g_assert_cmpstr (full->trace_path, ==, "t");
  g_assert_cmpstr (full->api_url, ==, "https://example.com");
}

static void
test_long_description (void)
{
  for (int extra = 0; extra <= 1; extra++)
    {
      g_autoptr (GString) line = g_string_new ("x upload a.png --alt ");
      g_auto (GStrv) arguments = NULL;
      g_autoptr (XuCliOptions) options = NULL;

      for (int i = 0; i < 1000 + extra; i++)
        g_string_append (line, "é");
      arguments = g_strsplit (line->str, " ", -1);
      options = xu_cli_options_parse ((const char *const *) arguments, NULL);
      g_assert_cmpint (options != NULL, ==, extra == 0);
    }
}

/* Names that look like options, after “--”, and texts that look like options. */
static void
test_dashes (void)
{
  g_autoptr (XuCliOptions) files = parse ("x upload -- --json -a.mp4 a.mp4");
  g_autoptr (XuCliOptions) text = parse ("x upload a.mp4 --text --json");

  g_assert_cmpuint (g_strv_length (files->spec->paths), ==, 3);
  g_assert_cmpstr (files->spec->paths[0], ==, "--json");
  g_assert_cmpstr (files->spec->paths[1], ==, "-a.mp4");
  g_assert_false (files->is_json);
  g_assert_cmpstr (text->spec->text, ==, "--json");
  g_assert_false (text->is_json);
}

static void
test_subtitles (void)
{
  static const struct
  {
    const char *argument;
    const char *path;
    const char *language;
  } cases[] = {
    { "a.srt", "a.srt", "EN" },        { "a.srt:de", "a.srt", "DE" },
    { "a.srt:DE", "a.srt", "DE" },     { "a:b.srt", "a:b.srt", "EN" },
    { "a:b.srt:fr", "a:b.srt", "FR" }, { "a.srt:deu", "a.srt:deu", "EN" },
    { "a.srt:1a", "a.srt:1a", "EN" },  { "a.srt:", "a.srt:", "EN" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strdup_printf ("x upload a.mp4 --subtitles %s", cases[i].argument);
      g_autoptr (XuCliOptions) options = parse (line);

      g_assert_cmpstr (options->spec->subtitles_path, ==, cases[i].path);
      g_assert_cmpstr (options->spec->subtitles_language, ==, cases[i].language);
    }
}

static void
test_delete (void)
{
  static const char *const posts[] = {
    "123",
    "https://x.com/me/status/123",
    "https://x.com/i/web/status/123?s=20",
    "https://twitter.com/me/status/123/photo/1",
    "https://www.x.com/me/status/123/",
    "https://mobile.twitter.com/me/status/123",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      g_autofree char *line = g_strdup_printf ("x delete %s", posts[i]);
      g_autoptr (XuCliOptions) options = parse (line);

      g_assert_cmpint (options->command, ==, XU_CLI_COMMAND_DELETE);
      g_assert_cmpstr (options->post_id, ==, "123");
    }
}

static void
test_jobs (void)
{
  static const struct
  {
    const char *line;
    XuCliCommand command;
    const char *job_id; /* (nullable) */
  } cases[] = {
    { "x list", XU_CLI_COMMAND_LIST, NULL },
    { "x status", XU_CLI_COMMAND_STATUS, NULL },
    { "x status 1a2b3c4d", XU_CLI_COMMAND_STATUS, "1a2b3c4d" },
    { "x resume", XU_CLI_COMMAND_RESUME, NULL },
    { "x resume --json 1a2b3c4d", XU_CLI_COMMAND_RESUME, "1a2b3c4d" },
    { "x post 1a2b3c4d", XU_CLI_COMMAND_POST, "1a2b3c4d" },
    { "x pause 1a2b3c4d", XU_CLI_COMMAND_PAUSE, "1a2b3c4d" },
    { "x cancel 1a2b3c4d", XU_CLI_COMMAND_CANCEL, "1a2b3c4d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (XuCliOptions) options = parse (cases[i].line);

      g_assert_cmpint (options->command, ==, cases[i].command);
      g_assert_cmpstr (options->job_id, ==, cases[i].job_id);
      g_assert_null (options->files);
      g_assert_null (options->text);
      g_assert_false (options->is_start_again || options->is_sandbox);
      g_assert_false (options->is_confirm_not_posted || options->is_without_extras);
    }

  g_autoptr (XuCliOptions) files = parse ("x resume 1 --file a --file b --limit-rate 1M");
  g_autoptr (XuCliOptions) again = parse ("x resume 1 --start-again --parallel 2");
  g_autoptr (XuCliOptions) sandbox = parse ("x resume --sandbox");
  g_autoptr (XuCliOptions) post
      = parse ("x post 1 --text other --confirm-not-posted --without-extras");

  g_assert_cmpuint (g_strv_length (files->files), ==, 2);
  g_assert_cmpstr (files->files[1], ==, "b");
  g_assert_cmpuint (files->limit_rate, ==, 1048576);
  g_assert_true (again->is_start_again);
  g_assert_cmpuint (again->parallel, ==, 2);
  g_assert_true (sandbox->is_sandbox);
  g_assert_cmpstr (post->text, ==, "other");
  g_assert_true (post->is_confirm_not_posted && post->is_without_extras);
}

static void
test_help_and_version (void)
{
  static const struct
  {
    const char *line;
    XuCliCommand command;
    const char *holds; /* (nullable) */
  } cases[] = {
    { "x help", XU_CLI_COMMAND_HELP, "--segment-size" },
    { "x --help", XU_CLI_COMMAND_HELP, "XUPLOADER_CA_FILE" },
    { "x -h", XU_CLI_COMMAND_HELP, "delete POST" },
    { "x help upload", XU_CLI_COMMAND_HELP, "--paid-partnership" },
    { "x upload --help", XU_CLI_COMMAND_HELP, "--paid-partnership" },
    { "x --help upload", XU_CLI_COMMAND_HELP, "--paid-partnership" },
    { "x help resume", XU_CLI_COMMAND_HELP, "--start-again" },
    { "x help post", XU_CLI_COMMAND_HELP, "--confirm-not-posted" },
    { "x pause --help", XU_CLI_COMMAND_HELP, "pause JOB" },
    { "x check a.mp4 --help", XU_CLI_COMMAND_HELP, "check [FILE" },
    { "x version", XU_CLI_COMMAND_VERSION, NULL },
    { "x --version", XU_CLI_COMMAND_VERSION, NULL },
    { "x --json --version", XU_CLI_COMMAND_VERSION, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (XuCliOptions) options = parse (cases[i].line);

      g_assert_cmpint (options->command, ==, cases[i].command);
      if (cases[i].holds != NULL)
        g_assert_nonnull (strstr (options->help, cases[i].holds));
    }
}

static void
test_wants_json (void)
{
  static const struct
  {
    const char *line;
    gboolean wants_json;
  } cases[] = {
    { "x --json frob", TRUE },
    { "x upload --frob --json", TRUE },
    { "x upload -- --json", FALSE },
    { "--json", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) arguments = g_strsplit (cases[i].line, " ", -1);

      g_assert_cmpint (xu_cli_options_wants_json ((const char *const *) arguments), ==,
                       cases[i].wants_json);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/options/refused", test_refused);
  g_test_add_func ("/options/accounts", test_accounts);
  g_test_add_func ("/options/upload", test_upload);
  g_test_add_func ("/options/long-description", test_long_description);
  g_test_add_func ("/options/dashes", test_dashes);
  g_test_add_func ("/options/subtitles", test_subtitles);
  g_test_add_func ("/options/delete", test_delete);
  g_test_add_func ("/options/jobs", test_jobs);
  g_test_add_func ("/options/help-and-version", test_help_and_version);
  g_test_add_func ("/options/wants-json", test_wants_json);

  return g_test_run ();
}
