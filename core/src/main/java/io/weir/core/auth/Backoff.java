package io.weir.core.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.core.auth.Claimant.Who;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who fails to prove itself too often waits before it is looked at again. Thread-safe, answers at
 * once; names that do not exist are counted like those that do.
 *
 * <p>Three counts, each of failures in a row, each forgotten after a quarter of an hour without
 * one:
 *
 * <ul>
 *   <li>of an address for one user: past {@value #PAIR_FREE} it waits 250 ms, then twice as long
 *       each time, up to a minute;
 *   <li>of an address for all users: past {@value #ADDRESS_FREE} likewise, which is against trying
 *       one password on many names;
 *   <li>of a user from all addresses, against guessing from many: past {@value #USER_FREE}
 *       everybody waits for that user, but no longer than {@link #USER_LONGEST}.
 * </ul>
 *
 * <p>The second and third are not asked where that user was admitted from that address within a
 * day: behind one address there may be many, and one of them with a wrong password must not keep
 * the others out.
 *
 * <p>So that nobody locks another out: an address adds no more than {@value #PAIR_FREE} failures to
 * a user's count, so one address alone never makes a user wait elsewhere; many together delay a new
 * address by seconds, and one that is known not at all. An IPv6 client is its /64, of which it has
 * as many addresses as it likes.
 */
final class Backoff {
  static final int PAIR_FREE = 5;
  static final int ADDRESS_FREE = 50;
  static final int USER_FREE = 25;
  static final Duration FIRST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofMinutes(1);
  static final Duration USER_LONGEST = Duration.ofSeconds(5);
  static final Duration MEMORY = Duration.ofMinutes(15);
  static final Duration KNOWN = Duration.ofDays(1);

  /** How many addresses, users, and pairs of both are remembered at most. */
  private static final int ENTRIES = 100_000;

  private final LongSupplier nanos;
  private final Cache<Place, Failures> places;
  private final Cache<Pair, Failures> pairs;
  private final Cache<Who, Failures> users;
  private final Cache<Pair, Boolean> known;

  /**
   * @param nanos a clock that goes on, in nanoseconds
   */
  Backoff(LongSupplier nanos) {
    this.nanos = nanos;
    this.places = cache(MEMORY);
    this.pairs = cache(MEMORY);
    this.users = cache(MEMORY);
    this.known = cache(KNOWN);
  }

  private <K, V> Cache<K, V> cache(Duration memory) {
    return Caffeine.newBuilder()
        .maximumSize(ENTRIES)
        .expireAfterWrite(memory)
        .ticker(nanos::getAsLong)
        .executor(Runnable::run)
        .build();
  }

  /** For how long an attempt has to wait; zero if it may go on. */
  Duration delay(InetAddress address, Optional<Who> who) {
    long now = nanos.getAsLong();
    Place place = Place.of(address);
    long wait = left(places.getIfPresent(place), now);
    if (who.isPresent()) {
      Pair pair = new Pair(place, who.get());
      wait = Math.max(wait, left(users.getIfPresent(who.get()), now));
      if (known.getIfPresent(pair) != null) {
        wait = 0;
      }
      wait = Math.max(wait, left(pairs.getIfPresent(pair), now));
    }
    return Duration.ofNanos(wait);
  }

  /** An attempt failed. */
  void failed(InetAddress address, Optional<Who> who) {
    Place place = Place.of(address);
    more(places, place, ADDRESS_FREE, LONGEST);
    if (who.isPresent()) {
      int ofPair = more(pairs, new Pair(place, who.get()), PAIR_FREE, LONGEST);
      if (ofPair <= PAIR_FREE) {
        more(users, who.get(), USER_FREE, USER_LONGEST);
      }
    }
  }

  /**
   * An attempt succeeded: this address is believed for this user. That it may go on guessing others
   * is not forgotten.
   */
  void succeeded(InetAddress address, Who who) {
    Pair pair = new Pair(Place.of(address), who);
    pairs.invalidate(pair);
    known.put(pair, Boolean.TRUE);
  }

  private <K> int more(Cache<K, Failures> table, K key, int free, Duration longest) {
    long now = nanos.getAsLong();
    Failures after =
        table
            .asMap()
            .compute(
                key,
                (k, before) -> {
                  int count = before == null ? 1 : Math.min(before.count() + 1, 1_000);
                  return new Failures(count, now + wait(count - free, longest));
                });
    return after.count();
  }

  /** Nothing while failures are free, then twice as long with each. */
  private static long wait(int beyond, Duration longest) {
    if (beyond <= 0) {
      return 0;
    }
    long doubled = FIRST.toNanos() << Math.min(beyond - 1, 20);
    return Math.min(doubled, longest.toNanos());
  }

  private static long left(@Nullable Failures failures, long now) {
    return failures == null ? 0 : Math.max(0, failures.until() - now);
  }

  /**
   * @param count in a row
   * @param until when another attempt is looked at, on the clock
   */
  private record Failures(int count, long until) {}

  private record Pair(Place place, Who who) {}

  /** An IPv4 address, or the first half of an IPv6 one. */
  private record Place(long bits, boolean six) {
    static Place of(InetAddress address) {
      byte[] bytes = address.getAddress();
      boolean six = address instanceof Inet6Address;
      byte[] first = Arrays.copyOf(bytes, Long.BYTES);
      return new Place(ByteBuffer.wrap(first).getLong(), six);
    }
  }
}
