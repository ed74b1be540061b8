package io.weir.core.queue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What goes with a connection, by its name. Any thread. */
final class Connections {
  private final Map<String, Things> all = new ConcurrentHashMap<>();

  /** What goes with one connection. */
  static final class Things {
    final Set<LiveQueue> queues = ConcurrentHashMap.newKeySet();
    final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    final Set<AutoCloseable> directs = ConcurrentHashMap.newKeySet();

    private boolean isEmpty() {
      return queues.isEmpty() && holders.isEmpty() && directs.isEmpty();
    }
  }

  void add(String connection, LiveQueue queue) {
    change(connection, true, things -> things.queues.add(queue));
  }

  void remove(String connection, LiveQueue queue) {
    change(connection, false, things -> things.queues.remove(queue));
  }

  void add(String connection, Holder holder) {
    change(connection, true, things -> things.holders.add(holder));
  }

  void remove(String connection, Holder holder) {
    change(connection, false, things -> things.holders.remove(holder));
  }

  void add(String connection, AutoCloseable direct) {
    change(connection, true, things -> things.directs.add(direct));
  }

  void remove(String connection, AutoCloseable direct) {
    change(connection, false, things -> things.directs.remove(direct));
  }

  /** A connection is over. */
  Things end(String connection) {
    Things things = all.remove(connection);
    return things == null ? new Things() : things;
  }

  private interface Changed {
    boolean in(Things things);
  }

  private void change(String connection, boolean isNew, Changed change) {
    all.compute(
        connection,
        (name, known) -> {
          Things things = known == null && isNew ? new Things() : known;
          if (things == null) {
            return null;
          }
          change.in(things);
          return things.isEmpty() ? null : things;
        });
  }
}
