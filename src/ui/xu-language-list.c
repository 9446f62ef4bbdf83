/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The languages of subtitles as a list to choose from. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-language-list.h"

#include "xu-subtitle-language.h"

struct _XuLanguageList
{
  GObject parent_instance;

  GPtrArray *languages; /* (owned) (element-type Language) */
};

typedef struct
{
  char *code;            /* (owned) */
  char *key;             /* (owned): sorts as the user's language does */
  GtkStringObject *name; /* (owned) */
} Language;

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return XU_LANGUAGE_LIST (model)->languages->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  XuLanguageList *self = XU_LANGUAGE_LIST (model);

  if (position >= self->languages->len)
    return NULL;

  const Language *language = g_ptr_array_index (self->languages, position);

  return g_object_ref (language->name);
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (XuLanguageList,
                               xu_language_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

static Language *
language_new (const char *code, const char *name)
{
  Language *language = g_new0 (Language, 1);

  language->code = g_ascii_strup (code, -1);
  language->key = g_utf8_collate_key (name, -1);
  language->name = gtk_string_object_new (name);

  return language;
}

static void
language_free (gpointer data)
{
  Language *language = data;

  g_free (language->code);
  g_free (language->key);
  g_object_unref (language->name);
  g_free (language);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Language *const *left = a;
  const Language *const *right = b;

  return g_strcmp0 ((*left)->key, (*right)->key);
}

static void
xu_language_list_finalize (GObject *object)
{
  g_ptr_array_unref (XU_LANGUAGE_LIST (object)->languages);

  G_OBJECT_CLASS (xu_language_list_parent_class)->finalize (object);
}

static void
xu_language_list_class_init (XuLanguageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = xu_language_list_finalize;
}

static void
xu_language_list_init (XuLanguageList *self)
{
  gsize n;
  const XuSubtitleLanguage *known = xu_subtitle_language_get_all (&n);

  self->languages = g_ptr_array_new_with_free_func (language_free);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (self->languages, language_new (known[i].code, known[i].name));
  g_ptr_array_sort (self->languages, compare);
}

XuLanguageList *
xu_language_list_new (void)
{
  return g_object_new (XU_TYPE_LANGUAGE_LIST, NULL);
}

guint
xu_language_list_find (XuLanguageList *self, const char *code)
{
  g_return_val_if_fail (XU_IS_LANGUAGE_LIST (self), 0);
  g_return_val_if_fail (code != NULL, 0);

  for (guint i = 0; i < self->languages->len; i++)
    {
      const Language *language = g_ptr_array_index (self->languages, i);

      if (g_ascii_strcasecmp (language->code, code) == 0)
        return i;
    }

  guint position = self->languages->len;

  g_ptr_array_add (self->languages, language_new (code, code));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);

  return position;
}

const char *
xu_language_list_get_code (XuLanguageList *self, guint position)
{
  g_return_val_if_fail (XU_IS_LANGUAGE_LIST (self), NULL);
  g_return_val_if_fail (position < self->languages->len, NULL);

  const Language *language = g_ptr_array_index (self->languages, position);

  return language->code;
}
