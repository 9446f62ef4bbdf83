/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all jobs of an engine share, and what it knows from earlier processes. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-shop.h"

static const char *const encoding_names[]
    = { [XU_APPEND_MULTIPART] = "multipart", [XU_APPEND_JSON] = "json" };

static void
recall (XuJobShop *shop)
{
  g_autoptr (XuServerRecord) record = xu_journal_find_server (shop->journal, shop->server);

  if (record != NULL)
    {
      shop->options.segment_ceiling = record->segment_ceiling;
      shop->options.segment_refused = record->segment_refused;
      shop->options.is_sequential = record->is_sequential;
      if (g_strcmp0 (record->encoding, encoding_names[XU_APPEND_JSON]) == 0)
        shop->options.encoding = XU_APPEND_JSON;
    }
  shop->remembered = shop->options;
}

void
xu_job_shop_open (XuJobShop *shop, const char *path, char **set_aside)
{
  g_return_if_fail (shop != NULL && shop->journal == NULL && path != NULL);

  shop->journal = xu_journal_open (path, set_aside, &shop->journal_error);
  if (shop->journal != NULL)
    recall (shop);
}

void
xu_job_shop_remember (XuJobShop *shop)
{
  g_return_if_fail (shop != NULL);

  const XuUploadOptions *now = &shop->options;
  const XuUploadOptions *then = &shop->remembered;
  XuServerRecord record = { .segment_ceiling = now->segment_ceiling,
                            .segment_refused = now->segment_refused,
                            .encoding = (char *) encoding_names[now->encoding],
                            .is_sequential = now->is_sequential };
  g_autoptr (GError) error = NULL;

  if (shop->journal == NULL
      || (now->segment_ceiling == then->segment_ceiling
          && now->segment_refused == then->segment_refused && now->encoding == then->encoding
          && now->is_sequential == then->is_sequential))
    return;

  shop->remembered = shop->options;
  if (!xu_journal_save_server (shop->journal, shop->server, &record, &error))
    g_debug ("what was learnt about the server is not kept: %s", error->message);
}

void
xu_job_shop_clear (XuJobShop *shop)
{
  g_return_if_fail (shop != NULL);

  g_clear_pointer (&shop->journal, xu_journal_free);
  g_clear_error (&shop->journal_error);
  g_clear_object (&shop->api);
  g_clear_error (&shop->credentials_error);
  g_clear_pointer (&shop->slots, xu_slots_unref);
  g_clear_pointer (&shop->server, g_free);
}
