/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's rules, each broken once: the program as a process. */

#include "config.h"

#include <string.h>

#include "client.h"

static Client *
start (void)
{
  return client_new (xu_test_sandbox_start ("--processing", "0", NULL));
}

static void
assert_refused (Reply *reply, guint status, const char *words)
{
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (reply->content_type, ==, "application/problem+json");
  if (strstr (reply->body, words) == NULL)
    g_error ("“%s” is not in %s", words, reply->body);
}

static void
test_initialize (void)
{
  static const struct
  {
    const char *json;
    const char *words;
  } rows[] = {
    { "", "not valid JSON" },
    { "[]", "not valid JSON" },
    { "{\"media_type\":", "not valid JSON" },
    { "{}", "$.media_type: is missing but it is required" },
    { "{\"media_type\":\"video/mp4\"}", "$.total_bytes: is missing but it is required" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":1,\"x\":1}",
      "$.x: is not defined in the schema" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":\"1\"}",
      "$.total_bytes: string found, integer expected" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":1.5}",
      "$.total_bytes: number found, integer expected" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":null}", "$.total_bytes: null found" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":0}", "file size" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":-1}", "$.total_bytes: must have" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":17179869185}", "$.total_bytes: must have" },
    { "{\"media_type\":\"video/x-matroska\",\"total_bytes\":1}", "$.media_type: does not have" },
    { "{\"media_type\":7,\"total_bytes\":1}", "$.media_type: integer found, string expected" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":1,\"media_category\":\"tweet_image\"}",
      "does not fit" },
    { "{\"media_type\":\"image/png\",\"total_bytes\":5242881,\"media_category\":\"tweet_image\"}",
      "file size exceeds" },
    { "{\"media_type\":\"image/gif\",\"total_bytes\":15728641,\"media_category\":\"tweet_gif\"}",
      "file size exceeds" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":1,\"shared\":\"no\"}",
      "$.shared: string found, boolean expected" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":1,\"additional_owners\":[\"x\"]}",
      "$.additional_owners[0]: does not match" },
    { "{\"media_type\":\"video/mp4\",\"total_bytes\":1,\"additional_owners\":\"1\"}",
      "$.additional_owners: string found, array expected" },
    { "{\"a\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}", "not valid JSON" },
  };
  g_autoptr (Client) client = start ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply
          = client_post_json (client, "/2/media/upload/initialize", rows[i].json);

      assert_refused (reply, 400, rows[i].words);
    }

  g_autoptr (Reply) typed = client_send (client, "POST", "/2/media/upload/initialize",
                                         client->sandbox->access_token, "text/plain", "{}", -1);

  assert_refused (typed, 400, "must have content-type of application/json");
  g_assert_cmpint (xu_test_sandbox_get_int (client->sandbox, "/sandbox/requests",
                                            "$.endpoints.initialize.count"),
                   ==, G_N_ELEMENTS (rows) + 1);
}

static void
test_credentials (void)
{
  g_autoptr (Client) client = start ();
  XuTestSandbox *sandbox = client->sandbox;
  const struct
  {
    const char *token;
    const char *path;
    guint status;
  } rows[] = {
    { NULL, "/2/users/me", 401 },
    { "nonsense", "/2/users/me", 401 },
    { "OAuth nonsense", "/2/users/me", 401 },
    { sandbox->expired_token, "/2/users/me", 401 },
    { sandbox->limited_token, "/2/users/me", 200 },
    { sandbox->limited_token, "/2/media/upload?command=STATUS&media_id=1", 403 },
    { sandbox->access_token, "/2/users/me", 200 },
    { sandbox->access_token, "/2/users/me?user.fields=shoe_size", 400 },
    { sandbox->access_token, "/2/users/you", 404 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply
          = client_send (client, "GET", rows[i].path, rows[i].token, NULL, NULL, 0);

      g_assert_cmpuint (reply->status, ==, rows[i].status);
    }

  g_autoptr (Reply) method
      = client_send (client, "PUT", "/2/users/me", sandbox->access_token, NULL, NULL, 0);

  assert_refused (method, 405, "Method Not Allowed");
}

static void
test_order (void)
{
  g_autoptr (Client) client = start ();
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 6);
  g_autoptr (Reply) unknown = client_append (client, "123", 0, "abc", 3);
  g_autoptr (Reply) no_id = client_append (client, "abc", 0, "abc", 3);
  g_autoptr (Reply) early = client_finalize (client, id);
  g_autoptr (Reply) status = client_status (client, id);
  g_autoptr (Reply) first = client_append (client, id, 2, "def", 3);
  g_autoptr (Reply) second = client_append (client, id, 0, "ab", 2);
  g_autoptr (Reply) gap = client_finalize (client, id);
  g_autoptr (Reply) filled = client_append (client, id, 1, "c", 1);
  g_autoptr (Reply) done = client_finalize (client, id);
  g_autoptr (Reply) again = client_finalize (client, id);
  g_autoptr (Reply) late = client_append (client, id, 3, "g", 1);
  g_autofree char *hash
      = xu_test_sandbox_get_string (client->sandbox, "/sandbox/media", "$.media[0].sha256");
  g_autofree char *wanted = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abcdef", -1);

  assert_refused (unknown, 404, "Could not find media");
  assert_refused (no_id, 400, "does not match");
  assert_refused (early, 400, "Segments do not add up to provided total file size");
  assert_refused (status, 400, "not been finalized");
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 200);
  assert_refused (gap, 400, "Segments do not add up to provided total file size");
  g_assert_cmpuint (filled->status, ==, 200);
  g_assert_cmpuint (done->status, ==, 200);
  g_assert_cmpuint (again->status, ==, 200);
  assert_refused (late, 400, "finalized already");
  g_assert_cmpstr (hash, ==, wanted);
}

/* A segment that is sent again replaces itself; sums that are too large are refused too. */
static void
test_replace (void)
{
  g_autoptr (Client) client = start ();
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 3);
  g_autoptr (Reply) wrong = client_append (client, id, 0, "xxxx", 4);
  g_autoptr (Reply) refused = client_finalize (client, id);
  g_autoptr (Reply) right = client_append (client, id, 0, "abc", 3);
  g_autoptr (Reply) done = client_finalize (client, id);
  g_autofree char *hash
      = xu_test_sandbox_get_string (client->sandbox, "/sandbox/media", "$.media[0].sha256");
  g_autofree char *wanted = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abc", -1);

  g_assert_cmpuint (wrong->status, ==, 200);
  assert_refused (refused, 400, "Segments do not add up");
  g_assert_cmpuint (right->status, ==, 200);
  g_assert_cmpuint (done->status, ==, 200);
  g_assert_cmpstr (hash, ==, wanted);
  g_assert_cmpint (
      xu_test_sandbox_get_int (client->sandbox, "/sandbox/media", "$.media[0].appends"), ==, 2);
}

static void
test_append_bodies (void)
{
  static const char part[] = "--B\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
  static const struct
  {
    const char *parts[6];
    const char *words;
  } rows[] = {
    { { "media", "abc", NULL }, "$.segment_index: is missing" },
    { { "segment_index", "0", NULL }, "$.media: is missing" },
    { { "segment_index", "0", "media", "", NULL }, "$.media: is missing" },
    { { "segment_index", "1000", "media", "abc", NULL }, "between 0 and 999" },
    { { "segment_index", "-1", "media", "abc", NULL }, "between 0 and 999" },
    { { "segment_index", "", "media", "abc", NULL }, "between 0 and 999" },
    { { "segment_index", "00000000000000000000001", "media", "abc", NULL }, "not a segment index" },
    { { "segment_index", "0", "extra", "1", NULL }, "$.extra: is not defined" },
    { { "media", "abc", "media", "def", NULL }, "is there twice" },
  };
  g_autoptr (Client) client = start ();
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 3);
  g_autofree char *path = g_strdup_printf ("/2/media/upload/%s/append", id);
  const char *token = client->sandbox->access_token;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) body = g_string_new (NULL);

      for (guint k = 0; rows[i].parts[k] != NULL; k += 2)
        g_string_append_printf (body, part, rows[i].parts[k], rows[i].parts[k + 1]);
      g_string_append (body, "--B--\r\n");

      g_autoptr (Reply) reply = client_send (client, "POST", path, token,
                                             "multipart/form-data; boundary=B", body->str, -1);

      assert_refused (reply, 400, rows[i].words);
    }

  g_autoptr (Reply) cut
      = client_send (client, "POST", path, token, "multipart/form-data; boundary=B", "--B\r\n", -1);
  g_autoptr (Reply) typed
      = client_send (client, "POST", path, token, "application/octet-stream", "abc", -1);

  assert_refused (cut, 400, "not valid multipart/form-data");
  assert_refused (typed, 400, "must have content-type of application/json");
  g_assert_cmpint (xu_test_sandbox_get_int (client->sandbox, "/sandbox/media", "$.media[0].bytes"),
                   ==, 0);
}

static void
test_append_json (void)
{
  static const struct
  {
    const char *json;
    const char *words; /* NULL: good */
  } rows[] = {
    { "{\"media\":\"YWJj\",\"segment_index\":0}", NULL },
    { "{\"media\":\"YWJj\",\"segment_index\":\"0\"}", NULL },
    { "{\"media\":\"YWJj\",\"segment_index\":1000}", "$.segment_index: must have" },
    { "{\"media\":\"YWJj\"}", "$.segment_index: is missing" },
    { "{\"media\":\"YW*j\",\"segment_index\":0}", "not base64" },
    { "{\"media\":\"YWJ\",\"segment_index\":0}", "not base64" },
    { "{\"media\":\"\",\"segment_index\":0}", "$.media: must have" },
    { "{\"media\":\"YWJj\",\"segment_index\":0,\"x\":1}", "$.x: is not defined" },
    { "YWJj", "not valid JSON" },
  };
  g_autoptr (Client) client = start ();
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 3);
  g_autofree char *path = g_strdup_printf ("/2/media/upload/%s/append", id);
  g_autofree char *wanted = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abc", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = client_post_json (client, path, rows[i].json);

      if (rows[i].words != NULL)
        assert_refused (reply, 400, rows[i].words);
      else
        g_assert_cmpuint (reply->status, ==, 200);
    }

  g_autoptr (Reply) done = client_finalize (client, id);
  g_autofree char *hash
      = xu_test_sandbox_get_string (client->sandbox, "/sandbox/media", "$.media[0].sha256");

  g_assert_cmpuint (done->status, ==, 200);
  g_assert_cmpstr (hash, ==, wanted);
}

static void
test_ceiling_and_encodings (void)
{
  g_autoptr (Client) multipart = client_new (
      xu_test_sandbox_start ("--encoding", "multipart", "--max-segment", "1000", NULL));
  g_autoptr (Client) json = client_new (xu_test_sandbox_start ("--encoding", "json", NULL));
  g_autofree char *id = client_initialize (multipart, "video/mp4", "tweet_video", 3000);
  g_autofree char *path = g_strdup_printf ("/2/media/upload/%s/append", id);
  g_autofree char *other_id = client_initialize (json, "video/mp4", "tweet_video", 3000);
  g_autofree char *bytes = g_strnfill (1000, 'a');
  g_autoptr (Reply) large = client_append (multipart, id, 0, bytes, 1000);
  g_autoptr (Reply) small = client_append (multipart, id, 0, bytes, 500);
  g_autoptr (Reply) as_json
      = client_post_json (multipart, path, "{\"media\":\"YWJj\",\"segment_index\":1}");
  g_autoptr (Reply) as_multipart = client_append (json, other_id, 0, bytes, 500);

  g_assert_cmpuint (large->status, ==, 413);
  g_assert_cmpuint (large->length, ==, 0);
  g_assert_null (large->remaining);
  g_assert_cmpuint (small->status, ==, 200);
  assert_refused (as_json, 400, "Request body is not valid JSON");
  assert_refused (as_multipart, 400,
                  "Requests with bodies must have content-type of application/json");
}

static void
test_sequential (void)
{
  g_autoptr (Client) client = client_new (xu_test_sandbox_start ("--sequential", NULL));
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 3);
  g_autoptr (Reply) ahead = client_append (client, id, 1, "b", 1);
  g_autoptr (Reply) first = client_append (client, id, 0, "a", 1);
  g_autoptr (Reply) again = client_append (client, id, 0, "a", 1);
  g_autoptr (Reply) second = client_append (client, id, 1, "b", 1);

  assert_refused (ahead, 400, "one after another");
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 200);
}

static void
test_rate_limit (void)
{
  g_autoptr (Client) client = client_new (xu_test_sandbox_start ("--rate-limit", "me=2/1h", NULL));
  g_autoptr (Reply) first = client_get (client, "/2/users/me");
  g_autoptr (Reply) second = client_get (client, "/2/users/me");
  g_autoptr (Reply) third = client_get (client, "/2/users/me");

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (first->remaining, ==, "1");
  g_assert_cmpuint (second->status, ==, 200);
  assert_refused (third, 429, "Too Many Requests");
  g_assert_cmpstr (third->remaining, ==, "0");
  g_assert_cmpint (third->reset, >, g_get_real_time () / G_USEC_PER_SEC + 3000);
}

static Reply *
post (Client *client, const char *text, const char *ids)
{
  g_autofree char *json
      = ids != NULL
            ? g_strdup_printf ("{\"text\":\"%s\",\"media\":{\"media_ids\":[%s]}}", text, ids)
            : g_strdup_printf ("{\"text\":\"%s\"}", text);

  return client_post_json (client, "/2/tweets", json);
}

static void
test_posts (void)
{
  g_autoptr (Client) client = start ();
  g_autofree char *video = client_upload (client, "video/mp4", "tweet_video", "video");
  g_autofree char *image = client_upload (client, "image/png", "tweet_image", "image");
  g_autofree char *other_image = client_upload (client, "image/png", "tweet_image", "image2");
  g_autofree char *text = client_upload (client, "text/srt", "subtitles", "1 --> 2");
  g_autofree char *unready = client_initialize (client, "video/mp4", "tweet_video", 3);
  const struct
  {
    const char *text;
    char *ids;
    guint status;
    const char *words;
  } rows[] = {
    { "", NULL, 400, "must contain" },
    { "a", g_strdup ("\"1\""), 400, "Your media IDs are invalid" },
    { "a", g_strdup ("1"), 400, "integer found, string expected" },
    { "a", g_strdup (""), 400, "$.media.media_ids: must have" },
    { "a", g_strdup_printf ("\"%s\"", unready), 400, "Your media IDs are invalid" },
    { "a", g_strdup_printf ("\"%s\"", text), 400, "Your media IDs are invalid" },
    { "a", g_strdup_printf ("\"%s\",\"%s\"", video, image), 400, "Your media IDs are invalid" },
    { "a", g_strdup_printf ("\"%s\",\"%s\"", image, image), 400, "Your media IDs are invalid" },
    { "a", g_strdup_printf ("\"%s\"", video), 201, "edit_history_tweet_ids" },
    { "b", g_strdup_printf ("\"%s\"", video), 400, "Your media IDs are invalid" },
    { "a", NULL, 403, "duplicate content" },
    { "", g_strdup_printf ("\"%s\",\"%s\"", image, other_image), 201, "\"text\":\"\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *ids = rows[i].ids;
      g_autoptr (Reply) reply = post (client, rows[i].text, ids);

      if (strstr (reply->body, rows[i].words) == NULL)
        g_error ("Row %zu: “%s” is not in %s", i, rows[i].words, reply->body);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
    }

  g_autoptr (Reply) unknown = client_post_json (client, "/2/tweets", "{\"text\":\"c\",\"x\":1}");
  g_autoptr (Reply) setting
      = client_post_json (client, "/2/tweets", "{\"text\":\"c\",\"reply_settings\":\"everyone\"}");

  assert_refused (unknown, 400, "$.x: is not defined");
  assert_refused (setting, 400, "$.reply_settings: does not have a value");
}

static void
test_other_users (void)
{
  g_autoptr (Client) client = start ();
  g_autofree char *video = client_upload (client, "video/mp4", "tweet_video", "video");
  g_autofree char *status = g_strdup_printf ("/2/media/upload?command=STATUS&media_id=%s", video);
  g_autofree char *json
      = g_strdup_printf ("{\"text\":\"a\",\"media\":{\"media_ids\":[\"%s\"]}}", video);
  const char *other = client->sandbox->other_token;
  g_autoptr (Reply) looked = client_send (client, "GET", status, other, NULL, NULL, 0);
  g_autoptr (Reply) posted
      = client_send (client, "POST", "/2/tweets", other, "application/json", json, -1);
  g_autoptr (Reply) mine = post (client, "mine", NULL);
  g_autofree char *id = reply_get_string (mine, "$.data.id");
  g_autofree char *path = g_strconcat ("/2/tweets/", id, NULL);
  g_autoptr (Reply) foreign = client_send (client, "DELETE", path, other, NULL, NULL, 0);
  g_autoptr (Reply) deleted
      = client_send (client, "DELETE", path, client->sandbox->access_token, NULL, NULL, 0);
  g_autoptr (Reply) again
      = client_send (client, "DELETE", path, client->sandbox->access_token, NULL, NULL, 0);

  assert_refused (looked, 403, "not permitted");
  assert_refused (posted, 400, "Your media IDs are invalid");
  assert_refused (foreign, 403, "not authorized");
  g_assert_cmpuint (deleted->status, ==, 200);
  assert_refused (again, 404, "Could not find tweet");
}

static void
test_timeline (void)
{
  g_autoptr (Client) client
      = client_new (xu_test_sandbox_start ("--processing", "0", "--timeline-delay", "1h", NULL));
  g_autoptr (Client) prompt = start ();
  g_autofree char *video = client_upload (prompt, "video/mp4", "tweet_video", "video");
  g_autofree char *ids = g_strdup_printf ("\"%s\"", video);
  g_autofree char *wanted_key = g_strconcat ("7_", video, NULL);
  static const char query[] = "/2/users/2244994945/tweets?max_results=5&tweet.fields=created_at,"
                              "attachments&expansions=attachments.media_keys";
  g_autoptr (Reply) late_post = post (client, "late", NULL);
  g_autoptr (Reply) late = client_get (client, query);
  g_autoptr (Reply) prompt_post = post (prompt, "prompt", ids);
  g_autoptr (Reply) seen = client_get (prompt, query);
  g_autoptr (Reply) few = client_get (prompt, "/2/users/2244994945/tweets?max_results=4");
  g_autoptr (Reply) odd = client_get (prompt, "/2/users/2244994945/tweets?colour=red");
  g_autofree char *key = reply_get_string (seen, "$.data[0].attachments.media_keys[0]");
  g_autofree char *text = reply_get_string (seen, "$.data[0].text");

  g_assert_cmpuint (late_post->status, ==, 201);
  g_assert_cmpint (reply_get_int (late, "$.meta.result_count"), ==, 0);
  g_assert_null (strstr (late->body, "\"data\""));
  g_assert_cmpuint (prompt_post->status, ==, 201);
  g_assert_cmpstr (key, ==, wanted_key);
  g_assert_cmpstr (text, ==, "prompt");
  assert_refused (few, 400, "max_results");
  assert_refused (odd, 400, "colour");
}

static void
test_extras (void)
{
  g_autoptr (Client) client = start ();
  g_autofree char *video = client_upload (client, "video/mp4", "tweet_video", "video");
  g_autofree char *broken = client_upload (client, "text/srt", "subtitles", "no times in here");
  g_autofree char *alt
      = g_strdup_printf ("{\"id\":\"%s\",\"metadata\":{\"alt_text\":{\"text\":\"A cat\"}}}", video);
  g_autofree char *flat = g_strdup_printf ("{\"id\":\"%s\",\"alt_text\":\"A cat\"}", video);
  g_autofree char *subtitles = g_strdup_printf (
      "{\"id\":\"%s\",\"media_category\":\"TweetVideo\",\"subtitles\":{\"id\":\"%s\","
      "\"language_code\":\"EN\",\"display_name\":\"English\"}}",
      video, broken);
  g_autofree char *lower = g_strdup_printf (
      "{\"id\":\"%s\",\"media_category\":\"TweetVideo\",\"subtitles\":{\"id\":\"%s\","
      "\"language_code\":\"en\",\"display_name\":\"English\"}}",
      video, broken);
  g_autofree char *ids = g_strdup_printf ("\"%s\"", video);
  g_autoptr (Reply) kept = client_post_json (client, "/2/media/metadata", alt);
  g_autoptr (Reply) refused = client_post_json (client, "/2/media/metadata", flat);
  g_autoptr (Reply) added = client_post_json (client, "/2/media/subtitles", subtitles);
  g_autoptr (Reply) language = client_post_json (client, "/2/media/subtitles", lower);
  g_autoptr (Reply) posted = post (client, "with broken subtitles", ids);
  g_autofree char *text
      = xu_test_sandbox_get_string (client->sandbox, "/sandbox/media", "$.media[0].alt_text");

  g_assert_cmpuint (kept->status, ==, 200);
  g_assert_cmpstr (text, ==, "A cat");
  assert_refused (refused, 400, "$.alt_text: is not defined");
  g_assert_cmpuint (added->status, ==, 200);
  assert_refused (language, 400, "language_code");
  g_assert_cmpuint (posted->status, ==, 503);
}

static void
test_page (void)
{
  g_autoptr (Client) client = start ();
  g_autofree char *video = client_upload (client, "video/mp4", "tweet_video", "0123456789");
  g_autofree char *ids = g_strdup_printf ("\"%s\"", video);
  g_autofree char *path = g_strdup_printf ("/sandbox/media/%s/file", video);
  g_autoptr (Reply) hidden = client_get (client, path);
  g_autoptr (Reply) posted = post (client, "<script>alert(1)</script> & more", ids);
  g_autofree char *id = reply_get_string (posted, "$.data.id");
  g_autofree char *post_path = g_strconcat ("/i/status/", id, NULL);
  g_autoptr (Reply) page = client_get (client, "/");
  g_autoptr (Reply) single = client_get (client, post_path);
  g_autoptr (Reply) none = client_get (client, "/i/status/1");
  g_autoptr (Reply) whole = client_get (client, path);

  g_assert_cmpuint (hidden->status, ==, 404);
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (page->content_type, ==, "text/html; charset=utf-8");
  g_assert_null (strstr (page->body, "<script"));
  g_assert_nonnull (strstr (page->body, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"));
  g_assert_nonnull (strstr (page->body, path));
  g_assert_cmpuint (single->status, ==, 200);
  g_assert_cmpuint (none->status, ==, 404);
  g_assert_cmpstr (whole->body, ==, "0123456789");
  g_assert_cmpstr (whole->content_type, ==, "video/mp4");
}

static void
test_ranges (void)
{
  static const struct
  {
    const char *range;
    guint status;
    const char *body;
  } rows[] = {
    { "bytes=0-", 206, "0123456789" },  { "bytes=2-4", 206, "234" },
    { "bytes=9-99", 206, "9" },         { "bytes=-3", 206, "789" },
    { "bytes=-99", 206, "0123456789" }, { "bytes=10-", 416, "" },
    { "bytes=4-2", 200, "0123456789" }, { "bytes=0-1,3-4", 200, "0123456789" },
    { "lines=1-2", 200, "0123456789" }, { "bytes=-", 200, "0123456789" },
  };
  g_autoptr (Client) client = start ();
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 10);
  g_autoptr (Reply) first = client_append (client, id, 0, "0123", 4);
  g_autoptr (Reply) second = client_append (client, id, 1, "456789", 6);
  g_autoptr (Reply) finalized = client_finalize (client, id);
  g_autofree char *ids = g_strdup_printf ("\"%s\"", id);
  g_autoptr (Reply) posted = post (client, "ranges", ids);
  g_autofree char *url = g_strdup_printf ("%s/sandbox/media/%s/file", client->sandbox->url, id);

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpuint (finalized->status, ==, 200);
  g_assert_cmpuint (posted->status, ==, 201);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessage) msg = soup_message_new ("GET", url);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = NULL;

      soup_message_headers_append (soup_message_get_request_headers (msg), "Range", rows[i].range);
      body = soup_session_send_and_read (client->session, msg, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (soup_message_get_status (msg), ==, rows[i].status);
      g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), rows[i].body,
                       strlen (rows[i].body));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/strict/initialize", test_initialize);
  g_test_add_func ("/strict/credentials", test_credentials);
  g_test_add_func ("/strict/order", test_order);
  g_test_add_func ("/strict/replace", test_replace);
  g_test_add_func ("/strict/append-bodies", test_append_bodies);
  g_test_add_func ("/strict/append-json", test_append_json);
  g_test_add_func ("/strict/ceiling-and-encodings", test_ceiling_and_encodings);
  g_test_add_func ("/strict/sequential", test_sequential);
  g_test_add_func ("/strict/rate-limit", test_rate_limit);
  g_test_add_func ("/strict/posts", test_posts);
  g_test_add_func ("/strict/other-users", test_other_users);
  g_test_add_func ("/strict/timeline", test_timeline);
  g_test_add_func ("/strict/extras", test_extras);
  g_test_add_func ("/strict/page", test_page);
  g_test_add_func ("/strict/ranges", test_ranges);

  return g_test_run ();
}
