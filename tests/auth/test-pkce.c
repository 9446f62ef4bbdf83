/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PKCE against its RFC, and what is random about it. */

#include "config.h"

#include <string.h>

#include "xu-pkce.h"
#include "xu-secret.h"

/* RFC 7636 appendix B. */
static const guint8 octets[XU_PKCE_RANDOM_BYTES]
    = { 116, 24,  223, 180, 151, 153, 224, 37,  79, 250, 96, 125, 216, 173, 187, 186,
        22,  212, 37,  77,  105, 214, 191, 240, 91, 88,  5,  88,  83,  132, 141, 121 };

static void
test_rfc (void)
{
  g_autofree char *verifier = xu_pkce_make_verifier (octets);
  g_autofree char *challenge = xu_pkce_make_challenge (verifier);

  g_assert_cmpstr (verifier, ==, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

/* Whatever the bytes are, it may stand in an address as it is (RFC 7636 section 4.1). */
static void
test_alphabet (void)
{
  for (guint value = 0; value < 256; value++)
    {
      guint8 bytes[XU_PKCE_RANDOM_BYTES];

      memset (bytes, (int) value, sizeof bytes);

      g_autofree char *verifier = xu_pkce_make_verifier (bytes);
      g_autofree char *challenge = xu_pkce_make_challenge (verifier);
      g_autofree char *state = xu_pkce_make_state (bytes);

      g_assert_cmpuint (strspn (verifier, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, 43);
      g_assert_cmpuint (strspn (challenge, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, 43);
      g_assert_cmpuint (strspn (state, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, 43);
      g_assert_cmpuint (strlen (verifier) + strlen (challenge) + strlen (state), ==, 3 * 43);
    }
}

static void
test_random (void)
{
  guint8 one[XU_PKCE_RANDOM_BYTES] = { 0 };
  guint8 other[XU_PKCE_RANDOM_BYTES] = { 0 };
  static const guint8 zeros[8] = { 0 };

  xu_secret_fill_random (one, sizeof one);
  xu_secret_fill_random (other, sizeof other);

  g_assert_cmpint (memcmp (one, other, sizeof one), !=, 0);
  g_assert_cmpint (memcmp (one + sizeof one - sizeof zeros, zeros, sizeof zeros), !=, 0);
}

static void
test_plain (void)
{
  static const struct
  {
    const char *text;
    gsize max_length;
    gboolean is_plain;
  } rows[] = {
    { NULL, 9, FALSE },    { "", 9, FALSE },      { "a", 1, TRUE },    { "ab", 1, FALSE },
    { "!~", 9, TRUE },     { "a b", 9, FALSE },   { "a\n", 9, FALSE }, { "ä", 9, FALSE },
    { "a\x7f", 9, FALSE }, { "a\x80", 9, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (xu_secret_is_plain (rows[i].text, rows[i].max_length), ==, rows[i].is_plain);
}

static void
test_bytes (void)
{
  g_autoptr (GBytes) bytes = xu_secret_to_bytes (g_strdup ("a secret"));

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "a secret", 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pkce/rfc-7636", test_rfc);
  g_test_add_func ("/pkce/alphabet", test_alphabet);
  g_test_add_func ("/secret/random", test_random);
  g_test_add_func ("/secret/plain", test_plain);
  g_test_add_func ("/secret/bytes", test_bytes);

  return g_test_run ();
}
