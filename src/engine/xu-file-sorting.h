/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-check-report.h"

G_BEGIN_DECLS

/**
 * XuFileSorting:
 *
 * Files that came together, as the posts that can be made of them.
 */
typedef struct
{
  GPtrArray *groups;   /* (owned) (element-type GStrv): the files of one post each, in the order in
                          which the first of them came */
  GPtrArray *refusals; /* (owned) (element-type XuCheckFinding): one for each file that X does not
                          take, with its name */
} XuFileSorting;

void xu_file_sorting_free (XuFileSorting *sorting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuFileSorting, xu_file_sorting_free)

G_END_DECLS
