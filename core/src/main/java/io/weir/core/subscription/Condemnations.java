package io.weir.core.subscription;

import io.weir.record.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What waits to be buried, in its order, and how much is on its way there. Not thread-safe. */
final class Condemnations {
  /** More than these are read again when it is their turn. */
  private static final int BODIES = 64;

  private final Deque<Condemned> waiting = new ArrayDeque<>();
  private int burying;

  void add(Entry entry, Reason reason, int bytes) {
    burying++;
    LogRecord body = waiting.size() < BODIES ? entry.message() : null;
    waiting.addLast(new Condemned(entry.lane, entry.offset, body, reason, entry.failures, bytes));
  }

  List<Condemned> take(int most) {
    List<Condemned> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.removeFirst());
    }
    return taken;
  }

  void giveBack(Condemned it) {
    waiting.addFirst(it);
  }

  /** One of those that were taken lies where it is to lie. */
  void done() {
    burying--;
  }

  /** Of those that wait and those that were taken. */
  int burying() {
    return burying;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }
}
