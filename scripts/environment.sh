# shellcheck shell=bash
# The virtual environment that the scripts share. Sourced by them, with the repository root as working directory.
#
#   prepare_environment          what the demo needs
#   prepare_environment '[test]' the same and what tests need
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
