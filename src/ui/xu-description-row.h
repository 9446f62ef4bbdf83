/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

enum
{
  XU_DESCRIPTION_MAX = 1000, /* characters that X takes */
};

/**
 * XuDescriptionRow:
 *
 * A row that opens to the description of one medium: what people hear of it who cannot see it.
 *
 * Signals: changed (void): the user has changed the description.
 */
#define XU_TYPE_DESCRIPTION_ROW (xu_description_row_get_type ())
G_DECLARE_FINAL_TYPE (XuDescriptionRow, xu_description_row, XU, DESCRIPTION_ROW, AdwExpanderRow)

/**
 * xu_description_row_new:
 * @title: of the row, any text
 * @field: what the text in it is called
 * @invitation: what the row says while there is no description
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *xu_description_row_new (const char *title, const char *field, const char *invitation);

/* @text comes from elsewhere: what could be undone is forgotten, and `changed` is not emitted. */
void xu_description_row_set_text (XuDescriptionRow *self, const char *text);

/* (transfer full): without spaces around it, so that nothing visible is nothing */
char *xu_description_row_dup_text (XuDescriptionRow *self);

gboolean xu_description_row_is_too_long (XuDescriptionRow *self);

/* As of xu_post_text_is_composing(). */
gboolean xu_description_row_is_composing (XuDescriptionRow *self);

G_END_DECLS
