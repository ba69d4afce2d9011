#!/usr/bin/env bash
# Calendars as two programs write them: calendars.sh NUBO. khal and calcurse make a calendar each, with whole days, one that
# comes back each year and one of an hour; rules leave its days out. Needs khal and calcurse.
set -euo pipefail
nubo=$(realpath "$1")
fail() { echo "calendars: $*" >&2; exit 1; }

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/days" "$home/calcurse" "$home/state/sandbox"
run() { env -i HOME="$home" PATH="$PATH" LANG=C.UTF-8 "$@"; }

cat > "$home/khal.conf" <<CONF
[calendars]
[[days]]
path = $home/days
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Zurich
default_timezone = Europe/Zurich
[default]
default_calendar = days
[sqlite]
path = $home/khal.db
CONF
run khal -c "$home/khal.conf" new 2026-12-25 2026-12-26 'Christmas, and the day after: a rest of two days, told at some length' > /dev/null
run khal -c "$home/khal.conf" new 2026-12-23 09:00 10:00 'Meeting' > /dev/null
cat "$home"/days/*.ics > "$home/state/sandbox/khal.ics"

printf '%s\n' '12/25/2026 [1] Christmas' '12/26/2020 [1] {1Y} The day after' '12/23/2026 @ 09:00 -> 12/23/2026 @ 10:00 |Meeting' > "$home/calcurse/apts"
touch "$home/calcurse/todo" "$home/calcurse/conf"
run calcurse -D "$home/calcurse" -xical > "$home/state/sandbox/calcurse.ics"

for program in khal calcurse; do
  cat > "$home/state/sandbox/schedules.toml" <<RULES
[work]
accounts = ["sandbox-uivmm"]
select = ["name=web-test"]
zone = "Europe/Zurich"
up = ["daily 08:00-20:00"]
except = ["$program.ics"]
RULES
  nubo() { env -i HOME="$home" NUBO_STATE_DIR="$home/state" "$nubo" --sandbox "$@"; }
  nubo schedules check > /dev/null 2> "$home/said" || fail "$program: $(cat "$home/said")"
  grep -q "$program.ics has 1 event that fills no whole day" "$home/said" || fail "$program: the meeting is not told: $(cat "$home/said")"
  nubo schedules preview --week --from 2026-12-21 --json 2> /dev/null > "$home/week"
  days=$(python3 -c 'import json, sys; print(*sorted(row["date"] for row in json.load(sys.stdin) if row["times"]))' < "$home/week")
  [ "$days" = "2026-12-21 2026-12-22 2026-12-23 2026-12-24 2026-12-27" ] || fail "$program: up on $days"
done
echo "calendars: what khal and calcurse write is read"
