package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.core.address.Address;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives each publication to the {@link Turn} of its event loop. Callers on no event loop share one,
 * which keeps the order of each of them.
 */
final class TurnPublisher implements Publisher {
  private final VertxInternal vertx;
  private final Route route;
  private final ContextInternal sharedLoop;
  private final AtomicLong bytesToSharedLoop = new AtomicLong();
  private final List<Turn> turns = new CopyOnWriteArrayList<>();

  @SuppressWarnings("ThreadLocalUsage") // one turn per event loop and core, and both live long
  private final ThreadLocal<Turn> turn = new ThreadLocal<>();

  private volatile boolean closed;

  TurnPublisher(Vertx vertx, Route route) {
    this.vertx = (VertxInternal) vertx;
    this.route = route;
    this.sharedLoop = this.vertx.createEventLoopContext();
  }

  @Override
  public Future<Receipt> publish(Caller caller, Address address, Message message) {
    ContextInternal context = vertx.getOrCreateContext();
    Promise<Receipt> promise = context.promise();
    Publication publication = new Publication(caller, address, message, promise, route.events());
    if (!onLoop(context, publication.ticket.bytes(), () -> turn().take(publication))) {
      publication.releaseBody();
      publication.ticket.refused(InFlight.crowded());
    }
    return promise.future();
  }

  @Override
  public Future<Receipt> publishBatch(Caller caller, Topic topic, int partition, ByteBuf batch) {
    ContextInternal context = vertx.getOrCreateContext();
    Promise<Receipt> promise = context.promise();
    WholeBatch whole = WholeBatch.of(caller, topic, partition, batch, promise, route.events());
    if (!onLoop(context, whole.ticket().bytes(), () -> turn().take(whole))) {
      batch.release();
      whole.ticket().refused(InFlight.crowded());
    }
    return promise.future();
  }

  @Override
  public Future<Void> publishTo(
      Caller caller, String what, @Nullable ByteBuf body, List<Target> targets) {
    ContextInternal context = vertx.getOrCreateContext();
    Promise<Void> promise = context.promise();
    Spread spread = new Spread(caller, what, body, targets, promise, route.events());
    if (!onLoop(context, spread.allBytes(), () -> turn().take(spread))) {
      spread.releaseBody();
      spread.refused(InFlight.crowded());
    }
    return promise.future();
  }

  @Override
  public Future<Void> publishTogether(Caller caller, List<Sent> all) {
    ContextInternal context = vertx.getOrCreateContext();
    List<Future<Void>> stored = new ArrayList<>();
    List<Spread> spreads = new ArrayList<>();
    int bytes = 0;
    for (Sent each : all) {
      Promise<Void> promise = context.promise();
      Spread spread =
          new Spread(caller, each.what(), each.body(), each.targets(), promise, route.events());
      stored.add(promise.future());
      spreads.add(spread);
      bytes += spread.allBytes();
    }
    if (!onLoop(context, bytes, () -> turn().take(spreads))) {
      spreads.forEach(Spread::releaseBody);
      spreads.forEach(spread -> spread.refused(InFlight.crowded()));
    }
    return Future.join(stored).mapEmpty();
  }

  @Override
  public Future<Void> room(Caller caller, int bytes) {
    ContextInternal context = vertx.getOrCreateContext();
    return context.isEventLoopContext() && context.inThread()
        ? turn().room(caller.tenant(), bytes)
        : Future.succeededFuture(); // to the shared loop there is a queue of its own
  }

  /** Runs something on the caller's event loop, or on the shared one if that has room. */
  private boolean onLoop(ContextInternal context, int bytes, Runnable work) {
    if (context.isEventLoopContext() && context.inThread()) {
      work.run();
      return true;
    }
    long before = bytesToSharedLoop.getAndAdd(bytes);
    if (before > 0 && before + bytes > route.maxBytesInFlight()) {
      bytesToSharedLoop.addAndGet(-bytes);
      return false;
    }
    sharedLoop.runOnContext(
        taken -> {
          bytesToSharedLoop.addAndGet(-bytes);
          work.run();
        });
    return true;
  }

  /** The turn of the event loop that this is called on. */
  private Turn turn() {
    Turn mine = turn.get();
    if (mine == null) {
      mine = new Turn(route, vertx.getOrCreateContext());
      turn.set(mine);
      turns.add(mine);
      if (closed) {
        mine.closeHere();
      }
    }
    return mine;
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return Future.join(turns.stream().map(Turn::close).toList()).mapEmpty();
  }
}
