package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Maintenance;
import io.weir.embedded.EmbeddedMaintenance;
import io.weir.embedded.EmbeddedProducers;
import io.weir.embedded.TestLog;
import io.weir.embedded.collection.Collector;
import io.weir.embedded.simulation.SimulatedFaults.Fault;
import io.weir.embedded.simulation.SimulatedFaults.Operation;
import io.weir.embedded.storage.MemoryStorage;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded log on a simulated disk, put through a few hundred random steps and held against a
 * {@link LogModel} after each crash and at the end. A seed gives the same steps, faults and
 * outcomes each time: a step waits for its answer and for what goes on beside the log, and steps at
 * once are queued behind a write that is held back, so that they share a commit in their order.
 *
 * <p>Left undetermined: salts, ids of topics and the log's own clock (none has a part in what is
 * checked), and whether the log's timer or the simulation ends a doubtful transaction first (the
 * simulation waits until it has ended).
 */
final class LogSimulation {
  private static final int LAST_STEPS = Integer.getInteger("weir.simulation.steps", 40);

  /** How a process ends. */
  enum End {
    STOP,
    CRASH,
    POWER_CUT
  }

  final SplittableRandom random;
  final LogModel model = new LogModel();
  final SimulatedDisk disk;
  final TestLog log;
  final Set<Long> producerIds = new HashSet<>();
  private final ArrayDeque<String> last = new ArrayDeque<>();
  private final AppendSteps appends;
  private final TopicSteps topics;
  private final ReadSteps reads;
  private final TransactionSteps transactions;
  private final ClaimSteps claims;
  private final MaintenanceSteps maintenance;
  private final RecordedCalls calls;
  private final boolean isMaintained;

  /** The log as its callers see it. */
  Backend spi;

  private volatile long now = 1_700_000_000_000L;
  private volatile int steps;

  private boolean lostPower;

  /** Bits have flipped, which may lie there still. */
  private boolean damaged;

  /** Nothing can be relied on before a new process has read what is there. */
  private boolean broken;

  /** A fault was chosen after which a segment may be refused for a while. */
  private boolean lacking;

  /** The log looks for space by itself after this; wait for that. */
  private boolean full;

  LogSimulation(long seed, Path directory) {
    this(seed, directory, new RecordedCalls());
  }

  LogSimulation(long seed, Path directory, RecordedCalls calls) {
    this.calls = calls;
    isMaintained = seed % 4 == 1;
    random = new SplittableRandom(seed);
    disk = new SimulatedDisk(random.split());
    log = new TestLog(directory, settings(seed));
    log.faults = real -> disk;
    log.clock = () -> now;
    appends = new AppendSteps(this);
    topics = new TopicSteps(this, appends);
    reads = new ReadSteps(this, appends);
    transactions = new TransactionSteps(this, appends);
    claims = new ClaimSteps(this, appends);
    maintenance =
        new MaintenanceSteps(this, calls.of(Maintenance.class, new EmbeddedMaintenance()));
  }

  /** Of every other one the segments begin with deltas, however small the log is. */
  private static Map<String, Object> settings(long seed) {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("retentionCheckMillis", 86_400_000); // the simulation says when
    if (seed % 2 == 0) {
      settings.put("checkpointBytes", 0);
    }
    return settings;
  }

  /** The last steps, for who wonders what went wrong. */
  synchronized List<String> lastSteps() {
    return List.copyOf(last);
  }

  /** What time it is. */
  long now() {
    return now;
  }

  /** The time of the next batch, somewhat later than the last. */
  long tick() {
    now += 10;
    return now;
  }

  boolean isBroken() {
    return broken || disk.log.isGone() || spi.trouble().isPresent();
  }

  boolean hasLostPower() {
    return lostPower;
  }

  boolean isDamaged() {
    return damaged;
  }

  synchronized void note(String what, Object... arguments) {
    if (last.size() == LAST_STEPS) {
      last.removeFirst();
    }
    last.add(steps + ": " + what.formatted(arguments));
  }

  void run(int count) throws IOException, InterruptedException {
    log.open();
    spi = calls.of(Backend.class, log.backend);
    topics.createFirst();
    for (steps = 1; steps <= count; steps++) {
      step();
      log.backend.awaitSegments();
      if (full) {
        full = false;
        sweep();
      }
      if (isBroken()) {
        restart(oneOf(End.values()));
      }
    }
    restart(oneOf(End.values()));
    if (isMaintained) {
      maintain();
    }
    lastDamage();
    log.close();
  }

  private void step() throws IOException, InterruptedException {
    int choice = random.nextInt(112);
    if (choice < 50) {
      appends.step();
    } else if (choice < 66) {
      transactions.step();
    } else if (choice < 78) {
      reads.step();
    } else if (choice < 84) {
      topics.step();
    } else if (choice < 90) {
      claims.step();
    } else if (choice < 93) {
      misfortune();
    } else if (choice < 95) {
      doom();
    } else if (choice < 96) {
      restart(oneOf(End.values()));
    } else if (choice < 98) {
      sweep();
    } else if (choice < 102) {
      collect();
    } else if (choice < 109) {
      compact();
    } else {
      timePasses();
    }
  }

  /** The log ends, in order or not, and is looked after by an operator. */
  private void maintain() throws IOException {
    if (random.nextBoolean()) {
      TestLog.get(spi.close());
    } else {
      log.kill();
    }
    disk.endProcess();
    maintenance.run();
    log.open();
    spi = calls.of(Backend.class, log.backend);
  }

  /** What is there is compacted, as far as the disk lets it. */
  private void compact() throws InterruptedException {
    note("compact");
    boolean calm = isCalm();
    model.vanishing();
    try {
      log.backend.sealActive();
      log.backend.awaitSegments();
    } catch (CompletionException e) {
      note("  not sealed: %s", e.getCause().getMessage());
      broken |= e.getCause() instanceof Unavailable;
      full = true;
      return;
    }
    TestLog.get(log.backend.compact(now));
    disk.awaitDeletions();
    if (!isBroken()) {
      model.vanished(spi, now, calm);
    }
  }

  /** Whether nothing keeps the disk from doing what it should, nor the log. */
  private boolean isCalm() {
    return disk.log.isCalm() && disk.segments.isCalm() && !lacking && !full && !isBroken();
  }

  private void timePasses() throws InterruptedException {
    if (disk.log.isFailing() || disk.segments.isFailing() || full || lacking || isBroken()) {
      return; // what is to be aborted would be some time later
    }
    long millis = oneOf(10_000L, 100_000L, 400_000L);
    note("%d ms pass", millis);
    transactions.timePasses(millis, () -> now += millis);
  }

  void endOverdue() {
    ((EmbeddedProducers) log.backend.producers()).endOverdue(now);
  }

  /** Whatever is live moves, or only what is worth it. */
  private void collect() throws InterruptedException {
    int percent = oneOf(Collector.WORTH_PERCENT, 200);
    note("collect what is needed to %d percent", percent);
    model.vanishing();
    TestLog.get(log.backend.collect(percent));
    disk.awaitDeletions();
    if (!isBroken()) {
      model.vanished(spi, now, false);
    }
  }

  /** The next operation of a kind fails. */
  private void misfortune() {
    SimulatedFaults faults = random.nextInt(3) == 0 ? disk.segments : disk.log;
    Operation operation = oneOf(Operation.values());
    Fault fault = operation == Operation.FORCE ? Fault.ERROR : oneOf(Fault.values());
    if (operation == Operation.WRITE && fault == Fault.EXHAUSTED) {
      fault = Fault.NO_SPACE;
    }
    note("the next %s fails: %s", operation, fault);
    faults.failNext(operation, fault);
    if (operation == Operation.CREATE) {
      disk.segments.failNext(operation, fault);
      disk.log.failNext(operation, fault);
    }
    lacking |= operation != Operation.WRITE && operation != Operation.FORCE;
  }

  /** The machine will go down before long, in the midst of something. */
  private void doom() {
    long operations = random.nextInt(40);
    note("the machine goes down after %d operations", operations);
    disk.log.dieAfter(operations);
  }

  void sweep() throws InterruptedException {
    note("sweep");
    boolean calm = isCalm();
    log.sweep();
    log.sweep(); // where a trim of the first found no space, the log has queued one by itself
    disk.awaitDeletions();
    model.swept(spi, now, calm && !isBroken());
  }

  /** Ends the process in some way, opens the log again and judges what is there. */
  void restart(End end) throws IOException, InterruptedException {
    byte[] flipped = end == End.STOP || isBroken() ? null : appends.somethingToFlip();
    note("%s%s", end, flipped == null ? "" : " and a bit flips");
    boolean orderly = end(end);
    boolean cut = goDown(end);
    boolean mayLose = cut && !orderly;
    boolean mustAbort = mayLose;
    if (flipped != null) {
      assertThat(disk.flip(flipped)).isTrue();
      damaged = true;
    }
    while (!opens()) {
      End again = oneOf(End.CRASH, End.POWER_CUT);
      note("%s while it starts", again);
      cut |= goDown(again);
      mayLose |= cut; // the mark of an orderly stop is taken by who starts first
    }
    disk.log.clear();
    broken = false;
    lacking = false;
    full = false;
    // Nothing that the power may have taken a part of stays open.
    endOverdue();
    log.sweep();
    log.sweep();
    disk.awaitDeletions();
    spi = calls.of(Backend.class, log.backend);
    model.adopt(spi, now, mayLose, mustAbort);
    transactions.restarted(mayLose);
    claims.restarted();
    reads.checkAll();
  }

  /** Whether the log was left in order. */
  private boolean end(End end) {
    if (end == End.STOP) {
      log.close();
    } else {
      log.kill();
    }
    return Files.exists(log.directory.resolve("stopped"));
  }

  private boolean goDown(End end) {
    boolean cut = end == End.POWER_CUT || end == End.STOP && random.nextBoolean();
    if (cut) {
      disk.losePower();
      lostPower = true;
      log.boot = new UUID(random.nextLong(), random.nextLong());
    } else {
      disk.endProcess();
    }
    return cut;
  }

  private boolean opens() throws IOException {
    if (random.nextInt(8) == 0) {
      disk.log.dieAfter(random.nextInt(12));
    }
    try {
      log.open();
      return true;
    } catch (IOException | BackendException e) {
      if (!disk.log.isGone()) {
        throw e;
      }
      return false;
    }
  }

  /** Something may be damaged of which nobody can say what it was: what is served is right. */
  private void lastDamage() throws IOException {
    log.close();
    disk.endProcess();
    note("a bit flips in %s", disk.flipAnywhere());
    try (LogLines lines = new LogLines("io.weir.embedded")) {
      try {
        log.open();
      } catch (BackendException e) {
        note("it does not open: %s", e.getMessage());
        log.faults = real -> new MemoryStorage(1 << 20);
        log.openInMemory();
        return;
      }
      spi = calls.of(Backend.class, log.backend);
      reads.checkAfterDamage(!lines.errorsOf(Thread.currentThread()).isEmpty());
    }
  }

  /** What an answer was; a failure says what it must. */
  @SafeVarargs
  final <T> T answer(Future<T> future, Class<? extends BackendException>... mayFail) {
    try {
      return TestLog.getOrThrow(future);
    } catch (Unavailable e) {
      note("  unavailable: %s", e.getMessage());
      broken = true;
      throw e;
    } catch (Full e) {
      note("  full: %s", e.getMessage());
      broken |= lacking;
      full = true;
      throw e;
    } catch (BackendException e) {
      assertThat(List.of(mayFail).contains(e.getClass())).as("failed: %s", e).isTrue();
      throw e;
    }
  }

  @SafeVarargs
  final <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  <T> @Nullable T oneOf(List<T> all) {
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  /** Nobody sees more of a partition than was answered, though more is being written. */
  void assertSeen(ModelPartition partition) {
    partition.assertSame(ObservedPartition.of(spi, partition.id));
  }
}
