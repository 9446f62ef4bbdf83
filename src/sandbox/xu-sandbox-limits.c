/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's rate limits: so many requests in a window, for each user and endpoint. Pure: no clock. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-limits.h"

#include "xu-error.h"
#include "xu-quantity.h"

typedef struct
{
  guint limit;
  gint64 length_us;
} Rule;

typedef struct
{
  gint64 end_us;
  guint used;
} Window;

struct _XuSandboxLimits
{
  Rule rules[XU_SANDBOX_N_ENDPOINTS];
  GHashTable *windows; /* (owned) (element-type utf8 Window): "who endpoint" -> window */
};

static const gint64 x_window_us = 15 * 60 * G_USEC_PER_SEC;

/* https://docs.x.com/x-api/fundamentals/rate-limits, per user. */
static const guint x_limits[XU_SANDBOX_N_ENDPOINTS] = {
  [XU_SANDBOX_INITIALIZE] = 1875,
  [XU_SANDBOX_APPEND] = 1875,
  [XU_SANDBOX_FINALIZE] = 1875,
  [XU_SANDBOX_STATUS] = 1000,
  [XU_SANDBOX_POST] = 100,
  [XU_SANDBOX_DELETE] = 50,
  [XU_SANDBOX_TIMELINE] = 900,
  [XU_SANDBOX_ME] = 75,
  [XU_SANDBOX_METADATA] = 500,
  [XU_SANDBOX_SUBTITLES] = 100,
  [XU_SANDBOX_TOKEN] = G_MAXUINT,
  [XU_SANDBOX_REVOKE] = G_MAXUINT,
  [XU_SANDBOX_AUTHORIZE] = G_MAXUINT,
  [XU_SANDBOX_CONSENT] = G_MAXUINT,
};

XuSandboxLimits *
xu_sandbox_limits_new (void)
{
  XuSandboxLimits *self = g_new0 (XuSandboxLimits, 1);

  for (gsize i = 0; i < XU_SANDBOX_N_ENDPOINTS; i++)
    self->rules[i] = (Rule){ .limit = x_limits[i], .length_us = x_window_us };
  self->windows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

gboolean
xu_sandbox_limits_set (XuSandboxLimits *self, const char *rule, GError **error)
{
  g_auto (GStrv) sides = NULL;
  g_auto (GStrv) numbers = NULL;
  XuSandboxEndpoint endpoint;
  guint64 limit;
  gint64 length_us;

  g_return_val_if_fail (self != NULL && rule != NULL, FALSE);

  sides = g_strsplit (rule, "=", 2);
  numbers = sides[0] != NULL && sides[1] != NULL ? g_strsplit (sides[1], "/", 2) : NULL;

  if (numbers == NULL || numbers[0] == NULL || numbers[1] == NULL
      || !xu_sandbox_endpoint_from_name (sides[0], &endpoint)
      || !xu_sandbox_endpoint_is_of_x (endpoint)
      || !g_ascii_string_to_unsigned (numbers[0], 10, 0, G_MAXUINT, &limit, NULL)
      || !xu_quantity_parse_duration (numbers[1], &length_us, NULL) || length_us <= 0)
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s” is not a rate limit such as append=10/2s", rule);
      return FALSE;
    }

  self->rules[endpoint] = (Rule){ .limit = (guint) limit, .length_us = length_us };
  return TRUE;
}

static Window *
get_window (XuSandboxLimits *self, const char *who, XuSandboxEndpoint endpoint)
{
  char *key = g_strdup_printf ("%s %s", who, xu_sandbox_endpoint_get_name (endpoint));
  Window *window = g_hash_table_lookup (self->windows, key);

  if (window != NULL)
    {
      g_free (key);
      return window;
    }

  window = g_new0 (Window, 1);
  g_hash_table_insert (self->windows, key, window);
  return window;
}

XuSandboxAllowance
xu_sandbox_limits_count (XuSandboxLimits *self,
                         const char *who,
                         XuSandboxEndpoint endpoint,
                         gint64 now_us)
{
  XuSandboxAllowance allowance = { 0 };
  const Rule *rule;
  Window *window;

  g_return_val_if_fail (self != NULL && who != NULL, allowance);
  g_return_val_if_fail (xu_sandbox_endpoint_is_of_x (endpoint), allowance);

  rule = &self->rules[endpoint];
  window = get_window (self, who, endpoint);
  if (now_us >= window->end_us)
    *window = (Window){ .end_us = now_us + rule->length_us, .used = 0 };

  allowance.is_over = window->used >= rule->limit;
  if (!allowance.is_over)
    window->used++;
  allowance.limit = rule->limit;
  allowance.remaining = rule->limit - window->used;
  allowance.reset = (window->end_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  return allowance;
}

void
xu_sandbox_limits_free (XuSandboxLimits *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->windows);
  g_free (self);
}
