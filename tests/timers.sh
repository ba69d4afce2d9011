#!/usr/bin/env bash
# The real timers: timers.sh NUBO. A block goes into the crontab of the present user, is read back, run as cron would run
# it, and removed; systemd checks the units and their calendar. Needs cron and systemd. The crontab is put back at the end.
set -euo pipefail
nubo=$(realpath "$1")
fail() { echo "timers: $*" >&2; exit 1; }

home=$(mktemp -d)
had=yes
crontab -l > "$home/before" 2> "$home/said" || { grep -q 'no crontab for' "$home/said" || fail "$(cat "$home/said")"; had=; }
put_back() {
  if [ -n "$had" ]; then crontab "$home/before"; else crontab -r 2>/dev/null || true; fi
  rm -rf "$home"
}
trap put_back EXIT

# Paths with what shells, cron and systemd mean something by; the program is found there by PATH.
state="$home/it's 5% of \$HOME"; bin="$home/my %h \$HOME"
mkdir -p "$state/sandbox" "$bin"
ln -s "$nubo" "$bin/nubo"
cat > "$state/sandbox/schedules.toml" <<'RULES'
[ever]
accounts = ["sandbox-uivmm"]
select = ["name=web-test"]
zone = "Europe/Rome"
up = ["daily 00:00-24:00"]
RULES
run() { env -i HOME="$home" PATH="$bin:$PATH" NUBO_STATE_DIR="$state" "$bin/nubo" --sandbox "$@"; }
state_of() { run instances show sandbox-uivmm/web-test --json 2>/dev/null | grep -o '"state": *"[a-z]*"'; }

printf '# mine, 5%% of it\nMAILTO=""\n\n0 1 1 1 * echo "50\\%%"\n' > "$home/mine"
crontab "$home/mine"
run schedules install --crontab > "$home/said" 2>&1 || fail "install: $(cat "$home/said")"
run schedules install --crontab --print > "$home/block" 2>/dev/null
cat "$home/mine" "$home/block" > "$home/expected"
crontab -l | diff "$home/expected" - || fail "the crontab is not as it should be"
run schedules install --crontab --json 2>/dev/null | grep -q '"changed": *false' || fail "installing twice is a change"

[ "$(state_of)" = '"state": "stopped"' ] || fail "web-test is not stopped at first: $(state_of)"
line=$(crontab -l | sed -n '/^# BEGIN nubo schedules/{n;p}')
read -r minute _ _ _ _ pause seconds command <<< "$line"
[[ "$minute $pause" = '*/5 sleep' && "$seconds" =~ ^[12]?[0-9]\;$ ]] || fail "no line of cron: $line"
(cd / && env -i HOME="$home" SHELL=/bin/sh PATH=/usr/bin:/bin LOGNAME="$(id -un)" sh -c "${command//\\%/%}") \
  < /dev/null > "$home/said" 2>&1 || fail "the run that cron makes failed: $(cat "$home/said")"
[ "$(state_of)" = '"state": "running"' ] || fail "the run that cron makes started nothing: $(cat "$home/said")"
run schedules uninstall --crontab > "$home/said" 2>&1 || fail "uninstall: $(cat "$home/said")"
crontab -l | cmp "$home/mine" - || fail "uninstalling left something"
crontab -r
run schedules install --crontab > /dev/null 2>&1 && run schedules uninstall --crontab > /dev/null 2>&1
! crontab -l > /dev/null 2>&1 || fail "there is a crontab where there was none"
echo "timers: the crontab was written, read, run and left as it was"

units() { # units DIR FLAG...: what would be written, one file each
  local to=$1; shift; mkdir -p "$to"
  run schedules install "$@" --print 2>/dev/null |
    awk -v to="$to" '/^# \/.*\.(service|timer)$/ { n = split($0, part, "/"); file = to "/" part[n]; next } { print > file }'
}
verify() { # verify DIR [--user]: systemd has nothing to say of the units
  local dir=$1; shift
  XDG_RUNTIME_DIR=$home systemd-analyze "$@" verify --man=no "$dir"/*.service "$dir"/*.timer > "$home/said" 2>&1 || fail "$dir: $(cat "$home/said")"
  ! grep nubo "$home/said" || fail "systemd complains of $dir"
}
units "$home/system" --systemd-system --user "$(id -un)"; verify "$home/system"
units "$home/user" --systemd-user; verify "$home/user" --user
for every in 1m:60 5m:300 30m:1800 1h:3600 2h:7200 12h:43200 24h:86400; do
  units "$home/every" --systemd-user --every "${every%:*}"
  calendar=$(sed -n 's/^OnCalendar=//p' "$home"/every/*.timer)
  times=$(TZ=UTC systemd-analyze calendar --iterations=2 "$calendar" | sed -n 's/^ *\(Next elapse\|Iter[^:]*\): //p')
  { read -r first; read -r second; } <<< "$times"
  [ $(($(date -d "$second" +%s) - $(date -d "$first" +%s))) = "${every#*:}" ] || fail "$calendar is not every $every s: $times"
done
echo "timers: systemd takes the units and their calendar"
