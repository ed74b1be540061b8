package io.weir.amqp091;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.core.failure.Failure;
import io.weir.core.queue.ConsumerRequest;
import io.weir.core.queue.Declared;
import io.weir.core.queue.DirectReceiver;
import io.weir.core.queue.Holder;
import io.weir.core.queue.Outcome;
import io.weir.core.queue.Posting;
import io.weir.core.queue.QueueConsumer;
import io.weir.core.queue.QueueDescription;
import io.weir.core.queue.QueueGetter;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.QueueReceiver;
import io.weir.core.queue.Queues;
import io.weir.core.queue.Refusal;
import io.weir.core.queue.Reply;
import io.weir.core.queue.Space;
import io.weir.core.queue.Staged;
import io.weir.core.queue.StandardExchanges;
import io.weir.core.route.AddressTree;
import io.weir.core.route.Answer;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Exchange;
import io.weir.core.route.Routes;
import io.weir.core.route.Topology;
import io.weir.core.subscription.Settlement;
import io.weir.core.subscription.Subscription.Page;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.record.BatchBuilder;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Queues of a space without a log: what the head asks of them, so that it can be tested by itself,
 * and what they may answer that the real ones do not at will.
 */
public final class MemoryQueues implements Queues {
  private static final Space SPACE = Space.of(Tenant.DEFAULT);

  private final TreeMap<String, MemoryQueue> queues = new TreeMap<>();
  private final Map<String, DirectReceiver> direct = new HashMap<>();
  private Topology topology = Topology.EMPTY;

  /** What becomes of the next publications in place of being stored; asked for each. */
  public volatile Supplier<Optional<Future<Outcome>>> instead = Optional::empty;

  MemoryQueues() {
    StandardExchanges.of(SPACE).forEach(it -> apply(topology.declare(it)));
  }

  /** Completes in a later turn of the caller's loop, as what waits for a log does. */
  <T> Future<T> later(T value) {
    var context = Vertx.currentContext();
    if (context == null) {
      return Future.succeededFuture(value);
    }
    Promise<T> promise = Promise.promise();
    context.runOnContext(turn -> promise.complete(value));
    return promise.future();
  }

  private boolean apply(Answer answer) {
    if (answer instanceof Answer.Changed changed) {
      topology = changed.change().topology();
      return true;
    }
    return false;
  }

  private <T> Reply<T> with(
      Caller caller, String queue, Function<MemoryQueue, Reply<T>> what) {
    MemoryQueue known = queues.get(queue);
    if (known == null) {
      return Reply.refused(new Refusal.NoQueue(queue));
    }
    if (known.owner != null && !known.owner.equals(caller.connection())) {
      return Reply.refused(new Refusal.Locked(queue));
    }
    return what.apply(known);
  }

  void vanish(MemoryQueue queue) {
    queues.remove(queue.name);
    topology = topology.withoutQueue(queue.name).topology();
    queue.delete();
  }

  // ---- spaces

  @Override
  public List<Space> spaces(Caller caller) {
    return List.of(SPACE);
  }

  @Override
  public boolean has(Caller caller, Space space) {
    return space.isFirst();
  }

  @Override
  public Future<Boolean> create(Caller caller, Space space) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Boolean> delete(Caller caller, Space space) {
    throw new UnsupportedOperationException();
  }

  // ---- exchanges

  @Override
  public synchronized Future<Reply<Declared<Exchange>>> declare(
      Caller caller, Space space, Exchange exchange) {
    return later(
        switch (topology.declare(exchange)) {
          case Answer.Changed changed -> {
            apply(changed);
            yield Reply.done(new Declared<>(true, exchange));
          }
          case Answer.Same same -> Reply.done(new Declared<>(false, exchange));
          case Answer.Differs(var in, var asked, var present) ->
              Reply.refused(new Refusal.OtherExchange(in, asked, present));
          case Answer.DefaultExchange there -> Reply.refused(new Refusal.AlwaysThere(""));
        });
  }

  @Override
  public synchronized Optional<Exchange> exchange(Caller caller, Space space, String name) {
    return topology.exchange(name);
  }

  @Override
  public synchronized List<Exchange> exchanges(Caller caller, Space space) {
    return topology.exchanges();
  }

  @Override
  public synchronized Future<Reply<Boolean>> deleteExchange(
      Caller caller, Space space, String name, boolean ifUnused) {
    return later(
        switch (topology.delete(name, ifUnused)) {
          case Answer.Changed changed -> Reply.done(apply(changed));
          case Answer.Missing missing -> Reply.done(false);
          case Answer.InUse used -> Reply.refused(new Refusal.InUse(name));
          case Answer.DefaultExchange there -> Reply.refused(new Refusal.AlwaysThere(name));
        });
  }

  // ---- bindings

  @Override
  public synchronized Future<Reply<Boolean>> bind(Caller caller, Space space, Binding binding) {
    return later(
        switch (topology.bind(binding)) {
          case Answer.Changed changed -> Reply.done(apply(changed));
          case Answer.Same same -> Reply.done(false);
          case Answer.Missing(boolean exchange, boolean destination) when exchange ->
              Reply.refused(new Refusal.NoExchange(binding.exchange()));
          case Answer.Missing missing ->
              Reply.refused(
                  binding.destination() instanceof Destination.ToQueue(String queue)
                      ? new Refusal.NoQueue(queue)
                      : new Refusal.NoExchange(binding.destination().name()));
          case Answer.Invalid(String reason) -> Reply.refused(new Refusal.Invalid(reason));
          case Answer.DefaultExchange there -> Reply.refused(new Refusal.AlwaysThere(""));
        });
  }

  @Override
  public synchronized Future<Reply<Boolean>> unbind(Caller caller, Space space, Binding binding) {
    return later(Reply.done(apply(topology.unbind(binding))));
  }

  @Override
  public List<Binding> bindings(Caller caller, Space space) {
    throw new UnsupportedOperationException();
  }

  // ---- queues

  @Override
  public synchronized Future<Reply<Declared<QueueDescription>>> declare(
      Caller caller, Space space, String queue, QueueOptions options) {
    if (!queues.containsKey(queue)) {
      String owner = options.exclusive() ? caller.connection() : null;
      queues.put(queue, new MemoryQueue(this, queue, options, owner));
      topology = topology.withQueue(queue, options.durable());
      return later(Reply.done(new Declared<>(true, queues.get(queue).describe())));
    }
    return later(
        with(
            caller,
            queue,
            known -> {
              var aspect = known.options.differenceTo(options);
              return aspect == null
                  ? Reply.done(new Declared<>(false, known.describe()))
                  : Reply.refused(
                      new Refusal.OtherQueue(queue, aspect, options, known.options));
            }));
  }

  @Override
  public synchronized Future<Reply<QueueDescription>> describe(
      Caller caller, Space space, String queue) {
    return later(with(caller, queue, known -> Reply.done(known.describe())));
  }

  @Override
  public synchronized List<String> queues(Caller caller, Space space) {
    return List.copyOf(queues.keySet());
  }

  @Override
  public synchronized Future<Reply<Long>> deleteQueue(
      Caller caller, Space space, String queue, boolean ifUnused, boolean ifEmpty) {
    return later(
        with(
            caller,
            queue,
            known -> {
              long ready = known.describe().counts().ready();
              if (ifUnused && known.isUsed()) {
                return Reply.refused(new Refusal.InUse(queue));
              }
              if (ifEmpty && ready > 0) {
                return Reply.refused(new Refusal.NotEmpty(queue, ready));
              }
              vanish(known);
              return Reply.done(ready);
            }));
  }

  @Override
  public synchronized Future<Reply<Long>> purge(Caller caller, Space space, String queue) {
    return later(with(caller, queue, known -> Reply.done(known.purge())));
  }

  @Override
  public synchronized Future<Void> ended(Caller caller) {
    List.copyOf(queues.values()).stream()
        .filter(it -> Objects.equals(it.owner, caller.connection()))
        .forEach(this::vanish);
    return later(null);
  }

  // ---- publishing

  @Override
  public Future<Outcome> publish(Caller caller, Space space, Posting posting) {
    var other = instead.get();
    if (other.isPresent()) {
      release(posting.message().body());
      return other.get();
    }
    return send(posting, true);
  }

  private synchronized Future<Outcome> send(Posting posting, boolean stored) {
    ByteBuf body = posting.message().body();
    String key = posting.envelope().keys().getFirst();
    DirectReceiver receiver = posting.exchange().isEmpty() ? direct.get(key) : null;
    if (receiver != null) {
      receiver.deliver("", key, body, posting.message().headers());
      return Future.succeededFuture(new Outcome.Stored(1));
    }
    try {
      boolean isDefault = posting.exchange().isEmpty();
      Optional<Exchange> exchange = topology.exchange(posting.exchange());
      if (!isDefault && exchange.isEmpty()) {
        return Future.succeededFuture(
            new Outcome.NotSent(new Refusal.NoExchange(posting.exchange())));
      }
      if (exchange.filter(Exchange::internal).isPresent()) {
        return Future.succeededFuture(
            new Outcome.NotSent(new Refusal.Internal(posting.exchange())));
      }
      Routes routes =
          topology.route(posting.exchange(), posting.envelope(), AddressTree.NOBODY);
      if (routes.queues().isEmpty()) {
        return Future.succeededFuture(new Outcome.Unroutable());
      }
      for (String queue : routes.queues()) {
        if (queues.get(queue).isFull()) {
          return later(new Outcome.Full(queue));
        }
      }
      if (stored) {
        LogRecord message = message(posting);
        routes.queues().forEach(it -> queues.get(it).add(posting.exchange(), key, message));
      }
      return stored
          ? later(new Outcome.Stored(routes.queues().size()))
          : Future.succeededFuture(new Outcome.Stored(routes.queues().size()));
    } finally {
      if (stored) {
        release(body);
      }
    }
  }

  private static void release(ByteBuf body) {
    if (body != null) {
      body.release();
    }
  }

  private static LogRecord message(Posting posting) {
    ByteBuf batch =
        BatchBuilder.create(ByteBufAllocator.DEFAULT)
            .add(
                System.currentTimeMillis(),
                null,
                posting.message().body(),
                posting.message().headers())
            .build();
    try (Records records = RecordBatch.only(batch).records(Integer.MAX_VALUE)) {
      return records.iterator().next().copy();
    } finally {
      batch.release();
    }
  }

  @Override
  public Future<Void> room(Caller caller, int bytes) {
    return Future.succeededFuture();
  }

  @Override
  public Staged stage(Caller caller, Space space) {
    return new MemoryStage();
  }

  private final class MemoryStage implements Staged {
    private final List<Posting> postings = new ArrayList<>();
    private final List<Runnable> settlements = new ArrayList<>();

    @Override
    public Future<Outcome> post(Posting posting) {
      Future<Outcome> outcome = send(posting, false);
      postings.add(posting);
      return outcome;
    }

    @Override
    public void settle(Holder holder, List<Long> numbers, Settlement settlement) {
      settlements.add(() -> holder.settle(numbers, settlement));
    }

    @Override
    public Future<List<Outcome>> commit() {
      List<Outcome> outcomes = new ArrayList<>();
      synchronized (MemoryQueues.this) {
        for (Posting posting : postings) {
          Future<Outcome> sent = send(posting, true);
          outcomes.add(sent.isComplete() ? sent.result() : new Outcome.Stored(1));
        }
      }
      settlements.forEach(Runnable::run);
      postings.clear();
      settlements.clear();
      return later(outcomes);
    }

    @Override
    public void rollback() {
      postings.forEach(it -> release(it.message().body()));
      postings.clear();
      settlements.clear();
    }
  }

  @Override
  public synchronized AutoCloseable direct(
      Caller caller, Space space, String name, DirectReceiver receiver) {
    direct.put(name, receiver);
    return () -> {
      synchronized (this) {
        direct.remove(name);
      }
    };
  }

  @Override
  public synchronized boolean hasDirect(Caller caller, Space space, String name) {
    return direct.containsKey(name);
  }

  // ---- consuming

  @Override
  public synchronized Future<Reply<QueueConsumer>> consume(
      Caller caller, Space space, String queue, ConsumerRequest request, QueueReceiver receiver) {
    return later(
        with(
            caller,
            queue,
            known ->
                known.admits(request.options().exclusive())
                    ? Reply.done(known.attach(request, receiver))
                    : Reply.refused(new Refusal.HeldExclusively(queue))));
  }

  @Override
  public synchronized Future<Reply<QueueGetter>> getter(
      Caller caller, Space space, String queue) {
    return later(with(caller, queue, known -> Reply.done(known.getter())));
  }

  @Override
  public Future<Reply<Page>> browse(
      Caller caller, Space space, String queue, long from, int most) {
    return Future.failedFuture(new Failure.Unsupported("nothing is browsed here"));
  }
}
