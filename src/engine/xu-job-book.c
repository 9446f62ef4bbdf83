/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All jobs that an engine knows: their turns, and what other processes do with theirs. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-book.h"

#include "xu-job-worker.h"
#include "xu-source.h"

/* How soon one sees that the process that ran a job has died: that alone changes no file. */
static const gint64 look_spacing_us = 1 * G_USEC_PER_SEC;

struct _XuJobBook
{
  XuJobShop *shop;    /* (unowned) */
  XuEngineDoor *door; /* (unowned) */
  guint max_jobs;
  XuJobBookFuncs funcs;
  gpointer func_data;

  GPtrArray *workers; /* (owned) (element-type XuJobWorker): in the order of their coming */
  gboolean is_loaded;
  gboolean is_stopping;
  GFileMonitor *monitor; /* (owned) (nullable): of the journal */
  GSource *look_source;  /* (owned) (nullable): while another process runs a job */
};

static void look_later (XuJobBook *book);

static guint
count_busy (const XuJobBook *book)
{
  guint n_busy = 0;

  for (guint i = 0; i < book->workers->len; i++)
    n_busy += xu_job_worker_is_busy (g_ptr_array_index (book->workers, i)) ? 1 : 0;

  return n_busy;
}

static XuJobWorker *
find_ready (const XuJobBook *book)
{
  for (guint i = 0; i < book->workers->len; i++)
    {
      XuJobWorker *worker = g_ptr_array_index (book->workers, i);

      if (xu_job_worker_is_ready (worker))
        return worker;
    }

  return NULL;
}

/* Starts whoever's turn it is. A worker that ends at once comes back here through
 * worker_changed_cb(). */
static void
start_ready (XuJobBook *book)
{
  XuJobWorker *worker;

  while (!book->is_stopping && count_busy (book) < book->max_jobs
         && (worker = find_ready (book)) != NULL)
    xu_job_worker_start (worker);
}

static void
worker_changed_cb (XuJobWorker *worker, gpointer user_data)
{
  XuJobBook *book = user_data;

  xu_job_shop_remember (book->shop);
  start_ready (book);
  if (xu_job_worker_is_elsewhere (worker))
    look_later (book);
  if (xu_job_book_is_at_rest (book))
    book->funcs.idle (book->func_data);
}

static XuJobWorker *
find (const XuJobBook *book, const char *id)
{
  for (guint i = 0; i < book->workers->len; i++)
    {
      XuJobWorker *worker = g_ptr_array_index (book->workers, i);

      if (g_str_equal (xu_job_worker_get_id (worker), id))
        return worker;
    }

  return NULL;
}

static XuJobWorker *
add_worker (XuJobBook *book, const char *id, XuJobLink *link)
{
  XuJobWorker *worker = xu_job_worker_new (book->shop, id, link, worker_changed_cb, book);

  g_ptr_array_add (book->workers, worker);
  return worker;
}

void
xu_job_book_add (XuJobBook *book,
                 const char *id,
                 const char *server,
                 const char *user_id,
                 XuJobSpec *spec,
                 XuJobLink *link)
{
  g_return_if_fail (book != NULL && !book->is_stopping);

  xu_job_worker_add (add_worker (book, id, link), server, user_id, spec);
}

/* What other processes do. */

/* Returns: (transfer full): what the front is to be told */
static XuFoundJob *
find_job (XuJobBook *book, const XuJobRecord *record)
{
  XuFoundJob *found = g_new0 (XuFoundJob, 1);

  found->link = xu_job_link_new (xu_engine_door_get_context (book->door),
                                 g_main_context_get_thread_default ());
  found->record = xu_job_record_copy (record);
  found->is_elsewhere = xu_job_worker_find (add_worker (book, record->id, found->link), record);

  return found;
}

/* @records: the names of all that are there */
static void
forget_gone (XuJobBook *book, GHashTable *records)
{
  for (guint i = book->workers->len; i > 0; i--)
    {
      XuJobWorker *worker = g_ptr_array_index (book->workers, i - 1);

      if (!xu_job_worker_is_at_rest (worker) || !xu_job_worker_is_in_journal (worker)
          || g_hash_table_contains (records, xu_job_worker_get_id (worker)))
        continue;

      xu_engine_door_send_job_gone (book->door, xu_job_worker_get_id (worker));
      g_ptr_array_remove_index (book->workers, i - 1);
    }
}

static GHashTable *
index_workers (const XuJobBook *book)
{
  GHashTable *workers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < book->workers->len; i++)
    {
      XuJobWorker *worker = g_ptr_array_index (book->workers, i);

      g_hash_table_insert (workers, (gpointer) xu_job_worker_get_id (worker), worker);
    }

  return workers;
}

static gboolean
read_all (XuJobBook *book, GError **error)
{
  g_autoptr (GPtrArray) records = xu_journal_list_jobs (book->shop->journal, error);

  if (records == NULL)
    return FALSE;

  g_autoptr (GHashTable) workers = index_workers (book);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_found_job_free);

  for (guint i = 0; i < records->len; i++)
    {
      const XuJobRecord *record = g_ptr_array_index (records, i);
      XuJobWorker *worker = g_hash_table_lookup (workers, record->id);

      g_hash_table_add (names, record->id);
      if (worker != NULL)
        xu_job_worker_follow (worker, record);
      else
        g_ptr_array_add (found, find_job (book, record));
    }
  if (found->len > 0)
    xu_engine_door_send_jobs_found (book->door, g_steal_pointer (&found));
  forget_gone (book, names);

  return TRUE;
}

static void
follow (XuJobBook *book)
{
  g_autoptr (GError) error = NULL;

  if (book->is_stopping || !xu_journal_has_changed (book->shop->journal))
    return;

  for (guint i = 0; i < book->workers->len; i++)
    xu_job_worker_answer_request (g_ptr_array_index (book->workers, i));

  if (book->is_loaded && !read_all (book, &error))
    g_debug ("what other processes did cannot be read: %s", error->message);
  book->funcs.others_wrote (book->func_data);
}

static gboolean
look_cb (gpointer user_data)
{
  XuJobBook *book = user_data;

  xu_source_clear (&book->look_source);
  follow (book);
  for (guint i = 0; i < book->workers->len; i++)
    xu_job_worker_look (g_ptr_array_index (book->workers, i));
  look_later (book);

  return G_SOURCE_REMOVE;
}

static gboolean
is_any_elsewhere (const XuJobBook *book)
{
  for (guint i = 0; i < book->workers->len; i++)
    {
      if (xu_job_worker_is_elsewhere (g_ptr_array_index (book->workers, i)))
        return TRUE;
    }

  return FALSE;
}

static void
look_later (XuJobBook *book)
{
  if (!book->is_stopping && book->look_source == NULL && is_any_elsewhere (book))
    xu_source_set_timer (&book->look_source, g_main_context_get_thread_default (), look_spacing_us,
                         look_cb, book);
}

static void
journal_changed_cb (GFileMonitor *monitor,
                    GFile *file,
                    GFile *other_file,
                    GFileMonitorEvent event,
                    XuJobBook *book)
{
  follow (book);
  look_later (book);
}

static void
watch_journal (XuJobBook *book)
{
  g_autoptr (GFile) file = g_file_new_for_path (xu_journal_get_watched_path (book->shop->journal));
  g_autoptr (GError) error = NULL;

  book->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (book->monitor != NULL)
    g_signal_connect (book->monitor, "changed", G_CALLBACK (journal_changed_cb), book);
  else
    g_debug ("what other processes do is not seen: %s", error->message);
}

gboolean
xu_job_book_load (XuJobBook *book, GError **error)
{
  g_return_val_if_fail (book != NULL, FALSE);

  if (book->shop->journal == NULL)
    {
      g_propagate_error (error, g_error_copy (book->shop->journal_error));
      return FALSE;
    }

  if (!read_all (book, error))
    return FALSE;

  book->is_loaded = TRUE;
  look_later (book);
  return TRUE;
}

void
xu_job_book_remove (XuJobBook *book, const char *id)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (book != NULL && id != NULL);

  XuJobWorker *worker = find (book, id);

  if (worker == NULL || !xu_job_worker_is_at_rest (worker))
    return;

  /* One that could not be saved is nowhere but here. */
  if (xu_job_worker_is_in_journal (worker)
      && !xu_journal_remove_job (book->shop->journal, id, &error))
    {
      g_debug ("the job stays: %s", error->message);
      return;
    }

  xu_engine_door_send_job_gone (book->door, id);
  g_ptr_array_remove (book->workers, worker);
}

void
xu_job_book_post_deleted (XuJobBook *book, const char *server, const char *post_id)
{
  g_return_if_fail (book != NULL && server != NULL && post_id != NULL);

  g_autoptr (GPtrArray) records
      = book->shop->journal != NULL ? xu_journal_list_jobs (book->shop->journal, NULL) : NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      XuJobRecord *record = g_ptr_array_index (records, i);
      XuJobWorker *worker = find (book, record->id);

      if (g_strcmp0 (record->post_id, post_id) != 0 || !g_str_equal (record->server, server)
          || !xu_journal_take_job (book->shop->journal, record->number))
        continue;

      record->is_deleted = TRUE;
      if (xu_journal_save_job (book->shop->journal, record, NULL) && worker != NULL)
        xu_job_worker_follow (worker, record);
      xu_journal_release_job (book->shop->journal, record->number);
    }
}

void
xu_job_book_connection_changed (XuJobBook *book, const XuConnection *connection)
{
  g_return_if_fail (book != NULL && connection != NULL);

  for (guint i = 0; i < book->workers->len; i++)
    xu_job_worker_connection_changed (g_ptr_array_index (book->workers, i), connection);
}

void
xu_job_book_pause_jobs_of (XuJobBook *book, const XuConnection *connection)
{
  g_return_if_fail (book != NULL && connection != NULL);

  for (guint i = 0; i < book->workers->len; i++)
    xu_job_worker_pause_if_of (g_ptr_array_index (book->workers, i), connection);
}

void
xu_job_book_network_changed (XuJobBook *book)
{
  g_return_if_fail (book != NULL);

  for (guint i = 0; i < book->workers->len; i++)
    xu_job_worker_network_changed (g_ptr_array_index (book->workers, i));
}

void
xu_job_book_stop (XuJobBook *book)
{
  g_return_if_fail (book != NULL && !book->is_stopping);

  book->is_stopping = TRUE;
  xu_source_clear (&book->look_source);
  for (guint i = 0; i < book->workers->len; i++)
    xu_job_worker_stop (g_ptr_array_index (book->workers, i));
}

gboolean
xu_job_book_is_at_rest (const XuJobBook *book)
{
  g_return_val_if_fail (book != NULL, TRUE);

  for (guint i = 0; i < book->workers->len; i++)
    {
      if (!xu_job_worker_is_at_rest (g_ptr_array_index (book->workers, i)))
        return FALSE;
    }

  return TRUE;
}

XuJobBook *
xu_job_book_new (XuJobShop *shop,
                 XuEngineDoor *door,
                 guint max_jobs,
                 const XuJobBookFuncs *funcs,
                 gpointer user_data)
{
  g_return_val_if_fail (shop != NULL && door != NULL && funcs != NULL, NULL);

  XuJobBook *book = g_new0 (XuJobBook, 1);

  book->shop = shop;
  book->door = door;
  book->max_jobs = max_jobs;
  book->funcs = *funcs;
  book->func_data = user_data;
  book->workers = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_job_worker_free);
  if (shop->journal != NULL)
    watch_journal (book);

  return book;
}

void
xu_job_book_free (XuJobBook *book)
{
  g_return_if_fail (book != NULL && xu_job_book_is_at_rest (book));

  if (book->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (book->monitor, book);
      g_file_monitor_cancel (book->monitor);
    }
  g_clear_object (&book->monitor);
  xu_source_clear (&book->look_source);
  g_ptr_array_unref (book->workers);
  g_free (book);
}
