/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* X numbers segments from 0 to 999: a bit for each. */
#define XU_UPLOAD_RECORD_BITS_SIZE 125

/**
 * XuUploadRecordState:
 * @XU_UPLOAD_RECORD_NEW: there is no media id
 * @XU_UPLOAD_RECORD_APPENDING: segments are sent
 * @XU_UPLOAD_RECORD_FINALIZING: all segments are there; FINALIZE may have been carried out
 * @XU_UPLOAD_RECORD_PROCESSING: FINALIZE was answered, X processes
 * @XU_UPLOAD_RECORD_READY: the medium can be posted
 */
typedef enum
{
  XU_UPLOAD_RECORD_NEW,
  XU_UPLOAD_RECORD_APPENDING,
  XU_UPLOAD_RECORD_FINALIZING,
  XU_UPLOAD_RECORD_PROCESSING,
  XU_UPLOAD_RECORD_READY,
} XuUploadRecordState;

/**
 * XuCut:
 *
 * How a file is cut: from segment `index` on, which begins at byte `offset`, each is `size` bytes
 * long (the last one of the file what is left).
 */
typedef struct
{
  guint index;
  guint64 offset; /* bytes */
  guint64 size;   /* bytes */
} XuCut;

/**
 * XuUploadRecord:
 *
 * What must outlive the process of one upload: the plan on disk. Plain data.
 */
typedef struct
{
  XuUploadRecordState state;
  char *media_id;    /* (owned) (nullable): once initialized */
  gint64 expires_at; /* Unix seconds at which X forgets the upload; 0: not known */
  GArray *cuts;      /* (owned) (element-type XuCut): by index; each holds up to the next */
  guint sent_below;  /* no segment from this index on was ever sent */
  guint8 acknowledged[XU_UPLOAD_RECORD_BITS_SIZE]; /* bit i % 8 of byte i / 8: X has segment i */
} XuUploadRecord;

/**
 * xu_upload_record_init:
 * @record: (out caller-allocates): becomes one of an upload that has not begun
 */
void xu_upload_record_init (XuUploadRecord *record);

void xu_upload_record_clear (XuUploadRecord *record);

/* Frees what @dest holds, then copies. */
void xu_upload_record_copy (XuUploadRecord *dest, const XuUploadRecord *src);

/**
 * xu_upload_record_is_lasting_equal:
 *
 * Returns: %TRUE when the two differ at most in which segments are acknowledged: losing that only
 * sends segments again, losing anything else does harm
 */
gboolean xu_upload_record_is_lasting_equal (const XuUploadRecord *a, const XuUploadRecord *b);

gboolean xu_upload_record_get_acknowledged (const XuUploadRecord *record, guint index);
void xu_upload_record_set_acknowledged (XuUploadRecord *record, guint index);

/**
 * xu_upload_record_count_bytes:
 * @record: a record
 * @total_bytes: size of the file
 *
 * Returns: bytes of the acknowledged segments
 */
guint64 xu_upload_record_count_bytes (const XuUploadRecord *record, guint64 total_bytes);

G_END_DECLS
