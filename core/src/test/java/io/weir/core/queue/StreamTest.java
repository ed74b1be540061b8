package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.done;
import static io.weir.core.queue.Counter.refused;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.TestCore;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.subscription.Settlement;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queues that keep what was read: each consumer reads them all, from where it likes. */
class StreamTest {
  private static final QueueOptions STREAM =
      QueueOptions.DEFAULT.change().kind(Kind.STREAM).build();

  private final Counter counter = new Counter();

  @AfterEach
  void end() {
    counter.close();
  }

  private Customer read(String queue, int prefetch, StreamStart start) {
    return Customer.of(
        counter,
        queue,
        ConsumerRequest.of(ConsumerOptions.DEFAULT.withPrefetch(prefetch)).withStart(start));
  }

  @Test
  void eachReaderReadsFromWhereItLikes() {
    counter.queue("s", STREAM);
    counter.fill("s", "a", "b", "c");

    assertThat(read("s", 10, StreamStart.FIRST).told(3)).containsExactly("a", "b", "c");
    assertThat(read("s", 10, new StreamStart.Offset(1)).told(2)).containsExactly("b", "c");
    assertThat(read("s", 10, StreamStart.LAST).told(1)).containsExactly("c");
    assertThat(read("s", 10, new StreamStart.Time(0)).told(3)).containsExactly("a", "b", "c");
    Customer next = read("s", 10, StreamStart.NEXT);
    counter.fill("s", "d");
    assertThat(next.told(1)).containsExactly("d");
    assertThat(next.got.getFirst().message().offset()).isEqualTo(3);
    assertThat(counter.ready("s")).isEqualTo(4);
  }

  @Test
  void settlingMakesRoomForMore() {
    counter.queue("s", STREAM);
    counter.fill("s", "a", "b", "c");
    Customer reader = read("s", 2, StreamStart.FIRST);
    assertThat(reader.told(2)).containsExactly("a", "b");
    assertThat(await(reader.consumer().settle(List.of(7L), Settlement.ACCEPT))).containsExactly(7L);
    reader.settle(Settlement.ACCEPT, "a");
    assertThat(reader.told(3)).containsExactly("a", "b", "c");
  }

  @Test
  void aTopicOfOthersIsReadAsAStream() {
    TopicName name = new TopicName("orders");
    await(
        counter
            .weir
            .core()
            .publisher()
            .publish(ALICE, Address.parse("orders/k"), TestCore.message("a")));
    counter.queue("s", STREAM.change().topic(name).build());
    Customer reader = read("s", 10, StreamStart.FIRST);
    assertThat(reader.told(1)).containsExactly("a");
    assertThat(reader.got.getFirst().key()).isEqualTo("k");
  }

  @Test
  void aTopicWithSeveralPartitionsIsReadInAllOfThem() {
    TopicName name = new TopicName("orders");
    var core = counter.weir.core();
    await(core.topics().findOrCreate(ALICE, name));
    await(core.topics().alter(ALICE, name, topic -> topic.withPartitions(4)));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      await(
          core.publisher()
              .publish(ALICE, Address.parse("orders/k" + i), TestCore.message("m" + i)));
      all.add("m" + i);
    }
    counter.queue("s", STREAM.change().topic(name).build());

    Customer reader = read("s", 3, StreamStart.FIRST);
    for (int read = 3; read <= 40; read++) {
      assertThat(reader.told(read)).hasSize(read);
      reader.settle(Settlement.ACCEPT, Customer.body(reader.got.get(read - 3)));
    }
    assertThat(reader.told(40)).containsExactlyInAnyOrderElementsOf(all);

    Customer next = read("s", 100, StreamStart.NEXT);
    for (int i = 0; i < 20; i++) {
      await(
          core.publisher()
              .publish(ALICE, Address.parse("orders/k" + i), TestCore.message("n" + i)));
    }
    assertThat(next.told(20)).hasSize(20).allMatch(body -> body.startsWith("n"));

    await(core.topics().alter(ALICE, name, topic -> topic.withPartitions(9)));
    for (int i = 0; i < 20; i++) {
      await(
          core.publisher()
              .publish(ALICE, Address.parse("orders/k" + i), TestCore.message("o" + i)));
    }
    assertThat(next.told(40)).hasSize(40);
  }

  @Test
  void aReaderIsShownOnlyWhatItWants() {
    counter.queue("s", STREAM);
    for (int i = 0; i < 6; i++) {
      counter.send("", "s", "m" + i, Header.of("colour", i % 2 == 0 ? "red" : "blue"));
    }
    Customer reader =
        Customer.of(
            counter,
            "s",
            ConsumerRequest.of(ConsumerOptions.DEFAULT.withPrefetch(2))
                .withStart(StreamStart.FIRST)
                .withWanted(headers -> "blue".equals(headers.getFirst().text())));
    assertThat(reader.told(2)).containsExactly("m1", "m3");
    reader.settle(Settlement.ACCEPT, "m1");
    assertThat(reader.told(3)).containsExactly("m1", "m3", "m5");
  }

  @Test
  void whatStreamsDoNotDoIsSaid() {
    counter.queue("s", STREAM);
    assertThat(refused(counter.queues().purge(ALICE, SPACE, "s")))
        .isInstanceOf(Refusal.Stream.class);
    assertThat(refused(counter.queues().getter(ALICE, SPACE, "s")))
        .isInstanceOf(Refusal.Stream.class);
  }

  @Test
  void readersAreToldWhenItGoes() {
    counter.queue("s", STREAM);
    Customer reader = read("s", 1, StreamStart.NEXT);
    done(counter.queues().deleteQueue(ALICE, SPACE, "s", false, false));
    Awaitility.await().untilAsserted(() -> assertThat(reader.ended).isNotNull());
    assertThat(reader.ended).isInstanceOf(Failure.UnknownTopic.class);
  }

  @Test
  void itIsThereAfterACrash() {
    counter.queue("s", STREAM);
    counter.fill("s", "a");
    counter.weir.crash();
    assertThat(read("s", 1, StreamStart.FIRST).told(1)).containsExactly("a");
  }
}
