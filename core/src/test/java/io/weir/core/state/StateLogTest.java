package io.weir.core.state;

import static io.weir.core.TestCore.bytes;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.backend.BackendException;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog.Append;
import io.weir.record.BatchBuilder;
import io.weir.record.LogRecord;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateLogTest {
  private static final String NAME = "offsets";
  private static final int BOUND = 10_000;

  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT.withBounds(new CoreOptions.Bounds(1 << 20, BOUND, 100)), faulty);
  private StateLog log;

  @BeforeEach
  void open() {
    assertThat(await(logs().ensure(NAME, 3))).isEqualTo(3);
    log = await(logs().open(NAME, 1));
  }

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void whatIsAppendedIsReplayedInOrderAlsoAfterACrash() {
    await(log.append(batch("a", "b")).durable());
    await(log.append(batch("c")).durable());
    test.crash();

    assertThat(await(logs().ensure(NAME, 99))).isEqualTo(3);
    log = await(logs().open(NAME, 1));
    assertThat(log.nextOffset()).isEqualTo(3);
    assertThat(replay()).containsExactly("0:a", "1:b", "2:c");
    await(log.append(batch("d")).durable());
    assertThat(replay()).endsWith("3:d");
  }

  @Test
  void offsetsAreKnownBeforeTheyAreDurable() {
    faulty.hold();
    Append first = log.append(batch("a", "b"));
    Append second = log.append(batch("c"));

    assertThat(first.nextOffset()).isEqualTo(2);
    assertThat(second.nextOffset()).isEqualTo(3);
    assertThat(log.nextOffset()).isEqualTo(3);
    assertThat(first.durable().isComplete()).isFalse();
    faulty.release();
    await(Future.all(first.durable(), second.durable()));
    assertThat(replay()).containsExactly("0:a", "1:b", "2:c");
  }

  @Test
  void whatSeveralThreadsAppendLandsWhereItWasPredicted() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                t ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 100; i++) {
                                synchronized (this) { // names and order belong together
                                  String name = String.valueOf(log.nextOffset());
                                  await(log.append(batch(name)).durable());
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(replay()).hasSize(400).allMatch(s -> s.matches("(\\d+):\\1"));
  }

  @Test
  void appendsMadeWithoutWaitingLandInTheirOrder() throws InterruptedException {
    List<Append> appends = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                t ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 25; i++) {
                                synchronized (appends) {
                                  appends.add(log.append(batch("" + log.nextOffset())));
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    await(Future.all(appends.stream().map(Append::durable).toList()));
    assertThat(replay()).hasSize(100).allMatch(s -> s.matches("(\\d+):\\1"));
  }

  @Test
  void batchesThatComeInOneTurnAreAppendedInOneCall() {
    Vertx oneLoop = Vertx.builder().with(new VertxOptions().setEventLoopPoolSize(1)).build();
    var backendLog = faulty.apply(test.backend()).log();
    var claim = await(backendLog.claim(partition()));
    StateLog own = new ClaimedLog(oneLoop, backendLog, claim, "own", 0, BOUND, closed -> {});
    int before = faulty.claimAppends.get();

    CompletableFuture<Future<?>> all = new CompletableFuture<>();
    oneLoop.runOnContext(
        turn ->
            all.complete(
                Future.all(
                    IntStream.range(0, 20)
                        .mapToObj(i -> own.append(batch("x")).durable())
                        .toList())));
    await(await(all));
    assertThat(faulty.claimAppends.get() - before).isEqualTo(1);
    await(own.close());
    await(oneLoop.close());
  }

  @Test
  void whoClaimsItLaterFencesWhoHadIt() {
    await(log.append(batch("mine")).durable());
    StateLog successor = await(logs().open(NAME, 1));
    assertThat(successor.nextOffset()).isEqualTo(1);

    assertFailed(log.append(batch("late")).durable(), Failure.Fenced.class);
    await(successor.append(batch("theirs")).durable());
    assertFailed(log.append(batch("later")).durable(), Failure.Fenced.class);
    log = successor;
    assertThat(replay()).containsExactly("0:mine", "1:theirs");
  }

  @Test
  void anAppendThatLandsElsewhereThanPredictedEndsTheLog() {
    StateLog victim = log;
    TopicPartition partition = partition();
    // A claim that does not fence what came before stands in for a backend that lost the reign.
    StateLog intruder = await(logs().open(NAME, 1));
    await(intruder.append(batch("foreign")).durable());
    StateLog blind = blindTo(partition);
    assertFailed(blind.append(batch("misplaced")).durable(), Failure.Fenced.class);
    assertFailed(blind.append(batch("after")).durable(), Failure.Fenced.class);
    assertFailed(victim.append(batch("first")).durable(), Failure.Fenced.class);
  }

  @Test
  void afterAFailedAppendTheLogTakesNothingUntilItIsOpenedAgain() {
    faulty.failNext("claim.append", FaultyBackend.unavailable());
    assertFailed(log.append(batch("lost")).durable(), Failure.Unavailable.class);
    Append refused = log.append(batch("after"));
    assertThat(refused.durable().failed()).isTrue();
    assertThat(refused.durable().cause()).isInstanceOf(Failure.Unavailable.class);

    log = await(logs().open(NAME, 1));
    await(log.append(batch("again")).durable());
    assertThat(replay()).containsExactly("0:again");
  }

  @Test
  void whatLandsElsewhereBecauseOfAFailureDoesNotMeanThatTheClaimIsLost() {
    faulty.hold();
    List<Append> appends = appendInTwoCalls();
    faulty.failNext("claim.append", FaultyBackend.unavailable()); // the first of the two
    faulty.release();
    appends.forEach(append -> assertFailed(append.durable(), Failure.Unavailable.class));
  }

  @Test
  void whoIsFencedAfterAFailureIsFenced() {
    faulty.hold();
    List<Append> appends = appendInTwoCalls();
    faulty.failNext("claim.append", FaultyBackend.unavailable());
    await(logs().open(NAME, 1));
    faulty.release();
    assertFailed(appends.getFirst().durable(), Failure.Unavailable.class);
    assertFailed(appends.getLast().durable(), Failure.Fenced.class);
    assertFailed(log.append(batch("third")).durable(), Failure.Fenced.class);
  }

  private List<Append> appendInTwoCalls() {
    int before = faulty.claimAppends.get();
    Append first = log.append(batch("first"));
    Awaitility.await().until(() -> faulty.claimAppends.get() == before + 1);
    Append second = log.append(batch("second"));
    Awaitility.await().until(() -> faulty.claimAppends.get() == before + 2);
    return List.of(first, second);
  }

  @Test
  void whatIsOnItsWayIsBounded() {
    faulty.hold();
    ByteBuf large = batch("x".repeat(BOUND));
    Append taken = log.append(large);
    ByteBuf more = batch("y");
    Append refused = log.append(more);
    assertThat(refused.durable().cause()).isInstanceOf(Failure.Throttled.class);
    assertThat(refused.nextOffset()).isEqualTo(taken.nextOffset());
    assertThat(more.refCnt()).isZero();

    faulty.release();
    await(taken.durable());
    assertThat(log.append(batch("z")).nextOffset()).isEqualTo(2);
  }

  @Test
  void whatIsNoBatchIsRefusedAndDoesNoHarm() {
    assertFailed(log.append(bytes("nonsense")).durable(), Failure.InvalidBatch.class);
    await(log.append(batch("fine")).durable());
  }

  @Test
  void replayRunsOffTheEventLoopAndMayBlock() {
    await(log.append(batch("a")).durable());
    List<Boolean> onLoop = new ArrayList<>();
    await(log.replay(batch -> onLoop.add(Context.isOnEventLoopThread())));
    assertThat(onLoop).containsExactly(false);
  }

  @Test
  void aReplayReadsMoreThanFitsIntoOneRead() {
    String body = "x".repeat(9_000);
    for (int i = 0; i < 300; i++) {
      await(log.append(batch(body)).durable());
    }
    List<Long> offsets = new ArrayList<>();
    assertThat(await(log.replay(batch -> offsets.add(batch.baseOffset())))).isEqualTo(300);
    assertThat(offsets).isEqualTo(LongStream.range(0, 300).boxed().toList());
  }

  @Test
  void aReplayThatThrowsFails() {
    await(log.append(batch("a")).durable());
    IllegalStateException thrown = new IllegalStateException("unreadable");
    assertThatThrownBy(
            () ->
                await(
                    log.replay(
                        batch -> {
                          throw thrown;
                        })))
        .isSameAs(thrown);
  }

  @Test
  void aReplayGoesOnBehindDamage() {
    await(log.append(batch("lost")).durable());
    await(log.append(batch("kept")).durable());
    faulty.failNext("read", new BackendException.Corrupt("segment 1 at 61", 1));
    assertThat(replay()).containsExactly("1:kept");
  }

  @Test
  void whatIsTrimmedIsNotReplayed() {
    await(log.append(batch("old")).durable());
    long from = log.nextOffset();
    await(log.append(batch("new")).durable());
    await(log.trim(from));
    assertThat(replay()).containsExactly("1:new");
  }

  @Test
  void closingCompletesWhatWasAppended() {
    faulty.hold();
    Append append = log.append(batch("a"));
    Future<Void> closed = log.close();
    assertThat(log.append(batch("late")).durable().cause()).isInstanceOf(Failure.Unavailable.class);
    assertThat(closed.isComplete()).isFalse();
    faulty.release();
    await(closed);
    assertThat(append.durable().succeeded()).isTrue();
    await(log.close());
  }

  @Test
  void aLogThatIsNotThereCannotBeOpened() {
    assertFailed(logs().open("unknown", 0), Failure.UnknownTopic.class);
    assertFailed(logs().open(NAME, 3), Failure.UnknownTopic.class);
  }

  private StateLogs logs() {
    return test.core().state();
  }

  private TopicPartition partition() {
    TopicDescription topic =
        await(test.backend().topics().list()).stream()
            .filter(t -> t.name().equals(StateLogs.PREFIX + NAME))
            .findFirst()
            .orElseThrow();
    return new TopicPartition(topic.id(), 1);
  }

  /** A log that believes the partition to be empty. */
  private StateLog blindTo(TopicPartition partition) {
    var claim = await(test.backend().log().claim(partition));
    return new ClaimedLog(test.vertx, test.backend().log(), claim, "blind", 0, BOUND, closed -> {});
  }

  private List<String> replay() {
    List<String> all = new ArrayList<>();
    await(
        log.replay(
            batch -> {
              try (Records records = batch.records(1 << 20)) {
                for (LogRecord entry : records) {
                  all.add(entry.offset() + ":" + entry.value().toString(StandardCharsets.UTF_8));
                }
              }
            }));
    return all;
  }

  private static ByteBuf batch(String... bodies) {
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    for (String body : bodies) {
      batch.add(1, null, bytes(body), List.of());
    }
    return batch.build();
  }

  private static void assertFailed(Future<?> future, Class<? extends Failure> with) {
    assertThatThrownBy(() -> await(future)).isInstanceOf(with);
  }
}
