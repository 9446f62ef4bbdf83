#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes data/screenshots/*.png anew, the pictures that the metainfo names: the window of this build, on a display and with a
# sandbox of its own. Installs what it needs with apt.
#
# Usage: build-aux/screenshots.sh [FOLDER]
#   FOLDER   where the pictures go, instead of data/screenshots
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=build-aux/packages.sh
. "$root/build-aux/packages.sh"
# shellcheck source=build-aux/build.sh
. "$root/build-aux/build.sh"

if [[ ${1:-} == -* || $# -gt 1 ]]; then
    sed -n '/^# Usage/,/^set/{/^#/s/^# \?//p}' "${BASH_SOURCE[0]}"
    [[ $1 == -h || $1 == --help ]] && exit 0
    exit 2
fi

ensure_packages build sample test picture
ensure_build run gcc --buildtype=release

export XU_APPLICATION=$root/build/run/src/ui/xuploader XU_SANDBOX=$root/build/run/src/sandbox/xuploader-sandbox
export XU_CLI=$root/build/run/src/cli/xuploader-cli XU_SCHEMAS=$root/build/run/data PYTHONDONTWRITEBYTECODE=1
python=python3
[[ -x /usr/bin/python3 ]] && python=/usr/bin/python3 # The system's own has GTK's bindings.
exec "$python" "$root/build-aux/take-screenshots.py" "$root" "${1:-$root/data/screenshots}"
