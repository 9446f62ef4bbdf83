/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules for the files of a post, by table. */

#include "config.h"

#include "xu-media-rules.h"

static const XuMediaType mp4 = { "video/mp4", "MP4", XU_MEDIA_KIND_VIDEO, TRUE };
static const XuMediaType mkv = { "video/x-matroska", "Matroska", XU_MEDIA_KIND_VIDEO, FALSE };
static const XuMediaType gif = { "image/gif", "GIF", XU_MEDIA_KIND_GIF, TRUE };
static const XuMediaType png = { "image/png", "PNG", XU_MEDIA_KIND_IMAGE, TRUE };
static const XuMediaType vtt = { "text/vtt", "WebVTT", XU_MEDIA_KIND_SUBTITLES, TRUE };
static const XuMediaType pdf = { "application/pdf", "PDF", XU_MEDIA_KIND_OTHER, FALSE };

#define MIB       (G_GUINT64_CONSTANT (1048576))
#define VIDEO_MAX (G_GUINT64_CONSTANT (17179869184))

/* Each finding: rule, file, severity, limit. */
static const struct
{
  XuMediaFacts files[6];
  const char *findings;
} rows[] = {
  { { { &mp4, 1 } }, "" },
  { { { &gif, 1 } }, "" },
  { { { &png, 1 } }, "" },
  { { { &png, 1 }, { &png, 2 }, { &png, 3 }, { &png, 4 } }, "" },

  { { { &mp4, 0 } }, "empty 0 blocks 0;" },
  { { { &pdf, 0 } }, "empty 0 blocks 0;" }, /* an empty file is only that */
  { { { &pdf, 1 } }, "type 0 blocks 0;" },
  { { { &mkv, 1 } }, "type 0 blocks 0;" },
  { { { &mkv, VIDEO_MAX + 1 } }, "type 0 blocks 0;" },
  { { { &mkv, 600 * MIB } }, "type 0 blocks 0;" },

  { { { &png, 5 * MIB } }, "" },
  { { { &png, 5 * MIB + 1 } }, "too-large 0 blocks 5242880;" },
  { { { &gif, 15 * MIB } }, "" },
  { { { &gif, 15 * MIB + 1 } }, "too-large 0 blocks 15728640;" },
  { { { &mp4, 512 * MIB } }, "" },
  { { { &mp4, 512 * MIB + 1 } }, "large 0 warning 536870912;" },
  { { { &mp4, VIDEO_MAX } }, "large 0 warning 536870912;" },
  { { { &mp4, VIDEO_MAX + 1 } }, "too-large 0 blocks 17179869184;" },
  { { { &mp4, G_MAXUINT64 } }, "too-large 0 blocks 17179869184;" },

  { { { &mp4, 1 }, { &mp4, 1 } }, "combination -1 blocks 0;" },
  { { { &gif, 1 }, { &gif, 1 } }, "combination -1 blocks 0;" },
  { { { &mp4, 1 }, { &gif, 1 } }, "combination -1 blocks 0;" },
  { { { &png, 1 }, { &mp4, 1 } }, "combination -1 blocks 0;" },
  { { { &png, 1 }, { &gif, 1 } }, "combination -1 blocks 0;" },
  { { { &png, 1 }, { &png, 1 }, { &png, 1 }, { &png, 1 }, { &png, 1 } },
    "combination -1 blocks 0;" },
  { { { &vtt, 1 } }, "combination 0 blocks 0;" },
  { { { &mp4, 1 }, { &vtt, 1 } }, "combination 1 blocks 0;" },

  /* Blocking ones first, each in the order of the files. */
  { { { &mp4, 600 * MIB }, { &pdf, 1 }, { &png, 0 } },
    "type 1 blocks 0;empty 2 blocks 0;combination -1 blocks 0;large 0 warning 536870912;" },
};

static char *
describe (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const XuFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (text, "%s %" G_GSSIZE_FORMAT " %s %" G_GUINT64_FORMAT ";",
                              xu_media_rule_to_string (finding->rule), finding->file,
                              finding->severity == XU_SEVERITY_BLOCKS ? "blocks" : "warning",
                              finding->limit);
    }

  return g_string_free (text, FALSE);
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize n_files = 0;

      while (n_files < G_N_ELEMENTS (rows[i].files) && rows[i].files[n_files].type != NULL)
        n_files++;

      g_autoptr (GPtrArray) findings = xu_media_rules_check (rows[i].files, n_files);
      g_autofree char *text = describe (findings);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (text, ==, rows[i].findings);
    }
}

static void
test_details (void)
{
  const XuMediaFacts files[] = { { &mkv, 7 } };
  g_autoptr (GPtrArray) findings = xu_media_rules_check (files, 1);
  const XuFinding *finding = g_ptr_array_index (findings, 0);

  g_assert_cmpstr (finding->detail, ==, "Matroska (video/x-matroska)");
}

static void
test_names_are_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int rule = XU_MEDIA_RULE_EMPTY; rule <= XU_MEDIA_RULE_SUBTITLES; rule++)
    {
      const char *name = xu_media_rule_to_string ((XuMediaRule) rule);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, (gpointer) name));
    }

  g_assert_cmpstr (xu_media_rule_to_string (XU_MEDIA_RULE_SUBTITLES), ==, "subtitles");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media-rules/table", test_table);
  g_test_add_func ("/media-rules/details", test_details);
  g_test_add_func ("/media-rules/names-are-unique", test_names_are_unique);

  return g_test_run ();
}
