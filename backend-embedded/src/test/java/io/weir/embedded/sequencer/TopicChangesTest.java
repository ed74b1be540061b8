package io.weir.embedded.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.weir.backend.BackendException.TopicExists;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.FaultyStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of topics that are asked for at once. */
class TopicChangesTest {
  @TempDir Path directory;

  private TestLog log;
  private FaultyStorage disk;
  private TopicPartition held;

  @BeforeEach
  void open() throws IOException {
    log = new TestLog(directory, TestLog.SMALL);
    log.faults =
        real -> {
          disk = new FaultyStorage(real);
          return disk;
        };
    log.open();
    held = log.partition("held");
  }

  /** What is asked for meanwhile is queued behind a write, and then taken at once. */
  private void atOnce(Runnable asked) {
    int writes = disk.writes.get();
    CountDownLatch gate = new CountDownLatch(1);
    disk.gate = gate;
    Future<?> before = log.appending(held, "held");
    await().until(() -> disk.writes.get() > writes);
    asked.run();
    gate.countDown();
    TestLog.get(before);
  }

  private Future<TopicDescription> creating(String name) {
    return log.backend.topics().create(name, 2, TopicSettings.STATE);
  }

  @Test
  void changesOfDifferentTopicsShareASync() throws IOException {
    List<Future<TopicDescription>> created = new ArrayList<>();
    int forces = disk.forces.get();
    atOnce(() -> IntStream.range(0, 20).forEach(i -> created.add(creating("topic" + i))));
    created.forEach(TestLog::get);
    assertThat(disk.forces.get() - forces).isEqualTo(2);

    forces = disk.forces.get();
    List<Future<Void>> deleted = new ArrayList<>();
    atOnce(
        () ->
            created.subList(0, 10).stream()
                .map(topic -> log.backend.topics().delete(topic.result().id()))
                .forEach(deleted::add));
    deleted.forEach(TestLog::get);
    assertThat(disk.forces.get() - forces).isEqualTo(2);

    log.crash();
    assertThat(TestLog.get(log.backend.topics().list()).stream().map(TopicDescription::name))
        .contains("topic10", "topic19", "held")
        .hasSize(11);
    for (Future<TopicDescription> topic : created.subList(10, 20)) {
      TopicPartition second = new TopicPartition(topic.result().id(), 1);
      log.append(second, topic.result().name());
      assertThat(log.values(second)).containsExactly(topic.result().name());
    }
    log.close();
  }

  @Test
  void changesOfOneTopicAreJudgedOneAfterAnother() {
    List<Future<TopicDescription>> created = new ArrayList<>();
    atOnce(
        () -> {
          created.add(creating("a"));
          created.add(creating("a"));
        });
    TopicDescription first = TestLog.get(created.getFirst());
    TestLog.failure(TopicExists.class, created.getLast());

    atOnce(
        () -> {
          log.backend.topics().delete(first.id());
          created.add(log.backend.topics().alter(first.id(), 3, TopicSettings.STATE));
          created.add(creating("a"));
        });

    TestLog.failure(UnknownTopic.class, created.get(2));
    assertThat(TestLog.get(created.get(3)).id()).isNotEqualTo(first.id());
    log.close();
  }

  @Test
  void nothingIsWrittenBehindTheEndOfItsTopic() throws IOException {
    TopicPartition doomed = log.partition("doomed");
    List<Future<?>> late = new ArrayList<>();
    atOnce(
        () -> {
          log.backend.topics().delete(doomed.topic());
          late.add(log.appending(doomed, "late"));
        });

    TestLog.failure(UnknownTopic.class, late.getFirst());
    log.crash();
    assertThat(log.values(held)).containsExactly("held");
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }
}
