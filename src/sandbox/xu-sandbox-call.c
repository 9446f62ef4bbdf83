/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A complete request of X: what its answers have in common. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-call.h"

static gboolean
has_type (const XuSandboxCall *call, const char *wanted)
{
  g_autofree char *type = NULL;

  if (call->content_type == NULL)
    return FALSE;

  type = g_strndup (call->content_type, strcspn (call->content_type, "; "));
  return g_ascii_strcasecmp (type, wanted) == 0;
}

JsonNode *
xu_sandbox_call_parse_body (const XuSandboxCall *call,
                            const XuSandboxField *fields,
                            XuSandboxAnswer **refusal)
{
  g_autofree char *message = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (call != NULL && fields != NULL && refusal != NULL, NULL);

  if (!has_type (call, "application/json"))
    {
      *refusal = xu_sandbox_answer_new_invalid (
          NULL, NULL, "Requests with bodies must have content-type of application/json");
      return NULL;
    }

  root = xu_sandbox_schema_parse (call->body, &message);
  if (root == NULL || !xu_sandbox_schema_check (fields, json_node_get_object (root), "$", &message))
    {
      *refusal = xu_sandbox_answer_new_invalid (NULL, NULL, "%s", message);
      return NULL;
    }

  return g_steal_pointer (&root);
}

XuSandboxForm *
xu_sandbox_call_parse_form (const XuSandboxCall *call)
{
  gsize length;
  const char *text;

  g_return_val_if_fail (call != NULL && call->body != NULL, NULL);

  if (!has_type (call, "application/x-www-form-urlencoded"))
    return NULL;

  text = g_bytes_get_data (call->body, &length);
  return xu_sandbox_form_parse (text, length);
}

XuSandboxAnswer *
xu_sandbox_call_check_query (const XuSandboxCall *call, const char *const *known)
{
  GHashTableIter iter;
  gpointer name, value;

  g_return_val_if_fail (call != NULL && known != NULL, NULL);

  g_hash_table_iter_init (&iter, call->query);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!g_strv_contains (known, name))
        {
          g_autofree char *list = g_strjoinv (",", (char **) known);

          return xu_sandbox_answer_new_invalid (name, value,
                                                "The query parameter [%s] is not one of [%s]",
                                                (const char *) name, list);
        }
    }

  return NULL;
}

XuSandboxMedia *
xu_sandbox_call_find_media (const XuSandboxCall *call, const char *id, XuSandboxAnswer **refusal)
{
  XuSandboxMedia *media;

  g_return_val_if_fail (call != NULL && id != NULL && refusal != NULL, NULL);

  if (!xu_sandbox_schema_is_id (id))
    {
      *refusal = xu_sandbox_answer_new_invalid (
          "id", id, "The `id` query parameter value [%s] does not match ^[0-9]{1,19}$", id);
      return NULL;
    }

  media = xu_sandbox_state_find_media (call->state, id);
  if (media != NULL && media->expires_us <= call->now_us)
    media = NULL;
  if (media == NULL)
    *refusal = xu_sandbox_answer_new_problem (404, "Not Found Error", "resource-not-found",
                                              "Could not find media with id: [%s].", id);
  else if (!g_str_equal (media->owner, call->token->user->id))
    {
      *refusal = xu_sandbox_answer_new_problem (403, "Forbidden", NULL,
                                                "You are not permitted to use this media.");
      media = NULL;
    }

  return media;
}

XuSandboxAnswer *
xu_sandbox_call_answer (const XuSandboxCall *call, XuSandboxEndpoint endpoint)
{
  g_return_val_if_fail (call != NULL, NULL);
  g_return_val_if_fail (call->token != NULL || !xu_sandbox_endpoint_needs_token (endpoint), NULL);

  switch (endpoint)
    {
    case XU_SANDBOX_INITIALIZE:
      return xu_sandbox_answer_initialize (call);
    case XU_SANDBOX_FINALIZE:
      return xu_sandbox_answer_finalize (call);
    case XU_SANDBOX_STATUS:
      return xu_sandbox_answer_status (call);
    case XU_SANDBOX_POST:
      return xu_sandbox_answer_post (call);
    case XU_SANDBOX_DELETE:
      return xu_sandbox_answer_delete (call);
    case XU_SANDBOX_TIMELINE:
      return xu_sandbox_answer_timeline (call);
    case XU_SANDBOX_ME:
      return xu_sandbox_answer_me (call);
    case XU_SANDBOX_METADATA:
      return xu_sandbox_answer_metadata (call);
    case XU_SANDBOX_SUBTITLES:
      return xu_sandbox_answer_subtitles (call);
    case XU_SANDBOX_TOKEN:
      return xu_sandbox_answer_token (call);
    case XU_SANDBOX_REVOKE:
      return xu_sandbox_answer_revoke (call);
    case XU_SANDBOX_AUTHORIZE:
      return xu_sandbox_answer_authorize (call);
    case XU_SANDBOX_CONSENT:
      return xu_sandbox_answer_consent (call);
    case XU_SANDBOX_APPEND:
    case XU_SANDBOX_PAGE:
    case XU_SANDBOX_FILE:
    case XU_SANDBOX_AVATAR:
    case XU_SANDBOX_REPORT:
    case XU_SANDBOX_UNKNOWN:
    default:
      g_assert_not_reached ();
    }
}
