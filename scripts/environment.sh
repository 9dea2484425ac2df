# shellcheck shell=bash
# The virtual environment that the scripts share. Sourced by them, with the repository root as working directory.
#
#   prepare_environment          what the demo needs
#   prepare_environment '[test]' the same and what tests need
#   prepare_browser              Chromium of the operating system, for the tests in tests/browser
#   prepare_office               LibreOffice of the operating system, for the tests of exported files
#
# Nothing is installed where nothing changed: a stamp remembers pyproject.toml, constraints.txt and the place of the
# checkout (an installation names its own path). Everything goes to standard error: standard output is for answers.

VENV=.venv

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

prepare_environment() {
    local extras="${1:-}" wanted stamp
    wanted="$({ pwd && cat pyproject.toml constraints.txt; } | cksum)"
    for stamp in "$VENV/.installed$extras" "$VENV/.installed[test]"; do
        if [[ -x $VENV/bin/python && -f $stamp && "$(<"$stamp")" == "$wanted" ]]; then
            return
        fi
    done
    stands_here || make_venv
    install "$extras"
    printf '%s\n' "$wanted" >"$VENV/.installed$extras"
}

# Whether the environment is whole and was made here: its scripts hold its path, so a copy or a moved one is no use.
stands_here() {
    [[ "$("$VENV/bin/pip" --version 2>/dev/null)" == *" $PWD/$VENV/"* ]]
}

make_venv() {
    local python
    python="$(find_python)"
    echo "Creating $VENV with $("$python" --version) …" >&2
    if ! "$python" -m venv --clear "$VENV" >&2; then
        rm -rf "$VENV"
        fail "$python cannot create virtual environments." \
            "On Debian and Ubuntu: apt-get install python3-venv; elsewhere install the full Python from python.org."
    fi
}

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "Afterwise needs Python 3.11 or newer; python3 here is: $(python3 --version 2>/dev/null || echo missing)." \
        "Install one (on Debian and Ubuntu: apt-get install python3 python3-venv), or name it: PYTHON=/path/to/python $0"
}

install() {
    local quiet=()
    [[ -t 2 ]] || quiet=(--quiet)
    echo "Installing into $VENV: once, some minutes, about 2 GB on disk …" >&2
    "$VENV/bin/python" -m pip install ${quiet[@]+"${quiet[@]}"} --disable-pip-version-check \
        --constraint constraints.txt --editable ".$1" >&2 ||
        fail "Installation failed; the lines above say why. Run $0 again: what was downloaded is kept."
}

# Tests in a browser skip without one, and fail where CI=true. CHROMIUM may name another than the system's own.
prepare_browser() {
    [[ -n ${CHROMIUM:-} ]] || command -v chromium >/dev/null || install_packages "Chromium" \
        chromium fonts-dejavu-core fonts-noto-color-emoji ||
        printf '%s\n' "No Chromium: tests in a browser will skip (or fail where CI=true)." \
            "On Debian: sudo apt-get install chromium; elsewhere name yours: CHROMIUM=/path/to/chrome $0" >&2
}

# Tests of office files skip without LibreOffice, and fail where CI=true.
prepare_office() {
    command -v localc >/dev/null && command -v lowriter >/dev/null || install_packages "LibreOffice" libreoffice-calc libreoffice-writer fonts-dejavu-core ||
        printf '%s\n' "No LibreOffice: tests of office files will skip (or fail where CI=true)." \
            "On Debian: sudo apt-get install libreoffice-calc libreoffice-writer" >&2
}

# Packages of the operating system, where this user may install them: a name for people, then the packages.
install_packages() {
    [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null || return 1
    echo "Installing $1 for the tests …" >&2
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${@:2}" >&2
}
