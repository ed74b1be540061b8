package io.weir.core.publish;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.bytes;
import static io.weir.core.TestCore.message;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.TopicSettings;
import io.weir.core.Interposed;
import io.weir.core.TestCore;
import io.weir.core.access.Access;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import io.weir.record.BatchBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final TestCore test = new TestCore();
  private final Events events = new Events();
  private final Promise<Topic> creation = Promise.promise();

  @AfterEach
  void end() {
    test.close();
  }

  @Test
  void aBatchForATopicJustCreatedComesAfterTheMessagesThatWaitForIt() {
    Topic orders =
        await(
            test.core().topics().create(ALICE, new TopicName("orders"), 1, TopicSettings.DEFAULT));
    Promise<Receipt> waited = Promise.promise();
    Promise<Receipt> passed = Promise.promise();

    ContextInternal loop = ((VertxInternal) test.vertx).createEventLoopContext();
    CompletableFuture<CompositeFuture> all = new CompletableFuture<>();
    loop.runOnContext(
        now -> {
          Turn turn = new Turn(route(), loop);
          Address address = Address.parse("orders/first");
          turn.take(new Publication(ALICE, address, message("waited"), waited, events));
          turn.take(WholeBatch.of(ALICE, orders, 0, batch("passed"), passed, events));
          creation.complete(orders);
          all.complete((CompositeFuture) Future.all(waited.future(), passed.future()));
        });
    await(await(all));
    assertThat(test.messages(orders, 0)).containsExactly("first=waited", "-=passed");
  }

  /** A way on which the creation of a topic has not yet been heard of. */
  private Route route() {
    Topics topics =
        Interposed.before(
            Topics.class,
            test.core().topics(),
            (method, arguments, onward) ->
                switch (method.getName()) {
                  case "find" -> Optional.empty();
                  case "findOrCreate" -> creation.future();
                  default -> onward.call();
                });
    return new Route(
        test.backend().log(), topics, Access.OPEN, Limits.NONE, events, new Partitioner(), 1 << 20);
  }

  private static ByteBuf batch(String body) {
    return BatchBuilder.create(ByteBufAllocator.DEFAULT)
        .add(1, null, bytes(body), List.of())
        .build();
  }
}
