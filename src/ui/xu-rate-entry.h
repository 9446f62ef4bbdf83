/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuRateEntry:
 *
 * A speed to type in: a number, and its unit.
 *
 * Property "rate": bytes per second, a uint64 from 10 KB/s to 1000 MB/s.
 */
#define XU_TYPE_RATE_ENTRY (xu_rate_entry_get_type ())
G_DECLARE_FINAL_TYPE (XuRateEntry, xu_rate_entry, XU, RATE_ENTRY, GtkWidget)

guint64 xu_rate_entry_get_rate (XuRateEntry *self);

/**
 * xu_rate_entry_set_rate:
 * @self: a rate entry
 * @rate: bytes per second; shown in the unit that suits it, in steps of what that shows
 */
void xu_rate_entry_set_rate (XuRateEntry *self, guint64 rate);

G_END_DECLS
