/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of an account. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-account-avatar.h"

#include <adwaita.h>

#include "xu-accounts.h"
#include "xu-foreign-words.h"
#include "xu-media-texture.h"

struct _XuAccountAvatar
{
  GtkWidget parent_instance;

  GtkWidget *avatar;

  XuEngine *engine;          /* (owned) (nullable) */
  XuAccount *account;        /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): while its file is looked at */
};

typedef enum
{
  PROP_SIZE = 1,
} XuAccountAvatarProperty;

static GParamSpec *properties[PROP_SIZE + 1];

G_DEFINE_FINAL_TYPE (XuAccountAvatar, xu_account_avatar, GTK_TYPE_WIDGET)

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuAccountAvatar) self = XU_ACCOUNT_AVATAR (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaProbe) probe = xu_engine_probe_finish (XU_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_autoptr (GdkTexture) texture = probe != NULL ? xu_media_texture_new (probe) : NULL;

  adw_avatar_set_custom_image (ADW_AVATAR (self->avatar),
                               texture != NULL ? GDK_PAINTABLE (texture) : NULL);
}

static void
stop_looking (XuAccountAvatar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
picture_cb (XuAccountAvatar *self)
{
  const char *path = self->account != NULL ? xu_account_get_avatar_path (self->account) : NULL;

  stop_looking (self);
  if (path == NULL)
    {
      adw_avatar_set_custom_image (ADW_AVATAR (self->avatar), NULL);
      return;
    }

  self->cancellable = g_cancellable_new ();
  xu_engine_probe_async (self->engine, path, self->cancellable, probed_cb, g_object_ref (self));
}

/* The initials are those of the name, which is also what the colour comes of. */
static void
name_cb (XuAccountAvatar *self)
{
  const char *name = self->account != NULL ? xu_account_get_name (self->account) : NULL;
  g_autofree char *text = name != NULL            ? xu_foreign_words_dup_plain (name)
                          : self->account != NULL ? xu_accounts_dup_account_name (self->account)
                                                  : NULL;

  adw_avatar_set_text (ADW_AVATAR (self->avatar), text);
}

void
xu_account_avatar_set_account (XuAccountAvatar *self, XuEngine *engine, XuAccount *account)
{
  g_return_if_fail (XU_IS_ACCOUNT_AVATAR (self) && XU_IS_ENGINE (engine));
  g_return_if_fail (account == NULL || XU_IS_ACCOUNT (account));

  g_set_object (&self->engine, engine);
  if (self->account == account)
    return;

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_set_object (&self->account, account);
  if (account != NULL)
    {
      g_signal_connect_object (account, "notify::avatar-path", G_CALLBACK (picture_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (account, "notify::name", G_CALLBACK (name_cb), self,
                               G_CONNECT_SWAPPED);
    }
  name_cb (self);
  picture_cb (self);
}

static void
xu_account_avatar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const XuAccountAvatar *self = XU_ACCOUNT_AVATAR (object);

  switch ((XuAccountAvatarProperty) id)
    {
    case PROP_SIZE:
      g_value_set_int (value, adw_avatar_get_size (ADW_AVATAR (self->avatar)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
xu_account_avatar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  const XuAccountAvatar *self = XU_ACCOUNT_AVATAR (object);

  switch ((XuAccountAvatarProperty) id)
    {
    case PROP_SIZE:
      adw_avatar_set_size (ADW_AVATAR (self->avatar), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
xu_account_avatar_dispose (GObject *object)
{
  XuAccountAvatar *self = XU_ACCOUNT_AVATAR (object);

  stop_looking (self);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->avatar, gtk_widget_unparent);

  G_OBJECT_CLASS (xu_account_avatar_parent_class)->dispose (object);
}

static void
xu_account_avatar_class_init (XuAccountAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_account_avatar_dispose;
  object_class->get_property = xu_account_avatar_get_property;
  object_class->set_property = xu_account_avatar_set_property;

  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 1, G_MAXINT, 32,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
xu_account_avatar_init (XuAccountAvatar *self)
{
  self->avatar = adw_avatar_new (32, NULL, TRUE);
  gtk_widget_set_parent (self->avatar, GTK_WIDGET (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->avatar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                               -1);
}
