/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers that fault rules ask for. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-misbehave.h"

enum
{
  HUGE_BYTES = 64 * 1024 * 1024
};

static const char json_type[] = "application/json; charset=utf-8";

gboolean
xu_sandbox_misbehave_has_answer (const XuSandboxFault *fault)
{
  return fault != NULL
         && (fault->kind == XU_SANDBOX_FAULT_STATUS || fault->kind == XU_SANDBOX_FAULT_GARBAGE);
}

/* A JSON string without end, nearly. */
static GBytes *
make_huge (void)
{
  static const char head[] = "{\"data\":{\"id\":\"";
  static const char tail[] = "\"}}";
  GByteArray *array = g_byte_array_sized_new (HUGE_BYTES + sizeof head + sizeof tail);

  g_byte_array_append (array, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_set_size (array, HUGE_BYTES);
  memset (array->data + strlen (head), '7', HUGE_BYTES - strlen (head));
  g_byte_array_append (array, (const guint8 *) tail, (guint) strlen (tail));

  return g_byte_array_free_to_bytes (array);
}

static GBytes *
make_garbage (XuSandboxGarbage garbage)
{
  static const char nonsense[] = "\xff\xfe<html>]}not JSON at all\x01";
  static const char truncated[] = "{\"data\":{\"id\":\"17953722";
  static const char types[]
      = "{\"data\":{\"id\":17,\"media_key\":[],\"expires_after_secs\":\"soon\",\"expires_at\":{},"
        "\"processing_info\":\"succeeded\",\"text\":null,\"deleted\":\"yes\",\"username\":false,"
        "\"name\":1.5},\"token_type\":2,\"access_token\":[],\"refresh_token\":7,"
        "\"expires_in\":\"soon\",\"scope\":{},\"revoked\":\"yes\"}";

  switch (garbage)
    {
    case XU_SANDBOX_GARBAGE_NONSENSE:
      return g_bytes_new_static (nonsense, strlen (nonsense));
    case XU_SANDBOX_GARBAGE_TRUNCATED:
      return g_bytes_new_static (truncated, strlen (truncated));
    case XU_SANDBOX_GARBAGE_TYPES:
      return g_bytes_new_static (types, strlen (types));
    case XU_SANDBOX_GARBAGE_HUGE:
      return make_huge ();
    case XU_SANDBOX_GARBAGE_EMPTY:
      return NULL;
    default:
      g_assert_not_reached ();
    }
}

static const char *
guess_type (const char *body)
{
  if (body[0] == '{' || body[0] == '[')
    return json_type;
  return body[0] == '<' ? "text/html" : "text/plain";
}

static XuSandboxAnswer *
answer_status (const XuSandboxFault *fault, gint64 now_us)
{
  XuSandboxAnswer *answer = xu_sandbox_answer_new (
      fault->status, fault->body != NULL ? guess_type (fault->body) : NULL,
      fault->body != NULL ? g_bytes_new (fault->body, strlen (fault->body)) : NULL);

  for (guint i = 0; i + 1 < fault->headers->len; i += 2)
    xu_sandbox_answer_add_header (answer, g_ptr_array_index (fault->headers, i),
                                  g_ptr_array_index (fault->headers, i + 1));

  if (fault->reset_seconds >= 0)
    {
      g_autofree char *reset
          = g_strdup_printf ("%" G_GINT64_FORMAT, now_us / G_USEC_PER_SEC + fault->reset_seconds);

      xu_sandbox_answer_add_header (answer, "x-rate-limit-remaining", "0");
      xu_sandbox_answer_add_header (answer, "x-rate-limit-reset", reset);
    }

  return answer;
}

XuSandboxAnswer *
xu_sandbox_misbehave_answer (const XuSandboxFault *fault, XuSandboxEndpoint endpoint, gint64 now_us)
{
  g_return_val_if_fail (xu_sandbox_misbehave_has_answer (fault), NULL);

  if (fault->kind == XU_SANDBOX_FAULT_STATUS)
    return answer_status (fault, now_us);

  return xu_sandbox_answer_new (endpoint == XU_SANDBOX_POST ? 201 : 200, json_type,
                                make_garbage (fault->garbage));
}
