/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that says what X would refuse. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-commands.h"
#include "xu-cli-json.h"
#include "xu-finding-words.h"
#include "xu-foreign-words.h"
#include "xu-post-cost.h"
#include "xu-quantity-words.h"

typedef struct
{
  XuCliSession *session;
  const XuCliOptions *options;
  XuCheckReport *report; /* (owned) (nullable) */
  GError *error;         /* (owned) (nullable) */
} Check;

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *self = user_data;

  self->report = xu_engine_check_finish (XU_ENGINE (source), result, &self->error);
  xu_cli_session_quit (self->session);
}

static void
write_finding (JsonBuilder *builder, const XuCheckFinding *finding)
{
  g_autofree char *message
      = xu_finding_words_dup_sentence (finding->rule, finding->file_type, finding->limit);
  g_autofree char *remedy = xu_finding_words_dup_remedy (finding->rule);

  json_builder_begin_object (builder);
  xu_cli_json_add_string (builder, "file", finding->file);
  xu_cli_json_add_string (builder, "rule", finding->rule);
  xu_cli_json_add_string (builder, "severity", finding->is_blocking ? "blocks" : "warning");
  xu_cli_json_add_string (builder, "message", message);
  xu_cli_json_add_string (builder, "remedy", remedy);
  json_builder_end_object (builder);
}

/* The engine counts the text; what that means is said here, like everything else, as a finding.
 * Returns: %FALSE: nothing is wrong with it */
static gboolean
find_in_text (const XuCheckReport *report, XuCheckFinding *finding)
{
  gboolean is_long = report->weighted_length > report->limit;

  *finding = (XuCheckFinding){ .rule = (char *) (is_long ? "text-too-long" : "text-invalid"),
                               .is_blocking = TRUE,
                               .limit = is_long ? report->limit : 0 };
  return !report->is_text_valid;
}

static void
write_json (Check *self)
{
  XuCheckFinding of_text;
  const XuCheckReport *report = self->report;
  JsonBuilder *builder = xu_cli_json_new_event ("check", NULL);

  xu_cli_json_add_integer (builder, "weighted_length", report->weighted_length, 0);
  xu_cli_json_add_integer (builder, "limit", report->limit, 0);
  xu_cli_json_add_boolean (builder, "valid", report->is_text_valid);
  xu_cli_json_add_strings (builder, "urls", (const char *const *) report->urls);
  xu_cli_json_add_number (builder, "estimated_cost_usd", report->cost_micro_usd / 1e6);

  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  if (find_in_text (report, &of_text))
    write_finding (builder, &of_text);
  for (guint i = 0; i < report->findings->len; i++)
    write_finding (builder, g_ptr_array_index (report->findings, i));
  json_builder_end_array (builder);

  xu_cli_json_write (builder, xu_cli_session_get_out (self->session));
}

/* Takes @line. */
static void
print (XuCliOutput *output, char *line)
{
  g_autofree char *owned = line;

  xu_cli_output_print_line (output, owned);
}

static void
print_text (Check *self)
{
  XuCliOutput *out = xu_cli_session_get_out (self->session);
  const XuCheckReport *report = self->report;
  guint limit = report->limit;

  if (*self->options->spec->text != '\0')
    print (out, g_strdup_printf (
                    /* Translators: how long the text of a post is: “Text: 42 of 280 characters” */
                    ngettext ("Text: %u of %u character", "Text: %u of %u characters", limit),
                    report->weighted_length, limit));

  for (gsize i = 0; report->urls != NULL && report->urls[i] != NULL; i++)
    {
      g_autofree char *plain = xu_foreign_words_dup_plain (report->urls[i]);

      /* Translators: %s is an address in the text of a post */
      print (out, g_strdup_printf (_ ("Link: %s"), plain));
    }
}

static void
print_cost (Check *self)
{
  XuCliOutput *out = xu_cli_session_get_out (self->session);
  guint cost = self->report->cost_micro_usd;
  guint link = (guint) (xu_post_cost_micro_usd (TRUE, 0) - xu_post_cost_micro_usd (FALSE, 0));
  g_autofree char *price = xu_quantity_words_dup_price (cost);

  if (self->report->urls == NULL || self->report->urls[0] == NULL || cost <= link)
    {
      /* Translators: %s is a price: “US$0.015” */
      print (out, g_strdup_printf (_ ("Estimated cost: %s"), price));
      return;
    }

  g_autofree char *without = xu_quantity_words_dup_price (cost - link);

  /* Translators: both are prices: “US$0.200”, “US$0.015” */
  print (out, g_strdup_printf (_ ("Estimated cost: %s. Without a link in the text it would be %s."),
                               price, without));
}

static void
print_finding (XuCliOutput *output, const XuCheckFinding *finding)
{
  g_autofree char *sentence
      = xu_finding_words_dup_sentence (finding->rule, finding->file_type, finding->limit);
  g_autofree char *remedy = xu_finding_words_dup_remedy (finding->rule);
  g_autofree char *file = finding->file != NULL ? xu_foreign_words_dup_plain (finding->file) : NULL;
  g_autofree char *about
      = file != NULL ? g_strdup_printf ("%s: %s", file, sentence) : g_strdup (sentence);

  if (finding->is_blocking)
    /* Translators: %s is a sentence that says what X would refuse */
    print (output, g_strdup_printf (_ ("Refused: %s"), about));
  else
    /* Translators: %s is a sentence that says what X may refuse */
    print (output, g_strdup_printf (_ ("Warning: %s"), about));

  print (output, g_strdup_printf ("  %s", remedy));

  if (finding->detail != NULL)
    {
      g_autofree char *detail = xu_foreign_words_dup_plain (finding->detail);

      /* Translators: %s is technical and English */
      print (output, g_strdup_printf (_ ("  Details: %s"), detail));
    }
}

/* With --quiet only what blocks is told, as an error. */
static void
print_report (Check *self)
{
  gboolean is_quiet = self->options->is_quiet;
  XuCliOutput *output
      = is_quiet ? xu_cli_session_get_err (self->session) : xu_cli_session_get_out (self->session);
  XuCheckFinding of_text;

  if (!is_quiet)
    {
      print_text (self);
      print_cost (self);
    }
  if (find_in_text (self->report, &of_text))
    print_finding (output, &of_text);

  for (guint i = 0; i < self->report->findings->len; i++)
    {
      const XuCheckFinding *finding = g_ptr_array_index (self->report->findings, i);

      if (!is_quiet || finding->is_blocking)
        print_finding (output, finding);
    }

  if (!is_quiet && self->report->is_text_valid && self->report->findings->len == 0)
    xu_cli_output_print_line (output, _ ("Nothing is in the way."));
}

XuCliExit
xu_cli_check_run (XuCliSession *session, const XuCliOptions *options)
{
  Check self = { .session = session, .options = options };

  g_return_val_if_fail (session != NULL && options != NULL && options->spec != NULL,
                        XU_CLI_EXIT_FAILED);

  xu_engine_check_async (xu_cli_session_get_engine (session), options->spec,
                         xu_cli_session_get_cancellable (session), checked_cb, &self);
  xu_cli_session_run (session);

  g_autoptr (XuCheckReport) report = self.report;
  g_autoptr (GError) error = self.error;

  if (report == NULL)
    return xu_cli_session_fail (session, NULL, error);

  if (options->is_json)
    write_json (&self);
  else
    print_report (&self);

  return xu_check_report_is_blocked (report) ? XU_CLI_EXIT_REFUSED_HERE : XU_CLI_EXIT_DONE;
}
