package io.weir.core.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeLanesTest {
  private static final int BOUND = 10_000;
  private static final TopicKey ORDERS = key("orders");

  private final ChangeLanes lanes = new ChangeLanes(BOUND);
  private final List<String> begun = new ArrayList<>();

  @Test
  void changesOfATopicHappenOneAfterAnother() {
    Promise<String> first = Promise.promise();
    lanes.run(ORDERS, () -> begin("first", first.future()));
    Future<String> second = lanes.run(ORDERS, () -> begin("second", Future.succeededFuture("2")));
    lanes.run(key("bills"), () -> begin("another's", Future.succeededFuture("b")));
    assertThat(begun).containsExactly("first", "another's");
    first.complete("1");
    assertThat(begun).containsExactly("first", "another's", "second");
    assertThat(second.result()).isEqualTo("2");
  }

  @Test
  void howeverManyWaitForOneAllOfThemHaveTheirTurn() {
    Promise<String> first = Promise.promise();
    lanes.run(ORDERS, first::future);
    List<Future<String>> waiting =
        IntStream.range(1, BOUND)
            .mapToObj(
                i ->
                    lanes.<String>run(
                        ORDERS, () -> Future.failedFuture(new Failure.TopicExists("it is there"))))
            .toList();
    first.complete("created");
    assertThat(waiting)
        .hasSize(BOUND - 1)
        .allSatisfy(change -> assertThat(change.cause()).isInstanceOf(Failure.TopicExists.class));
    assertThat(lanes.run(ORDERS, () -> Future.succeededFuture("after")).result())
        .isEqualTo("after");
  }

  @Test
  void pastTheBoundAChangeIsRefusedUntilOneHasEnded() {
    var narrow = new ChangeLanes(1);
    Promise<String> first = Promise.promise();
    narrow.run(ORDERS, first::future);
    assertThat(narrow.run(key("bills"), () -> Future.succeededFuture("b")).cause())
        .isInstanceOf(Failure.Throttled.class);
    first.complete("done");
    assertThat(narrow.run(key("bills"), () -> Future.succeededFuture("b")).succeeded()).isTrue();
  }

  private Future<String> begin(String name, Future<String> change) {
    begun.add(name);
    return change;
  }

  private static TopicKey key(String name) {
    return new TopicKey(Tenant.DEFAULT, new TopicName(name));
  }
}
