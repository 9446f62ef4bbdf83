/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages for people: the posts with their text and their playing video. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-pages.h"

#include "xu-sandbox-avatar.h"
#include "xu-sandbox-html.h"

static void
add_media (GString *html, const XuSandboxMedia *media)
{
  g_autofree char *alt = g_markup_escape_text (media->alt_text != NULL ? media->alt_text : "", -1);

  if (media->folder == NULL)
    g_string_append_printf (html, "<p class=\"time\">%" G_GUINT64_FORMAT " bytes, not kept</p>",
                            media->total_bytes);
  else if (media->kind == XU_SANDBOX_KIND_VIDEO)
    g_string_append_printf (html,
                            "<video controls preload=\"metadata\" aria-label=\"%s\" "
                            "src=\"/sandbox/media/%s/file\"></video>",
                            alt, media->id);
  else
    g_string_append_printf (html, "<img alt=\"%s\" src=\"/sandbox/media/%s/file\">", alt,
                            media->id);
}

static void
add_post (GString *html, XuSandboxState *state, const XuSandboxPost *post)
{
  const XuSandboxUser *user = xu_sandbox_user_find (post->owner);
  g_autofree char *text = g_markup_escape_text (post->text, -1);
  g_autofree char *time = xu_sandbox_post_format_time (post->created_us);
  const char *name = user != NULL ? user->name : "?";
  const char *username = user != NULL ? user->username : "i";

  g_string_append_printf (html,
                          "<article><div class=\"who\"><b>%s</b> <span class=\"time\">@%s · "
                          "<a href=\"/%s/status/%s\"><time datetime=\"%s\">%.10s, %.5s UTC</time>"
                          "</a></span></div>",
                          name, username, username, post->id, time, time,
                          time + strlen ("YYYY-MM-DDT"));
  if (post->text[0] != '\0')
    g_string_append_printf (html, "<p class=\"text\" dir=\"auto\">%s</p>", text);
  if (post->media_ids[0] != NULL)
    g_string_append (html, "<div class=\"media\">");
  for (guint i = 0; post->media_ids[i] != NULL; i++)
    {
      const XuSandboxMedia *media = xu_sandbox_state_find_media (state, post->media_ids[i]);

      if (media != NULL)
        add_media (html, media);
      else
        g_string_append (html, "<p class=\"time\">Media are kept for a week.</p>");
    }
  g_string_append (html, post->media_ids[0] != NULL ? "</div></article>\n" : "</article>\n");
}

XuSandboxAnswer *
xu_sandbox_pages_answer (XuSandboxState *state, const char *id, gint64 now_us)
{
  GString *html;
  GPtrArray *posts;
  guint n = 0;

  g_return_val_if_fail (state != NULL, NULL);

  html = xu_sandbox_html_begin ("Posts that went to this sandbox, and to nowhere else.");
  posts = xu_sandbox_state_get_posts (state);
  for (guint i = posts->len; i > 0; i--)
    {
      const XuSandboxPost *post = g_ptr_array_index (posts, i - 1);

      if (id != NULL && !g_str_equal (post->id, id))
        continue;
      add_post (html, state, post);
      n++;
    }
  if (n == 0)
    g_string_append (html, id != NULL ? "<p class=\"none\">There is no such post.</p>"
                                      : "<p class=\"none\">Nothing has been posted yet.</p>");

  return xu_sandbox_html_end (html, id != NULL && n == 0 ? 404 : 200, NULL);
}

/* "bytes=first-last", "bytes=first-", "bytes=-last_n"; FALSE: not one range. */
static gboolean
parse_range (const char *text, guint64 size, guint64 *first, guint64 *end)
{
  const char *dash;
  char *rest = NULL;

  if (text == NULL || !g_str_has_prefix (text, "bytes=") || strchr (text, ',') != NULL)
    return FALSE;

  text += strlen ("bytes=");
  dash = strchr (text, '-');
  if (dash == NULL || strspn (text, "0123456789-") != strlen (text) || strchr (dash + 1, '-'))
    return FALSE;

  *end = size;
  if (dash == text)
    {
      guint64 n = g_ascii_strtoull (dash + 1, &rest, 10);

      *first = size - MIN (n, size);
      return dash[1] != '\0';
    }

  *first = g_ascii_strtoull (text, &rest, 10);
  if (dash[1] != '\0')
    {
      guint64 last = g_ascii_strtoull (dash + 1, &rest, 10);

      if (last < *first)
        return FALSE;
      *end = MIN (last, size - 1) + 1;
    }

  return TRUE;
}

static void
add_bytes (XuSandboxAnswer *answer, const XuSandboxMedia *media, guint64 first, guint64 end)
{
  guint64 offset = 0;

  for (guint i = 0; i < XU_SANDBOX_MOST_SEGMENTS && offset < end; i++)
    {
      guint64 length = media->segments[i];
      guint64 from = CLAMP (first, offset, offset + length) - offset;
      guint64 to = CLAMP (end, offset, offset + length) - offset;

      offset += length;
      if (from >= to)
        continue;

      g_autofree char *path = xu_sandbox_media_get_segment_path (media, i);
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

      if (file == NULL || g_mapped_file_get_length (file) < to)
        return;

      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);

      g_ptr_array_add (answer->bodies, g_bytes_new_from_bytes (bytes, from, to - from));
    }
}

XuSandboxAnswer *
xu_sandbox_pages_answer_file (XuSandboxState *state, const char *id, const char *range)
{
  const XuSandboxMedia *media;
  XuSandboxAnswer *answer;
  guint64 first, end;
  gboolean is_part;

  g_return_val_if_fail (state != NULL && id != NULL, NULL);

  media = xu_sandbox_state_find_media (state, id);
  if (media == NULL || media->post_id == NULL || media->folder == NULL)
    return xu_sandbox_answer_new_problem (404, "Not Found", NULL, "Not Found");

  is_part = parse_range (range, media->total_bytes, &first, &end);
  if (!is_part)
    {
      first = 0;
      end = media->total_bytes;
    }
  if (is_part && first >= media->total_bytes)
    return xu_sandbox_answer_new (416, NULL, NULL);

  answer = xu_sandbox_answer_new (is_part ? 206 : 200, g_intern_string (media->type), NULL);
  add_bytes (answer, media, first, end);
  xu_sandbox_answer_add_header (answer, "Accept-Ranges", "bytes");
  xu_sandbox_answer_add_header (answer, "X-Content-Type-Options", "nosniff");
  if (is_part)
    {
      g_autofree char *text
          = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                             first, end - 1, media->total_bytes);

      xu_sandbox_answer_add_header (answer, "Content-Range", text);
    }

  return answer;
}

XuSandboxAnswer *
xu_sandbox_pages_answer_avatar (const char *name)
{
  g_autofree char *username = NULL;
  const XuSandboxUser *user = NULL;
  XuSandboxAnswer *answer;

  g_return_val_if_fail (name != NULL, NULL);

  if (g_str_has_suffix (name, ".png"))
    {
      username = g_strndup (name, strlen (name) - strlen (".png"));
      user = xu_sandbox_user_find_by_name (username);
    }
  if (user == NULL)
    return xu_sandbox_answer_new_problem (404, "Not Found", NULL, "Not Found");

  answer = xu_sandbox_answer_new (200, "image/png", xu_sandbox_avatar_draw (user));
  xu_sandbox_answer_add_header (answer, "X-Content-Type-Options", "nosniff");
  return answer;
}
