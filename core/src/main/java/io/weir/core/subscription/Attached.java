package io.weir.core.subscription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A consumer, and what it has. Not thread-safe. */
final class Attached {
  final long id;
  final ConsumerOptions options;
  final long since;
  private final Map<Long, Held> inFlight = new LinkedHashMap<>();
  private final @Nullable Permits permits;
  private long credit;
  private long bytesInFlight;

  /** Whether it stands in its level's queue; the roster's. */
  boolean isQueued;

  /**
   * A message in its hands.
   *
   * @param leaseEnds in milliseconds since 1970, or {@link Loaded#NEVER}
   */
  record Held(Entry entry, long leaseEnds) {}

  Attached(long id, ConsumerOptions options) {
    this(id, options, null, Loaded.NEVER);
  }

  /**
   * @param permits that it shares with others, or null
   * @param since when it came
   */
  Attached(long id, ConsumerOptions options, @Nullable Permits permits, long since) {
    this.since = since;
    this.permits = permits;
    this.id = id;
    this.options = options;
    this.credit = options.credit();
  }

  boolean hasRoom() {
    return credit > 0
        && inFlight.size() < options.prefetch()
        && (inFlight.isEmpty() || bytesInFlight < options.prefetchBytes())
        && (permits == null || permits.hasRoom());
  }

  /** Whether it still has room, for others may have taken what it shares; if so, it has it. */
  boolean reserve() {
    return permits == null || permits.tryTake();
  }

  boolean isIdle() {
    return inFlight.isEmpty();
  }

  void grant(long more) {
    credit = more > Long.MAX_VALUE - credit ? Long.MAX_VALUE : credit + more;
  }

  /** Takes back what was granted and not used; says how much that was. */
  long drain() {
    long unused = credit;
    credit = 0;
    return unused;
  }

  /** Uses credit for a message that is settled with its delivery. */
  void spend() {
    if (credit != ConsumerOptions.UNLIMITED) {
      credit--;
    }
  }

  void take(long number, Entry entry, long leaseEnds) {
    spend();
    bytesInFlight += entry.bytes;
    inFlight.put(number, new Held(entry, leaseEnds));
  }

  @Nullable Held held(long number) {
    return inFlight.get(number);
  }

  void renew(long number, Entry entry, long leaseEnds) {
    inFlight.put(number, new Held(entry, leaseEnds));
  }

  /** Takes a message out of its hands; null if it has none of that number. */
  @Nullable Held giveUp(long number) {
    Held held = inFlight.remove(number);
    if (held != null) {
      bytesInFlight -= held.entry.bytes;
      if (permits != null) {
        permits.give();
      }
    }
    return held;
  }

  /** The numbers of all that it has, in the order of delivery. */
  List<Long> numbers() {
    return new ArrayList<>(inFlight.keySet());
  }

  int inFlight() {
    return inFlight.size();
  }
}
