/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the command line to the command. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <errno.h>

#include "xu-cli-commands.h"
#include "xu-cli-json.h"

/* Debug messages of our rooms alone; and none on standard output, which belongs to the result. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  gboolean is_verbose = GPOINTER_TO_INT (user_data);
  gboolean is_debug = (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) != 0;

  for (gsize i = 0; i < n_fields && is_verbose && is_debug; i++)
    {
      if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && g_str_has_prefix (fields[i].value, "xu-"))
        return g_log_writer_standard_streams (level, fields, n_fields, NULL);
    }

  return g_log_writer_default (level, fields, n_fields, NULL);
}

static void
set_up_log (gboolean is_verbose)
{
  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_log, GINT_TO_POINTER (is_verbose), NULL);
}

static XuCliExit
print_version (XuCliSession *session, const XuCliOptions *options)
{
  XuCliOutput *out = xu_cli_session_get_out (session);

  if (options->is_json)
    {
      JsonBuilder *builder = xu_cli_json_new_event ("version", NULL);

      xu_cli_json_add_string (builder, "version", XU_VERSION);
      xu_cli_json_write (builder, out);
    }
  else
    xu_cli_output_print_line (out, "X Uploader " XU_VERSION);

  return XU_CLI_EXIT_DONE;
}

static XuCliExit
print_help (XuCliSession *session, const XuCliOptions *options)
{
  /* With --json nothing but events is on standard output. */
  xu_cli_output_print (options->is_json ? xu_cli_session_get_err (session)
                                        : xu_cli_session_get_out (session),
                       options->help);
  return XU_CLI_EXIT_DONE;
}

static XuCliExit
run_with_engine (XuCliSession *session, const XuCliOptions *options)
{
  g_autoptr (GError) error = NULL;

  if (!xu_cli_session_start (session, options, &error))
    return xu_cli_session_fail (session, NULL, error);

  switch (options->command)
    {
    case XU_CLI_COMMAND_UPLOAD:
      return xu_cli_upload_run (session, options);
    case XU_CLI_COMMAND_CHECK:
      return xu_cli_check_run (session, options);
    case XU_CLI_COMMAND_LIST:
      return xu_cli_list_run (session, options);
    case XU_CLI_COMMAND_STATUS:
      return xu_cli_status_run (session, options);
    case XU_CLI_COMMAND_RESUME:
      return xu_cli_resume_run (session, options);
    case XU_CLI_COMMAND_POST:
      return xu_cli_post_run (session, options);
    case XU_CLI_COMMAND_PAUSE:
      return xu_cli_pause_run (session, options);
    case XU_CLI_COMMAND_CANCEL:
      return xu_cli_cancel_run (session, options);
    case XU_CLI_COMMAND_DELETE:
      return xu_cli_delete_run (session, options);
    case XU_CLI_COMMAND_LOGIN:
      return xu_cli_login_run (session, options);
    case XU_CLI_COMMAND_ACCOUNTS:
      return xu_cli_account_list_run (session, options);
    case XU_CLI_COMMAND_LOGOUT:
      return xu_cli_logout_run (session, options);
    case XU_CLI_COMMAND_VERSION:
    case XU_CLI_COMMAND_HELP:
    default:
      g_return_val_if_reached (XU_CLI_EXIT_FAILED);
    }
}

static XuCliExit
run_command (XuCliSession *session, const XuCliOptions *options)
{
  if (options->command == XU_CLI_COMMAND_HELP)
    return print_help (session, options);
  if (options->command == XU_CLI_COMMAND_VERSION)
    return print_version (session, options);

  return run_with_engine (session, options);
}

XuCliExit
xu_cli_run (const char *const *arguments)
{
  g_return_val_if_fail (arguments != NULL && arguments[0] != NULL, XU_CLI_EXIT_FAILED);

  g_autoptr (GError) error = NULL;
  g_autoptr (XuCliOptions) options = xu_cli_options_parse (arguments, &error);
  g_autoptr (XuCliSession) session = xu_cli_session_new (
      options != NULL ? options->is_json : xu_cli_options_wants_json (arguments));

  set_up_log (options != NULL && options->is_verbose);
  if (options == NULL)
    return xu_cli_session_fail (session, NULL, error);

  XuCliExit exit_code = run_command (session, options);
  int lost = xu_cli_output_get_errno (xu_cli_session_get_out (session));

  /* A result that could not be written is none; one that nobody wants to read is. */
  return exit_code == XU_CLI_EXIT_DONE && lost != 0 && lost != EPIPE ? XU_CLI_EXIT_FAILED
                                                                     : exit_code;
}
