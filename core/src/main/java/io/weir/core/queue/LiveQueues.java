package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.queue.Connections.Things;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Exchange;
import io.weir.core.subscription.Permits;
import io.weir.core.subscription.Subscription;
import io.weir.core.subscription.Subscription.Page;
import io.weir.core.subscription.Taker;
import io.weir.core.tenant.Caller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The queues of this gateway: asks for rights, finds what is named, and answers its callers. */
final class LiveQueues implements Queues, LiveConsumer.Leaving {
  private final Parts parts;
  private final Spaces spaces;
  private final Exchanges exchanges;
  private final Declarations declarations;
  private final Sending sending;
  private final Connections connections = new Connections();

  LiveQueues(Parts parts, Spaces spaces, Declarations declarations) {
    this.parts = parts;
    this.spaces = spaces;
    this.declarations = declarations;
    this.exchanges = new Exchanges(parts.metadata(), declarations.holds());
    this.sending = new Sending(parts);
  }

  // ---- spaces

  @Override
  public List<Space> spaces(Caller caller) {
    return spaces.of(caller.tenant());
  }

  @Override
  public boolean mayEnter(Caller caller, Space space) {
    QueueRights.requireOwn(caller, space);
    return parts.rights().mayEnter(caller, space);
  }

  @Override
  public boolean has(Caller caller, Space space) {
    return space.tenant().equals(caller.tenant()) && spaces.has(space);
  }

  @Override
  public Future<Boolean> create(Caller caller, Space space) {
    return answer(
        () -> {
          QueueRights.requireOwn(caller, space);
          parts.rights().manageExchange(caller, Space.of(space.tenant()), space.name() + "/");
          return spaces.create(space);
        });
  }

  @Override
  public Future<Boolean> delete(Caller caller, Space space) {
    return answer(
        () -> {
          QueueRights.requireOwn(caller, space);
          parts.rights().manageExchange(caller, Space.of(space.tenant()), space.name() + "/");
          return spaces.delete(space, declarations);
        });
  }

  // ---- exchanges and bindings

  @Override
  public Future<Reply<Declared<Exchange>>> declare(Caller caller, Space space, Exchange exchange) {
    return answer(
        () -> {
          LiveSpace in = in(caller, space);
          parts.rights().manageExchange(caller, space, exchange.name());
          String alternate = exchange.alternate();
          if (alternate != null) {
            parts.rights().consumeExchange(caller, space, exchange.name());
            parts.rights().publish(caller, space, alternate);
          }
          return exchanges.declare(in, exchange);
        });
  }

  @Override
  public Optional<Exchange> exchange(Caller caller, Space space, String name) {
    return parts.rights().seesExchange(caller, space, name)
        ? in(caller, space).topology().exchange(name)
        : Optional.empty();
  }

  @Override
  public List<Exchange> exchanges(Caller caller, Space space) {
    return in(caller, space).topology().exchanges().stream()
        .filter(exchange -> parts.rights().seesExchange(caller, space, exchange.name()))
        .sorted(Comparator.comparing(Exchange::name))
        .toList();
  }

  @Override
  public Future<Reply<Boolean>> deleteExchange(
      Caller caller, Space space, String name, boolean ifUnused) {
    return answer(
        () -> {
          parts.rights().manageExchange(caller, space, name);
          return exchanges.delete(in(caller, space), name, ifUnused);
        });
  }

  @Override
  public Future<Reply<Boolean>> bind(Caller caller, Space space, Binding binding) {
    return answer(
        () -> {
          LiveSpace in = in(caller, space);
          parts.rights().bind(caller, space, binding);
          if (binding.destination() instanceof Destination.ToQueue(String name)
              && in.queues.get(name) instanceof LiveQueue queue) {
            parts.rights().publishTo(caller, queue);
          }
          return exchanges.bind(caller, in, binding);
        });
  }

  @Override
  public Future<Reply<Boolean>> unbind(Caller caller, Space space, Binding binding) {
    return answer(
        () -> {
          parts.rights().bind(caller, space, binding);
          return exchanges.unbind(caller, in(caller, space), binding);
        });
  }

  @Override
  public List<Binding> bindings(Caller caller, Space space) {
    var topology = in(caller, space).topology();
    return topology.exchanges().stream()
        .filter(exchange -> parts.rights().seesExchange(caller, space, exchange.name()))
        .flatMap(exchange -> topology.bindingsFrom(exchange.name()).stream())
        .toList();
  }

  // ---- queues

  @Override
  public Future<Reply<Declared<QueueDescription>>> declare(
      Caller caller, Space space, String queue, QueueOptions options) {
    return answer(
        () -> {
          LiveSpace in = in(caller, space);
          parts.rights().manageQueue(caller, space, queue);
          TopicName topic = declarations.viewed(in, queue, options);
          if (topic != null) {
            parts.rights().view(caller, queue, topic);
          }
          DeadLetterRoute letters = options.deadLetter();
          if (letters != null) {
            parts.rights().consume(caller, space, queue);
            parts.rights().publish(caller, space, letters.exchange(), queue);
          }
          return declarations.declare(caller, in, queue, options).compose(this::described);
        });
  }

  private Future<Reply<Declared<QueueDescription>>> described(Reply<Declared<LiveQueue>> reply) {
    return switch (reply) {
      case Reply.Refused<Declared<LiveQueue>>(Refusal why) -> Exchanges.refused(why);
      case Reply.Done<Declared<LiveQueue>>(
              Declared<LiveQueue>(boolean created, LiveQueue queue)) -> {
        String owner = queue.owner;
        if (created && owner != null) {
          connections.add(owner, queue);
        }
        yield queue.describe().map(description -> Reply.done(new Declared<>(created, description)));
      }
    };
  }

  @Override
  public Future<Reply<QueueDescription>> describe(Caller caller, Space space, String queue) {
    return answer(
        () -> {
          parts.rights().describe(caller, space, queue);
          return with(
              caller,
              space,
              queue,
              found -> {
                found.use();
                return found.describe().map(Reply::done);
              });
        });
  }

  @Override
  public List<String> queues(Caller caller, Space space) {
    return in(caller, space).queues.keySet().stream()
        .filter(name -> parts.rights().seesQueue(caller, space, name))
        .sorted()
        .toList();
  }

  @Override
  public Future<Reply<Long>> deleteQueue(
      Caller caller, Space space, String queue, boolean ifUnused, boolean ifEmpty) {
    return answer(
        () -> {
          parts.rights().manageQueue(caller, space, queue);
          return with(
              caller,
              space,
              queue,
              found ->
                  declarations
                      .delete(
                          found,
                          counts -> {
                            if (ifUnused && !found.consumers.isEmpty()) {
                              return new Refusal.QueueInUse(queue);
                            }
                            return ifEmpty && counts.ready() > 0
                                ? new Refusal.NotEmpty(queue, counts.ready())
                                : null;
                          })
                      .onSuccess(done -> forget(found)));
        });
  }

  private void forget(LiveQueue queue) {
    String owner = queue.owner;
    if (owner != null && queue.isGone()) {
      connections.remove(owner, queue);
    }
  }

  @Override
  public Future<Reply<Long>> purge(Caller caller, Space space, String queue) {
    return answer(
        () -> {
          parts.rights().consume(caller, space, queue);
          return with(
              caller,
              space,
              queue,
              found ->
                  found.isStream()
                      ? Exchanges.refused(new Refusal.Stream(queue))
                      : found.ask(Subscription::purge).map(Reply::done));
        });
  }

  @Override
  public Future<Void> ended(Caller caller) {
    return answer(
        () -> {
          Things things = connections.end(caller.connection());
          List<Future<Void>> ends = new ArrayList<>();
          things.directs.forEach(LiveQueues::close);
          things.holders.forEach(holder -> ends.add(holder.detach(false)));
          things.queues.forEach(queue -> ends.add(declarations.delete(queue)));
          return Future.join(ends).mapEmpty();
        });
  }

  private static void close(AutoCloseable direct) {
    try {
      direct.close();
    } catch (Exception e) {
      throw new IllegalStateException(e); // none of them throws
    }
  }

  // ---- publishing

  @Override
  public Future<Outcome> publish(Caller caller, Space space, Posting posting) {
    try {
      return sending.publish(caller, in(caller, space), posting);
    } catch (Failure failure) {
      Sending.release(posting.message());
      return Future.failedFuture(failure);
    }
  }

  @Override
  public Future<Void> room(Caller caller, int bytes) {
    return parts.publisher().room(caller, bytes);
  }

  @Override
  public Staged stage(Caller caller, Space space) {
    return new Stage(caller, in(caller, space), sending, parts.clock());
  }

  @Override
  public boolean hasDirect(Caller caller, Space space, String name) {
    return in(caller, space).directs.containsKey(name);
  }

  @Override
  public AutoCloseable direct(Caller caller, Space space, String name, DirectReceiver receiver) {
    LiveSpace in = in(caller, space);
    in.directs.put(name, receiver);
    AutoCloseable end =
        new AutoCloseable() {
          @Override
          public void close() {
            in.directs.remove(name, receiver);
            connections.remove(caller.connection(), this);
          }
        };
    connections.add(caller.connection(), end);
    return end;
  }

  // ---- consuming

  @Override
  public Future<Reply<QueueConsumer>> consume(
      Caller caller, Space space, String queue, ConsumerRequest request, QueueReceiver receiver) {
    return answer(
        () -> {
          parts.rights().consume(caller, space, queue);
          return with(caller, space, queue, found -> consume(caller, found, request, receiver));
        });
  }

  private Future<Reply<QueueConsumer>> consume(
      Caller caller, LiveQueue queue, ConsumerRequest request, QueueReceiver receiver) {
    if (queue.isStream()) {
      StreamConsumer reader = new StreamConsumer(queue, caller, request, receiver, parts, this);
      came(caller, queue, reader, true);
      return reader
          .start()
          .map(started -> Reply.<QueueConsumer>done(reader))
          .onFailure(cause -> left(queue, reader));
    }
    LiveConsumer consumer = new LiveConsumer(queue, caller, receiver, parts, this);
    came(caller, queue, consumer, true);
    return queue
        .ask(open -> open.attach(request.options(), permits(request), consumer))
        .map(
            attached -> {
              consumer.attached(attached);
              return Reply.<QueueConsumer>done(consumer);
            })
        .recover(
            cause -> {
              left(queue, consumer);
              return cause instanceof Failure.Denied
                  ? Exchanges.refused(new Refusal.HeldExclusively(queue.name()))
                  : Future.failedFuture(cause);
            });
  }

  @Override
  public Future<Reply<QueueGetter>> getter(Caller caller, Space space, String queue) {
    return answer(
        () -> {
          parts.rights().consume(caller, space, queue);
          return with(
              caller,
              space,
              queue,
              found ->
                  found.isStream()
                      ? Exchanges.refused(new Refusal.Stream(queue))
                      : found.ask(Subscription::taker).map(taker -> getter(caller, found, taker)));
        });
  }

  private static @Nullable Permits permits(ConsumerRequest request) {
    SharedPrefetch shared = request.shared();
    return shared == null ? null : shared.permits();
  }

  private Reply<QueueGetter> getter(Caller caller, LiveQueue queue, Taker taker) {
    LiveGetter getter = new LiveGetter(queue, caller, taker, parts, this);
    came(caller, queue, getter, false);
    return Reply.done(getter);
  }

  private void came(Caller caller, LiveQueue queue, Holder holder, boolean isConsumer) {
    queue.use();
    queue.holders.put(holder, caller.connection());
    if (isConsumer) {
      queue.consumers.add(holder);
    }
    connections.add(caller.connection(), holder);
  }

  /** Somebody has gone who consumed a queue, or took from it. */
  @Override
  public Future<Void> left(LiveQueue queue, Holder holder) {
    String connection = queue.holders.remove(holder);
    if (connection != null) {
      connections.remove(connection, holder);
    }
    return cancelled(queue, holder);
  }

  @Override
  public Future<Void> cancelled(LiveQueue queue, Holder holder) {
    queue.use();
    boolean isLast = queue.consumers.remove(holder) && queue.consumers.isEmpty();
    return isLast && queue.options().autoDelete()
        ? declarations.deleteUnused(queue).onSuccess(gone -> forget(queue))
        : Future.succeededFuture();
  }

  @Override
  public Future<Reply<Page>> browse(Caller caller, Space space, String queue, long from, int most) {
    return answer(
        () -> {
          parts.rights().consume(caller, space, queue);
          return with(
              caller,
              space,
              queue,
              found ->
                  found.isStream()
                      ? Exchanges.refused(new Refusal.Stream(queue))
                      : found
                          .ask(open -> open.browse(found.partitions().size() - 1, from, most))
                          .map(Reply::done));
        });
  }

  // ---- finding, and answering

  private LiveSpace in(Caller caller, Space space) {
    QueueRights.requireOwn(caller, space);
    LiveSpace found = spaces.find(space);
    if (found == null) {
      throw new Failure.Denied("there is no such space");
    }
    return found;
  }

  private <T> Future<Reply<T>> with(
      Caller caller, Space space, String queue, Function<LiveQueue, Future<Reply<T>>> call) {
    LiveQueue found = in(caller, space).queues.get(queue);
    if (found == null) {
      return Exchanges.refused(new Refusal.NoQueue(queue));
    }
    return found.isLockedFor(caller.connection())
        ? Exchanges.refused(new Refusal.Locked(queue))
        : call.apply(found)
            .recover(
                cause ->
                    cause instanceof Failure.UnknownTopic && found.isGone()
                        ? Exchanges.refused(new Refusal.NoQueue(queue))
                        : Future.failedFuture(cause));
  }

  private <T> Future<T> answer(Supplier<Future<T>> call) {
    Future<T> result;
    try {
      result = call.get();
    } catch (Failure failure) {
      result = Future.failedFuture(failure);
    }
    @Nullable ContextInternal context = ((VertxInternal) parts.vertx()).getContext();
    if (context == null) {
      return result;
    }
    Promise<T> answer = context.promise();
    result.onComplete(answer);
    return answer.future();
  }
}
