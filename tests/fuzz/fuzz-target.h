/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/**
 * LLVMFuzzerTestOneInput:
 * @data: (array length=size): any bytes
 * @size: how many
 *
 * The one function of a fuzz target, called by libFuzzer (https://llvm.org/docs/LibFuzzer.html) or
 * by standalone-main.c. It must come back for every input, free what it took and keep no state.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
