#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the tests of the rooms where threads meet under ThreadSanitizer. It must see how GLib hands things over from thread to thread,
# so GLib and libsoup are built from Debian's source with it, in build/tsan-libraries; the system's stay as they are. Installs what it
# needs with apt. What is not reported, and why, is in tests/tsan.supp. Its last line is "N passed, N failed".
#
# Usage: build-aux/tsan.sh [ROOM...]
#   ROOM   only the tests of these: folders of tests/ (base, media, http, journal and engine, if none is named)
set -euo pipefail

# ThreadSanitizer before clang 18 cannot start where a kernel spreads addresses as widely as newer ones do.
if (((0x$(</proc/self/personality) & 0x40000) == 0)) && setarch -R true 2>/dev/null; then
    exec setarch -R "${BASH_SOURCE[0]}" "$@"
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=build-aux/packages.sh
. "$root/build-aux/packages.sh"
# shellcheck source=build-aux/build.sh
. "$root/build-aux/build.sh"

libraries=$root/build/tsan-libraries
reports=$root/build/tsan/reports

# fetch_sources FOLDER PACKAGE=VERSION...: Debian's sources, patched, from wherever the system has its packages. Neither its lists of
# sources nor its lists of packages are touched.
fetch_sources() {
    local folder=$1 file
    local apt=(apt-get -o "Dir::Etc::sourceparts=$folder/apt/sources" -o Dir::Etc::sourcelist=/dev/null
        -o "Dir::State::lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User=root)

    mkdir -p "$folder"/apt/{sources,lists/partial,cache/archives/partial}
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [[ ! -e $file ]] || sed -nE 's/^deb[[:space:]]/deb-src /p' "$file" >"$folder/apt/sources/$(basename "$file" .list).list"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [[ ! -e $file ]] || sed 's/^Types:.*/Types: deb-src/' "$file" >"$folder/apt/sources/$(basename "$file")"
    done

    "${apt[@]}" update -qq || true # Others' repositories may have no sources.
    (cd "$folder" && "${apt[@]}" source -qq "${@:2}")
}

# build_library FOLDER SOURCE TARGETS OPTION...: with ThreadSanitizer, and the options that both take.
build_library() {
    local targets
    read -ra targets <<<"$3"
    CC=clang meson setup "$1" "$2" --prefix=/usr --wrap-mode=nodownload --buildtype=debugoptimized -Db_sanitize=thread \
        -Db_lundef=false -Dtests=false "${@:4}"
    meson compile -C "$1" "${targets[@]}"
}

# build_libraries GLIB-VERSION SOUP-VERSION: both, anew.
build_libraries() {
    local source modules
    rm -rf --one-file-system "$libraries"
    fetch_sources "$libraries" "glib2.0=$1" "libsoup3=$2"

    # Its bit locks are written in assembler, where ThreadSanitizer sees nothing; GLib has them in C too.
    source=$(echo "$libraries"/glib2.0-*/)
    sed -i '/define USE_ASM_GOTO/d' "$source/glib/gbitlock.c"

    modules=$(pkg-config --variable=giomoduledir gio-2.0)
    build_library "$libraries/glib" "$source" "glib-2.0 gobject-2.0 gmodule-2.0 gio-2.0" -Dgio_module_dir="$modules" \
        -Dglib_debug=disabled -Dlibelf=disabled -Dlibmount=disabled -Dnls=disabled -Dselinux=disabled
    build_library "$libraries/soup" "$(echo "$libraries"/libsoup3-*/)" soup-3.0 -Dbrotli=disabled -Ddocs=disabled \
        -Dgssapi=disabled -Dintrospection=disabled -Dntlm=disabled -Dsysprof=disabled -Dtls_check=false -Dvapi=disabled
}

# ensure_libraries: the versions that the system has, built once.
ensure_libraries() {
    local versions stamp status
    mapfile -t versions < <(dpkg-query -W -f '${source:Version}\n' libglib2.0-dev libsoup-3.0-dev)
    stamp=$(build_stamp clang "${versions[@]}")
    if [[ ! -f $libraries/stamp || $(<"$libraries/stamp") != "$stamp" ]]; then
        echo "Building GLib and libsoup with ThreadSanitizer (some minutes; log: $libraries.log)"
        mkdir -p "$root/build"
        set +e
        (
            set -e # In a condition it would do nothing.
            build_libraries "${versions[@]}"
        ) >"$libraries.log" 2>&1
        status=$?
        set -e
        if [[ $status -ne 0 ]]; then
            tail -n 30 "$libraries.log"
            exit 1
        fi
        echo "$stamp" >"$libraries/stamp"
    fi
}

# list_tests ROOM...: their names; not those that upload gigabytes.
list_tests() {
    local pattern
    pattern=$(IFS='|' && echo "$*")
    # ThreadSanitizer does not come up in the cage of the media helper.
    meson test -C "$root/build/tsan" --list --no-suite slow --no-suite media-helper 2>/dev/null | sed 's/.* //' | grep -E "^($pattern)/"
}

# run_tests TEST...: all processes write their reports into files, so that none is lost, whoever reads a process's output.
run_tests() {
    rm -rf "$reports"
    mkdir -p "$reports"
    env G_SLICE=always-malloc \
        LD_LIBRARY_PATH="$libraries/glib/glib:$libraries/glib/gobject:$libraries/glib/gmodule:$libraries/glib/gio:$libraries/soup/libsoup" \
        TSAN_OPTIONS="suppressions=$root/tests/tsan.supp:print_suppressions=1:log_path=$reports/process:history_size=4:exitcode=66" \
        meson test -C "$root/build/tsan" --no-rebuild --print-errorlogs --timeout-multiplier 6 "$@" </dev/null
}

if [[ ${1:-} == -* ]]; then
    sed -n '/^# Usage/,/^set/{/^#/s/^# \?//p}' "${BASH_SOURCE[0]}"
    [[ $1 == -h || $1 == --help ]] && exit 0
    exit 2
fi
if ! command -v apt-get dpkg-query >/dev/null; then
    echo "This needs the sources of Debian or one of its kin." >&2
    exit 1
fi
[[ $# -gt 0 ]] || set -- base media http journal engine

ensure_packages build test tsan
ensure_libraries
ensure_build tsan clang -Db_sanitize=thread -Db_lundef=false >"$libraries-ours.log" 2>&1 || { cat "$libraries-ours.log" && exit 1; }

mapfile -t tests < <(list_tests "$@")
[[ ${#tests[@]} -gt 0 ]] || { echo "No such tests" >&2 && exit 1; }
status=0
run_tests "${tests[@]}" || status=$?

# Suppressions that were of use; one that never is should go.
grep -hE '^ *[0-9]+ (race|race_top|mutex|thread|signal|deadlock|called_from_lib):' -r "$reports" \
    | awk '{ n[$2] += $1 } END { for (s in n) print "Suppressed " n[s] " times: " s }' || true
n_reports=$({ grep -h '^WARNING: ThreadSanitizer' -r "$reports" || true; } | wc -l)
if [[ $n_reports -gt 0 ]]; then
    cat "$reports"/process.*
    { grep -h '^SUMMARY: ThreadSanitizer' -r "$reports" || true; } | sort | uniq -c | sort -rn
fi

log=$root/build/tsan/meson-logs/testlog.json
n_passed=$(grep -c '"result": "OK"' "$log" || true)
n_failed=$((${#tests[@]} - n_passed))
if [[ $n_failed -eq 0 && ($n_reports -gt 0 || $status -ne 0) ]]; then
    n_failed=1 # A program that a test had started.
fi
echo "ThreadSanitizer reported $n_reports times"
echo "$n_passed passed, $n_failed failed"
[[ $n_failed -eq 0 ]]
