package io.weir.amqp091;

import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import io.weir.core.queue.ConsumerRequest;
import io.weir.core.queue.Delivered;
import io.weir.core.queue.Holder;
import io.weir.core.queue.QueueConsumer;
import io.weir.core.queue.QueueDescription;
import io.weir.core.queue.QueueGetter;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.QueueReceiver;
import io.weir.core.queue.SharedPrefetch;
import io.weir.core.subscription.Counts;
import io.weir.core.subscription.Settlement;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A queue of {@link MemoryQueues}; guarded by that. */
final class MemoryQueue {
  private record Stored(
      long position,
      String exchange,
      String key,
      LogRecord message,
      int failures,
      boolean redelivered) {
    Stored again(boolean failed) {
      return new Stored(
          position, exchange, key, message, failed ? failures + 1 : failures, true);
    }
  }

  private final MemoryQueues all;
  final String name;
  final QueueOptions options;
  final String owner;
  private final TreeMap<Long, Stored> ready = new TreeMap<>();
  private final List<Attached> consumers = new ArrayList<>();
  private final Map<SharedPrefetch, Integer> shared = new IdentityHashMap<>();
  private long positions;
  private long numbers;
  private int turn;
  private boolean gone;

  MemoryQueue(MemoryQueues all, String name, QueueOptions options, String owner) {
    this.all = all;
    this.name = name;
    this.options = options;
    this.owner = owner;
  }

  boolean isFull() {
    return options.overflow() != QueueOptions.Overflow.DROP_HEAD
        && options.maxMessages() != QueueOptions.UNLIMITED
        && ready.size() >= options.maxMessages();
  }

  void add(String exchange, String key, LogRecord message) {
    long position = positions++;
    ready.put(position, new Stored(position, exchange, key, message, 0, false));
    while (options.maxMessages() != QueueOptions.UNLIMITED && ready.size() > options.maxMessages()) {
      ready.pollFirstEntry();
    }
    dispatch();
  }

  QueueDescription describe() {
    int held = consumers.stream().mapToInt(it -> it.held.size()).sum();
    return new QueueDescription(
        name, options, owner, new Counts(ready.size(), held, consumers.size(), 0, 0));
  }

  boolean isUsed() {
    return !consumers.isEmpty();
  }

  long purge() {
    long count = ready.size();
    ready.clear();
    return count;
  }

  /** Whether it may have another consumer like this. */
  boolean admits(boolean exclusive) {
    return exclusive
        ? consumers.isEmpty()
        : consumers.stream().noneMatch(it -> it.request.options().exclusive());
  }

  Attached attach(ConsumerRequest request, QueueReceiver receiver) {
    Attached attached = new Attached(request, receiver);
    consumers.add(attached);
    dispatch();
    return attached;
  }

  Getter getter() {
    return new Getter();
  }

  void delete() {
    gone = true;
    List.copyOf(consumers)
        .forEach(it -> it.receiver.ended(new Failure.UnknownTopic("the queue is gone")));
    consumers.clear();
  }

  private void dispatch() {
    boolean moved = true;
    while (moved && !ready.isEmpty() && !consumers.isEmpty()) {
      moved = false;
      for (int i = 0; i < consumers.size() && !moved; i++) {
        Attached next = consumers.get((turn + i) % consumers.size());
        if (next.takes()) {
          turn = (turn + i + 1) % consumers.size();
          next.give(ready.pollFirstEntry().getValue());
          moved = true;
        }
      }
    }
  }

  private <T> Future<T> locked(Supplier<T> what) {
    synchronized (all) {
      return all.later(what.get());
    }
  }

  /** Who has messages in its hands. */
  private class Hands implements Holder {
    final Map<Long, Stored> held = new HashMap<>();

    @Override
    public String queue() {
      return name;
    }

    @Override
    public QueueOptions options() {
      return options;
    }

    Delivered take(Stored stored, boolean settled) {
      long number = numbers++;
      if (!settled) {
        held.put(number, stored);
      }
      return new Delivered(
          number,
          stored.exchange,
          stored.key,
          stored.message,
          stored.message.headers(),
          stored.failures,
          stored.redelivered);
    }

    @Override
    public Future<List<Long>> settle(List<Long> those, Settlement settlement) {
      return locked(
          () -> {
            List<Long> unknown = new ArrayList<>();
            for (long number : those) {
              Stored stored = held.remove(number);
              if (stored == null) {
                unknown.add(number);
              } else {
                settled(stored, settlement);
              }
            }
            dispatch();
            return unknown;
          });
    }

    void settled(Stored stored, Settlement settlement) {
      switch (settlement) {
        case Settlement.Release release -> ready.put(stored.position, stored.again(false));
        case Settlement.Modify modify -> {
          Stored again = stored.again(modify.failed());
          if (options.deliveryLimit() < 0 || again.failures <= options.deliveryLimit()) {
            ready.put(stored.position, again);
          }
        }
        default -> {}
      }
    }

    @Override
    public Future<Void> detach(boolean failed) {
      return locked(
          () -> {
            held.values().forEach(it -> ready.put(it.position, it.again(failed)));
            held.clear();
            left();
            dispatch();
            return null;
          });
    }

    void left() {}
  }

  /** A consumer. */
  final class Attached extends Hands implements QueueConsumer {
    private final ConsumerRequest request;
    private final QueueReceiver receiver;
    private long credit;
    private int ofShared;

    private Attached(ConsumerRequest request, QueueReceiver receiver) {
      this.request = request;
      this.receiver = receiver;
      this.credit = request.options().credit();
    }

    boolean takes() {
      SharedPrefetch with = request.shared();
      return credit > 0
          && held.size() < request.options().prefetch()
          && (with == null || shared.getOrDefault(with, 0) < with.most());
    }

    void give(Stored stored) {
      credit--;
      Delivered delivered = take(stored, request.options().settled());
      count(request.options().settled() ? 0 : 1);
      receiver.deliver(List.of(delivered));
    }

    private void count(int more) {
      SharedPrefetch with = request.shared();
      if (with != null) {
        ofShared += more;
        shared.merge(with, more, Integer::sum);
      }
    }

    @Override
    void settled(Stored stored, Settlement settlement) {
      count(-1);
      super.settled(stored, settlement);
    }

    @Override
    public void grant(long more) {
      synchronized (all) {
        credit += more;
        dispatch();
      }
    }

    @Override
    public Future<Long> drain() {
      return locked(
          () -> {
            long unused = credit;
            credit = 0;
            return unused;
          });
    }

    @Override
    public Future<Void> cancel() {
      return locked(
          () -> {
            credit = 0;
            leaveQueue();
            return null;
          });
    }

    @Override
    public Future<Boolean> renew(long number) {
      return locked(() -> held.containsKey(number));
    }

    @Override
    void left() {
      count(-ofShared);
      leaveQueue();
    }

    private void leaveQueue() {
      if (consumers.remove(this) && consumers.isEmpty() && options.autoDelete() && !gone) {
        all.vanish(MemoryQueue.this);
      }
    }
  }

  /** What takes single messages. */
  final class Getter extends Hands implements QueueGetter {
    @Override
    public Future<Optional<Got>> get(boolean settled) {
      synchronized (all) {
        if (gone) {
          return Future.failedFuture(new Failure.UnknownTopic("the queue is gone"));
        }
        var first = ready.pollFirstEntry();
        return all.later(
            first == null
                ? Optional.empty()
                : Optional.of(new Got(take(first.getValue(), settled), ready.size())));
      }
    }
  }
}
