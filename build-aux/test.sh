#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every test: with clang under AddressSanitizer, UndefinedBehaviorSanitizer and LeakSanitizer, with gcc as users get it, and
# the pure parts under valgrind. Installs what it needs with apt. Its last line is "N passed, N failed", with ", N skipped" where
# there are some.
#
# Usage: build-aux/test.sh [--quick] [TEST...]
#   --quick   only the run with the sanitizers, which leaves out the file of gigabytes
#   TEST      only these, in that run: names as in "meson test --list", such as base/backoff
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=build-aux/packages.sh
. "$root/build-aux/packages.sh"
# shellcheck source=build-aux/build.sh
. "$root/build-aux/build.sh"

passed=0 failed=0 skipped=0

# Most tests wait for most of their time, for time-outs and for processes that they started. Not so those on a display.
n_at_once=$((2 * $(nproc)))

# count LOG RESULT...: the tests that ended so. The log has one JSON object a line; inside its strings every quote is escaped,
# so that nothing that a test prints can look like a result.
count() {
    local log=$1 pattern
    pattern=$(IFS='|' && echo "${*:2}")
    { grep -cE "\"result\": \"($pattern)\"" "$log" 2>/dev/null || true; }
}

# run_tests NAME LOG OPTION...: runs tests of build/NAME and adds up how they ended, as meson's log tells.
run_tests() {
    local folder=$root/build/$1 log=$root/build/$1/meson-logs/$2.json status=0 n_bad
    rm -f "$log"
    meson test -C "$folder" --no-rebuild --print-errorlogs --num-processes "$n_at_once" "${@:3}" </dev/null || status=$?

    n_bad=$(count "$log" FAIL TIMEOUT ERROR INTERRUPT UNEXPECTEDPASS)
    if [[ $status -ne 0 && ${n_bad:-0} -eq 0 ]]; then
        n_bad=1 # Meson itself gave up: no test's failure, and yet a failure.
    fi
    passed=$((passed + $(count "$log" OK EXPECTEDFAIL)))
    skipped=$((skipped + $(count "$log" SKIP)))
    failed=$((failed + ${n_bad:-0}))
}

# build_for_tests NAME COMPILER OPTION...: a build that fails counts as one failed test, and the others go on.
build_for_tests() {
    ensure_build "$@" -Dwerror=true && return
    echo "build/$1 could not be built" >&2
    failed=$((failed + 1))
    return 1
}

is_quick=false
if [[ ${1:-} == --quick ]]; then
    is_quick=true
    shift
elif [[ ${1:-} == -* ]]; then
    sed -n '/^# Usage/,/^set/{/^#/s/^# \?//p}' "${BASH_SOURCE[0]}"
    [[ $1 == -h || $1 == --help ]] && exit 0
    exit 2
fi

ensure_packages build test sample

if build_for_tests test-clang clang -Db_sanitize=address,undefined -Db_lundef=false -Dfuzzing=true; then
    if [[ $# -gt 0 ]]; then
        run_tests test-clang testlog "$@"
    else
        # The file of gigabytes is for what users get: here it takes minutes, and its bytes go the way of all others.
        run_tests test-clang testlog --no-suite slow --no-suite display
        run_tests test-clang testlog-display --logbase testlog-display --num-processes "$(nproc)" --suite display
    fi
fi

if [[ $is_quick == false && $# -eq 0 ]] && build_for_tests test-gcc gcc; then
    # What is tried on a display takes minutes, and the compiler makes no difference to it.
    run_tests test-gcc testlog --no-suite house --no-suite fuzz --no-suite display
    run_tests test-gcc testlog-valgrind --setup valgrind --suite unit --no-suite house
fi

echo
if [[ $skipped -gt 0 ]]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[[ $failed -eq 0 && $passed -gt 0 ]]
