#!/usr/bin/env bash
# Run the suite once more on a PostgreSQL 15 server, where one can be started here; say so where it cannot.
# Usage: scripts/postgres15.sh COMMAND…   (the command sees the server in WELLRUN_TEST_ADMIN_URL)
set -u
bin=""
for folder in /usr/lib/postgresql/15/bin /opt/homebrew/opt/postgresql@15/bin; do
  [ -x "$folder/initdb" ] && bin=$folder
done
if [ -z "$bin" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  (apt-get update -qq && apt-get install -qq -y --no-install-recommends postgresql-15) >/dev/null 2>&1
  [ -x /usr/lib/postgresql/15/bin/initdb ] && bin=/usr/lib/postgresql/15/bin
fi
if [ -z "$bin" ]; then
  echo "SKIPPED on PostgreSQL 15: no such server here and none could be installed."
  exit 0
fi
data=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then chown postgres "$data"; as="runuser -u postgres --"; fi
stop() { $as "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1; rm -rf "$data"; }
trap stop EXIT
$as "$bin/initdb" -D "$data" -U postgres --auth=trust --encoding=utf8 >/dev/null &&
  $as "$bin/pg_ctl" -D "$data" -w -o "-h '' -k $data -c fsync=off" start >/dev/null || exit 1
echo "On $("$bin/postgres" --version)"
WELLRUN_TEST_ADMIN_URL="postgresql://postgres@/postgres?host=$data" "$@"
