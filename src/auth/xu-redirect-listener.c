/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits on a port of this machine for the browser to bring the answer.
 *
 * Every page of every browser, and every program of every user of this machine, can connect here.
 * So this is no SoupServer: that one has no limit for the head of a request, nor for how long a
 * request or a connection may take, nor for how many there are. What is read here fits into one
 * buffer, and nothing of it is believed. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-redirect-listener.h"

#include <string.h>

#include "xu-error.h"
#include "xu-redirect-answer.h"
#include "xu-redirect-visitor.h"
#include "xu-secret.h"

enum
{
  MAX_VISITORS = 16
};

static const char callback_path[] = "/callback";

struct _XuRedirectListener
{
  GObject parent_instance;

  char *state;             /* (owned) */
  char *language;          /* (owned) */
  char *texts[8];          /* (owned): titles and texts of the pages, in their order */
  char *uri;               /* (owned) */
  char *origin;            /* (owned): the start of it */
  GSocketService *service; /* (owned) (nullable): until it is closed */
  gulong incoming_id;
  GPtrArray *visitors; /* (owned) (element-type XuRedirectVisitor) */
  guint timeout_ms;

  gboolean is_answered;         /* the state is used up */
  XuRedirectVisitor *messenger; /* (unowned) (nullable): who brought it, until it has its page */
  char *code;                   /* (owned) (nullable): a secret */
  GError *refusal;              /* (owned) (nullable) */

  GTask *task;            /* (owned) (nullable): who waits */
  GSource *cancel_source; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (XuRedirectListener, xu_redirect_listener, G_TYPE_OBJECT)

typedef enum
{
  PAGE_DONE,
  PAGE_DENIED,
  PAGE_WRONG,
  PAGE_REPEATED,
} Page;

static void tell (XuRedirectListener *self);

/* ---- Who comes ---- */

static GBytes *
make_page (XuRedirectListener *self, guint status, Page page)
{
  const XuRedirectPage words = { self->texts[2 * page], self->texts[2 * page + 1] };

  return xu_redirect_page_make (status, self->language, &words);
}

/* The state is right. Takes the value. */
static GBytes *
accept_answer (XuRedirectListener *self,
               XuRedirectVisitor *visitor,
               XuRedirectKind kind,
               char *value)
{
  if (self->is_answered)
    {
      xu_secret_free (value);
      return make_page (self, 200, PAGE_REPEATED);
    }

  self->is_answered = TRUE;
  self->messenger = visitor;
  if (kind == XU_REDIRECT_CODE)
    {
      self->code = value;
      return make_page (self, 200, PAGE_DONE);
    }

  self->refusal = xu_redirect_answer_new_refusal (value);
  g_free (value);
  return make_page (self, 200, PAGE_DENIED);
}

static GBytes *
read_answer (XuRedirectListener *self, XuRedirectVisitor *visitor, const char *target)
{
  char *value;
  XuRedirectKind kind = xu_redirect_answer_parse (target, callback_path, self->state, &value);

  switch (kind)
    {
    case XU_REDIRECT_CODE:
    case XU_REDIRECT_REFUSED:
      return accept_answer (self, visitor, kind, value);

    case XU_REDIRECT_WRONG:
      g_debug ("Somebody came to the redirect address with another answer");
      return make_page (self, 400, PAGE_WRONG);

    case XU_REDIRECT_FOREIGN:
    default:
      return xu_redirect_page_make (404, NULL, NULL);
    }
}

/* A page elsewhere can make a browser send a request here: by a name that it lets point to this
 * machine (then Host is that name), or from a script (then Origin tells). */
static GBytes *
answer_cb (XuRedirectVisitor *visitor, const XuRedirectRequest *request, gpointer user_data)
{
  XuRedirectListener *self = user_data;

  if (g_strcmp0 (request->host, self->origin + strlen ("http://")) != 0
      || (request->origin != NULL && !g_str_equal (request->origin, self->origin)))
    return xu_redirect_page_make (403, NULL, NULL);
  if (!request->is_get)
    return xu_redirect_page_make (405, NULL, NULL);

  return read_answer (self, visitor, request->target);
}

static void
left_cb (XuRedirectVisitor *visitor, gpointer user_data)
{
  XuRedirectListener *self = user_data;
  gboolean is_messenger = visitor == self->messenger;

  g_ptr_array_remove_fast (self->visitors, visitor);
  if (is_messenger)
    {
      self->messenger = NULL;
      tell (self);
    }
}

static const XuVisitorFuncs visitor_funcs = { answer_cb, left_cb };

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             XuRedirectListener *self)
{
  if (self->visitors->len >= MAX_VISITORS)
    {
      g_debug ("Too many at once at the redirect address");
      g_socket_close (g_socket_connection_get_socket (connection), NULL);
      return TRUE;
    }

  g_ptr_array_add (self->visitors,
                   xu_redirect_visitor_new (connection, self->timeout_ms, &visitor_funcs, self));

  return TRUE;
}

/* ---- Who waits ---- */

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GTask *
take_task (XuRedirectListener *self)
{
  clear_source (&self->cancel_source);
  return g_steal_pointer (&self->task);
}

static void
tell (XuRedirectListener *self)
{
  if (self->task == NULL || self->messenger != NULL
      || (self->code == NULL && self->refusal == NULL))
    return;

  g_autoptr (GTask) task = take_task (self);

  if (self->code != NULL)
    g_task_return_pointer (task, g_steal_pointer (&self->code), (GDestroyNotify) xu_secret_free);
  else
    g_task_return_error (task, g_steal_pointer (&self->refusal));
}

static void
give_up_waiting (XuRedirectListener *self)
{
  if (self->task == NULL)
    return;

  g_autoptr (GTask) task = take_task (self);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody waits any more");
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  give_up_waiting (user_data);
  return G_SOURCE_REMOVE;
}

void
xu_redirect_listener_wait_async (XuRedirectListener *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (XU_IS_REDIRECT_LISTENER (self));
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, xu_redirect_listener_wait_async);
  g_task_set_name (self->task, "[xu] redirect wait");
  g_task_set_check_cancellable (self->task, FALSE); /* A code that is there is given. */

  if (cancellable != NULL)
    {
      self->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancel_source, g_main_context_get_thread_default ());
    }

  if (self->service == NULL)
    give_up_waiting (self);
  else
    tell (self);
}

char *
xu_redirect_listener_wait_finish (XuRedirectListener *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_redirect_listener_wait_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Its life ---- */

void
xu_redirect_listener_close (XuRedirectListener *self)
{
  g_return_if_fail (XU_IS_REDIRECT_LISTENER (self));

  if (self->service == NULL)
    return;

  g_clear_signal_handler (&self->incoming_id, self->service);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);

  g_ptr_array_set_size (self->visitors, 0);
  self->messenger = NULL;
  give_up_waiting (self);
}

static void
xu_redirect_listener_dispose (GObject *object)
{
  XuRedirectListener *self = XU_REDIRECT_LISTENER (object);

  xu_redirect_listener_close (self);

  G_OBJECT_CLASS (xu_redirect_listener_parent_class)->dispose (object);
}

static void
xu_redirect_listener_finalize (GObject *object)
{
  XuRedirectListener *self = XU_REDIRECT_LISTENER (object);

  g_clear_pointer (&self->state, xu_secret_free);
  g_clear_pointer (&self->code, xu_secret_free);
  g_clear_pointer (&self->language, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_clear_pointer (&self->texts[i], g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_error (&self->refusal);
  g_clear_pointer (&self->visitors, g_ptr_array_unref);

  G_OBJECT_CLASS (xu_redirect_listener_parent_class)->finalize (object);
}

static void
xu_redirect_listener_class_init (XuRedirectListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_redirect_listener_dispose;
  object_class->finalize = xu_redirect_listener_finalize;
}

static void
xu_redirect_listener_init (XuRedirectListener *self)
{
  self->visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_redirect_visitor_free);
  self->timeout_ms = 10 * 1000;
}

static void
set_words (XuRedirectListener *self, const XuRedirectWords *words)
{
  const XuRedirectPage *const pages[] = {
    [PAGE_DONE] = &words->done,
    [PAGE_DENIED] = &words->denied,
    [PAGE_WRONG] = &words->wrong,
    [PAGE_REPEATED] = &words->repeated,
  };

  self->language = g_strdup (words->language);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      self->texts[2 * i] = g_strdup (pages[i]->title);
      self->texts[2 * i + 1] = g_strdup (pages[i]->text);
    }
}

static gboolean
listen_on (XuRedirectListener *self, guint16 port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) cause = NULL;

  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got,
                                      &cause))
    {
      GError *failure = xu_error_new (XU_ERROR_USAGE, "port %u: %s", port, cause->message);

      xu_error_set_reason (failure, cause->message);
      g_propagate_error (error, failure);
      return FALSE;
    }

  self->origin = g_strdup_printf ("http://127.0.0.1:%u",
                                  g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  self->uri = g_strconcat (self->origin, callback_path, NULL);
  self->incoming_id = g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);

  return TRUE;
}

XuRedirectListener *
xu_redirect_listener_new (guint16 port,
                          const char *state,
                          const XuRedirectWords *words,
                          GError **error)
{
  g_return_val_if_fail (state != NULL && *state != '\0', NULL);
  g_return_val_if_fail (words != NULL && words->language != NULL, NULL);

  g_autoptr (XuRedirectListener) self = g_object_new (XU_TYPE_REDIRECT_LISTENER, NULL);

  self->state = g_strdup (state);
  set_words (self, words);

  return listen_on (self, port, error) ? g_steal_pointer (&self) : NULL;
}

const char *
xu_redirect_listener_get_uri (XuRedirectListener *self)
{
  g_return_val_if_fail (XU_IS_REDIRECT_LISTENER (self), NULL);

  return self->uri;
}

void
xu_redirect_listener_set_timeout (XuRedirectListener *self, guint milliseconds)
{
  g_return_if_fail (XU_IS_REDIRECT_LISTENER (self));
  g_return_if_fail (milliseconds > 0);

  self->timeout_ms = milliseconds;
}
