#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All C files are as clang-format 14 writes them; other versions disagree with it, and are not asked.
# Usage: test-format.sh SOURCE-ROOT
set -eu

for program in clang-format-14 clang-format; do
    if "$program" --version 2>/dev/null | grep -q 'version 14\.'; then
        cd "$1"
        find src tests -name '*.[ch]' -print0 | xargs -0 "$program" --dry-run -Werror --style=file
        exit 0
    fi
done

echo "clang-format 14 is not there"
exit 77
