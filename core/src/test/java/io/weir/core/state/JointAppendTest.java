package io.weir.core.state;

import static io.weir.core.TestCore.bytes;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.Claim;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.Interposed;
import io.weir.core.TestCore;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog.Append;
import io.weir.record.BatchBuilder;
import io.weir.record.LogRecord;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A state log's batch together with batches for other partitions. */
class JointAppendTest {
  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test = new TestCore(CoreOptions.DEFAULT, faulty);
  private TopicPartition other;
  private StateLog log;

  @BeforeEach
  void open() {
    await(test.core().state().ensure("offsets", 1));
    log = await(test.core().state().open("offsets", 0));
    UUID id = await(test.backend().topics().create("other", 1, TopicSettings.DEFAULT)).id();
    other = new TopicPartition(id, 0);
  }

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void allOfItIsOneCallAndNothingPassesIt() {
    faulty.hold();
    int before = faulty.claimAppends.get();
    List<Future<Void>> all = new ArrayList<>();
    all.add(log.append(batch("a")).durable());
    Awaitility.await().until(() -> faulty.claimAppends.get() == before + 1);
    all.add(log.append(batch("b")).durable());
    Append joint = log.append(batch("c"), List.of(new PartitionAppend(other, batch("x"))));
    all.add(joint.durable());
    all.add(log.append(batch("d")).durable());
    assertThat(log.nextOffset()).isEqualTo(4);
    Awaitility.await().until(() -> faulty.claimAppends.get() == before + 2);

    faulty.release();

    await(Future.all(all));
    assertThat(faulty.claimAppends.get()).isEqualTo(before + 4);
    assertThat(replay()).containsExactly("0:a", "1:b", "2:c", "3:d");
    assertThat(end(other)).isEqualTo(1);
  }

  @Test
  void whereNothingWasWrittenTheLogGoesOn() {
    TopicPartition gone = new TopicPartition(UUID.randomUUID(), 0);
    await(log.append(batch("a")).durable());

    Append failed = log.append(batch("b"), List.of(new PartitionAppend(gone, batch("x"))));
    Append after = log.append(batch("c"));

    assertThatThrownBy(() -> await(failed.durable())).isInstanceOf(Failure.UnknownTopic.class);
    await(after.durable());
    assertThat(log.nextOffset()).isEqualTo(2);
    assertThat(replay()).containsExactly("0:a", "1:c");
  }

  @Test
  void whereItIsNotKnownWhatWasWrittenTheLogIsLost() {
    faulty.failNext("claim.append", FaultyBackend.unavailable());
    Append failed = log.append(batch("b"), List.of(new PartitionAppend(other, batch("x"))));
    assertThatThrownBy(() -> await(failed.durable())).isInstanceOf(Failure.Unavailable.class);
    assertThatThrownBy(() -> await(log.append(batch("c")).durable()))
        .isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void whoIsFencedWritesNothingElsewhere() {
    await(test.core().state().open("offsets", 0));
    Append late = log.append(batch("b"), List.of(new PartitionAppend(other, batch("x"))));
    assertThatThrownBy(() -> await(late.durable())).isInstanceOf(Failure.Fenced.class);
    assertThat(end(other)).isZero();
  }

  @Test
  void aRefusalReleasesAllBatches() {
    await(log.close());
    ByteBuf mine = batch("a");
    ByteBuf theirs = batch("x");
    assertThat(log.append(mine, List.of(new PartitionAppend(other, theirs))).durable().failed())
        .isTrue();
    assertThat(mine.refCnt() + theirs.refCnt()).isZero();
  }

  @Test
  void aMarkOfTheBackendsBehindItIsNoStrangersAppend() {
    StateLog marked =
        new ClaimedLog(
            test.vertx, test.backend().log(), marking(), "marked", 0, 10_000, closed -> {});
    await(marked.append(batch("a"), List.of(new PartitionAppend(other, batch("x")))).durable());

    await(marked.append(batch("b")).durable());

    assertThat(marked.nextOffset()).isEqualTo(3);
    await(marked.append(batch("c")).durable());
    extraMarks++;
    assertThatThrownBy(() -> await(marked.append(batch("d")).durable()))
        .isInstanceOf(Failure.Fenced.class);
  }

  private volatile int extraMarks;

  /** A claim of a backend that puts a mark behind each call for several partitions. */
  private Claim marking() {
    TopicPartition partition =
        await(
            test.backend()
                .topics()
                .list()
                .map(
                    all ->
                        all.stream()
                            .filter(topic -> topic.name().equals(StateLogs.PREFIX + "offsets"))
                            .map(topic -> new TopicPartition(topic.id(), 0))
                            .findFirst()
                            .orElseThrow()));
    Claim claim = await(test.backend().log().claim(partition));
    return Interposed.before(
        Claim.class,
        claim,
        (method, arguments, onward) -> {
          if (!method.getName().equals("append")) {
            return onward.call();
          }
          int marks = extraMarks;
          if (((List<?>) arguments[0]).size() > 1) {
            extraMarks++;
          }
          return ((Future<?>) onward.call()).map(results -> shifted((List<?>) results, marks));
        });
  }

  private static List<AppendResult> shifted(List<?> results, int by) {
    return results.stream()
        .map(AppendResult.class::cast)
        .<AppendResult>map(result -> new AppendResult.Appended(result.baseOffset() + by, 0))
        .toList();
  }

  private long end(TopicPartition partition) {
    return await(test.backend().log().offsets(partition)).highWatermark();
  }

  private List<String> replay() {
    List<String> all = new ArrayList<>();
    await(
        log.replay(
            batch -> {
              try (Records records = batch.records(1 << 20)) {
                for (LogRecord entry : records) {
                  ByteBuf value = entry.value();
                  assertThat(value).isNotNull();
                  all.add(entry.offset() + ":" + value.toString(StandardCharsets.UTF_8));
                }
              }
            }));
    return all;
  }

  private static ByteBuf batch(String body) {
    return BatchBuilder.create(ByteBufAllocator.DEFAULT)
        .add(1, null, bytes(body), List.of())
        .build();
  }
}
