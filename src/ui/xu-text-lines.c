/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The height of a growing text, in lines. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-text-lines.h"

typedef struct
{
  GtkScrolledWindow *scroller; /* (unowned): holds the view that owns this */
  guint min_lines;
  guint max_lines;
} Limit;

/* The font is known once the widget has its style, and may have changed when it comes back. */
static void
map_cb (GtkTextView *view, const Limit *limit)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (view));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  int margins = gtk_text_view_get_top_margin (view) + gtk_text_view_get_bottom_margin (view);

  pango_font_metrics_unref (metrics);
  gtk_scrolled_window_set_max_content_height (limit->scroller, -1);
  gtk_scrolled_window_set_min_content_height (limit->scroller,
                                              (int) limit->min_lines * line + margins);
  gtk_scrolled_window_set_max_content_height (limit->scroller,
                                              (int) limit->max_lines * line + margins);
}

static void
free_limit (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
xu_text_lines_limit (GtkScrolledWindow *scroller,
                     GtkTextView *view,
                     guint min_lines,
                     guint max_lines)
{
  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller) && GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (min_lines <= max_lines);

  Limit *limit = g_new0 (Limit, 1);

  *limit = (Limit){ scroller, min_lines, max_lines };
  g_signal_connect_data (view, "map", G_CALLBACK (map_cb), limit, free_limit, 0);
}
