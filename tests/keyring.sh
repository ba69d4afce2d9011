#!/usr/bin/env bash
# The real keyring: keyring.sh NUBO. Stores, reads with another program, deletes; then falls back within three seconds
# where there is no session bus, a dead one, and one that never answers. Needs dbus, gnome-keyring and secret-tool.
set -euo pipefail
nubo=$(realpath "$1")
if [ -z "${NUBO_KEYRING_INSIDE:-}" ]; then
  home=$(mktemp -d); trap 'rm -rf "$home"' EXIT
  chmod 700 "$home"
  env -i PATH="$PATH" HOME="$home" XDG_RUNTIME_DIR="$home" NUBO_KEYRING_INSIDE=1 \
    timeout 60 dbus-run-session -- "$0" "$nubo"
  exit
fi

fail() { echo "keyring: $*" >&2; exit 1; }
add() { printf 'se-cret\n' | "$nubo" accounts add "$1" --provider cloudsigma-zrh --user ops@example.com --secret-stdin --no-verify; }
where() { "$nubo" accounts show "$1" --json 2>/dev/null | grep -o '"secret_in": "[^"]*"' || true; }

printf 'unlock' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
add zurich 2>&1 | tee "$HOME/said" >/dev/null
grep -qi keyring "$HOME/said" || fail "did not say that the secret is in the keyring: $(cat "$HOME/said")"
[ "$(secret-tool lookup service nubo username zurich)" = se-cret ] || fail "another program does not find the secret"
where zurich | grep -qi keyring || fail "does not find its own secret in the keyring: $(where zurich)"
"$nubo" accounts remove zurich 2>/dev/null >/dev/null
[ -z "$(secret-tool lookup service nubo username zurich || true)" ] || fail "the secret is still there after removal"

falls_back() {
  local name=$1 begun=$EPOCHREALTIME
  add "$name" > "$HOME/said" 2>&1 || fail "$name: $(cat "$HOME/said")"
  local took=$(( (${EPOCHREALTIME/./} - ${begun/./}) / 1000 ))
  [ "$took" -lt 3900 ] || fail "$name: took $took ms"
  grep -q credentials.toml "$HOME/said" || fail "$name: did not say where the secret went: $(cat "$HOME/said")"
  [ "$(stat -c %a "$HOME/.config/nubo/credentials.toml")" = 600 ] || fail "$name: the credentials file is not private"
  where "$name" | grep -q credentials || fail "$name: does not find its secret again"
  echo "keyring: $name falls back after $took ms"
}
silent=$HOME/silent.sock
python3 - "$silent" <<'PYTHON' &
import socket, sys
listener = socket.socket(socket.AF_UNIX); listener.bind(sys.argv[1]); listener.listen(8)
kept = []
while True: kept.append(listener.accept())
PYTHON
server=$!; trap 'kill $server' EXIT
until [ -S "$silent" ]; do :; done
DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent falls_back dead
DBUS_SESSION_BUS_ADDRESS=unix:path=$silent falls_back silent
unset DBUS_SESSION_BUS_ADDRESS; XDG_RUNTIME_DIR=/nonexistent falls_back none
echo "keyring: stored, read and deleted"
