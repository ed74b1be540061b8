package io.weir.amqp091.command;

import io.weir.amqp091.mapping.AmqpException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a channel's client has been given and has not settled, by their delivery tags
 * (1.8.3.13). There are as many as its consumers' prefetch allows.
 */
final class Unsettled {

  /**
   * A message.
   *
   * @param number of the delivery at its owner
   * @param since when it was given, in milliseconds since 1970
   */
  record Held(long tag, Owner owner, long number, long since) {}

  /** More that were taken back are not remembered, but for the last. */
  private static final int MOST_RECLAIMED = 100_000;

  private final TreeMap<Long, Held> held = new TreeMap<>();

  /** Taken back from a client that took too long, which may settle them still, in vain. */
  private final TreeSet<Long> reclaimed = new TreeSet<>();

  private long last;

  /** The tag of a message that need not be settled. */
  long nextTag() {
    return ++last;
  }

  /** Keeps a message, and gives it a tag. */
  long add(Owner owner, long number, long now) {
    long tag = nextTag();
    held.put(tag, new Held(tag, owner, number, now));
    owner.took();
    return tag;
  }

  /**
   * Takes out what is settled.
   *
   * @param multiple all up to the tag; with 0, all there are
   * @return the oldest first
   * @throws AmqpException if there is no message of this tag
   */
  List<Held> take(long tag, boolean multiple) {
    if (tag == 0 && multiple) {
      return takeAll();
    }
    if (!held.containsKey(tag) && !reclaimed.remove(tag)) {
      throw AmqpException.precondition("unknown delivery tag " + Long.toUnsignedString(tag));
    }
    if (!multiple) {
      Held one = held.remove(tag);
      return one == null ? List.of() : List.of(one);
    }
    NavigableMap<Long, Held> upTo = held.headMap(tag, true);
    List<Held> taken = List.copyOf(upTo.values());
    upTo.clear();
    reclaimed.headSet(tag, true).clear();
    return taken;
  }

  /** The message that an owner has given away longest ago; null if none is out. */
  @Nullable Held oldest(Owner owner) {
    for (Held one : held.values()) {
      if (one.owner() == owner) {
        return one;
      }
    }
    return null;
  }

  /** Takes back all that an owner has given away; settling it later is no fault, and nothing. */
  List<Held> reclaim(Owner owner) {
    List<Held> taken = held.values().stream().filter(one -> one.owner() == owner).toList();
    for (Held one : taken) {
      held.remove(one.tag());
      reclaimed.add(one.tag());
    }
    while (reclaimed.size() > MOST_RECLAIMED) {
      reclaimed.removeFirst();
    }
    return taken;
  }

  /** Takes out all. */
  List<Held> takeAll() {
    List<Held> all = List.copyOf(held.values());
    held.clear();
    return all;
  }

  /** Keeps again what was taken out and is not settled after all. */
  void putBack(List<Held> taken) {
    taken.forEach(one -> held.put(one.tag(), one));
  }

  int size() {
    return held.size();
  }
}
