# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build folders of the scripts' own; run.sh and test.sh, which set $root, source this file.

root=${root:?}

# build_stamp COMPILER OPTION...: what a build folder depends on. One with another stamp is of no use.
build_stamp() {
    printf '%s\n' "$root" "meson $(meson --version)" "$("$1" --version | head -n 1)" "$*"
}

# ensure_build NAME COMPILER OPTION...: an up-to-date build in build/NAME, which is the script's own: whatever else lies there
# (of another version, compiler or place, half made or damaged) is thrown away and set up anew.
ensure_build() {
    local folder=$root/build/$1 compiler=$2 stamp reason
    stamp=$(build_stamp "${@:2}")

    if [[ ! -e $folder ]]; then
        reason="is not there yet"
    elif [[ ! -f $folder/xuploader-build.stamp ]]; then
        reason="was never finished, or is not ours"
    elif [[ $(<"$folder/xuploader-build.stamp") != "$stamp" ]]; then
        reason="is of another version, compiler or place"
    elif ! meson configure "$folder" >/dev/null 2>&1 || ! ninja -C "$folder" build.ninja >/dev/null 2>&1; then
        reason="is damaged, or too old for this version"
    fi

    if [[ -v reason ]]; then
        echo "Setting up build/$1: the folder $reason."
        rm -rf --one-file-system "$folder"
        CC=$compiler meson setup "$folder" "$root" "${@:3}" || return
        echo "$stamp" >"$folder/xuploader-build.stamp"
    fi

    ninja -C "$folder"
}
