/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox's own certificate authority, made anew at each start. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-tls.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <time.h>

#include "xu-error.h"

enum
{
  VALID_SECONDS = 30 * 24 * 3600
};

/* A certificate with its key, while it is being made. */
typedef struct
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
} Identity;

static void
identity_clear (Identity *identity)
{
  if (identity->key != NULL)
    gnutls_x509_privkey_deinit (identity->key);
  if (identity->crt != NULL)
    gnutls_x509_crt_deinit (identity->crt);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Identity, identity_clear)

static int
begin_identity (Identity *identity, const char *name)
{
  guint8 serial[16];
  time_t now = time (NULL);
  int code = gnutls_x509_privkey_init (&identity->key);

  if (code == 0)
    code = gnutls_x509_privkey_generate (identity->key, GNUTLS_PK_ECDSA,
                                         GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (code == 0)
    code = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);
  if (code == 0)
    code = gnutls_x509_crt_init (&identity->crt);
  if (code < 0)
    return code;

  /* A serial number is positive. */
  serial[0] = (guint8) ((serial[0] & 0x7f) | 0x40);
  gnutls_x509_crt_set_version (identity->crt, 3);
  gnutls_x509_crt_set_serial (identity->crt, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (identity->crt, now - 3600);
  gnutls_x509_crt_set_expiration_time (identity->crt, now + VALID_SECONDS);
  gnutls_x509_crt_set_dn_by_oid (identity->crt, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                 (unsigned) strlen (name));

  return gnutls_x509_crt_set_key (identity->crt, identity->key);
}

static int
add_address (gnutls_x509_crt_t crt, const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return gnutls_x509_crt_set_subject_alt_name (
      crt, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
      (unsigned) g_inet_address_get_native_size (address), GNUTLS_FSAN_APPEND);
}

static int
make_authority (Identity *authority)
{
  int code = begin_identity (authority, "X Uploader sandbox authority");

  if (code == 0)
    code = gnutls_x509_crt_set_basic_constraints (authority->crt, 1, 0);
  if (code == 0)
    code = gnutls_x509_crt_set_key_usage (authority->crt, GNUTLS_KEY_KEY_CERT_SIGN);
  if (code == 0)
    code = gnutls_x509_crt_sign2 (authority->crt, authority->crt, authority->key, GNUTLS_DIG_SHA256,
                                  0);

  return code;
}

static int
make_leaf (Identity *leaf, const Identity *authority, const char *address)
{
  const char *const addresses[] = { "127.0.0.1", "::1", address };
  int code = begin_identity (leaf, "X Uploader sandbox");

  if (code == 0)
    code = gnutls_x509_crt_set_subject_alt_name (leaf->crt, GNUTLS_SAN_DNSNAME, "localhost",
                                                 (unsigned) strlen ("localhost"), GNUTLS_FSAN_SET);
  for (gsize i = 0; code == 0 && i < G_N_ELEMENTS (addresses); i++)
    code = add_address (leaf->crt, addresses[i]);
  if (code == 0)
    code = gnutls_x509_crt_set_basic_constraints (leaf->crt, 0, -1);
  if (code == 0)
    code = gnutls_x509_crt_set_key_usage (leaf->crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
  if (code == 0)
    code = gnutls_x509_crt_set_key_purpose_oid (leaf->crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
  if (code == 0)
    code = gnutls_x509_crt_sign2 (leaf->crt, authority->crt, authority->key, GNUTLS_DIG_SHA256, 0);

  return code;
}

static void
append_pem (GString *pem, gnutls_datum_t *datum)
{
  g_string_append_len (pem, (const char *) datum->data, datum->size);
  gnutls_free (datum->data);
}

static int export(const Identity *leaf,
                  const Identity *authority,
                  GString *server_pem,
                  GString *ca_pem)
{
  gnutls_datum_t datum = { NULL, 0 };
  int code = gnutls_x509_crt_export2 (authority->crt, GNUTLS_X509_FMT_PEM, &datum);

  if (code < 0)
    return code;
  append_pem (ca_pem, &datum);

  code = gnutls_x509_crt_export2 (leaf->crt, GNUTLS_X509_FMT_PEM, &datum);
  if (code < 0)
    return code;
  append_pem (server_pem, &datum);

  code = gnutls_x509_privkey_export2_pkcs8 (leaf->key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                            &datum);
  if (code < 0)
    return code;
  append_pem (server_pem, &datum);
  return 0;
}

/* glib-networking 2.74 reads the default anchors for each connection, also for a server's, which
 * asks nobody for a certificate: of the system's ones that is most of a handshake's time. */
static gboolean
use_few_anchors (const char *ca_file, GError **error)
{
  g_autoptr (GTlsDatabase) anchors = g_tls_file_database_new (ca_file, error);

  if (anchors == NULL)
    return FALSE;

  g_tls_backend_set_default_database (g_tls_backend_get_default (), anchors);
  return TRUE;
}

GTlsCertificate *
xu_sandbox_tls_make (const char *folder, const char *address, char **ca_file, GError **error)
{
  g_auto (Identity) authority = { NULL, NULL };
  g_auto (Identity) leaf = { NULL, NULL };
  g_autoptr (GString) server_pem = g_string_new (NULL);
  g_autoptr (GString) ca_pem = g_string_new (NULL);
  g_autofree char *path = NULL;
  int code;

  g_return_val_if_fail (folder != NULL && address != NULL && ca_file != NULL, NULL);

  code = make_authority (&authority);
  if (code == 0)
    code = make_leaf (&leaf, &authority, address);
  if (code == 0)
    code = export(&leaf, &authority, server_pem, ca_pem);
  if (code < 0)
    {
      xu_error_set (error, XU_ERROR_TLS, "cannot make a certificate: %s", gnutls_strerror (code));
      return NULL;
    }

  path = g_build_filename (folder, "ca.pem", NULL);
  if (!g_file_set_contents (path, ca_pem->str, (gssize) ca_pem->len, error)
      || !use_few_anchors (path, error))
    return NULL;

  *ca_file = g_steal_pointer (&path);
  return g_tls_certificate_new_from_pem (server_pem->str, (gssize) server_pem->len, error);
}
