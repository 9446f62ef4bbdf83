/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failures in plain words, and what to do about them. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-failure-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "xu-error.h"
#include "xu-foreign-words.h"
#include "xu-quantity-words.h"

/* Whose words the reason of an error is. */
typedef enum
{
  REASON_NONE,   /* nobody's that people should read */
  REASON_OF_X,   /* quoted as X's */
  REASON_LOCAL,  /* the system's, or of a check of ours: the end of the sentence */
  REASON_IS_ALL, /* a front's own sentence */
} ReasonKind;

typedef struct
{
  const char *sentence;
  const char *remedy; /* (nullable) */
  ReasonKind reason;
} Words;

static const Words words[] = {
  [XU_ERROR_INTERNAL]
  = { N_ ("Something went wrong inside X Uploader."),
      N_ ("Try again. If it happens again, report it with its details."), REASON_NONE },
  [XU_ERROR_STORAGE]
  = { N_ ("X Uploader cannot read or save its data on this computer."),
      N_ ("Make sure that the disk has room and can be written to, and that this is no older "
          "version of X Uploader than the one you used last. Then try again."),
      REASON_LOCAL },
  [XU_ERROR_USAGE] = { N_ ("This cannot be done in this way."), NULL, REASON_IS_ALL },
  [XU_ERROR_NOT_SIGNED_IN]
  = { N_ ("You are not signed in to X."),
      N_ ("Sign in, or try it in the sandbox, which needs no account."), REASON_NONE },
  [XU_ERROR_TOKEN_REFUSED]
  = { N_ ("X does not accept the sign-in."),
      N_ ("Sign in again: it may have expired or been taken back."), REASON_OF_X },
  [XU_ERROR_SCOPE_MISSING]
  = { N_ ("The sign-in does not allow this."),
      N_ ("Sign in again and allow everything that is asked for: uploads need the permission "
          "“media.write”, posts “tweet.write”."),
      REASON_OF_X },
  [XU_ERROR_OTHER_ACCOUNT]
  = { N_ ("This upload belongs to another account or server."),
      N_ ("Sign in with the account that began it. It is never sent with another one."),
      REASON_NONE },
  [XU_ERROR_FILE_UNREADABLE]
  = { N_ ("The file cannot be read."),
      N_ ("Make sure that it is there, is no folder, and that you may read it. If it was moved, "
          "choose it again."),
      REASON_LOCAL },
  [XU_ERROR_FILE_CHANGED]
  = { N_ ("The file is not the one that the upload began with, so nothing was posted."),
      N_ ("Choose the file as it was. Or start again with it as it is now, once no program writes "
          "to it any more."),
      REASON_NONE },
  [XU_ERROR_FILE_UNSUPPORTED]
  = { N_ ("X does not take this file."),
      N_ ("Videos go as MP4 with H.264 and AAC, images as JPEG or PNG, subtitles as SubRip or "
          "WebVTT."),
      REASON_LOCAL },
  [XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS]
  = { N_ ("The file is too large to be sent in segments that X takes."),
      N_ ("Make the file smaller: shorten the video, or encode it with a lower bit rate."),
      REASON_NONE },
  [XU_ERROR_TEXT_TOO_LONG]
  = { N_ ("The text is too long for a post."),
      N_ ("Shorten it. Emoji and letters of many scripts count twice, every link counts 23."),
      REASON_NONE },
  [XU_ERROR_REJECTED]
  = { N_ ("X refused this."), N_ ("Change what X complains about, then try again."), REASON_OF_X },
  [XU_ERROR_MEDIA_REFUSED] = { N_ ("X could not use this file."),
                               N_ ("Convert it to MP4 with H.264 and AAC and a key frame every two "
                                   "seconds, then try again."),
                               REASON_OF_X },
  [XU_ERROR_MEDIA_EXPIRED]
  = { N_ ("X has already forgotten the upload."),
      N_ ("Try again: the file goes up once more. Post it within a day."), REASON_OF_X },
  [XU_ERROR_DUPLICATE_CONTENT] = { N_ ("X already has this text from you."),
                                   N_ ("Change the text, then post again. What was uploaded is "
                                       "used; it does not go up once more."),
                                   REASON_OF_X },
  [XU_ERROR_NO_CREDIT] = { N_ ("Your X developer account has no credit left."),
                           N_ ("Add credit at console.x.com, then try again."), REASON_OF_X },
  [XU_ERROR_APP_NOT_ENROLLED]
  = { N_ ("X does not let this app post, because it is in no package of X’s API."),
      N_ ("Move the app to the pay-per-use package and to production at console.x.com."),
      REASON_OF_X },
  [XU_ERROR_TOO_LONG_FOR_ACCOUNT]
  = { N_ ("This account may not post such a long video."),
      N_ ("Shorten the video to 2:20, or use an account with a subscription."), REASON_OF_X },
  [XU_ERROR_RATE_LIMITED]
  = { N_ ("X allows no more requests for now."), N_ ("Try again later."), REASON_NONE },
  [XU_ERROR_NETWORK]
  = { N_ ("X cannot be reached."), N_ ("Check the connection, then try again."), REASON_NONE },
  [XU_ERROR_TLS] = { N_ ("The connection to X is not secure, so nothing was sent over it."),
                     N_ ("Check the date of this computer. In a hotel or a café, sign in to its "
                         "network first: its page may stand between you and X."),
                     REASON_NONE },
  [XU_ERROR_SERVER] = { N_ ("X has a problem of its own."), N_ ("Try again later."), REASON_OF_X },
  [XU_ERROR_BAD_ANSWER]
  = { N_ ("X gave an answer that X Uploader does not understand."),
      N_ ("Try again later. If it stays so, look for a newer version of X Uploader."),
      REASON_NONE },
  [XU_ERROR_PROCESSING_TIMEOUT]
  = { N_ ("X has not finished processing the file yet."),
      N_ ("Keep waiting, or come back later: X goes on with it, and it does not go up once more."),
      REASON_NONE },
  [XU_ERROR_POST_UNKNOWN]
  = { N_ ("It is not known whether the post exists: X’s answer was lost."),
      N_ ("Look at your profile on X. Post again only if the post is not there."), REASON_NONE },
};

/* Of a post that could do without them. */
static const Words part_words[] = {
  [XU_ERROR_PART_ALT_TEXT]
  = { N_ ("X did not take the description. The file itself is uploaded and safe."),
      N_ ("Try again, or post without the description."), REASON_OF_X },
  [XU_ERROR_PART_SUBTITLES]
  = { N_ ("X did not take the subtitles. The video itself is uploaded and safe."),
      N_ ("Try again, or post without the subtitles."), REASON_OF_X },
  [XU_ERROR_PART_COVER]
  = { N_ ("X did not take the cover picture. The video itself is uploaded and safe."),
      N_ ("Try again, or post without the cover picture."), REASON_OF_X },
};

/* Cancelling is no failure, but may be asked about. */
static const Words cancelled_words = { N_ ("Cancelled."), NULL, REASON_NONE };

/* One process has asked another for something. */
static const Words late_words
    = { N_ ("The process that works on it does not answer."),
        N_ ("Try again in a minute: a post that is on its way is waited for."), REASON_NONE };

/* 413 and 431, down to the smallest segment: somebody between here and X limits requests. */
static const Words too_large_words
    = { N_ ("The server takes no requests of the size that an upload needs."),
        N_ ("Try again over another network: a proxy may limit the size of requests."),
        REASON_NONE };

/* What is wrong with the part itself; a sign-in that has expired is told as that. */
static gboolean
is_about_part (const GError *error)
{
  XuErrorPart part = xu_error_get_part (error);

  return part != XU_ERROR_PART_NONE && (gsize) part < G_N_ELEMENTS (part_words)
         && (error->code == XU_ERROR_REJECTED || error->code == XU_ERROR_MEDIA_REFUSED
             || error->code == XU_ERROR_SERVER || error->code == XU_ERROR_BAD_ANSWER);
}

static const Words *
get_words (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return &cancelled_words;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return &late_words;
  if (is_about_part (error))
    return &part_words[xu_error_get_part (error)];

  if (g_error_matches (error, XU_ERROR, XU_ERROR_REJECTED)
      && (xu_error_get_http_status (error) == 413 || xu_error_get_http_status (error) == 431))
    return &too_large_words;

  if (error->domain == XU_ERROR && (gsize) error->code < G_N_ELEMENTS (words))
    return &words[error->code];

  return &words[XU_ERROR_INTERNAL];
}

/* Returns: (transfer full) (nullable): until when X wants to be left alone, as a time of day */
static char *
dup_retry_time (const GError *error)
{
  gint64 retry_after_us = xu_error_get_retry_after (error);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (!g_error_matches (error, XU_ERROR, XU_ERROR_RATE_LIMITED) || retry_after_us <= 0)
    return NULL;

  /* The next full minute: seconds are not shown, and too early would be refused again. */
  return xu_quantity_words_dup_time_of_day (now + retry_after_us / G_USEC_PER_SEC + 59, now);
}

char *
xu_failure_words_dup_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  const Words *found = get_words (error);
  const char *reason = xu_error_get_reason (error);
  g_autofree char *plain = reason != NULL ? xu_foreign_words_dup_plain (reason) : NULL;
  g_autofree char *retry_time = dup_retry_time (error);

  if (retry_time != NULL)
    /* Translators: %s is a time: “14:32” or “14:32 on 5 August” */
    return g_strdup_printf (_ ("X allows no more requests until %s."), retry_time);

  if (plain == NULL || *plain == '\0')
    return g_strdup (_ (found->sentence));

  switch (found->reason)
    {
    case REASON_OF_X:
      /* Translators: first a sentence of ours, then what X answered, often English */
      return g_strdup_printf (_ ("%s X says: “%s”"), _ (found->sentence), plain);
    case REASON_LOCAL:
      /* Translators: first a sentence, then what is behind it: “Permission denied” */
      return g_strdup_printf (_ ("%s Reason: %s"), _ (found->sentence), plain);
    case REASON_IS_ALL:
      return g_steal_pointer (&plain);
    case REASON_NONE:
    default:
      return g_strdup (_ (found->sentence));
    }
}

char *
xu_failure_words_dup_remedy (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  const char *remedy = get_words (error)->remedy;

  return remedy != NULL ? g_strdup (_ (remedy)) : NULL;
}

char *
xu_failure_words_dup_set_aside (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_strdup_printf (
      /* Translators: %s is a path */
      _ ("The list of uploads was damaged, so a new one was begun: what was "
         "unfinished cannot go on. Look at your profile on X before you post it "
         "once more. The old one is kept as %s."),
      path);
}
