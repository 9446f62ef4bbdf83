/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about posts and the user: whatever is decoded keeps what the headers promise. */

#include "config.h"

#include "fuzz-target.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-json-reader.h"
#include "xu-post-decoder.h"
#include "xu-user-decoder.h"

static void
try_created (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *post_id = xu_post_decoder_created (body, &error);

  g_assert ((post_id == NULL) == g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER));
  g_assert (post_id == NULL || xu_json_reader_is_id (post_id));
}

static void
try_own_posts (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) posts = xu_post_decoder_own_posts (body, &error);

  g_assert ((posts == NULL) == g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER));
  for (guint i = 0; posts != NULL && i < posts->len; i++)
    {
      const XuOwnPost *post = g_ptr_array_index (posts, i);

      g_assert (xu_json_reader_is_id (post->post_id));
      g_assert (post->media_keys != NULL);
    }
}

static void
try_me (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuUser) user = xu_user_decoder_me (body, &error);

  g_assert ((user == NULL) == g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER));
  if (user == NULL)
    return;

  g_assert (xu_json_reader_is_id (user->user_id));
  g_assert (strpbrk (user->username, "/?#%. \n") == NULL);
  g_assert (g_utf8_validate (user->name, -1, NULL));
  g_assert (user->profile_image_url == NULL
            || g_ascii_strncasecmp (user->profile_image_url, "https:", 6) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);

  try_created (body);
  try_own_posts (body);
  try_me (body);
  xu_post_decoder_deleted (body, NULL);

  return 0;
}
