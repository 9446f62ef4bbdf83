/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-entry.h"

G_BEGIN_DECLS

/* What xu-account-book.c, xu-account-sign-out.c and xu-sign-in-flow.c share. */

struct _XuAccountBook /* in a GRcBox */
{
  XuAccountBookConfig config;
  GDestroyNotify idle;
  gpointer idle_data;

  GPtrArray *entries; /* (owned) (element-type XuAccountEntry): in the order of their coming */
  gboolean is_loaded; /* and follows what other processes do */
  gboolean is_closed;
};

/* Returns: (transfer none) (nullable): the entry of this id */
XuAccountEntry *xu_account_book_find (const XuAccountBook *book, const char *id);

/* Closes an entry and tells the front that it is gone. */
void xu_account_book_forget (XuAccountBook *book, XuAccountEntry *entry);

G_END_DECLS
