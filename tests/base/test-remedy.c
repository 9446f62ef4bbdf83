/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done about each failure. */

#include "config.h"

#include "xu-remedy.h"

#include "xu-error.h"

typedef struct
{
  XuErrorCode code;
  XuErrorPart part;
  gboolean has_begun;
  gboolean is_uploaded;
  guint wanted;
} Row;

static const Row rows[] = {
  { XU_ERROR_NETWORK, XU_ERROR_PART_NONE, TRUE, FALSE, XU_REMEDY_TRY_AGAIN },
  { XU_ERROR_RATE_LIMITED, XU_ERROR_PART_NONE, TRUE, FALSE, XU_REMEDY_RESUME },
  { XU_ERROR_DUPLICATE_CONTENT, XU_ERROR_PART_NONE, TRUE, TRUE, XU_REMEDY_CHANGE_TEXT },
  { XU_ERROR_REJECTED, XU_ERROR_PART_NONE, TRUE, FALSE, XU_REMEDY_TRY_AGAIN },
  { XU_ERROR_REJECTED, XU_ERROR_PART_NONE, TRUE, TRUE,
    XU_REMEDY_TRY_AGAIN | XU_REMEDY_CHANGE_TEXT },
  { XU_ERROR_REJECTED, XU_ERROR_PART_SUBTITLES, TRUE, TRUE,
    XU_REMEDY_TRY_AGAIN | XU_REMEDY_LEAVE_OUT },
  { XU_ERROR_FILE_UNREADABLE, XU_ERROR_PART_NONE, FALSE, FALSE,
    XU_REMEDY_TRY_AGAIN | XU_REMEDY_CHOOSE_AGAIN },
  { XU_ERROR_FILE_CHANGED, XU_ERROR_PART_NONE, TRUE, FALSE,
    XU_REMEDY_CHOOSE_AGAIN | XU_REMEDY_START_AGAIN },
  { XU_ERROR_POST_UNKNOWN, XU_ERROR_PART_NONE, TRUE, TRUE,
    XU_REMEDY_LOOK_AGAIN | XU_REMEDY_CONFIRM },
  { XU_ERROR_STORAGE, XU_ERROR_PART_NONE, FALSE, FALSE, 0 },
  { XU_ERROR_STORAGE, XU_ERROR_PART_NONE, TRUE, FALSE, XU_REMEDY_TRY_AGAIN },
  { XU_ERROR_OTHER_ACCOUNT, XU_ERROR_PART_NONE, TRUE, FALSE, 0 },
  { XU_ERROR_MEDIA_REFUSED, XU_ERROR_PART_NONE, TRUE, FALSE, 0 },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      g_autoptr (GError) error = xu_error_new (row->code, "row %" G_GSIZE_FORMAT, i);

      xu_error_set_part (error, row->part);
      g_assert_cmpuint (xu_remedies_for (error, row->has_begun, row->is_uploaded), ==, row->wanted);
    }
}

/* What may exist is never posted again by "try again". */
static void
test_unknown_is_never_tried_again (void)
{
  g_autoptr (GError) error = xu_error_new (XU_ERROR_POST_UNKNOWN, "lost");

  g_assert_cmpuint (xu_remedies_for (error, TRUE, TRUE)
                        & (XU_REMEDY_TRY_AGAIN | XU_REMEDY_RESUME | XU_REMEDY_CHANGE_TEXT),
                    ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remedy/table", test_table);
  g_test_add_func ("/remedy/unknown-is-never-tried-again", test_unknown_is_never_tried_again);
  return g_test_run ();
}
