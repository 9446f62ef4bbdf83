#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All C files are as clang-format 14 writes them; other versions disagree with it, and are not asked.
# Usage: test-format.sh SOURCE-ROOT
set -eu
cd "$1"

for program in clang-format-14 clang-format; do
    if "$program" --version 2>/dev/null | grep -q 'version 14\.'; then
        output=$(find src tests -name '*.[ch]' -print0 | xargs -0 "$program" --dry-run -Werror --style=file 2>&1) && exit 0
        echo "Not as clang-format 14 writes them (clang-format -i FILE):"
        printf '%s\n' "$output" | sed -n 's/^\(src\|tests\)\([^:]*\):[0-9]*:[0-9]*: error: .*/\1\2/p' | sort | uniq -c
        exit 1
    fi
done

echo "clang-format 14 is not there"
exit 77
