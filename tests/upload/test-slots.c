/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limit over all uploads: first come, first served. */

#include "config.h"

#include "xu-slots.h"

typedef struct
{
  XuSlots *slots; /* (unowned) */
  char name;
  gboolean is_wanting; /* takes a slot when told */
  guint n_taken;
  GString *told; /* (unowned): names in the order of being told */
} Waiter;

static void
told_cb (gpointer user_data)
{
  Waiter *self = user_data;

  g_string_append_c (self->told, self->name);
  if (self->is_wanting && xu_slots_take (self->slots, told_cb, self))
    self->n_taken++;
}

static void
test_limit (void)
{
  g_autoptr (XuSlots) slots = xu_slots_new (2);
  g_autoptr (GString) told = g_string_new (NULL);
  Waiter a = { slots, 'a', TRUE, 0, told };

  g_assert_true (xu_slots_take (slots, told_cb, &a));
  g_assert_true (xu_slots_take (slots, told_cb, &a));
  g_assert_false (xu_slots_take (slots, told_cb, &a));
  xu_slots_forget (slots, &a);
  xu_slots_release (slots);
  g_assert_cmpstr (told->str, ==, "");
  g_assert_true (xu_slots_take (slots, told_cb, &a));
  g_assert_false (xu_slots_take (slots, told_cb, &a));
  xu_slots_release (slots);
  g_assert_cmpuint (a.n_taken, ==, 1);
}

static void
test_first_come_first_served (void)
{
  g_autoptr (XuSlots) slots = xu_slots_new (1);
  g_autoptr (GString) told = g_string_new (NULL);
  Waiter waiters[] = { { slots, 'a', TRUE, 0, told },
                       { slots, 'b', FALSE, 0, told },
                       { slots, 'c', TRUE, 0, told } };

  g_assert_true (xu_slots_take (slots, told_cb, slots));
  for (gsize i = 0; i < G_N_ELEMENTS (waiters); i++)
    g_assert_false (xu_slots_take (slots, told_cb, &waiters[i]));
  g_assert_false (xu_slots_take (slots, told_cb, &waiters[0])); /* no second place in the queue */

  xu_slots_release (slots);
  g_assert_cmpstr (told->str, ==, "a");

  /* b wants none any more, so c is told. */
  xu_slots_release (slots);
  g_assert_cmpstr (told->str, ==, "abc");
  g_assert_cmpuint (waiters[2].n_taken, ==, 1);

  xu_slots_release (slots);
  g_assert_cmpstr (told->str, ==, "abc");
}

static void
test_forget (void)
{
  g_autoptr (XuSlots) slots = xu_slots_new (1);
  g_autoptr (GString) told = g_string_new (NULL);
  Waiter a = { slots, 'a', TRUE, 0, told };
  Waiter b = { slots, 'b', TRUE, 0, told };

  g_assert_true (xu_slots_take (slots, told_cb, slots));
  g_assert_false (xu_slots_take (slots, told_cb, &a));
  g_assert_false (xu_slots_take (slots, told_cb, &b));
  xu_slots_forget (slots, &a);
  xu_slots_forget (slots, &a); /* twice does no harm */
  xu_slots_release (slots);
  g_assert_cmpstr (told->str, ==, "b");
}

static void
test_ref (void)
{
  g_autoptr (XuSlots) slots = xu_slots_new (1);
  XuSlots *other = xu_slots_ref (slots);

  g_assert_true (other == slots);
  xu_slots_unref (other);
  g_assert_true (xu_slots_take (slots, told_cb, slots));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/slots/limit", test_limit);
  g_test_add_func ("/slots/first-come-first-served", test_first_come_first_served);
  g_test_add_func ("/slots/forget", test_forget);
  g_test_add_func ("/slots/ref", test_ref);

  return g_test_run ();
}
