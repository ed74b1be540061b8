# What `./weir test` does. The launcher reads this file, which uses what it has found: home, say, fail, require_jdk,
# require_maven.

# --- Programs ---------------------------------------------------------------------------------------------------------

# The programs that tests use, one a line: the tag of those tests, Debian's packages, how to see that it is there, and may
# do what is asked of it. The last may have bars of its own.
programs() {
  cat <<'END'
curl|curl|command -v curl
kcat|kcat|command -v kcat
kafkajs|nodejs npm|command -v node && command -v npm
amqplib|nodejs npm|command -v node && command -v npm
python-kafka|python3 python3-kafka|/usr/bin/python3 -c 'import kafka' || python3 -c 'import kafka'
python-amqp|python3 python3-pika python3-celery|/usr/bin/python3 -c 'import pika, kombu, celery' || python3 -c 'import pika, kombu, celery'
amqp-tools|amqp-tools|command -v amqp-publish
rabbitmq|rabbitmq-server|PATH=$PATH:/usr/sbin; command -v rabbitmq-server
haproxy|haproxy|command -v haproxy
netns|iproute2|ip netns add weir-check-$$ && ip netns delete weir-check-$$
older-jdk|default-jre-headless|grep -E '^JAVA_VERSION="(1[7-9]|2[0-4])[."]' /usr/lib/jvm/*/release
END
}

# The tags of the programs that are not there, each on a line with its packages.
missing_programs() {
  programs | while IFS='|' read -r tag packages check; do
    sh -c "$check" >/dev/null 2>&1 </dev/null || printf '%s|%s\n' "$tag" "$packages"
  done
}

# Debian starts the services that it installs, unless a file says no: a RabbitMQ on the standard port would be in the way of
# Weir. A file that is there is left alone. For a subshell, with whose end it goes.
policy=/usr/sbin/policy-rc.d

keep_services_down() {
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
}

install_programs() {
  packages=$(printf '%s\n' "$1" | cut -d '|' -f 2 | tr '\n' ' ')
  say "installing what the tests need from Debian: $packages"
  # shellcheck disable=SC2086
  if ! (keep_services_down && apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages) \
    >"$home/target/apt.log" 2>&1 </dev/null; then
    tail -n 5 "$home/target/apt.log" >&2
    say "that did not work; all of its output is in $home/target/apt.log"
  fi
}

# Sets not_run to the tags of tests that cannot run, separated by commas. Continuous integration leaves nothing out, nor
# does a full run.
prepare_programs() {
  missing=$(missing_programs)
  if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
    install_programs "$missing"
    missing=$(missing_programs)
  fi
  not_run=$(printf '%s\n' "$missing" | cut -d '|' -f 1 | paste -s -d , -)
  if [ -n "$not_run" ] && { [ "${CI:-}" = true ] || [ -n "$full" ]; }; then
    fail "programs that the tests need are missing: $not_run (packages: $(printf '%s\n' "$missing" | cut -d '|' -f 2 | tr '\n' ' '))"
  fi
}

# --- Reports ----------------------------------------------------------------------------------------------------------

# Every test of the last run with its time, and then the totals, from the reports that Surefire wrote.
collect_reports() {
  find "$home" \( -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/quick/surefire-reports/TEST-*.xml' \) \
    -exec cat {} + 2>/dev/null |
    awk '
      function attribute(name,   value) {
        if (!match($0, " " name "=\"[^\"]*\"")) return ""
        value = substr($0, RSTART, RLENGTH)
        sub(/^[^"]*"/, "", value)
        sub(/"$/, "", value)
        return value
      }
      /<system-(out|err)>/ { output = 1 }
      output { if (/<\/system-(out|err)>/) output = 0; next }
      /<testcase / {
        tests++
        spoilt = 0
        seconds = attribute("time")
        gsub(/,/, "", seconds)
        type = attribute("classname")
        sub(/.*\./, "", type)
        printf "%9.3f s  %s.%s\n", seconds, type, attribute("name")
      }
      /<(failure|error)[ >\/]/ { if (!spoilt++) failed++ }
      /<skipped/ { if (!spoilt++) skipped++ }
      END { printf "total %d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }
    ' >"$home/target/tests.txt"
}

forget_reports() {
  find "$home" -type d \( -path '*/target/surefire-reports' -o -path '*/target/quick/surefire-reports' \) \
    -exec rm -rf {} + 2>/dev/null || :
}

totals() { sed -n 's/^total //p' "$home/target/tests.txt"; }

summary() {
  printf '\nThe ten slowest tests:\n'
  grep -v '^total' "$home/target/tests.txt" | sort -rn | head -n 10
  if [ -n "$not_run" ]; then printf '\nNot run, because their programs are missing: tests tagged %s\n' "$not_run"; fi
  printf '\n%s\n' "$(totals)"
}

# --- Runs -------------------------------------------------------------------------------------------------------------

run_maven() { (cd "$home" && "$maven" -B -ntp --fail-at-end "$@" </dev/null); }

run_tests() {
  full=
  if [ "${1:-}" = --full ]; then
    full=1
    shift
  fi
  require_jdk
  require_maven
  mkdir -p "$home/target"
  choose_suites "$@"
  if [ -n "$full" ]; then require_commit; fi
  prepare_programs
  status=0
  if [ -n "$full" ]; then run_suites "$@"; else run_everything; fi
  exit "$status"
}

run_everything() {
  forget_reports
  say "building and testing with JDK $(jdk_version "$JAVA_HOME") in $JAVA_HOME"
  run_maven -DexcludedGroups="$not_run" verify || status=$?
  collect_reports
  summary
}

# --- ./weir test --full -----------------------------------------------------------------------------------------------

# The suites, one a line: name, what it is, and what Maven is told. Whatever is random in them follows from the seed.
suites() {
  one='-Dquick -am -Dsurefire.failIfNoSpecifiedTests=false verify'
  cat <<END
everything|what ./weir test runs|verify
kills|200 times kill -9 under load from Kafka and HTTP clients|$one -pl tests -Dtest=io.weir.tests.crash.CrashTest -Dweir.crash.kills=200 -Dweir.crash.seed=$seed
queue-kills|200 times kill -9 under load from RabbitMQ's Java client|$one -pl tests -Dtest=io.weir.tests.crash.QueueCrashTest -Dweir.crash.kills=200 -Dweir.crash.seed=$seed
log-kills|200 times kill -9 of the log alone|$one -pl backend-embedded -Dtest=io.weir.embedded.CrashTest -Dweir.crash.kills=200
simulation|10,000 seeds of the log against a model of it, with crashes, power cuts and disk faults|$one -pl backend-embedded -Dtest=SimulationTest -Dweir.simulation.seeds=10000
topics|a million topics with a message each in 2 GiB of heap, in the log alone and through the whole gateway, and a log of 5,000 segments|$one -pl backend-embedded,tests -Dtest=ManyTopicsTest,ManySegmentsTest,ManyTopicsGatewayTest -Dweir.topics=1000000 -Dweir.segments=5000
backlog|ten million messages in a queue in 512 MiB of heap, found again after a kill and consumed|$one -pl tests -Dtest=BacklogTest#aBacklogTakesNoMemoryAndComesInOrderAlsoAfterAKill -Dweir.backlog.messages=10000000 -Dweir.backlog.heap=512m
fuzz|300 rounds of damaged requests of every API and version|$one -pl protocol-kafka -Dtest=FuzzTest -Dweir.fuzz.rounds=300 -Dweir.fuzz.seed=$seed
heap|an hour of steady load while segments are collected, compacted and dropped|$one -pl tests -Dtest=HeapTest -Dweir.heap.seconds=3600
soak|20 minutes of clients that come and go|$one -pl tests -Dtest=SoakTest -Dweir.soak.seconds=1200
END
}

results=$home/docs/compat/full.md

# Results name a commit, so what is tested must be one.
require_commit() {
  changes=$(git -C "$home" status --porcelain -- . ':!docs/compat') ||
    fail "test --full dates its results with a commit, and $home is no Git repository."
  [ -z "$changes" ] || fail "test --full dates its results with a commit; commit these first:
$changes"
}

# Refuses names that are no suite's.
choose_suites() {
  if [ -z "$full" ]; then
    [ $# = 0 ] || fail "test takes no arguments but --full, and got: $*"
    return
  fi
  seed=$(date +%s)
  suites >"$home/target/suites.txt"
  for each in "$@"; do
    grep -q "^$each|" "$home/target/suites.txt" ||
      fail "there is no suite $each; there are: $(cut -d '|' -f 1 "$home/target/suites.txt" | paste -s -d ' ' -)"
  done
}

# Runs the suites that are named, or all, but for those that have passed on these sources: so it can be stopped at any
# time, and goes on there.
run_suites() {
  wanted=" $* "
  while IFS='|' read -r name what arguments <&3; do
    case $wanted in "  " | *" $name "*) ;; *) continue ;; esac
    if has_passed "$name"; then
      say "$name: passed already, and nothing has changed since"
    else
      run_suite
    fi
  done 3<"$home/target/suites.txt"
}

# Whether the last run of a suite passed, and nothing has changed since the commit of its row but results, and documents,
# which only the first suite looks at.
has_passed() {
  matters=':!docs/compat'
  if [ "$1" != everything ]; then matters=':!*.md'; fi
  passed_at=$(sed -n "s/^| $1 | .* | passed | .* | \([0-9a-f]*\) | [^|]* | [^|]* |\$/\1/p" "$results" 2>/dev/null)
  [ -n "$passed_at" ] && git -C "$home" diff --quiet "$passed_at" HEAD -- . "$matters" 2>/dev/null
}

run_suite() {
  log=$home/target/suite-$name.log
  say "$name: $what (seed $seed); all output goes to $log"
  forget_reports
  began=$(date +%s)
  outcome=passed
  # shellcheck disable=SC2086
  run_maven $arguments >"$log" 2>&1 || outcome=failed
  minutes=$(((($(date +%s) - began) + 59) / 60))
  collect_reports
  # A suite of which nothing ran has not passed.
  case $(totals) in '0 passed'*) outcome=failed ;; esac
  [ $outcome = passed ] || status=1
  say "$name: $outcome, $(totals), $minutes min"
  record_result "| $name | $what (seed $seed) | $outcome | $(totals) | $(date -u +%F) | $(git -C "$home" rev-parse --short HEAD)" \
    "$minutes min | JDK $(jdk_version "$JAVA_HOME"), $(uname -sm), $(getconf _NPROCESSORS_ONLN) cores |"
}

# Writes the page anew: this row in the place of the suite's earlier one, the others as they were.
record_result() {
  mkdir -p "$home/docs/compat"
  {
    cat <<'END'
# Results of `./weir test --full`

The last run of each suite, written by the command itself. A suite that passed is run again once anything but this page
has changed.

| suite | what | result | tests | date | commit | took | on |
|---|---|---|---|---|---|---|---|
END
    while IFS='|' read -r each _; do
      if [ "$each" = "$name" ]; then printf '%s | %s\n' "$1" "$2"; else grep "^| $each |" "$results" 2>/dev/null || :; fi
    done <"$home/target/suites.txt"
  } >"$results.new"
  mv "$results.new" "$results"
}
