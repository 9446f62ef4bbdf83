# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the project needs from the system, in one place; run.sh and test.sh source this file.
#
# Each line: group, proof that it is there, package on Debian, on Fedora, on Arch ("-": part of another one), what for.
# Proofs: cmd:PROGRAM, pc:PKG-CONFIG-MODULE, gst:GSTREAMER-ELEMENT, or a function of this file.
packages='
build   cmd:gcc               gcc                        gcc                       gcc              the compiler
build   has_libc_headers      libc6-dev                  glibc-devel               glibc            headers of the C library
build   cmd:meson             meson                      meson                     meson            the build system
build   cmd:ninja             ninja-build                ninja-build               ninja            runs what meson writes
build   cmd:pkg-config        pkgconf                    pkgconf-pkg-config        pkgconf          finds the libraries
build   cmd:python3           python3                    python3                   python           meson needs it, and tests do
build   cmd:msgfmt            gettext                    gettext                   gettext          translations
build   pc:gio-2.0            libglib2.0-dev             glib2-devel               glib2            GLib and GIO
build   pc:gio-unix-2.0       libglib2.0-dev             glib2-devel               glib2            and its part for Unix
build   pc:libsoup-3.0        libsoup-3.0-dev            libsoup3-devel            libsoup3         HTTP
build   pc:json-glib-1.0      libjson-glib-dev           json-glib-devel           json-glib        JSON
build   pc:libsecret-1        libsecret-1-dev            libsecret-devel           libsecret        the keyring
build   pc:gnutls             libgnutls28-dev            gnutls-devel              gnutls           the sandbox makes its own certificate
build   pc:libnghttp2         libnghttp2-dev             libnghttp2-devel          libnghttp2       the sandbox speaks HTTP/2
build   pc:sqlite3            libsqlite3-dev             sqlite-devel              sqlite           the journal
build   pc:gtk4               libgtk-4-dev               gtk4-devel                gtk4             the window
build   pc:libadwaita-1       libadwaita-1-dev           libadwaita-devel          libadwaita       and its widgets
build   cmd:xmllint           libxml2-utils              libxml2                   libxml2          packs its descriptions
build   has_svg               librsvg2-common            librsvg2                  librsvg          its icons
build   pc:gstreamer-1.0      libgstreamer1.0-dev        gstreamer1-devel          gstreamer        the media helper looks into files
build   pc:gstreamer-app-1.0  libgstreamer-plugins-base1.0-dev gstreamer1-plugins-base-devel gst-plugins-base with its pictures,
build   pc:gstreamer-pbutils-1.0 libgstreamer-plugins-base1.0-dev gstreamer1-plugins-base-devel gst-plugins-base names of codecs
build   pc:gstreamer-video-1.0 libgstreamer-plugins-base1.0-dev gstreamer1-plugins-base-devel gst-plugins-base and pixels
build   cmd:gst-inspect-1.0   gstreamer1.0-tools         gstreamer1                gstreamer        says which plugins are there
build   gst:videoconvert      gstreamer1.0-plugins-base  gstreamer1-plugins-base   gst-plugins-base plugins: pixels, Ogg
build   gst:qtdemux           gstreamer1.0-plugins-good  gstreamer1-plugins-good   gst-plugins-good MP4, Matroska, VP9, JPEG, PNG
build   gst:h264parse         gstreamer1.0-plugins-bad   gstreamer1-plugins-bad-free gst-plugins-bad MPEG-TS, parsers, AV1, WebP
build   gst:avdec_h264        gstreamer1.0-libav         gstreamer1-plugin-libav   gst-libav        and what decodes the rest
build   cmd:update-desktop-database desktop-file-utils   desktop-file-utils        desktop-file-utils "Open With" in file managers
build   has_tls               glib-networking            glib-networking           glib-networking  TLS for GIO
sample  cmd:gst-launch-1.0    gstreamer1.0-tools         gstreamer1                gstreamer        makes the sample video
sample  gst:videotestsrc      gstreamer1.0-plugins-base  gstreamer1-plugins-base   gst-plugins-base its picture
sample  gst:mp4mux            gstreamer1.0-plugins-good  gstreamer1-plugins-good   gst-plugins-good its container
sample  has_h264              gstreamer1.0-plugins-ugly  gstreamer1-plugin-openh264 gst-plugins-ugly its H.264
sample  has_h264              -                          gstreamer1-plugins-bad-free -               and what openh264enc needs
test    cmd:clang             clang                      clang                     clang            the second compiler, with sanitizers
test    has_sanitizers        libclang-rt-dev            compiler-rt               compiler-rt      the sanitizers and libFuzzer
test    cmd:llvm-symbolizer   llvm                       llvm                      llvm             names in their reports
test    cmd:clang-format      clang-format               clang-tools-extra         -                the house style
test    cmd:valgrind          valgrind                   valgrind                  valgrind         memory, once more
test    cmd:desktop-file-validate desktop-file-utils     desktop-file-utils        desktop-file-utils the desktop file
test    cmd:appstreamcli      appstream                  appstream                 appstream        what software centres show
test    cmd:rsvg-convert      librsvg2-bin               librsvg2-tools            librsvg          the icons
test    cmd:Xvfb              xvfb                       xorg-x11-server-Xvfb      xorg-server-xvfb a display for the window
test    cmd:dbus-daemon       dbus-daemon                dbus-daemon               dbus             a session bus for it
test    cmd:gnome-keyring-daemon gnome-keyring           gnome-keyring             gnome-keyring    a keyring on that bus
test    has_prompter          gcr                        gcr3                      gcr              which asks for its password
test    cmd:chromium          chromium                   chromium                  chromium         a browser that signs in
test    cmd:chromedriver      chromium-driver            chromedriver              -                and what steers it
test    cmd:openbox           openbox                    openbox                   openbox          a window manager, for focus
test    has_accessibility     at-spi2-core               at-spi2-core              at-spi2-core     what a screen reader sees of it
test    has_python_gtk        python3-gi                 python3-gobject           python-gobject   tests of the window are Python
test    has_python_gtk        gir1.2-gtk-4.0             gtk4                      gtk4             whose files are dragged onto it
test    has_python_xlib       python3-xlib               python3-xlib              python-xlib      and which press keys
picture has_cantarell         fonts-cantarell            abattis-cantarell-fonts   cantarell-fonts  letters as in GNOME, for screenshots
picture has_emoji             fonts-noto-color-emoji     google-noto-color-emoji-fonts noto-fonts-emoji and its emoji
tsan    cmd:dpkg-source       dpkg-dev                   -                         -                sources of GLib and libsoup, for tsan.sh
'

has_libc_headers() { echo '#include <stdio.h>' | gcc -E - >/dev/null 2>&1; }

has_sanitizers() {
    local program works=0
    program=$(mktemp)
    echo 'int main (void) { return 0; }' | clang -fsanitize=address,undefined -x c - -o "$program" 2>/dev/null || works=1
    rm -f "$program"
    return "$works"
}

has_tls() {
    local modules
    modules=$(pkg-config --variable=giomoduledir gio-2.0 2>/dev/null) || return
    compgen -G "$modules/libgio*tls.so" >/dev/null || [[ -e $modules/libgioopenssl.so ]]
}

# GTK 4.20 reads SVG itself.
has_svg() {
    local loaders
    pkg-config --atleast-version=4.19 gtk4 2>/dev/null && return
    loaders=$(pkg-config --variable=gdk_pixbuf_moduledir gdk-pixbuf-2.0 2>/dev/null) || return
    compgen -G "$loaders/*svg*.so" >/dev/null
}

has_prompter() { [[ -e /usr/share/dbus-1/services/org.gnome.keyring.SystemPrompter.service ]]; }
has_accessibility() { [[ -x /usr/libexec/at-spi-bus-launcher || -x /usr/lib/at-spi-bus-launcher ]]; }

# The system's own Python has gi; another one may come first in PATH.
has_python_gtk() { /usr/bin/python3 -c 'import gi; gi.require_version("Gtk", "4.0"); from gi.repository import Gtk' 2>/dev/null; }
has_python_xlib() { /usr/bin/python3 -c 'import Xlib' 2>/dev/null; }

has_cantarell() { [[ -n $(fc-list Cantarell 2>/dev/null) ]]; }
has_emoji() { [[ -n $(fc-list 'Noto Color Emoji' 2>/dev/null) ]]; }

has_h264() { has gst:x264enc || { has gst:openh264enc && has gst:h264parse; }; }

has() { # PROOF
    case $1 in
    cmd:*) command -v "${1#cmd:}" >/dev/null ;;
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    gst:*) gst-inspect-1.0 --exists "${1#gst:}" 2>/dev/null ;;
    *) "$1" ;;
    esac
}

# missing COLUMN GROUP...: the packages that are not there, by their names in COLUMN (3: Debian, 4: Fedora, 5: Arch).
missing() {
    local column=$1 wanted=" ${*:2} " fields
    while read -ra fields; do
        if [[ ${#fields[@]} -gt 0 && $wanted == *" ${fields[0]} "* && ${fields[column - 1]} != - ]] && ! has "${fields[1]}"; then
            echo "${fields[column - 1]}"
        fi
    done <<<"$packages" | sort -u
}

# apt_install PACKAGE...: with the package lists that are there, and fetched anew only where those do not do.
apt_install() {
    local as_root=(env DEBIAN_FRONTEND=noninteractive)
    if [[ $EUID -ne 0 ]]; then
        if ! command -v sudo >/dev/null; then
            echo "These packages are missing, and there is neither root nor sudo to install them. Please have them installed:"
            echo "  apt-get install --no-install-recommends $*"
            return 1
        fi >&2
        as_root=(sudo "${as_root[@]}")
    fi

    echo "Installing: $*"
    local install=(apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@")
    if ! { apt-get install --dry-run --no-install-recommends "$@" >/dev/null 2>&1 && "${as_root[@]}" "${install[@]}"; }; then
        "${as_root[@]}" apt-get update -qq
        "${as_root[@]}" "${install[@]}"
    fi
}

# ensure_packages GROUP...: installs what is missing on Debian and its kin; elsewhere says what to install, and ends the script.
ensure_packages() {
    local names
    mapfile -t names < <(missing 3 "$@")
    [[ ${#names[@]} -eq 0 ]] && return

    if command -v apt-get >/dev/null; then
        apt_install "${names[@]}" </dev/null || exit 1
        mapfile -t names < <(missing 3 "$@")
        [[ ${#names[@]} -eq 0 ]] && return
        echo "Installed, and yet not found: ${names[*]}" >&2
        exit 1
    fi

    {
        echo "Some packages are missing. Please install them and try again."
        echo "  Fedora: dnf install $(missing 4 "$@" | xargs)"
        echo "  Arch:   pacman -S --needed $(missing 5 "$@" | xargs)"
        echo "  Others: what these are called there (Debian's names: ${names[*]})"
    } >&2
    exit 1
}
