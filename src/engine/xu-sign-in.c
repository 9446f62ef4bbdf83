/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One try to sign in, as the fronts see it. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-sign-in.h"

#include "xu-engine-private.h"
#include "xu-engine-self.h"
#include "xu-error.h"
#include "xu-oauth2-request.h"
#include "xu-pkce.h"
#include "xu-redirect-answer.h"
#include "xu-sign-in-order.h"

struct _XuSignIn
{
  GObject parent_instance;

  XuEngine *engine;     /* (owned) */
  XuSignInOrder *order; /* (owned) */
  XuSignInStep step;
  char *address; /* (owned) (nullable): of the browser */
};

typedef enum
{
  PROP_STEP = 1,
} XuSignInProperty;

static GParamSpec *properties[PROP_STEP + 1];

G_DEFINE_FINAL_TYPE (XuSignIn, xu_sign_in, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (XuSignInStep,
                    xu_sign_in_step,
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_PREPARING, "preparing"),
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_EXCHANGING, "exchanging"),
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_ASKING, "asking"),
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_KEEPING, "keeping"),
                    G_DEFINE_ENUM_VALUE (XU_SIGN_IN_OVER, "over"))

static void
set_step (XuSignInStep step, gpointer user_data)
{
  XuSignIn *self = user_data;

  if (self->step == step)
    return;

  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

static void
xu_sign_in_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  const XuSignIn *self = XU_SIGN_IN (object);

  switch ((XuSignInProperty) property_id)
    {
    case PROP_STEP:
      g_value_set_enum (value, (int) self->step);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_sign_in_dispose (GObject *object)
{
  XuSignIn *self = XU_SIGN_IN (object);

  if (self->order != NULL)
    xu_sign_in_link_set_front (self->order->link, NULL, NULL);
  g_clear_pointer (&self->order, xu_sign_in_order_free);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_sign_in_parent_class)->dispose (object);
}

static void
xu_sign_in_finalize (GObject *object)
{
  g_free (XU_SIGN_IN (object)->address);

  G_OBJECT_CLASS (xu_sign_in_parent_class)->finalize (object);
}

static void
xu_sign_in_class_init (XuSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = xu_sign_in_get_property;
  object_class->dispose = xu_sign_in_dispose;
  object_class->finalize = xu_sign_in_finalize;

  properties[PROP_STEP]
      = g_param_spec_enum ("step", NULL, NULL, XU_TYPE_SIGN_IN_STEP, XU_SIGN_IN_PREPARING,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
xu_sign_in_init (XuSignIn *self)
{
}

const char *
xu_sign_in_get_built_in_client_id (void)
{
  return *XU_CLIENT_ID != '\0' ? XU_CLIENT_ID : NULL;
}

const char *
xu_sign_in_get_scopes (void)
{
  return xu_oauth2_request_get_scopes ();
}

XuSignIn *
xu_sign_in_new (XuEngine *engine, const XuSignInConfig *config, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine) && config != NULL, NULL);

  const char *server = xu_engine_get_server (engine);
  g_autoptr (XuSignInOrder) order = NULL;

  if (g_str_equal (server, XU_ENGINE_SANDBOX))
    {
      xu_error_set (error, XU_ERROR_USAGE, "nobody signs in to the application's own sandbox");
      return NULL;
    }

  order = xu_sign_in_order_new (config, server, error);
  if (order == NULL)
    return NULL;

  XuSignIn *self = g_object_new (XU_TYPE_SIGN_IN, NULL);

  self->engine = g_object_ref (engine);
  order->link = xu_sign_in_link_new (engine->front, engine->context);
  xu_sign_in_link_set_front (order->link, set_step, self);
  if (order->method == XU_SIGN_IN_BROWSER)
    {
      g_autofree char *challenge = xu_pkce_make_challenge (order->verifier);

      self->address = xu_oauth2_request_make_authorize_uri (server, order->app, order->redirect_uri,
                                                            order->state, challenge);
    }
  self->order = g_steal_pointer (&order);

  return self;
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  XuSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *id = g_task_propagate_pointer (G_TASK (result), &error);

  set_step (XU_SIGN_IN_OVER, self);
  if (id != NULL)
    g_task_return_pointer (task, xu_engine_find_account (self->engine, id), NULL);
  else
    g_task_return_error (task, error);
}

void
xu_sign_in_run_async (XuSignIn *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (XU_IS_SIGN_IN (self) && self->step == XU_SIGN_IN_PREPARING);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) crossing = g_task_new (self->engine, cancellable, ran_cb, task);

  g_task_set_source_tag (task, xu_sign_in_run_async);
  g_task_set_name (task, "xu_sign_in_run_async");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_name (crossing, "[xu] sign in crosses");
  g_task_set_check_cancellable (crossing, FALSE);
  g_task_set_task_data (crossing, xu_sign_in_order_copy (self->order),
                        (GDestroyNotify) xu_sign_in_order_free);
  xu_engine_cross (self->engine, crossing, xu_engine_core_sign_in);
}

XuAccount *
xu_sign_in_run_finish (XuSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_SIGN_IN (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_sign_in_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

XuSignInStep
xu_sign_in_get_step (XuSignIn *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN (self), XU_SIGN_IN_OVER);

  return self->step;
}

const char *
xu_sign_in_get_address (XuSignIn *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN (self), NULL);

  return self->step >= XU_SIGN_IN_WAITING ? self->address : NULL;
}

const char *
xu_sign_in_get_redirect_uri (XuSignIn *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN (self), NULL);

  return self->order->redirect_uri;
}

gboolean
xu_sign_in_paste (XuSignIn *self, const char *text, GError **error)
{
  g_return_val_if_fail (XU_IS_SIGN_IN (self) && text != NULL, FALSE);
  g_return_val_if_fail (self->order->method == XU_SIGN_IN_BROWSER, FALSE);

  char *code
      = xu_redirect_answer_read_pasted (text, self->order->redirect_uri, self->order->state, error);

  if (code == NULL)
    return FALSE;

  xu_sign_in_link_send_code (self->order->link, code);
  return TRUE;
}
