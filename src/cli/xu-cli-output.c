/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard output and standard error, without surprises. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct _XuCliOutput
{
  int fd;
  int broken_errno; /* 0: it works */
  void (*broken_func) (gpointer user_data);
  gpointer broken_data;
};

XuCliOutput *
xu_cli_output_new (int fd)
{
  XuCliOutput *self = g_new0 (XuCliOutput, 1);

  self->fd = fd;
  return self;
}

void
xu_cli_output_set_broken_func (XuCliOutput *self,
                               void (*func) (gpointer user_data),
                               gpointer user_data)
{
  g_return_if_fail (self != NULL);

  self->broken_func = func;
  self->broken_data = user_data;
}

int
xu_cli_output_get_errno (XuCliOutput *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->broken_errno;
}

int
xu_cli_output_get_fd (XuCliOutput *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->fd;
}

static void
give_up (XuCliOutput *self, int error_number)
{
  g_debug ("writing to %d: %s", self->fd, g_strerror (error_number));

  self->broken_errno = error_number;
  if (self->broken_func != NULL)
    self->broken_func (self->broken_data);
}

void
xu_cli_output_write (XuCliOutput *self, const char *utf8)
{
  g_return_if_fail (self != NULL && utf8 != NULL);

  gsize length = strlen (utf8);

  while (length > 0 && self->broken_errno == 0)
    {
      gssize n = write (self->fd, utf8, length);
      int error_number = errno;

      if (n >= 0)
        {
          utf8 += n;
          length -= (gsize) n;
        }
      else if (error_number == EAGAIN)
        {
          /* Whoever started us made the pipe non-blocking, perhaps for a child of its own. */
          GPollFD poll_fd = { .fd = self->fd, .events = G_IO_OUT };

          g_poll (&poll_fd, 1, -1);
        }
      else if (error_number != EINTR)
        give_up (self, error_number);
    }
}

/* What our own sentences hold beyond ASCII. Locale C has no plain forms of them. */
static const struct
{
  const char *character;
  const char *plain;
} plain_forms[] = {
  { "“", "\"" },  { "”", "\"" }, { "‘", "'" },      { "’", "'" },
  { "…", "..." }, { "–", "-" },  { "\u00a0", " " }, { "\u202f", " " },
};

static char *
dup_in_locale (const char *utf8)
{
  const char *charset;

  if (g_get_console_charset (&charset))
    return g_strdup (utf8);

  g_autoptr (GString) plain = g_string_new (utf8);

  for (gsize i = 0; i < G_N_ELEMENTS (plain_forms); i++)
    g_string_replace (plain, plain_forms[i].character, plain_forms[i].plain, 0);

  char *text = g_convert_with_fallback (plain->str, -1, charset, "UTF-8", "?", NULL, NULL, NULL);

  return text != NULL ? text : g_strdup ("?");
}

void
xu_cli_output_print (XuCliOutput *self, const char *utf8)
{
  g_return_if_fail (self != NULL && utf8 != NULL);

  g_autofree char *text = dup_in_locale (utf8);

  xu_cli_output_write (self, text);
}

void
xu_cli_output_print_line (XuCliOutput *self, const char *utf8)
{
  g_return_if_fail (self != NULL && utf8 != NULL);

  g_autofree char *line = g_strconcat (utf8, "\n", NULL);

  xu_cli_output_print (self, line);
}

void
xu_cli_output_free (XuCliOutput *self)
{
  g_free (self);
}
