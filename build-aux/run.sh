#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds X Uploader and shows what it does, without an account. On a desktop it opens the window, with a sample video to drop
# beside it. Where there is no display, the sample goes up to the sandbox, an X of our own, and becomes a post.
# Installs what it needs with apt.
#
# Usage: build-aux/run.sh [--terminal | ARGUMENT...]
#   --terminal   the demonstration in the terminal, though there is a display
#   ARGUMENT     for xuploader-cli; try: upload YOUR.mp4 --text "Hello" --sandbox
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=build-aux/packages.sh
. "$root/build-aux/packages.sh"
# shellcheck source=build-aux/build.sh
. "$root/build-aux/build.sh"

# The bar and the quotation marks need UTF-8, which a bare system has, but does not choose.
[[ $(locale charmap) == UTF-8 ]] || export LC_ALL=C.UTF-8

cli=$root/build/run/src/cli/xuploader-cli
window=$root/build/run/src/ui/xuploader
sample=$root/build/sample.mp4

# make_sample: ten seconds of moving rings, in H.264 and, where there is an encoder for it, with a ticking AAC.
make_sample() {
    local video='x264enc speed-preset=veryfast bitrate=8000 key-int-max=60' audio='' encoder
    gst-inspect-1.0 --exists x264enc || video='openh264enc bitrate=8000000 gop-size=60 ! h264parse'
    for encoder in fdkaacenc avenc_aac voaacenc; do
        if gst-inspect-1.0 --exists "$encoder"; then
            audio="audiotestsrc num-buffers=441 samplesperbuffer=1000 wave=ticks ! audio/x-raw,rate=44100,channels=1
                ! audioconvert ! $encoder ! aacparse ! queue ! mux."
            break
        fi
    done

    echo "Making a sample video"
    # shellcheck disable=SC2086 # A pipeline is words.
    gst-launch-1.0 -q mp4mux name=mux faststart=true ! filesink location="$sample.part" \
        videotestsrc num-buffers=300 pattern=zone-plate kx2=12 ky2=12 kt=9 \
        ! video/x-raw,width=1280,height=720,framerate=30/1,format=I420 ! $video ! queue ! mux. $audio
    mv "$sample.part" "$sample"
}

# show_window: the window of this build, with its own settings' schema and jobs; the desktop's are left alone.
show_window() {
    echo "Opening the window. Drop a video on it, or this sample: $sample"
    GSETTINGS_SCHEMA_DIR=$root/build/run/data XDG_DATA_HOME=$root/build/run/data-home exec "$window"
}

# show_upload: the sandbox stays for as long as this script, so that the post can be looked at after the upload.
show_upload() {
    local ready url posts
    coproc sandbox { exec "$root/build/run/src/sandbox/xuploader-sandbox"; }
    read -r ready <&"${sandbox[0]}"
    url=$(field url "$ready")

    # Jobs of a sandbox that ends with this script have no place among the user's.
    export XDG_DATA_HOME=$root/build/run/data-home

    # A limit, because without one there would be nothing to watch: the sandbox is as near as this machine.
    XUPLOADER_API_URL=$url XUPLOADER_ACCESS_TOKEN=$(field access_token "$ready") \
        "$cli" upload "$sample" --text "Hello from X Uploader" --limit-rate 3MB

    echo "What the sandbox has got ($url/sandbox/posts):"
    posts=$(python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())' "$url/sandbox/posts")
    python3 -m json.tool --no-ensure-ascii --indent 2 <<<"$posts"
}

# field NAME JSON: a string of the sandbox's first line.
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$2"; }

if [[ ${1:-} == -- ]]; then
    shift
fi

ensure_packages build sample
mkdir -p "$root/build"
log=$root/build/run.log
echo "Building"
if ! ensure_build run gcc --buildtype=release >"$log" 2>&1; then
    cat "$log"
    echo "The build failed: see above, or $log" >&2
    exit 1
fi

if [[ $# -gt 0 && $1 != --terminal ]]; then
    exec "$cli" "$@"
fi

[[ -e $sample ]] || make_sample
if [[ ${1:-} != --terminal && -n ${WAYLAND_DISPLAY:-}${DISPLAY:-} ]]; then
    show_window
fi
show_upload
