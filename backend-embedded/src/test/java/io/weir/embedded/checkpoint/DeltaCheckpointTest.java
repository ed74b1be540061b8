package io.weir.embedded.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Durability;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.StateText;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.recovery.Replay;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

/**
 * The state that a whole checkpoint and the deltas after it give is the one that the log gives when
 * it is read from its first byte to its last, whatever was done to it.
 */
class DeltaCheckpointTest {
  private static final int STEPS = 300;

  @TempDir Path directory;

  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<TopicPartition, Integer> sequences = new HashMap<>();
  private SplittableRandom random;
  private TestLog log;
  private TestTransaction transaction;
  private int topics;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aChainOfDeltasGivesTheStateThatTheWholeLogGives(long seed) throws IOException {
    random = new SplittableRandom(seed);
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("checkpointBytes", 0);
    log = new TestLog(directory, settings).open();
    createTopic();
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    log.close();

    assertThat(deltas()).isGreaterThan(3);
    assertThat(StateText.of(byCheckpoints())).isEqualTo(StateText.of(byReplay()));
  }

  private void step() throws IOException {
    int choice = random.nextInt(100);
    if (choice < 60) {
      append();
    } else if (choice < 70) {
      createTopic();
    } else if (choice < 75) {
      deleteTopic();
    } else if (choice < 80) {
      TopicPartition partition = any();
      TestLog.get(log.backend.log().trim(partition, log.end(partition)));
    } else if (choice < 84) {
      TestLog.get(log.backend.log().claim(any()).compose(claim -> claim.release()));
    } else if (choice < 95) {
      transact();
    } else if (choice < 97) {
      log.powerCut(); // partitions of async topics skip offsets
      transaction = null;
    } else if (choice < 99) {
      log.crash();
    } else {
      log.restart();
    }
  }

  private TopicPartition any() {
    return partitions.get(random.nextInt(partitions.size()));
  }

  private void append() {
    TopicPartition partition = any();
    String value = "x".repeat(random.nextInt(6000));
    if (random.nextBoolean()) {
      log.append(partition, value);
    } else {
      int sequence = sequences.merge(partition, 1, Integer::sum) - 1;
      TestLog.get(log.backend.log().append(partition, TestLog.batch(77, 0, sequence, value)));
    }
  }

  private void createTopic() {
    Durability durability = random.nextBoolean() ? Durability.SYNC : Durability.ASYNC;
    TopicSettings settings = TopicSettings.STATE.withDurability(durability);
    String name = "t" + (topics++ % 7 == 6 ? "again" : topics);
    if (TestLog.get(log.backend.topics().list()).stream().anyMatch(t -> t.name().equals(name))) {
      return;
    }
    int count = 1 + random.nextInt(3);
    UUID id = log.topic(name, count, settings).id();
    for (int i = 0; i < count; i++) {
      partitions.add(new TopicPartition(id, i));
    }
  }

  private void deleteTopic() {
    UUID id = any().topic();
    if (partitions.stream().anyMatch(each -> !each.topic().equals(id))) {
      TestLog.get(log.backend.topics().delete(id));
      partitions.removeIf(each -> each.topic().equals(id));
    }
  }

  private void transact() {
    if (transaction == null) {
      TopicPartition partition = any();
      transaction = new TestTransaction(log, "tx" + random.nextInt(3)).begin(partition);
      transaction.write(partition, "in a transaction");
    } else {
      transaction.end(random.nextBoolean() ? Outcome.COMMIT : Outcome.ABORT);
      transaction = null;
    }
  }

  private long deltas() throws IOException {
    long count = 0;
    for (Path file : LogFiles.segments(directory)) {
      byte[] head = Files.readAllBytes(file);
      int kind = Layout.FIRST_COMMIT + CommitHeader.BYTES + 2;
      count += head[kind] == EntryKind.CHECKPOINT_DELTA.id ? 1 : 0;
    }
    return count;
  }

  private LogState byCheckpoints() throws IOException {
    LogView view = LogView.of(directory, null);
    return view.state();
  }

  private LogState byReplay() throws IOException {
    LogView view = LogView.of(directory, null);
    LogState state = new LogState();
    for (LogView.Part part : view.parts()) {
      Segment segment = view.open(part);
      view.scan(part, segment, new Replay(state, segment, false, NOPLogger.NOP_LOGGER));
      segment.close();
    }
    return state;
  }
}
