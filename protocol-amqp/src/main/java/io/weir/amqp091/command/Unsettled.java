package io.weir.amqp091.command;

import io.weir.amqp091.mapping.AmqpException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * The messages that a channel's client has been given and has not settled, by their delivery tags
 * (1.8.3.13). There are as many as its consumers' prefetch allows.
 */
final class Unsettled {

  /**
   * A message.
   *
   * @param number of the delivery at its owner
   */
  record Held(long tag, Owner owner, long number) {}

  private final TreeMap<Long, Held> held = new TreeMap<>();
  private long last;

  /** The tag of a message that need not be settled. */
  long nextTag() {
    return ++last;
  }

  /** Keeps a message, and gives it a tag. */
  long add(Owner owner, long number) {
    long tag = nextTag();
    held.put(tag, new Held(tag, owner, number));
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
    if (!held.containsKey(tag)) {
      throw AmqpException.precondition("unknown delivery tag " + Long.toUnsignedString(tag));
    }
    if (!multiple) {
      return List.of(held.remove(tag));
    }
    List<Held> taken = new ArrayList<>();
    Iterator<Held> oldest = held.values().iterator();
    Held next;
    do {
      next = oldest.next();
      taken.add(next);
      oldest.remove();
    } while (next.tag() != tag);
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
