/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-rate-limit.h"

G_BEGIN_DECLS

/**
 * XuHttpResponse:
 *
 * One whole answer, of whatever status.
 */
typedef struct
{
  guint status;
  char *content_type; /* (owned) (nullable): without parameters, lower case */
  GBytes *body;       /* (owned): at most the client's limit */
  XuRateLimit rate_limit;
} XuHttpResponse;

void xu_http_response_free (XuHttpResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuHttpResponse, xu_http_response_free)

G_END_DECLS
