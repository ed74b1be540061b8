package io.weir.core.queue;

import static io.weir.testing.Futures.await;

import io.vertx.core.Future;
import io.weir.core.CoreOptions;
import io.weir.core.TestCore;
import io.weir.core.publish.Message;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Envelope;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import io.weir.core.subscription.Counts;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import io.weir.record.Header;
import java.util.List;

/** Where tests ask for what they want of queues: a core, one space of it, and one connection. */
final class Counter implements AutoCloseable {
  static final Space SPACE = Space.of(Tenant.DEFAULT);
  static final Caller ALICE = TestCore.ALICE;
  static final Caller BOB =
      new Caller(Tenant.DEFAULT, Principal.named("bob"), "test", "connection-of-bob");

  final TestCore weir;

  Counter() {
    this(CoreOptions.DEFAULT);
  }

  Counter(CoreOptions options) {
    this.weir = new TestCore(options);
  }

  Queues queues() {
    return weir.core().queues();
  }

  // ---- what is there

  QueueDescription queue(String name) {
    return queue(name, QueueOptions.DEFAULT);
  }

  QueueDescription queue(String name, QueueOptions options) {
    return done(queues().declare(ALICE, SPACE, name, options)).what();
  }

  void exchange(String name, ExchangeType type) {
    done(queues().declare(ALICE, SPACE, Exchange.durable(name, type)));
  }

  void bind(String exchange, String key, String queue) {
    done(queues().bind(ALICE, SPACE, Binding.of(exchange, Destination.queue(queue), key)));
  }

  Counts counts(String queue) {
    return done(queues().describe(ALICE, SPACE, queue)).counts();
  }

  long ready(String queue) {
    return counts(queue).ready();
  }

  // ---- what goes in

  Outcome send(String exchange, String key, String body, Header... headers) {
    return await(sending(exchange, key, body, headers));
  }

  Future<Outcome> sending(String exchange, String key, String body, Header... headers) {
    return queues().publish(ALICE, SPACE, posting(exchange, key, body, headers));
  }

  static Posting posting(String exchange, String key, String body, Header... headers) {
    return new Posting(
        exchange,
        Envelope.of(key),
        new Message(TestCore.bytes(body), List.of(headers), Message.NOW));
  }

  /** To a queue by its name. */
  void fill(String queue, String... bodies) {
    for (String body : bodies) {
      send("", queue, body);
    }
  }

  // ---- what is answered

  static <T> T done(Future<Reply<T>> reply) {
    Reply<T> answer = await(reply);
    if (answer instanceof Reply.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError(answer.toString());
  }

  static <T> Refusal refused(Future<Reply<T>> reply) {
    Reply<T> answer = await(reply);
    if (answer instanceof Reply.Refused<T>(Refusal why)) {
      return why;
    }
    throw new AssertionError(answer.toString());
  }

  @Override
  public void close() {
    weir.close();
  }
}
