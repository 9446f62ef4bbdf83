/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSlots:
 *
 * A limit over all uploads: how many segments may be in flight (and in memory) at once. Whoever
 * finds none free is told when one becomes so, first come, first served. For one thread.
 */
typedef struct _XuSlots XuSlots;

/**
 * XuSlotsFunc:
 * @user_data: as given
 *
 * A slot may be free now: try again to take one. It is no failing to want none any more.
 */
typedef void (*XuSlotsFunc) (gpointer user_data);

/**
 * xu_slots_new:
 * @n_slots: how many, at least 1
 *
 * Returns: (transfer full): all free
 */
XuSlots *xu_slots_new (guint n_slots);

XuSlots *xu_slots_ref (XuSlots *slots);
void xu_slots_unref (XuSlots *slots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSlots, xu_slots_unref)

/**
 * xu_slots_take:
 * @slots: the slots
 * @func: called once when none is free now, but may be later
 * @user_data: for @func, and who waits: one that waits already waits no second time
 *
 * Returns: %TRUE when a slot was taken
 */
gboolean xu_slots_take (XuSlots *slots, XuSlotsFunc func, gpointer user_data);

/**
 * xu_slots_release:
 * @slots: the slots
 *
 * Gives one back.
 */
void xu_slots_release (XuSlots *slots);

/**
 * xu_slots_forget:
 * @slots: the slots
 * @user_data: who does not wait any more
 */
void xu_slots_forget (XuSlots *slots, gpointer user_data);

G_END_DECLS
