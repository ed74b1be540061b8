package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.PATIENCE;
import static io.weir.tests.kafka.Clients.consumer;
import static io.weir.tests.kafka.Clients.newName;
import static io.weir.tests.kafka.Clients.newTopic;
import static io.weir.tests.kafka.Clients.poll;
import static io.weir.tests.kafka.Clients.producer;
import static io.weir.tests.kafka.Clients.sendAll;
import static io.weir.tests.kafka.Clients.utf8;
import static io.weir.tests.kafka.Clients.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidCommitOffsetSizeException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that share the partitions of a topic as a group, by the classic protocol. */
@OnEachServer
class JavaGroupTest {
  private static final String RANGE = "org.apache.kafka.clients.consumer.RangeAssignor";
  private static final String STICKY =
      "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";

  @Parameter Server server;

  @Test
  void aMemberAloneReadsAllAndItsSuccessorGoesOnWhereItCommitted() {
    String topic = newTopic(server.kafka(), "alone", 3);
    String group = newName("alone");
    send(topic, 0, 30);

    try (var first = member(group)) {
      first.subscribe(List.of(topic));
      assertThat(poll(first, 30)).hasSize(30);
      first.commitSync();
    }
    send(topic, 30, 36);

    try (var second = member(group)) {
      second.subscribe(List.of(topic));
      assertThat(values(poll(second, 6)))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(30, 36).mapToObj(i -> "v" + i).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RANGE, STICKY})
  void twoMembersShareAndTheOneThatStaysTakesOver(String assignor) {
    String topic = newTopic(server.kafka(), "shared", 4);
    String group = newName("shared");
    String[] settings = {"partition.assignment.strategy", assignor};

    try (var first = member(group, settings)) {
      first.subscribe(List.of(topic));
      pollUntil(first, () -> first.assignment().size() == 4);
      try (var second = member(group, settings)) {
        second.subscribe(List.of(topic));
        pollUntil(List.of(first, second), () -> sizes(first, second).equals(List.of(2, 2)));
        assertThat(union(first, second)).hasSize(4);

        send(topic, 0, 40);
        assertThat(pollBoth(first, second, 40)).doesNotHaveDuplicates().hasSize(40);
        first.commitSync();
        second.commitSync();
      }
      pollUntil(first, () -> first.assignment().size() == 4);
      send(topic, 40, 48);
      assertThat(values(poll(first, 8))).hasSize(8).contains("v40", "v47");
    }
  }

  @Test
  void aMemberThatFallsSilentLosesItsPartitions() {
    String topic = newTopic(server.kafka(), "silent", 2);
    String group = newName("silent");

    try (var stays = member(group);
        var silent = member(group, "max.poll.interval.ms", "2000", "session.timeout.ms", "6000")) {
      stays.subscribe(List.of(topic));
      silent.subscribe(List.of(topic));
      pollUntil(List.of(stays, silent), () -> sizes(stays, silent).equals(List.of(1, 1)));

      pollUntil(stays, () -> stays.assignment().size() == 2);
    }
  }

  @Test
  void whatWasCommittedComesBackWithItsMetadata() throws Exception {
    String topic = newTopic(server.kafka(), "metadata", 2);
    String group = newName("metadata");
    TopicPartition zero = new TopicPartition(topic, 0);
    TopicPartition one = new TopicPartition(topic, 1);
    send(topic, 0, 20);

    try (var consumer = member(group)) {
      consumer.subscribe(List.of(topic));
      poll(consumer, 20);
      consumer.commitSync(Map.of(zero, new OffsetAndMetadata(3, "a note, ноте")));
      CompletableFuture<Void> committed = new CompletableFuture<>();
      consumer.commitAsync(
          Map.of(one, new OffsetAndMetadata(5)),
          (offsets, failure) -> complete(committed, failure));
      pollUntil(consumer, committed::isDone);
      committed.get(1, TimeUnit.SECONDS);
    }

    try (var other = member(group)) {
      Map<TopicPartition, OffsetAndMetadata> committed = other.committed(Set.of(zero, one));
      assertThat(committed.get(zero).offset()).isEqualTo(3);
      assertThat(committed.get(zero).metadata()).isEqualTo("a note, ноте");
      assertThat(committed.get(one).offset()).isEqualTo(5);
      assertThat(committed.get(one).metadata()).isEmpty();
    }
  }

  private static void complete(CompletableFuture<Void> future, Exception failure) {
    if (failure == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(failure);
    }
  }

  @Test
  void aNoteTooLongForACommitIsRefused() {
    TopicPartition partition = new TopicPartition(newTopic(server.kafka(), "note", 1), 0);

    try (var consumer = member(newName("note"))) {
      consumer.assign(List.of(partition));
      assertThatThrownBy(
              () ->
                  consumer.commitSync(
                      Map.of(partition, new OffsetAndMetadata(1, "x".repeat(5_000)))))
          .isInstanceOfAny(OffsetMetadataTooLarge.class, InvalidCommitOffsetSizeException.class);
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1, "x".repeat(4_000))));
      assertThat(consumer.committed(Set.of(partition)).get(partition).metadata()).hasSize(4_000);
    }
  }

  @Test
  void nothingIsCommittedUntilSomethingIs() {
    TopicPartition partition = new TopicPartition(newTopic(server.kafka(), "nothing", 1), 0);

    try (var consumer = member(newName("nothing"))) {
      assertThat(consumer.committed(Set.of(partition))).containsEntry(partition, null);
    }
  }

  @Test
  void aGroupWithoutMembersKeepsWhatAnAssignedConsumerCommits() {
    TopicPartition partition = new TopicPartition(newTopic(server.kafka(), "assigned", 1), 0);
    String group = newName("assigned");
    send(partition.topic(), 0, 10);

    try (var consumer = member(group)) {
      consumer.assign(List.of(partition));
      poll(consumer, 10);
      consumer.seek(partition, 4);
      consumer.commitSync();
    }

    try (var consumer = member(group)) {
      consumer.assign(List.of(partition));
      assertThat(values(poll(consumer, 6))).startsWith("v4");
    }
  }

  @Test
  void aStaticMemberComesBackToItsPartitionsWithoutARebalance() {
    String topic = newTopic(server.kafka(), "static", 2);
    String group = newName("static");
    Set<TopicPartition> before;

    try (var stays = member(group, "group.instance.id", "stays")) {
      stays.subscribe(List.of(topic));
      try (var leaves = member(group, "group.instance.id", "leaves")) {
        leaves.subscribe(List.of(topic));
        pollUntil(List.of(stays, leaves), () -> sizes(stays, leaves).equals(List.of(1, 1)));
        before = Set.copyOf(leaves.assignment());
      }
      int generation = stays.groupMetadata().generationId();

      try (var back = member(group, "group.instance.id", "leaves")) {
        back.subscribe(List.of(topic));
        pollUntil(List.of(stays, back), () -> !back.assignment().isEmpty());
        assertThat(back.assignment()).isEqualTo(before);
        assertThat(stays.groupMetadata().generationId()).isEqualTo(generation);
      }
    }
  }

  @Test
  void ofTwoStaticMembersWithOneNameTheFormerIsFenced() {
    String topic = newTopic(server.kafka(), "fenced", 1);
    String group = newName("fenced");

    try (var former = member(group, "group.instance.id", "one");
        var latter = member(group, "group.instance.id", "one")) {
      former.subscribe(List.of(topic));
      pollUntil(former, () -> !former.assignment().isEmpty());
      latter.subscribe(List.of(topic));
      pollUntil(latter, () -> !latter.assignment().isEmpty());

      assertThatThrownBy(() -> pollUntil(former, () -> false))
          .isInstanceOf(FencedInstanceIdException.class);
    }
  }

  @Test
  void aPatternTakesInTopicsThatComeLater() {
    String prefix = newName("pattern");
    String first = newTopic(server.kafka(), prefix + "-a", 1);
    send(first, 0, 1);

    try (var consumer = member(newName("pattern"), "metadata.max.age.ms", "300")) {
      consumer.subscribe(Pattern.compile(prefix + "-.*"));
      poll(consumer, 1);
      consumer.commitSync();
      String second = newTopic(server.kafka(), prefix + "-b", 1);
      send(second, 1, 2);
      assertThat(values(poll(consumer, 1))).containsExactly("v1");
      assertThat(consumer.subscription()).containsExactlyInAnyOrder(first, second);
    }
  }

  private Consumer<byte[], byte[]> member(String group, String... settings) {
    return consumer(
        server.kafka(),
        Stream.concat(
                Stream.of("group.id", group, "heartbeat.interval.ms", "200"), Stream.of(settings))
            .toArray(String[]::new));
  }

  private static void pollUntil(Consumer<?, ?> consumer, Callable<Boolean> condition) {
    pollUntil(List.of(consumer), condition);
  }

  private static void pollUntil(List<Consumer<?, ?>> consumers, Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .pollInSameThread()
        .until(
            () -> {
              consumers.forEach(consumer -> consumer.poll(Duration.ofMillis(50)));
              return condition.call();
            });
  }

  private static List<Integer> sizes(Consumer<?, ?> first, Consumer<?, ?> second) {
    return List.of(first.assignment().size(), second.assignment().size());
  }

  private static List<TopicPartition> union(Consumer<?, ?> first, Consumer<?, ?> second) {
    return Stream.concat(first.assignment().stream(), second.assignment().stream())
        .distinct()
        .toList();
  }

  private static List<String> pollBoth(
      Consumer<byte[], byte[]> first, Consumer<byte[], byte[]> second, int count) {
    List<String> values = new ArrayList<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .until(
            () -> {
              for (Consumer<byte[], byte[]> consumer : List.of(first, second)) {
                consumer
                    .poll(Duration.ofMillis(50))
                    .forEach(record -> values.add(Clients.text(record.value())));
              }
              return values.size() >= count;
            });
    return values;
  }

  /** Sends v(from) to v(to - 1), one partition after the other. */
  private void send(String topic, int from, int to) {
    try (var producer = producer(server.kafka())) {
      int partitions = producer.partitionsFor(topic).size();
      sendAll(
          producer,
          IntStream.range(from, to)
              .mapToObj(i -> new ProducerRecord<>(topic, i % partitions, null, utf8("v" + i))));
    }
  }
}
