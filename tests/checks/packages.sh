#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/packages.sh waits for a lock that another apt holds, but not forever, and not after another error. Runs the
# real apt-get with its locks, lists and one empty package in a scratch folder. Fetches and installs nothing.
# shellcheck source=tests/checks/lib.sh
. "$(dirname "$0")/lib.sh"
package=libcoap3-bin # group demo has no other
state=$scratch/state repository=$scratch/repository
mkdir -p "$scratch"/{bin,empty/DEBIAN} "$repository" "$state"/{lists,archives}/partial

# An empty package, and the repository that has it.
printf '%s\n' "Package: $package" 'Version: 1' 'Architecture: all' 'Maintainer: x <x@example.com>' 'Description: x' \
    >"$scratch/empty/DEBIAN/control"
dpkg-deb --build --root-owner-group "$scratch/empty" "$repository/x.deb" >/dev/null
{
    cat "$scratch/empty/DEBIAN/control"
    echo "Filename: ./x.deb"
    echo "Size: $(stat -c %s "$repository/x.deb")"
    echo "SHA256: $(sha256sum "$repository/x.deb" | cut -d ' ' -f 1)"
} >"$repository/Packages"
echo "deb [trusted=yes] file:$repository ./" >"$scratch/sources.list"
: >"$state/status"
cat >"$scratch/apt.conf" <<EOF
Dir::State "$state";
Dir::State::status "$state/status";
Dir::Cache "$state";
Dir::Etc::sourcelist "$scratch/sources.list";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "";
APT::Get::Download-Only "true";
EOF
export APT_CONFIG=$scratch/apt.conf

# The package always counts as missing. A scratch folder needs no root.
printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/dpkg-query"
printf '#!/bin/sh\nexec "$@"\n' >"$scratch/bin/sudo"
chmod +x "$scratch/bin"/*
export PATH=$scratch/bin:$PATH

log_of() { cat "$scratch/log"; }

# installs SECONDS: with this patience
installs() {
    QDMP_APT_PATIENCE=$1 timeout -k 5 60 "$root/scripts/packages.sh" demo >"$scratch/log" 2>&1
}

hold() { # LOCK
    exec {from}< <(exec python3 -c 'import fcntl, sys, time
with open(sys.argv[1], "w") as lock:
    fcntl.lockf(lock, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(60)' "$state/$1")
    holder=$!
    read -r -t 20 _ <&"$from" || fail "nobody holds $1"
}

release() {
    exec {from}<&-
    kill $holder
    wait $holder || true
}

installs 0 || fail "not even where nobody holds a lock: $(log_of)"
for lock in lists/lock lock-frontend lock archives/lock; do
    hold $lock
    installs 30 &
    installer=$!
    sleep 1
    kill -0 $installer 2>/dev/null || fail "does not wait for $lock: $(log_of)"
    release
    wait $installer || fail "waits for $lock, and fails then: $(log_of)"
    hold $lock
    ! installs 0 || fail "installs although $lock is held"
    grep -q "^E: Could not get lock $state/$lock" "$scratch/log" ||
        fail "does not say that $lock is held: $(log_of)"
    release
done

: >"$repository/Packages"
! installs 30 || fail "installs what is not there"
grep -q "Unable to locate package $package" "$scratch/log" ||
    fail "does not say what is not there: $(log_of)"
! grep -q waiting "$scratch/log" || fail "waits where no lock is held"
echo "waits for each lock that another apt holds"
