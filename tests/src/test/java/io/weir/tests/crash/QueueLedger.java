package io.weir.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.tests.load.Payload;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What queues have promised and shown while Weir was being killed. Thread-safe. */
final class QueueLedger {
  /** A message: who published it, and its number there. */
  record Told(String stream, long number) {
    /** What a body is; fails if it is not what was published. */
    static Told of(byte[] body) {
      String stream = new String(body, UTF_8).split(" ", 2)[0];
      return new Told(stream, Payload.numberOf(stream, body));
    }

    @Override
    public String toString() {
      return stream + " " + number;
    }
  }

  private final Set<Told> confirmed = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<Told>> shown = new ConcurrentHashMap<>();
  private final Map<String, Set<Told>> settled = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  void confirmed(Told message) {
    confirmed.add(message);
  }

  /** A consumer was given a message. */
  void shown(String queue, Told message, boolean redelivered) {
    if (of(settled, queue).contains(message)) {
      fault("%s: %s came though it was settled durably", queue, message);
    }
    if (!of(shown, queue).add(message) && !redelivered) {
      fault("%s: %s came again and was not flagged", queue, message);
    }
  }

  /** A consumer was told that it has settled a message durably. */
  void settled(String queue, Told message) {
    of(settled, queue).add(message);
  }

  /** Something happened that must not. */
  void fault(String format, Object... arguments) {
    faults.add(format.formatted(arguments));
  }

  Iterable<String> faults() {
    return faults;
  }

  /** Whether a queue has shown all that was confirmed. */
  boolean hasShownAll(String queue) {
    return of(shown, queue).containsAll(confirmed);
  }

  /** How many messages a queue has shown, each counted once. */
  int shownCount(String queue) {
    return of(shown, queue).size();
  }

  int confirmedCount() {
    return confirmed.size();
  }

  int settledCount() {
    return settled.values().stream().mapToInt(Set::size).sum();
  }

  private static Set<Told> of(Map<String, Set<Told>> all, String queue) {
    return all.computeIfAbsent(queue, q -> ConcurrentHashMap.newKeySet());
  }
}
