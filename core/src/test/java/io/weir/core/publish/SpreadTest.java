package io.weir.core.publish;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.bytes;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.TestCore;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that lie in several places. */
class SpreadTest {
  private final AtomicInteger charged = new AtomicInteger();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT
              .withLimits(
                  new Limits() {
                    @Override
                    public Wait tryPublish(Caller caller, int messages, long bytes) {
                      charged.addAndGet(messages);
                      return Wait.NONE;
                    }
                  })
              .withBounds(new CoreOptions.Bounds(100_000, 1 << 20, 1_000)));
  private final Context loop = test.vertx.getOrCreateContext();
  private final Topic one = topic("one");
  private final Topic two = topic("two");

  @AfterEach
  void end() {
    test.close();
  }

  private Topic topic(String name) {
    return await(
        test.core().topics().create(ALICE, new TopicName(name), 1, TopicSettings.DEFAULT));
  }

  private static Target in(Topic topic) {
    return Target.of(topic.partition(0), List.of());
  }

  private Future<Void> publish(String body, Target... targets) {
    return test.core().publisher().publishTo(ALICE, "x", bytes(body), List.of(targets));
  }

  /** Does something on the event loop, in one turn. */
  private <T> T inOneTurn(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(turn -> done.complete(work.get()));
    return done.join();
  }

  @Test
  void aMessageLiesInAllOfItsPlacesWithWhatItHasInEach() {
    ByteBuf body = bytes("a");
    Target keyed = Target.of(two, Address.parse("two/key"), List.of(Header.of("h", "v")));
    await(test.core().publisher().publishTo(ALICE, "x", body, List.of(in(one), keyed)));

    assertThat(test.messages(one, 0)).containsExactly("-=a");
    assertThat(test.messages(two, 0)).containsExactly("key=a");
    assertThat(body.refCnt()).isZero();
    assertThat(charged).hasValue(1);
  }

  @Test
  void messagesOfOneTurnWithTheSamePlacesAreOneBatchAndNonePassesAnother() {
    List<Future<Void>> all =
        inOneTurn(
            () -> {
              List<Future<Void>> sent = new ArrayList<>();
              sent.add(publish("a", in(one), in(two)));
              sent.add(publish("b", in(one), in(two)));
              sent.add(publish("c", in(one)));
              sent.add(publish("d", in(one), in(two)));
              sent.add(publish("e", in(two)));
              return sent;
            });
    all.forEach(each -> await(each));

    assertThat(test.messages(one, 0)).containsExactly("-=a", "-=b", "-=c", "-=d");
    assertThat(test.messages(two, 0)).containsExactly("-=a", "-=b", "-=d", "-=e");
    assertThat(test.batches(one, 0)).isEqualTo(3);
    assertThat(test.batches(two, 0)).isEqualTo(3);
  }

  @Test
  void aPlaceThatIsGoneIsLeftOut() {
    await(test.core().topics().delete(ALICE, new TopicName("two")));
    await(publish("a", in(one), in(two)));
    await(publish("b", in(two)));
    assertThat(test.messages(one, 0)).containsExactly("-=a");
  }

  @Test
  void messagesThatAreStoredTogetherComeBehindThoseBefore() {
    List<Future<Void>> all =
        inOneTurn(
            () -> {
              List<Future<Void>> sent = new ArrayList<>();
              sent.add(publish("a", in(one)));
              sent.add(
                  test.core()
                      .publisher()
                      .publishTogether(
                          ALICE,
                          List.of(
                              new Sent("x", bytes("b"), List.of(in(one), in(two))),
                              new Sent("x", bytes("c"), List.of(in(two))),
                              new Sent("x", bytes("d"), List.of(in(one))))));
              sent.add(publish("e", in(one)));
              return sent;
            });
    all.forEach(each -> await(each));
    assertThat(test.messages(one, 0)).containsExactly("-=a", "-=b", "-=d", "-=e");
    assertThat(test.messages(two, 0)).containsExactly("-=b", "-=c");
    assertThat(charged).hasValue(5);
  }

  @Test
  void whatIsTooMuchAtOnceIsRefusedAndReleased() {
    ByteBuf first = bytes("x".repeat(60_000));
    ByteBuf second = bytes("x".repeat(60_000));
    List<Future<Void>> all =
        inOneTurn(
            () ->
                List.of(
                    test.core().publisher().publishTo(ALICE, "x", first, List.of(in(one))),
                    test.core().publisher().publishTo(ALICE, "x", second, List.of(in(one)))));
    await(all.getFirst());
    assertThatThrownBy(() -> await(all.getLast())).isInstanceOf(Failure.Throttled.class);
    assertThat(second.refCnt()).isZero();
  }
}
