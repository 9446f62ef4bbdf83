/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of faults: which request, which time, what goes wrong. Pure: no I/O. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-faults.h"

#include "xu-error.h"
#include "xu-quantity.h"

typedef struct
{
  const char *word;
  int value;
} Word;

static const char help[]
    = "Fault rules: TARGET[@WHEN] ACTION [OPTION…]\n"
      "  TARGET  initialize, append, append/SEGMENT, finalize, status, post, delete, timeline, "
      "me,\n"
      "          metadata, subtitles, token, revoke, or * for any of them; authorize (the page) "
      "and\n"
      "          consent (its buttons)\n"
      "  WHEN    which of the matching requests: 3, 2-5, 2-, /4 (each fourth), 25% (see --seed);\n"
      "          without it: all\n"
      "  ACTION  status=CODE [acted] [retry-after=S] [reset=S] [header=NAME:VALUE]… [body=TEXT]\n"
      "          close=before | close=mid [bytes=SIZE] | close=after | hang | expire\n"
      "          trickle=RATE (reads slowly) | drip=RATE (answers slowly)\n"
      "          garbage=nonsense|truncated|types|huge|empty [acted]\n"
      "          goaway [bytes=SIZE] | rst-stream [bytes=SIZE] (HTTP/2: --tls)\n"
      "          processing=fail|error-at-99|never|unknown|float|good [name=N] [message=TEXT]\n"
      "                     [check=SECONDS|missing] (strikes finalize)\n"
      "  Words with spaces are quoted as in a shell. The first rule that strikes a request wins.\n"
      "  Examples: 'append@1 status=413'   'append/2@1-3 status=503 retry-after=1'\n"
      "            'post@1 close=after'    'append@5 status=429 reset=2'    'token@2 close=after'\n"
      "            'finalize processing=fail message=\"Unsupported video format\"'\n";

static const Word close_words[] = {
  { "before", XU_SANDBOX_FAULT_CLOSE_BEFORE },
  { "mid", XU_SANDBOX_FAULT_CLOSE_MID },
  { "after", XU_SANDBOX_FAULT_CLOSE_AFTER },
  { NULL },
};

static const Word bare_words[] = {
  { "hang", XU_SANDBOX_FAULT_HANG },
  { "expire", XU_SANDBOX_FAULT_EXPIRE },
  { "goaway", XU_SANDBOX_FAULT_GOAWAY },
  { "rst-stream", XU_SANDBOX_FAULT_RST_STREAM },
  { NULL },
};

static const Word garbage_words[] = {
  { "nonsense", XU_SANDBOX_GARBAGE_NONSENSE }, { "truncated", XU_SANDBOX_GARBAGE_TRUNCATED },
  { "types", XU_SANDBOX_GARBAGE_TYPES },       { "huge", XU_SANDBOX_GARBAGE_HUGE },
  { "empty", XU_SANDBOX_GARBAGE_EMPTY },       { NULL },
};

static const Word outcome_words[] = {
  { "good", XU_SANDBOX_OUTCOME_GOOD },
  { "fail", XU_SANDBOX_OUTCOME_FAIL },
  { "error-at-99", XU_SANDBOX_OUTCOME_ERROR_AT_99 },
  { "never", XU_SANDBOX_OUTCOME_NEVER },
  { "unknown", XU_SANDBOX_OUTCOME_UNKNOWN },
  { "float", XU_SANDBOX_OUTCOME_FLOAT },
  { NULL },
};

static gboolean
find_word (const Word *words, const char *text, int *value)
{
  for (const Word *word = words; word->word != NULL; word++)
    {
      if (g_str_equal (word->word, text))
        {
          *value = word->value;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
parse_number (const char *text, guint64 most, guint *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, most, &value, NULL))
    return FALSE;

  *number = (guint) value;
  return TRUE;
}

static gboolean
parse_when (XuSandboxFault *self, const char *text)
{
  g_auto (GStrv) ends = NULL;

  if (text[0] == '/')
    return parse_number (text + 1, G_MAXUINT, &self->every);
  if (g_str_has_suffix (text, "%"))
    {
      g_autofree char *digits = g_strndup (text, strlen (text) - 1);

      return parse_number (digits, 100, &self->percent);
    }

  ends = g_strsplit (text, "-", 2);
  if (ends[0] == NULL || !parse_number (ends[0], G_MAXUINT, &self->first))
    return FALSE;
  if (ends[1] == NULL)
    self->last = self->first;
  else if (ends[1][0] != '\0')
    return parse_number (ends[1], G_MAXUINT, &self->last) && self->last >= self->first;

  return TRUE;
}

static gboolean
parse_target (XuSandboxFault *self, const char *word)
{
  const char *mark = strchr (word, '@');
  g_autofree char *target
      = mark != NULL ? g_strndup (word, (gsize) (mark - word)) : g_strdup (word);
  g_auto (GStrv) names = g_strsplit (target, "/", 2);
  guint64 segment;

  if (names[0] == NULL || (mark != NULL && !parse_when (self, mark + 1)))
    return FALSE;
  if (g_str_equal (names[0], "*"))
    self->endpoint = XU_SANDBOX_UNKNOWN;
  else if (!xu_sandbox_endpoint_from_name (names[0], &self->endpoint)
           || !xu_sandbox_endpoint_is_of_x (self->endpoint))
    return FALSE;
  if (names[1] == NULL)
    return TRUE;
  if (self->endpoint != XU_SANDBOX_APPEND)
    return FALSE;
  if (g_str_equal (names[1], "*"))
    return TRUE;
  if (!g_ascii_string_to_unsigned (names[1], 10, 0, XU_SANDBOX_MOST_SEGMENTS - 1, &segment, NULL))
    return FALSE;

  self->segment = (int) segment;
  return TRUE;
}

static gboolean
take_action (XuSandboxFault *self, const char *key, const char *value)
{
  int kind = XU_SANDBOX_FAULT_STATUS;
  int inner = 0;
  gboolean fits = FALSE;

  if (value == NULL)
    fits = find_word (bare_words, key, &kind);
  else if (g_str_equal (key, "status"))
    fits = parse_number (value, 599, &self->status) && self->status >= 200;
  else if (g_str_equal (key, "close"))
    fits = find_word (close_words, value, &kind);
  else if (g_str_equal (key, "trickle") || g_str_equal (key, "drip"))
    {
      kind = key[0] == 't' ? XU_SANDBOX_FAULT_TRICKLE : XU_SANDBOX_FAULT_DRIP;
      fits = xu_quantity_parse_rate (value, &self->rate, NULL);
    }
  else if (g_str_equal (key, "garbage"))
    {
      kind = XU_SANDBOX_FAULT_GARBAGE;
      fits = find_word (garbage_words, value, &inner);
      self->garbage = (XuSandboxGarbage) inner;
    }
  else if (g_str_equal (key, "processing"))
    {
      kind = XU_SANDBOX_FAULT_PROCESSING;
      fits = find_word (outcome_words, value, &inner) && self->endpoint == XU_SANDBOX_FINALIZE;
      self->outcome = (XuSandboxOutcome) inner;
    }

  self->kind = (XuSandboxFaultKind) kind;
  return fits;
}

static gboolean
take_header (XuSandboxFault *self, const char *name, const char *value)
{
  if (name[0] == '\0' || strpbrk (name, " \r\n") != NULL || strpbrk (value, "\r\n") != NULL)
    return FALSE;

  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
  return TRUE;
}

static gboolean
take_status_option (XuSandboxFault *self, const char *key, const char *value)
{
  guint64 seconds;

  if (g_str_equal (key, "retry-after"))
    return take_header (self, "Retry-After", value);
  if (g_str_equal (key, "body"))
    {
      g_free (self->body);
      self->body = g_strdup (value);
      return TRUE;
    }
  if (g_str_equal (key, "header"))
    {
      g_auto (GStrv) sides = g_strsplit (value, ":", 2);

      return sides[0] != NULL && sides[1] != NULL
             && take_header (self, sides[0], g_strchug (sides[1]));
    }
  if (!g_str_equal (key, "reset")
      || !g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT32, &seconds, NULL))
    return FALSE;

  self->reset_seconds = (gint64) seconds;
  return TRUE;
}

static gboolean
take_processing_option (XuSandboxFault *self, const char *key, const char *value)
{
  if (g_str_equal (key, "name") || g_str_equal (key, "message"))
    {
      char **text = key[0] == 'n' ? &self->name : &self->message;

      g_free (*text);
      *text = g_strdup (value);
      return TRUE;
    }
  if (!g_str_equal (key, "check"))
    return FALSE;

  self->check = g_str_equal (value, "missing") ? XU_SANDBOX_CHECK_MISSING : XU_SANDBOX_CHECK_FIXED;
  return self->check == XU_SANDBOX_CHECK_MISSING
         || g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &self->check_seconds,
                                      NULL);
}

static gboolean
take_option (XuSandboxFault *self, const char *key, const char *value)
{
  switch (self->kind)
    {
    case XU_SANDBOX_FAULT_STATUS:
      if (value != NULL)
        return take_status_option (self, key, value);
      self->is_acted = TRUE;
      return g_str_equal (key, "acted");

    case XU_SANDBOX_FAULT_GARBAGE:
      self->is_acted = TRUE;
      return value == NULL && g_str_equal (key, "acted");

    case XU_SANDBOX_FAULT_CLOSE_MID:
    case XU_SANDBOX_FAULT_GOAWAY:
    case XU_SANDBOX_FAULT_RST_STREAM:
      return value != NULL && g_str_equal (key, "bytes")
             && xu_quantity_parse_size (value, &self->bytes, NULL);

    case XU_SANDBOX_FAULT_PROCESSING:
      return value != NULL && take_processing_option (self, key, value);

    case XU_SANDBOX_FAULT_CLOSE_BEFORE:
    case XU_SANDBOX_FAULT_CLOSE_AFTER:
    case XU_SANDBOX_FAULT_HANG:
    case XU_SANDBOX_FAULT_TRICKLE:
    case XU_SANDBOX_FAULT_DRIP:
    case XU_SANDBOX_FAULT_EXPIRE:
    default:
      return FALSE;
    }
}

static XuSandboxFault *
fault_new (const char *rule)
{
  XuSandboxFault *self = g_new0 (XuSandboxFault, 1);

  self->rule = g_strdup (rule);
  self->segment = -1;
  self->first = 1;
  self->percent = 100;
  self->reset_seconds = -1;
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->name = g_strdup ("InvalidMedia");
  self->message = g_strdup ("The video is invalid.");

  return self;
}

XuSandboxFault *
xu_sandbox_fault_parse (const char *rule, GError **error)
{
  g_autoptr (XuSandboxFault) self = NULL;
  g_auto (GStrv) words = NULL;
  const char *wrong = NULL;

  g_return_val_if_fail (rule != NULL, NULL);

  self = fault_new (rule);
  if (!g_shell_parse_argv (rule, NULL, &words, NULL) || words[1] == NULL)
    wrong = rule;
  else if (!parse_target (self, words[0]))
    wrong = words[0];

  for (guint i = 1; wrong == NULL && words[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (words[i], "=", 2);

      if (sides[0] == NULL
          || !(i == 1 ? take_action (self, sides[0], sides[1])
                      : take_option (self, sides[0], sides[1])))
        wrong = words[i];
    }

  if (wrong != NULL)
    {
      xu_error_set (error, XU_ERROR_USAGE, "fault rule “%s”: cannot read “%s”", rule, wrong);
      return NULL;
    }

  return g_steal_pointer (&self);
}

gboolean
xu_sandbox_fault_strikes (XuSandboxFault *self,
                          XuSandboxEndpoint endpoint,
                          int segment,
                          guint32 random)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->endpoint == XU_SANDBOX_UNKNOWN ? !xu_sandbox_endpoint_is_api (endpoint)
                                           : self->endpoint != endpoint)
    return FALSE;
  if (self->segment >= 0 && self->segment != segment)
    return FALSE;

  self->n_seen++;
  if (self->every > 0)
    return self->n_seen % self->every == 0;
  if (self->percent < 100)
    return random % 100 < self->percent;

  return self->n_seen >= self->first && (self->last == 0 || self->n_seen <= self->last);
}

gboolean
xu_sandbox_fault_changes_processing (const XuSandboxFault *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == XU_SANDBOX_FAULT_PROCESSING;
}

gboolean
xu_sandbox_fault_needs_http2 (const XuSandboxFault *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == XU_SANDBOX_FAULT_GOAWAY || self->kind == XU_SANDBOX_FAULT_RST_STREAM;
}

const char *
xu_sandbox_fault_get_help (void)
{
  return help;
}

void
xu_sandbox_fault_free (XuSandboxFault *self)
{
  if (self == NULL)
    return;

  g_free (self->rule);
  g_free (self->body);
  g_ptr_array_unref (self->headers);
  g_free (self->name);
  g_free (self->message);
  g_free (self);
}
