/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The month of the price list behind xu_post_cost_micro_usd(). */
#define XU_POST_COST_DATE "2026-08"

/**
 * xu_post_cost_micro_usd:
 * @has_url: whether X sees a URL in the text, see xu_weighted_text_find_urls()
 * @n_metadata_calls: how many descriptions are set, one call for each medium
 *
 * What X is expected to charge for a post with pay-per-use, at the prices of %XU_POST_COST_DATE
 * (https://docs.x.com/x-api/getting-started/pricing). It is an estimate: prices change, and some
 * accounts have other plans. Uploading is not on the list.
 *
 * Returns: millionths of a US dollar
 */
guint64 xu_post_cost_micro_usd (gboolean has_url, guint n_metadata_calls);

G_END_DECLS
