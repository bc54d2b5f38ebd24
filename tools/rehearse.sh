#!/usr/bin/env bash
# Tries docs/operations.md as it is written, on this one machine, with the very files of docs/operations.
# Needs root, make check (it makes the environment with what stands in for S3), and: apt install nginx postgresql
# pgbouncer openssl age. Everything lies in a folder that is thrown away.
set -euo pipefail
cd "$(dirname "$0")/.."
HERE=$PWD PLACE=$(mktemp -d /tmp/comity-rehearsal.XXXX) COMITY="$PWD/.venv/bin/comity"
PG=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
HTTP=18080 HTTPS=18443 APP=18000 OTHER=18001 S3=15000 PRIMARY=15432 STANDBY=15433 POOL=16432
STARTED=()
chmod 755 "$PLACE"

end() {
  for pid in "${STARTED[@]}"; do kill "$pid" 2>/dev/null || true; done
  for data in "$PLACE"/primary "$PLACE"/standby; do
    [ -f "$data/postmaster.pid" ] && as_postgres "$PG/pg_ctl" -D "$data" -m immediate stop >/dev/null || true
  done
  wait || true
  rm -rf "$PLACE"
}
trap end EXIT
as_postgres() { (cd / && runuser -u postgres -- "$@"); }
say() { printf '\n== %s\n' "$*"; }
ok() { printf 'ok    %s\n' "$*"; echo "$*" >>"$PLACE/ok"; }
until_it() { for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done; echo "not in 20 s: $*"; exit 1; }
opens() { curl -fsSk --resolve "comity.example.org:$HTTPS:127.0.0.1" "https://comity.example.org:$HTTPS$1"; }

environment() { # environment FOLDER: that of docs/operations, in another folder and on other ports
  set -a
  # shellcheck disable=SC1090
  . <(sed -e "s#put-50-random-characters-here#$(openssl rand -hex 40)#" -e "s#/srv/comity#$1#" docs/operations/environment)
  set +a
}

nginx_in() { # nginx_in SERVERS: the configuration of docs/operations on other ports
  mkdir -p "$PLACE/nginx"
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=comity.example.org \
    -keyout "$PLACE/privkey.pem" -out "$PLACE/fullchain.pem" 2>/dev/null
  {
    echo "pid $PLACE/nginx/pid; error_log $PLACE/nginx/error.log; events {} http { access_log off;"
    sed -e "s#listen 80\b#listen $HTTP#" -e "s#listen 443#listen $HTTPS#" -e "s#/etc/ssl/comity#$PLACE#" \
      -e "s#/var/lib/nginx/comity#$PLACE/nginx/kept#" -e "s#127.0.0.1:8000#comity#" docs/operations/nginx.conf
    echo "upstream comity { $1 } }"
  } >"$PLACE/nginx/nginx.conf"
  nginx -q -t -c "$PLACE/nginx/nginx.conf"
  nginx -c "$PLACE/nginx/nginx.conf" -g "daemon off;" & NGINX=$!; STARTED+=($NGINX)
}

say "One machine"
# systemd looks at the units with the programs that are here.
mkdir "$PLACE/units"
for unit in docs/operations/*.service docs/operations/*.timer; do
  sed -e "s#/opt/comity/.venv/bin/comity#$COMITY#" "$unit" >"$PLACE/units/$(basename "$unit")"
done
systemd-analyze verify "$PLACE"/units/*.service "$PLACE"/units/*.timer && ok "systemd finds no fault in the units"
environment "$PLACE/one"
"$COMITY" migrate >/dev/null && "$COMITY" check | tail -1
"$COMITY" begin "Office of Example" --email head@example.org --name "Hana Head" >/dev/null && ok "begun"
"$COMITY" serve --host 127.0.0.1 --port $APP --workers 2 >/dev/null & STARTED+=($!)
nginx_in "server 127.0.0.1:$APP;"
until_it opens /en/
opens /en/ | grep -q "Office of Example" && ok "the home page comes through nginx and TLS"
curl -s -o /dev/null -w '%{redirect_url}\n' -H "Host: comity.example.org" "http://127.0.0.1:$HTTP/en/" |
  grep -q "^https://comity.example.org/en/" && ok "http leads to https"
curl -sk -D- -o /dev/null --resolve "comity.example.org:$HTTPS:127.0.0.1" "https://comity.example.org:$HTTPS/en/accounts/login/" |
  grep -qi "^set-cookie: __Host-.*secure" && ok "cookies are for TLS only"
design=$(opens /en/ | grep -o '/static/[^"]*\.css' | head -1)
kept() { curl -sk -D- -o /dev/null --resolve "comity.example.org:$HTTPS:127.0.0.1" "https://comity.example.org:$HTTPS$1" | grep -i "^x-cache"; }
kept "$design" >/dev/null; kept "$design" | grep -q HIT && ok "a file of the design comes from what nginx kept"
kept /en/ >/dev/null; kept /en/ | grep -q MISS && ok "a page does not"
curl -sk -o /dev/null "https://127.0.0.1:$HTTPS/" || ok "another name than ours is not answered"
mkdir "$PLACE/backups"
"$COMITY" backup "$PLACE/backups/tonight.tar" | sed -n 1p
age-keygen -o "$PLACE/age" 2>/dev/null
age -r "$(age-keygen -y "$PLACE/age")" "$PLACE/backups/tonight.tar" >"$PLACE/backups/tonight.tar.age"
rm "$PLACE/backups/tonight.tar"
age -d -i "$PLACE/age" "$PLACE/backups/tonight.tar.age" >"$PLACE/backups/tonight.tar" && ok "an archive comes back from age"
(COMITY_DATA="$PLACE/drill" "$COMITY" restore "$PLACE/backups/tonight.tar" | sed -n 1,3p)
(export COMITY_DATA="$PLACE/drill"; "$COMITY" migrate >/dev/null && "$COMITY" check | tail -1) && ok "the drill"
"$COMITY" backup "$PLACE/backups/before.tar" >/dev/null && "$COMITY" migrate >/dev/null && ok "a new version: backup, migrate"
kill "${STARTED[0]}" && wait "${STARTED[0]}" 2>/dev/null || true
"$COMITY" serve --host 127.0.0.1 --port $APP --workers 2 >/dev/null & SERVER=$!; STARTED+=($SERVER)
until_it opens /en/
opens /en/ | grep -q "Office of Example" && ok "a new version: after the restart everything is there"
kill "$SERVER" && wait "$SERVER" 2>/dev/null || true

say "Several machines"
for one in primary standby; do mkdir "$PLACE/$one" && chown postgres "$PLACE/$one" && chmod 700 "$PLACE/$one"; done
# Everybody shows a password, SCRAM on both sides of PgBouncer; libpq takes it from here.
export PGPASSWORD; PGPASSWORD=$(openssl rand -hex 20)
authority() { # authority NAME: one that says who a server is
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj "/CN=$1" -addext "keyUsage=critical,keyCertSign" \
    -keyout "$PLACE/$1.key" -out "$PLACE/$1.pem" 2>/dev/null
}
authority ca; authority another
mkdir "$PLACE/tls"
openssl req -new -newkey rsa:2048 -nodes -subj /CN=database -keyout "$PLACE/tls/server.key" 2>/dev/null |
  openssl x509 -req -days 1 -CA "$PLACE/ca.pem" -CAkey "$PLACE/ca.key" -CAcreateserial -out "$PLACE/tls/server.pem" \
    -extfile <(echo "subjectAltName=IP:127.0.0.1") 2>/dev/null
chown postgres "$PLACE/tls/server.key"
# libpq, and with it the standby and comity, asks the server who it is.
export PGSSLMODE=verify-full PGSSLROOTCERT="$PLACE/ca.pem"
install -m 600 -o postgres /dev/null "$PLACE/password" && echo "$PGPASSWORD" >"$PLACE/password"
install -m 600 -o postgres /dev/null "$PLACE/userlist.txt" && echo "\"comity\" \"$PGPASSWORD\"" >"$PLACE/userlist.txt"
as_postgres "$PG/initdb" -D "$PLACE/primary" --username=comity --auth-local=reject --auth-host=scram-sha-256 \
  --pwfile="$PLACE/password" -E UTF8 --locale=C.UTF-8 >/dev/null
sed -e "s#/etc/postgresql/tls#$PLACE/tls#" docs/operations/postgresql-primary.conf >"$PLACE/primary/comity.conf"
sed -i "s/^host /hostssl /" "$PLACE/primary/pg_hba.conf"
echo "include = 'comity.conf'" >>"$PLACE/primary/postgresql.conf"
chown postgres "$PLACE/primary/comity.conf"
as_postgres "$PG/pg_ctl" -D "$PLACE/primary" -w -l "$PLACE/primary/log" -o "-p $PRIMARY -k $PLACE/primary" start >/dev/null
as_postgres "$PG/pg_basebackup" -h 127.0.0.1 -p $PRIMARY -U comity -D "$PLACE/standby" -R --checkpoint=fast
sed -i "s/primary_conninfo = '/primary_conninfo = 'application_name=standby /" "$PLACE/standby/postgresql.auto.conf"
as_postgres "$PG/pg_ctl" -D "$PLACE/standby" -w -l "$PLACE/standby/log" -o "-p $STANDBY -k $PLACE/standby" start >/dev/null
in_primary() { psql -X -h 127.0.0.1 -p $PRIMARY -U comity -d postgres -Atc "$1"; }
until_it sh -c "psql -X -h 127.0.0.1 -p $PRIMARY -U comity -d postgres -Atc 'SELECT sync_state FROM pg_stat_replication' | grep -q sync"
ok "the standby is $(in_primary 'SELECT sync_state FROM pg_stat_replication')"
in_primary "CREATE DATABASE comity" >/dev/null
in_primary "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_replication USING (pid)" | grep -q t &&
  ok "the standby follows by TLS"
! PGSSLMODE=disable in_primary "SELECT 1" >/dev/null 2>&1 && ok "nobody comes to the database without TLS"

through_pool() { PGSSLMODE=disable psql -X -h 127.0.0.1 -p $POOL -U comity -d comity -Atc "$1"; }
pool() { # pool PORT [AUTHORITY]: PgBouncer as in docs/operations, leading to the server on PORT
  sed -e "s#host=10.0.0.10 port=5432#host=127.0.0.1 port=$1#" -e "s#= 6432#= $POOL#" \
    -e "s#/etc/pgbouncer/ca.pem#$PLACE/${2:-ca}.pem#" -e "s#/etc/pgbouncer#$PLACE#" docs/operations/pgbouncer.ini >"$PLACE/pgbouncer.ini"
  runuser -u postgres -- pgbouncer -q "$PLACE/pgbouncer.ini" & STARTED+=($!); POOLER=$!
}
pool $PRIMARY another
sleep 1; ! through_pool "SELECT 1" >/dev/null 2>&1 && ok "PgBouncer gives the password to no server of another authority"
kill "$POOLER"; wait "$POOLER" 2>/dev/null || true
pool $PRIMARY
until_it through_pool "SELECT 1"
through_pool "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()" | grep -q t && ok "from PgBouncer to the database by TLS"
! PGPASSWORD=wrong through_pool "SELECT 1" >/dev/null 2>&1 &&
  ok "PgBouncer lets in whoever knows the password (SCRAM), and nobody else"
"$HERE/.venv/bin/moto_server" -p $S3 >/dev/null 2>&1 & STARTED+=($!)
export AWS_ACCESS_KEY_ID=comity AWS_SECRET_ACCESS_KEY=secret AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1
export AWS_ENDPOINT_URL_S3=http://127.0.0.1:$S3 AWS_ALLOW_HTTP=true
bucket() { "$HERE/.venv/bin/python" -c "import boto3; s3 = boto3.client('s3'); $1"; }
until_it bucket "s3.create_bucket(Bucket='office', CreateBucketConfiguration={'LocationConstraint': 'eu-central-1'})"
bucket "s3.put_object(Bucket='office', Key='evidence/evidence/report', Body=b'A report.')"
environment "$PLACE/several"
export COMITY_POOLED=1 COMITY_FILES=s3://office/evidence
COMITY_JOURNAL_KEY=$(head -c 32 /dev/urandom | base64); export COMITY_JOURNAL_KEY
DIRECT="postgres://comity@127.0.0.1:$PRIMARY/comity?sslmode=verify-full&sslrootcert=$PLACE/ca.pem"
DATABASE_URL=$DIRECT "$COMITY" migrate >/dev/null && ok "migrated, past PgBouncer"
export DATABASE_URL=postgres://comity@127.0.0.1:$POOL/comity?sslmode=disable # PgBouncer stands on the same machine
"$COMITY" check | tail -1
"$COMITY" serve --host 127.0.0.1 --port $APP --workers 2 --without-letters >/dev/null 2>&1 & SERVER=$!; STARTED+=($SERVER)
(export COMITY_DATA="$PLACE/other"; DATABASE_URL=$DIRECT "$COMITY" migrate >/dev/null
  exec "$COMITY" serve --host 127.0.0.1 --port $OTHER --workers 2 --without-letters >/dev/null 2>&1) & SECOND=$!; STARTED+=($SECOND)
for port in $APP $OTHER; do until_it curl -fsS -H "Host: comity.example.org" -H "X-Forwarded-Proto: https" "http://127.0.0.1:$port/en/"; done
kill "$NGINX" && wait "$NGINX" 2>/dev/null || true
nginx_in "server 127.0.0.1:$APP; server 127.0.0.1:$OTHER;"
"$COMITY" worker 2>/dev/null & STARTED+=($!)
until_it opens /en/
"$COMITY" begin "Office of Several" --email head@example.org --name "Hana Head" >/dev/null
opens /en/ | grep -q "Office of Several" && ok "an act through PgBouncer in transaction mode is on the page"
for _ in 1 2 3 4; do opens /en/ | grep -q "Office of Several"; done && ok "two web machines answer alike"
kill "$SECOND" && wait "$SECOND" 2>/dev/null || true
opens /en/ >/dev/null 2>&1 || true; opens /en/ >/dev/null 2>&1 || true
for _ in 1 2 3 4; do opens /en/ | grep -q "Office of Several"; done && ok "one of them stops: the other one serves"
DATABASE_URL=$DIRECT "$COMITY" backup "$PLACE/backups/several.tar" | sed -n 1p
in_primary "CREATE DATABASE drill" >/dev/null
(export COMITY_DATA="$PLACE/drill2" COMITY_FILES=s3://office/drill DATABASE_URL=postgres://comity@127.0.0.1:$PRIMARY/drill
  "$COMITY" restore "$PLACE/backups/several.tar" | sed -n 1,3p) && ok "the drill, on PostgreSQL"
bucket "assert s3.get_object(Bucket='office', Key='drill/evidence/report')['Body'].read() == b'A report.'" &&
  ok "a file came out of object storage into the archive, and from there into an empty place"

say "The primary is lost"
kill -9 "$(head -1 "$PLACE/primary/postmaster.pid")"
sleep 1; rm -rf "$PLACE/primary"
curl -sk -o "$PLACE/page" -w '%{http_code}\n' --resolve "comity.example.org:$HTTPS:127.0.0.1" \
  "https://comity.example.org:$HTTPS/en/" | grep -q 503 && grep -q "Comity cannot work right now" "$PLACE/page" &&
  ok "meanwhile the site says so"
as_postgres "$PG/pg_ctl" -D "$PLACE/standby" -w promote >/dev/null
kill "$POOLER"; wait "$POOLER" 2>/dev/null || true
pool $STANDBY
until_it through_pool "SELECT 1"
until_it sh -c "curl -fsSk --resolve comity.example.org:$HTTPS:127.0.0.1 https://comity.example.org:$HTTPS/en/ | grep -q 'Office of Several'"
ok "the standby took over; what was acknowledged is there"
hoped=$(grep -c '\bok "' "$0") seen=$(sort -u "$PLACE/ok" | wc -l)
[ "$seen" = "$hoped" ] || { echo "Only $seen of $hoped are ok."; exit 1; }
say "All of it was tried"
