/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a post costs, by X's price list. */

#define G_LOG_DOMAIN "xu-text"

#include "config.h"

#include "xu-post-cost.h"

/* Millionths of a US dollar, as of XU_POST_COST_DATE: change both together. */
static const guint64 price_post = 15000;
static const guint64 price_post_with_url = 200000;
static const guint64 price_metadata_call = 5000;

guint64
xu_post_cost_micro_usd (gboolean has_url, guint n_metadata_calls)
{
  return (has_url ? price_post_with_url : price_post) + n_metadata_calls * price_metadata_call;
}
