/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way between the two halves of a sign-in. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-sign-in-link.h"

#include "xu-secret.h"
#include "xu-source.h"

struct _XuSignInLink
{
  gatomicrefcount ref_count;
  GMainContext *front_context;    /* (owned) */
  GMainContext *engine_context;   /* (owned) */
  XuSignInLinkStepFunc step_func; /* of the front's thread alone */
  gpointer front;
  XuSignInLinkCodeFunc code_func; /* of the engine's thread alone */
  gpointer flow;
};

/* On its way. */
typedef struct
{
  XuSignInLink *link; /* (owned) */
  XuSignInStep step;
  char *code; /* (owned) (nullable) */
} Message;

XuSignInLink *
xu_sign_in_link_new (GMainContext *front, GMainContext *engine)
{
  g_return_val_if_fail (front != NULL && engine != NULL, NULL);

  XuSignInLink *link = g_new0 (XuSignInLink, 1);

  g_atomic_ref_count_init (&link->ref_count);
  link->front_context = g_main_context_ref (front);
  link->engine_context = g_main_context_ref (engine);

  return link;
}

XuSignInLink *
xu_sign_in_link_ref (XuSignInLink *link)
{
  g_return_val_if_fail (link != NULL, NULL);

  g_atomic_ref_count_inc (&link->ref_count);
  return link;
}

void
xu_sign_in_link_unref (XuSignInLink *link)
{
  g_return_if_fail (link != NULL);

  if (!g_atomic_ref_count_dec (&link->ref_count))
    return;

  g_main_context_unref (link->front_context);
  g_main_context_unref (link->engine_context);
  g_free (link);
}

void
xu_sign_in_link_set_front (XuSignInLink *link, XuSignInLinkStepFunc func, gpointer front)
{
  g_return_if_fail (link != NULL);

  link->step_func = func;
  link->front = front;
}

void
xu_sign_in_link_set_flow (XuSignInLink *link, XuSignInLinkCodeFunc func, gpointer flow)
{
  g_return_if_fail (link != NULL);

  link->code_func = func;
  link->flow = flow;
}

static void
message_free (gpointer data)
{
  Message *message = data;

  xu_sign_in_link_unref (message->link);
  xu_secret_free (message->code);
  g_free (message);
}

static Message *
message_new (XuSignInLink *link)
{
  Message *message = g_new0 (Message, 1);

  message->link = xu_sign_in_link_ref (link);
  return message;
}

static gboolean
step_cb (gpointer user_data)
{
  const Message *message = user_data;
  const XuSignInLink *link = message->link;

  if (link->step_func != NULL)
    link->step_func (message->step, link->front);

  return G_SOURCE_REMOVE;
}

void
xu_sign_in_link_send_step (XuSignInLink *link, XuSignInStep step)
{
  g_return_if_fail (link != NULL);

  Message *message = message_new (link);

  message->step = step;
  xu_source_invoke (link->front_context, step_cb, message, message_free);
}

static gboolean
code_cb (gpointer user_data)
{
  const Message *message = user_data;
  const XuSignInLink *link = message->link;

  if (link->code_func != NULL)
    link->code_func (message->code, link->flow);

  return G_SOURCE_REMOVE;
}

void
xu_sign_in_link_send_code (XuSignInLink *link, char *code)
{
  g_return_if_fail (link != NULL && code != NULL);

  Message *message = message_new (link);

  message->code = code;
  xu_source_invoke (link->engine_context, code_cb, message, message_free);
}
