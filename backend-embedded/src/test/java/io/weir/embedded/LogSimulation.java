package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.BackendException.Unavailable;
import io.weir.embedded.SimulatedFaults.Fault;
import io.weir.embedded.SimulatedFaults.Operation;
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
  private static final int LAST_STEPS = 40;

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
  private int steps;

  /** Nothing can be relied on before a new process has read what is there. */
  private boolean broken;

  /** A fault was chosen after which a segment may be refused for a while. */
  private boolean lacking;

  /** The log looks for space by itself after this; wait for that. */
  private boolean full;

  LogSimulation(long seed, Path directory) {
    random = new SplittableRandom(seed);
    disk = new SimulatedDisk(random.split());
    log = new TestLog(directory, settings(seed));
    log.faults = real -> disk;
    appends = new AppendSteps(this);
    topics = new TopicSteps(this, appends);
    reads = new ReadSteps(this, appends);
    transactions = new TransactionSteps(this, appends);
    claims = new ClaimSteps(this, appends);
  }

  /** Of every other one the segments begin with deltas, however small the log is. */
  private static Map<String, Object> settings(long seed) {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    if (seed % 2 == 0) {
      settings.put("checkpointBytes", 0);
    }
    return settings;
  }

  /** The last steps, for who wonders what went wrong. */
  List<String> lastSteps() {
    return List.copyOf(last);
  }

  void note(String what, Object... arguments) {
    if (last.size() == LAST_STEPS) {
      last.removeFirst();
    }
    last.add(steps + ": " + what.formatted(arguments));
  }

  void run(int count) throws IOException, InterruptedException {
    log.open();
    topics.createFirst();
    for (steps = 1; steps <= count; steps++) {
      step();
      log.backend.awaitSegments();
      if (full) {
        full = false;
        sweep();
      }
      if (broken || log.backend.trouble().isPresent()) {
        restart(oneOf(End.values()));
      }
    }
    restart(oneOf(End.values()));
    lastDamage();
    log.close();
  }

  private void step() throws IOException, InterruptedException {
    int choice = random.nextInt(102);
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
    } else {
      collect();
    }
  }

  /** Whatever is live moves, or only what is worth it. */
  private void collect() throws InterruptedException {
    int percent = oneOf(Collector.WORTH_PERCENT, 200);
    note("collect what is needed to %d percent", percent);
    TestLog.get(log.backend.collect(percent));
    disk.awaitDeletions();
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
    log.sweep();
    log.sweep(); // where a trim of the first found no space, the log has queued one by itself
    disk.awaitDeletions();
    model.swept(log.backend);
  }

  /** Ends the process in some way, opens the log again and judges what is there. */
  void restart(End end) throws IOException, InterruptedException {
    byte[] flipped = end == End.STOP || broken ? null : appends.somethingToFlip();
    note("%s%s", end, flipped == null ? "" : " and a bit flips");
    boolean orderly = end(end);
    boolean cut = goDown(end);
    boolean mayLose = cut && !orderly;
    boolean mustAbort = mayLose;
    if (flipped != null) {
      assertThat(disk.flip(flipped)).isTrue();
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
    ((EmbeddedProducers) log.backend.producers()).endOverdue(System.currentTimeMillis());
    log.sweep();
    log.sweep();
    disk.awaitDeletions();
    model.adopt(log.backend, mayLose, mustAbort);
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
      reads.checkAfterDamage(!lines.errors().isEmpty());
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
    partition.assertSame(ObservedPartition.of(log.backend, partition.id));
  }
}
