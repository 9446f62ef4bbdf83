/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command line means, and what it may not mean. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-options.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "xu-cli-entries.h"
#include "xu-cli-options-private.h"
#include "xu-cli-post-id.h"
#include "xu-error.h"
#include "xu-quantity.h"

#define SEGMENT_SIZE_MIN (64 * XU_KIB)
#define SEGMENT_SIZE_MAX (16 * XU_MIB)

enum
{
  PARALLEL_MAX = 8,
  ALT_TEXT_MAX = 1000, /* characters */
};

static const char *const command_names[] = {
  [XU_CLI_COMMAND_UPLOAD] = "upload",     [XU_CLI_COMMAND_CHECK] = "check",
  [XU_CLI_COMMAND_LIST] = "list",         [XU_CLI_COMMAND_STATUS] = "status",
  [XU_CLI_COMMAND_RESUME] = "resume",     [XU_CLI_COMMAND_POST] = "post",
  [XU_CLI_COMMAND_PAUSE] = "pause",       [XU_CLI_COMMAND_CANCEL] = "cancel",
  [XU_CLI_COMMAND_DELETE] = "delete",     [XU_CLI_COMMAND_LOGIN] = "login",
  [XU_CLI_COMMAND_ACCOUNTS] = "accounts", [XU_CLI_COMMAND_LOGOUT] = "logout",
  [XU_CLI_COMMAND_VERSION] = "version",   [XU_CLI_COMMAND_HELP] = "help",
};

static gboolean
find_command (const char *name, XuCliCommand *command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (command_names); i++)
    {
      if (g_str_equal (command_names[i], name))
        {
          *command = (XuCliCommand) i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
parse_entries (GOptionContext *context, const char *const *arguments, GError **error)
{
  g_auto (GStrv) copy = g_strdupv ((char **) arguments);
  g_autoptr (GError) local_error = NULL;

  if (!g_option_context_parse_strv (context, &copy, &local_error))
    return xu_cli_options_refuse (error, g_strdup (local_error->message));

  return TRUE;
}

/* What scripts pass is UTF-8, whatever the locale of the cron job that runs them. */
static char *
dup_utf8 (const char *bytes, GError **error)
{
  char *text = NULL;

  if (bytes == NULL || g_utf8_validate (bytes, -1, NULL))
    return g_strdup (bytes);

  text = g_locale_to_utf8 (bytes, -1, NULL, NULL, NULL);
  if (text == NULL)
    xu_cli_options_refuse (
        error, g_strdup (_ ("The text is neither UTF-8 nor in the encoding of the locale.")));

  return text;
}

static gboolean
take_alt_texts (XuJobSpec *spec, char **alt_texts, GError **error)
{
  guint n_files = g_strv_length (spec->paths);
  guint n_texts = alt_texts != NULL ? g_strv_length (alt_texts) : 0;

  if (n_texts == 0)
    return TRUE;
  if (n_texts > n_files)
    return xu_cli_options_refuse (error,
                                  g_strdup (_ ("There are more descriptions (--alt) than files.")));

  spec->alt_texts = g_new0 (char *, n_files + 1);
  for (guint i = 0; i < n_files; i++)
    {
      spec->alt_texts[i] = dup_utf8 (i < n_texts ? alt_texts[i] : "", error);
      if (spec->alt_texts[i] == NULL)
        return FALSE;
      if (g_utf8_strlen (spec->alt_texts[i], -1) > ALT_TEXT_MAX)
        return xu_cli_options_refuse (
            error, g_strdup (_ ("A description (--alt) has at most 1000 characters.")));
    }

  return TRUE;
}

/* A path may hold colons: only two letters behind the last one are a language. */
static gboolean
take_subtitles (XuJobSpec *spec, const char *argument, GError **error)
{
  if (argument == NULL)
    return TRUE;

  const char *colon = strrchr (argument, ':');
  gboolean has_language = colon != NULL && strlen (colon) == 3 && g_ascii_isalpha (colon[1])
                          && g_ascii_isalpha (colon[2]);

  spec->subtitles_path
      = has_language ? g_strndup (argument, (gsize) (colon - argument)) : g_strdup (argument);
  spec->subtitles_language = has_language ? g_ascii_strup (colon + 1, -1) : g_strdup ("EN");

  if (*spec->subtitles_path == '\0')
    return xu_cli_options_refuse (error, g_strdup (_ ("The option --subtitles needs a file.")));

  return TRUE;
}

static gboolean
take_reply_settings (XuJobSpec *spec, const char *who, GError **error)
{
  static const char *const known[]
      = { "following", "mentionedUsers", "subscribers", "verified", NULL };

  if (who != NULL && !g_strv_contains (known, who))
    /* Translators: %s is what the user wrote; the four words are not to be translated */
    return xu_cli_options_refuse (
        error, g_strdup_printf (_ ("“%s” is none of the reply settings: following, "
                                   "mentionedUsers, subscribers, verified."),
                                who));

  spec->reply_settings = g_strdup (who);
  return TRUE;
}

static gboolean
take_transfer_settings (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  guint64 parallel = 0;

  if (entries->parallel != NULL
      && !g_ascii_string_to_unsigned (entries->parallel, 10, 1, PARALLEL_MAX, &parallel, NULL))
    /* Translators: %s is what the user wrote */
    return xu_cli_options_refuse (
        error,
        g_strdup_printf (_ ("“%s” is no number of segments from 1 to 8."), entries->parallel));

  if (entries->segment_size != NULL
      && (!xu_quantity_parse_size (entries->segment_size, &self->segment_size, NULL)
          || self->segment_size < SEGMENT_SIZE_MIN || self->segment_size > SEGMENT_SIZE_MAX))
    return xu_cli_options_refuse (
        /* Translators: %s is what the user wrote */
        error, g_strdup_printf (_ ("“%s” is no size from 64KiB to 16MiB."), entries->segment_size));

  if (entries->limit_rate != NULL
      && !xu_quantity_parse_rate (entries->limit_rate, &self->limit_rate, NULL))
    return xu_cli_options_refuse (
        /* Translators: %s is what the user wrote */
        error, g_strdup_printf (_ ("“%s” is no rate such as 500k or 8mbit."), entries->limit_rate));

  self->parallel = (guint) parallel;
  return TRUE;
}

static gboolean
refuse_two_servers (GError **error)
{
  return xu_cli_options_refuse (error,
                                g_strdup (_ ("--sandbox and --api-url exclude each other.")));
}

/* Files and text, which upload and check have in common. */
static gboolean
take_spec (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  static const char *const no_files[] = { NULL };
  const char *const *files = entries->rest != NULL ? (const char *const *) entries->rest : no_files;
  g_autofree char *text = dup_utf8 (entries->text, error);

  if (entries->text != NULL && text == NULL)
    return FALSE;

  self->spec = xu_job_spec_new (files, text);
  return TRUE;
}

static gboolean
take_upload (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (entries->rest == NULL)
    return xu_cli_options_refuse (error, g_strdup (_ ("There is no file to upload.")));
  if (entries->is_sandbox && entries->api_url != NULL)
    return refuse_two_servers (error);
  if (!xu_cli_options_take_account (self, entries, error))
    return FALSE;
  if (!take_spec (self, entries, error))
    return FALSE;

  self->is_sandbox = entries->is_sandbox;
  self->spec->intent = entries->is_no_post ? XU_POST_INTENT_NONE : XU_POST_INTENT_POST;
  self->spec->cover_path = g_strdup (entries->cover_path);
  self->spec->made_with_ai = entries->is_made_with_ai;
  self->spec->paid_partnership = entries->is_paid_partnership;

  return take_alt_texts (self->spec, entries->alt_texts, error)
         && take_subtitles (self->spec, entries->subtitles, error)
         && take_reply_settings (self->spec, entries->reply_settings, error)
         && take_transfer_settings (self, entries, error);
}

static gboolean
take_check (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (entries->rest == NULL && entries->text == NULL)
    return xu_cli_options_refuse (error,
                                  g_strdup (_ ("There is neither a file nor a text to check.")));

  return take_spec (self, entries, error);
}

static gboolean
take_delete (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (entries->rest == NULL || g_strv_length (entries->rest) != 1)
    return xu_cli_options_refuse (error, g_strdup (_ ("Name the one post that is to be deleted.")));

  const char *post = entries->rest[0];

  self->post_id = xu_cli_post_id_dup (post);
  if (self->post_id == NULL)
    {
      g_autofree char *plain = g_utf8_make_valid (post, -1);

      /* Translators: %s is what the user wrote */
      return xu_cli_options_refuse (
          error, g_strdup_printf (_ ("“%s” is neither the number of a post nor its "
                                     "address on X."),
                                  plain));
    }

  return xu_cli_options_take_account (self, entries, error);
}

static gboolean
take_nothing (const XuCliEntries *entries, GError **error)
{
  return entries->rest == NULL || xu_cli_options_refuse_rest (entries->rest[0], error);
}

/* One job, or none: which command can do without is the caller's affair. */
static gboolean
take_job (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (entries->rest == NULL)
    return TRUE;
  if (entries->rest[1] != NULL)
    return xu_cli_options_refuse_rest (entries->rest[1], error);

  self->job_id = g_utf8_make_valid (entries->rest[0], -1);
  return TRUE;
}

static gboolean
take_one_job (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (entries->rest == NULL)
    return xu_cli_options_refuse (error,
                                  g_strdup (_ ("Name the job; “xuploader-cli list” shows them.")));

  return take_job (self, entries, error);
}

static gboolean
take_resume (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (!take_job (self, entries, error))
    return FALSE;
  if (self->job_id == NULL && (entries->files != NULL || entries->is_start_again))
    return xu_cli_options_refuse (
        error, g_strdup (_ ("Name the job that --file or --start-again is about.")));
  if (entries->files != NULL && entries->is_start_again)
    return xu_cli_options_refuse (error,
                                  g_strdup (_ ("--file and --start-again exclude each other.")));
  if (self->job_id != NULL && entries->is_sandbox)
    return xu_cli_options_refuse (
        error, g_strdup (_ ("A job knows where it belongs: leave --sandbox out.")));
  if (entries->is_sandbox && entries->api_url != NULL)
    return refuse_two_servers (error);
  if (!xu_cli_options_take_account (self, entries, error))
    return FALSE;

  self->files = g_strdupv (entries->files);
  self->is_start_again = entries->is_start_again;
  self->is_sandbox = entries->is_sandbox;

  return take_transfer_settings (self, entries, error);
}

static gboolean
take_post (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (!take_one_job (self, entries, error) || !xu_cli_options_take_account (self, entries, error))
    return FALSE;

  self->text = dup_utf8 (entries->text, error);
  if (entries->text != NULL && self->text == NULL)
    return FALSE;

  self->is_confirm_not_posted = entries->is_confirm_not_posted;
  self->is_without_extras = entries->is_without_extras;

  return take_transfer_settings (self, entries, error);
}

static gboolean
take_help (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  XuCliCommand about = XU_CLI_COMMAND_HELP;

  if (entries->rest != NULL
      && (g_strv_length (entries->rest) > 1 || !find_command (entries->rest[0], &about)))
    return take_nothing (entries, error);

  self->help = xu_cli_entries_dup_help (about);
  return TRUE;
}

static gboolean
take_command (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  switch (self->command)
    {
    case XU_CLI_COMMAND_UPLOAD:
      return take_upload (self, entries, error);
    case XU_CLI_COMMAND_CHECK:
      return take_check (self, entries, error);
    case XU_CLI_COMMAND_STATUS:
      return take_job (self, entries, error);
    case XU_CLI_COMMAND_RESUME:
      return take_resume (self, entries, error);
    case XU_CLI_COMMAND_POST:
      return take_post (self, entries, error);
    case XU_CLI_COMMAND_PAUSE:
    case XU_CLI_COMMAND_CANCEL:
      return take_one_job (self, entries, error);
    case XU_CLI_COMMAND_DELETE:
      return take_delete (self, entries, error);
    case XU_CLI_COMMAND_LOGIN:
      return take_nothing (entries, error) && xu_cli_options_take_login (self, entries, error);
    case XU_CLI_COMMAND_LOGOUT:
      return xu_cli_options_take_logout (self, entries, error);
    case XU_CLI_COMMAND_HELP:
      return take_help (self, entries, error);
    case XU_CLI_COMMAND_LIST:
    case XU_CLI_COMMAND_ACCOUNTS:
    case XU_CLI_COMMAND_VERSION:
    default:
      return take_nothing (entries, error);
    }
}

/* Options may stand before the command, so its place is to be looked for. Returns: (transfer full)
 * (nullable): the arguments without the command */
static char **
extract_command (const char *const *arguments, XuCliCommand *command, GError **error)
{
  g_auto (XuCliEntries) entries = { 0 };
  g_autoptr (GOptionContext) context = xu_cli_entries_new_context (&entries, XU_CLI_COMMAND_HELP);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_option_context_set_strict_posix (context, TRUE);
  if (!parse_entries (context, arguments, error))
    return NULL;

  gsize n_rest = entries.rest != NULL ? g_strv_length (entries.rest) : 0;
  gsize n_arguments = g_strv_length ((char **) arguments);
  gsize at = entries.is_version ? n_arguments : n_arguments - n_rest;

  *command = entries.is_version ? XU_CLI_COMMAND_VERSION : XU_CLI_COMMAND_HELP;
  if (n_rest == 0 && !entries.is_help && !entries.is_version)
    {
      xu_cli_options_refuse (error, g_strdup (_ ("There is no command.")));
      return NULL;
    }
  if (n_rest > 0 && !entries.is_version && !find_command (entries.rest[0], command))
    {
      g_autofree char *plain = g_utf8_make_valid (entries.rest[0], -1);

      /* Translators: %s is what the user wrote */
      xu_cli_options_refuse (error, g_strdup_printf (_ ("There is no command “%s”."), plain));
      return NULL;
    }

  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      gboolean is_command
          = i == at || (entries.is_version && g_str_equal (arguments[i], "--version"));

      if (!is_command)
        g_strv_builder_add (builder, arguments[i]);
    }

  return g_strv_builder_end (builder);
}

XuCliOptions *
xu_cli_options_parse (const char *const *arguments, GError **error)
{
  g_autoptr (XuCliOptions) self = g_new0 (XuCliOptions, 1);
  g_auto (XuCliEntries) entries = { 0 };
  g_auto (GStrv) rest = NULL;

  g_return_val_if_fail (arguments != NULL && arguments[0] != NULL, NULL);

  rest = extract_command (arguments, &self->command, error);
  if (rest == NULL)
    return NULL;

  g_autoptr (GOptionContext) context = xu_cli_entries_new_context (&entries, self->command);

  if (!parse_entries (context, (const char *const *) rest, error))
    return NULL;

  self->is_json = entries.is_json;
  self->is_quiet = entries.is_quiet;
  self->is_verbose = entries.is_verbose;
  self->api_url = g_strdup (entries.api_url);
  self->trace_path = g_strdup (entries.trace_path);

  if (entries.is_help && self->command != XU_CLI_COMMAND_HELP)
    {
      self->help = xu_cli_entries_dup_help (self->command);
      self->command = XU_CLI_COMMAND_HELP;
    }
  else if (!take_command (self, &entries, error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
xu_cli_options_wants_json (const char *const *arguments)
{
  g_return_val_if_fail (arguments != NULL, FALSE);

  for (gsize i = 1; arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++)
    {
      if (g_str_equal (arguments[i], "--json"))
        return TRUE;
    }

  return FALSE;
}

void
xu_cli_options_free (XuCliOptions *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->api_url);
  g_free (self->trace_path);
  g_clear_pointer (&self->spec, xu_job_spec_unref);
  g_free (self->job_id);
  g_strfreev (self->files);
  g_free (self->text);
  g_free (self->post_id);
  g_free (self->account);
  g_free (self->client_id);
  g_free (self->help);
  g_free (self);
}
