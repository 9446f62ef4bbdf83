/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-account.h"
#include "xu-check-report.h"
#include "xu-file-sorting.h"
#include "xu-job-list.h"
#include "xu-job-spec.h"
#include "xu-job.h"
#include "xu-media-probe.h"

G_BEGIN_DECLS

/* The server of jobs that belong to the application's own sandbox. */
#define XU_ENGINE_SANDBOX "sandbox:"

/**
 * XuEngineConfig:
 *
 * How an engine works, for its whole life. Zero and %NULL mean the default.
 */
typedef struct
{
  const char *base_url;     /* (nullable): default https://api.x.com */
  const char *ca_file;      /* (nullable) (type filename): anchors that replace the system's */
  const char *access_token; /* (nullable): comes before the environment's credentials; a secret */
  const char *trace_path;   /* (nullable) (type filename): gets one JSON line for each exchange,
                               behind those it has */
  guint64 segment_size;     /* bytes; default 4 MiB */
  guint parallel;           /* segments of one file in flight, 1 to 8; default 4 */
  guint64 limit_rate;       /* bytes per second over all jobs; default no limit */
  guint max_jobs; /* jobs at work at once; default 3, the others queue; paused ones do not count */
  guint stall_timeout_s;      /* an exchange in which nothing moves is given up; default 60 s */
  gint64 processing_limit_us; /* how long X may process; default 30 min */
  const char *journal_path;   /* (nullable) (type filename): default xuploader/journal.db in the
                                 user's data folder */
  const char *server;         /* (nullable): what jobs belong to, where that is not base_url: the
                                 application's own sandbox is %XU_ENGINE_SANDBOX, wherever it listens */
  guint history_days;     /* jobs that ended are kept so long; default 365; G_MAXUINT: for ever */
  gint64 backoff_base_us; /* upper bound of the first delay after a failure; default 1 s */
  gint64 look_base_us; /* after a lost answer, the post is looked for after so long; default 6 s */
} XuEngineConfig;

#define XU_TYPE_ENGINE (xu_engine_get_type ())
G_DECLARE_FINAL_TYPE (XuEngine, xu_engine, XU, ENGINE, GObject)

/*
 * Signals: journal-set-aside (path: string): the journal was damaged and is kept under this name; a
 * new one was begun.
 */

/**
 * xu_engine_new:
 * @config: how; copied
 * @error: return location: %XU_ERROR_USAGE (address, anchors or trace file),
 * %XU_ERROR_TOKEN_REFUSED (a token that cannot be one). Missing credentials are no error here: jobs
 * then fail with %XU_ERROR_NOT_SIGNED_IN.
 *
 * Starts the engine's thread. All of this object's functions are to be called in the thread-default
 * context that made it; its signals and those of its jobs come there.
 *
 * Returns: (transfer full) (nullable): an engine
 */
XuEngine *xu_engine_new (const XuEngineConfig *config, GError **error);

/**
 * xu_engine_get_accounts:
 * @self: an engine
 *
 * Returns: (transfer none): a list of #XuAccount, in the order of their adding; that of the
 * engine's config is there from the start where it has credentials, and those that somebody signed
 * in to after xu_engine_load_accounts_async()
 */
GListModel *xu_engine_get_accounts (XuEngine *self);

/**
 * xu_engine_find_account:
 * @self: an engine
 * @id: as of xu_account_get_id(): a server alone is that of an account that nobody signed in to
 *
 * Returns: (transfer none) (nullable): the account
 */
XuAccount *xu_engine_find_account (XuEngine *self, const char *id);

/**
 * xu_engine_find_account_of_job:
 * @self: an engine
 * @job: a job
 *
 * Returns: (transfer none) (nullable): whose post it is; %NULL: nobody's who is here
 */
XuAccount *xu_engine_find_account_of_job (XuEngine *self, XuJob *job);

/**
 * xu_engine_load_accounts_async:
 * @self: an engine
 *
 * Adds the accounts that somebody signed in to, and then follows what other processes do with
 * them. They are listed at once; the keyring is asked for their credentials meanwhile, as
 * xu_account_get_state() tells.
 */
void xu_engine_load_accounts_async (XuEngine *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * xu_engine_load_accounts_finish:
 * @error: return location: %XU_ERROR_STORAGE
 */
gboolean xu_engine_load_accounts_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_open_account:
 * @self: an engine
 * @account: one that somebody signed in to
 *
 * Asks the keyring again: for the credentials of one that is %XU_ACCOUNT_LOCKED, or to keep those
 * of one that is in memory alone.
 */
void xu_engine_open_account (XuEngine *self, XuAccount *account);

/**
 * xu_engine_sign_out_async:
 * @self: an engine
 * @account: one that somebody signed in to
 *
 * Tells X that its credentials are good for nothing any more, and forgets them and the account, in
 * this order, the second whatever comes of the first. Its jobs that run are paused.
 */
void xu_engine_sign_out_async (XuEngine *self,
                               XuAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * xu_engine_sign_out_finish:
 * @error: return location: why X was not told (its user can take the app's access away in X's
 * settings), or %XU_ERROR_STORAGE: the keyring still has them. The account is gone in any case.
 */
gboolean xu_engine_sign_out_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_add_account:
 * @self: an engine
 * @config: how; copied
 * @error: return location: %XU_ERROR_USAGE (address or anchors), %XU_ERROR_TOKEN_REFUSED (a token
 * that cannot be one), %XU_ERROR_NOT_SIGNED_IN (no token and nothing in the environment)
 *
 * From now on jobs that belong to the account's server can be sent. Where there is one of that
 * server already, it gets this address and these credentials: the sandbox was started anew. Jobs of
 * it that run then go on there by themselves, after a post that is on its way; but for what the
 * server does not know any more nothing is lost.
 *
 * Returns: (transfer none) (nullable): the account, owned by the engine's list
 */
XuAccount *xu_engine_add_account (XuEngine *self, const XuAccountConfig *config, GError **error);

/**
 * XuEngineEncoding:
 * @XU_ENGINE_ENCODING_AUTO: as was learnt of the server
 * @XU_ENGINE_ENCODING_MULTIPART: multipart/form-data first
 * @XU_ENGINE_ENCODING_JSON: Base64 in JSON first
 *
 * How segments are sent. Where X refuses the one, the other is tried.
 */
typedef enum
{
  XU_ENGINE_ENCODING_AUTO,
  XU_ENGINE_ENCODING_MULTIPART,
  XU_ENGINE_ENCODING_JSON,
} XuEngineEncoding;

/**
 * XuEngineTuning:
 *
 * What of an engine may be changed while it works. Zero means the default.
 */
typedef struct
{
  guint64 segment_size; /* bytes, 64 KiB to 16 MiB; default 4 MiB */
  guint parallel;       /* segments of one file in flight, 1 to 8; default 4 */
  guint64 limit_rate;   /* bytes per second over all jobs; default no limit */
  XuEngineEncoding encoding;
} XuEngineTuning;

/**
 * xu_engine_set_tuning:
 * @self: an engine
 * @tuning: how; copied; what is out of its bounds is moved to the nearest of them
 *
 * The limit holds at once, the rest for uploads of files that begin from now on.
 */
void xu_engine_set_tuning (XuEngine *self, const XuEngineTuning *tuning);

/**
 * xu_engine_add_job:
 * @self: an engine
 * @spec: what to do
 * @account: (nullable): whose post it will be; %NULL: of the engine's config
 *
 * Queues a job; it begins by itself, once it is in the journal. What is wrong with it comes as its
 * failure.
 *
 * Returns: (transfer none): the job, owned by the engine's list
 */
XuJob *xu_engine_add_job (XuEngine *self, XuJobSpec *spec, XuAccount *account);

/**
 * xu_engine_get_jobs:
 * @self: an engine
 *
 * Returns: (transfer none): all jobs, in the order of their adding
 */
XuJobList *xu_engine_get_jobs (XuEngine *self);

/**
 * xu_engine_get_server:
 * @self: an engine
 *
 * Returns: (transfer none): what jobs of its config belong to, as of xu_job_get_server()
 */
const char *xu_engine_get_server (XuEngine *self);

/**
 * xu_engine_load_async:
 * @self: an engine
 *
 * Adds the jobs of the journal to the list, those of other processes too, oldest first; from then
 * on the list follows what other processes do. Nothing is resumed by this.
 */
void xu_engine_load_async (XuEngine *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * xu_engine_load_finish:
 * @error: return location: %XU_ERROR_STORAGE
 */
gboolean xu_engine_load_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_find_job:
 * @self: an engine whose jobs were loaded
 * @id: name of a job
 *
 * Returns: (transfer none) (nullable): the job
 */
XuJob *xu_engine_find_job (XuEngine *self, const char *id);

/**
 * xu_engine_remove_job:
 * @self: an engine
 * @job: a job that nobody runs; forgotten by the journal and the list, not undone at X
 */
void xu_engine_remove_job (XuEngine *self, XuJob *job);

/**
 * xu_engine_check_async:
 * @self: an engine
 * @spec: what would be done; without paths the text alone is looked at
 *
 * Says what would be refused, and why, without sending anything.
 */
void xu_engine_check_async (XuEngine *self,
                            XuJobSpec *spec,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * xu_engine_check_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE; what can be read but not posted is in the
 * report instead
 *
 * Returns: (transfer full): the report
 */
XuCheckReport *xu_engine_check_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_sort_files_async:
 * @self: an engine
 * @paths: (array zero-terminated=1) (element-type filename): files that came together, in order
 *
 * Makes posts of them: each video and each GIF is one, images are, up to four each. Opens them, and
 * sends nothing.
 */
void xu_engine_sort_files_async (XuEngine *self,
                                 const char *const *paths,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * xu_engine_sort_files_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE, only when reading fails in the middle: what
 * cannot be opened, or X does not take, is told in the sorting
 *
 * Returns: (transfer full): the posts
 */
XuFileSorting *xu_engine_sort_files_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_delete_post_async:
 * @self: an engine
 * @account: (nullable): whose post it is; %NULL: of the engine's config
 * @post_id: 1 to 19 digits
 */
void xu_engine_delete_post_async (XuEngine *self,
                                  XuAccount *account,
                                  const char *post_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean xu_engine_delete_post_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_probe_async:
 * @self: an engine
 * @path: (type filename): a video, GIF or image
 * @cancellable: (nullable): ends it at once
 *
 * Looks into a file: how long, how large, and how it looks. Another process decodes it, two of them
 * at once at most; what was found before is found again without one. May take as long as 30 s.
 */
void xu_engine_probe_async (XuEngine *self,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * xu_engine_probe_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE; %XU_ERROR_INTERNAL when the decoder died or
 * hung before it knew anything
 *
 * What cannot be decoded is no error: then there is no thumbnail, or nothing is known.
 *
 * Returns: (transfer full): what was found
 */
XuMediaProbe *xu_engine_probe_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_preview_frame_async:
 * @self: an engine
 * @path: (type filename): a video
 * @time_us: a moment in it, at least 0; behind its end: the last frame
 *
 * As xu_engine_probe_async(), with exactly the frame that xu_engine_grab_frame_async() would grab.
 */
void xu_engine_preview_frame_async (XuEngine *self,
                                    const char *path,
                                    gint64 time_us,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * xu_engine_preview_frame_finish:
 * @error: return location: as of xu_engine_probe_finish()
 *
 * Returns: (transfer full): what was found, with that frame as the thumbnail
 */
XuMediaProbe *xu_engine_preview_frame_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_grab_frame_async:
 * @self: an engine
 * @path: (type filename): a video
 * @time_us: a moment in it, at least 0; behind its end: the last frame
 *
 * Keeps a frame at full size, to be the cover of a post. (The file is for X alone: its bytes come
 * from where foreign files are decoded, so a front shows xu_engine_preview_frame_async() instead.)
 */
void xu_engine_grab_frame_async (XuEngine *self,
                                 const char *path,
                                 gint64 time_us,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * xu_engine_grab_frame_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE, %XU_ERROR_FILE_UNSUPPORTED (no frame can be
 * decoded), %XU_ERROR_STORAGE, %XU_ERROR_INTERNAL
 *
 * The picture is in the folder "covers" beside the journal. When a journal is opened, those are
 * removed that are older than 30 days and the cover of no job that may still become a post.
 *
 * Returns: (transfer full) (type filename): path of a JPEG, at most 5 MB
 */
char *xu_engine_grab_frame_finish (XuEngine *self, GAsyncResult *result, GError **error);

/**
 * xu_engine_stop_async:
 * @self: an engine
 *
 * Ends the engine's thread: what is under way stops where it is, and stays in the journal to be
 * resumed; a post that is on its way is waited for. The callback comes when the last exchange is
 * over and every event of a job has been told. Nothing may be asked of the engine afterwards.
 * (Disposing of an engine does the same, waiting.)
 */
void xu_engine_stop_async (XuEngine *self, GAsyncReadyCallback callback, gpointer user_data);
void xu_engine_stop_finish (XuEngine *self, GAsyncResult *result);

G_END_DECLS
