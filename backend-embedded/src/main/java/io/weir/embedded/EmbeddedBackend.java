package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendException;
import io.weir.backend.Capabilities;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Durability;
import io.weir.backend.Measure;
import io.weir.backend.PartitionLog;
import io.weir.backend.ProducerStore;
import io.weir.backend.TopicStore;
import io.weir.embedded.collection.Collector;
import io.weir.embedded.collection.Pace;
import io.weir.embedded.collection.Takeover;
import io.weir.embedded.compaction.Compactor;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.read.LogReader;
import io.weir.embedded.read.ReadThreads;
import io.weir.embedded.recovery.Recovery;
import io.weir.embedded.retention.RetentionSweep;
import io.weir.embedded.retention.Settlements;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.sequencer.LogWriter;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Reply;
import io.weir.embedded.storage.BootId;
import io.weir.embedded.storage.DataDirectory;
import io.weir.embedded.storage.DataDirectory.StopMark;
import io.weir.embedded.storage.FileStorage;
import io.weir.embedded.storage.Mapped;
import io.weir.embedded.storage.MemoryStorage;
import io.weir.embedded.storage.Storage;
import io.weir.embedded.task.SealTask;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded log: its parts, and their beginning and end. */
public final class EmbeddedBackend implements Backend {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBackend.class);

  /** How often transactions are looked for that were left open for too long. */
  private static final long OVERDUE_CHECK_MILLIS = 250;

  private final @Nullable DataDirectory directory;
  private final LongSupplier clock;
  private final LogState state;
  private final LogWriter writer;
  private final Sequencer sequencer;
  private final ReadThreads readThreads = new ReadThreads();
  private final ExecutorService plain =
      Executors.newSingleThreadExecutor(work -> daemon(work, "weir-log-completions"));
  private final ScheduledExecutorService maintenance =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "weir-log-maintenance"));
  private final RetentionSweep retention;
  private final Pace pace;
  private final Takeover takeover;
  private final Collector collector;
  private final Compactor compactor;
  private final ExecutorService collection =
      Executors.newSingleThreadExecutor(work -> daemon(work, "weir-log-collection"));
  private final AtomicBoolean collecting = new AtomicBoolean();
  private final Capabilities capabilities;
  private final EmbeddedLog partitions;
  private final EmbeddedTopics topics;
  private final EmbeddedProducers producers;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Completes when all is freed, with whether the log ended in order. */
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  private EmbeddedBackend(
      @Nullable DataDirectory directory,
      Storage storage,
      EmbeddedSettings settings,
      LongSupplier clock,
      Recovery.Opened opened) {
    this.directory = directory;
    this.clock = clock;
    this.state = opened.state();
    this.writer = opened.writer();
    this.sequencer = new Sequencer(state, writer, settings, clock, plain, this::makeSpace);
    int maxBatchBytes = settings.maxBatchBytes(directory == null);
    this.capabilities =
        new Capabilities(
            EnumSet.allOf(Feature.class), EnumSet.allOf(Durability.class), maxBatchBytes);
    Settlements settlements = new Settlements();
    LogReader reader = new LogReader(state, readThreads);
    this.partitions = new EmbeddedLog(state, sequencer, reader, settlements, maxBatchBytes);
    this.topics = new EmbeddedTopics(state, sequencer, reader);
    this.producers = new EmbeddedProducers(state, sequencer);
    this.retention = new RetentionSweep(state, sequencer, writer, storage, settlements);
    this.pace = new Pace(settings.collectionBytesPerSecond());
    this.takeover = new Takeover(storage, sequencer, writer, state, pace);
    this.compactor = new Compactor(state, sequencer, writer, storage, settings, takeover, pace);
    this.collector =
        new Collector(state, sequencer, writer, storage, settings, settlements, takeover);
    Segment active = writer.active();
    sequencer.start();
    maintenance.execute(() -> reserve(active));
    maintenance.scheduleWithFixedDelay(
        this::sweepAndCollect,
        settings.retentionCheckMillis(),
        settings.retentionCheckMillis(),
        TimeUnit.MILLISECONDS);
    maintenance.scheduleWithFixedDelay(
        () -> producers.endOverdue(clock.getAsLong()),
        OVERDUE_CHECK_MILLIS,
        OVERDUE_CHECK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  static EmbeddedBackend open(BackendEnvironment environment) throws IOException {
    return open(environment, BootId.current(), System::currentTimeMillis, UnaryOperator.identity());
  }

  /**
   * @param boot the run of the operating system
   * @param clock what time it is, milliseconds since 1970; used by any thread
   * @param faults for tests: what stands between the log and its storage
   */
  static EmbeddedBackend open(
      BackendEnvironment environment, UUID boot, LongSupplier clock, UnaryOperator<Storage> faults)
      throws IOException {
    EmbeddedSettings settings = EmbeddedSettings.of(environment.settings());
    if (environment.ephemeral()) {
      EmbeddedSettings inMemory = settings.inMemory();
      Storage storage = faults.apply(new MemoryStorage(inMemory.memoryBytes()));
      return open(null, storage, inMemory, boot, clock, null);
    }
    DataDirectory directory = DataDirectory.open(environment.data());
    try {
      Storage storage = faults.apply(new FileStorage(directory.path()));
      return open(directory, storage, settings, boot, clock, directory.takeStopMark());
    } catch (Throwable e) {
      directory.release();
      throw e;
    }
  }

  private static EmbeddedBackend open(
      @Nullable DataDirectory directory,
      Storage storage,
      EmbeddedSettings settings,
      UUID boot,
      LongSupplier clock,
      @Nullable StopMark mark)
      throws IOException {
    // Unmapping is rare and short, and may come after everything else has ended.
    Recovery recovery =
        new Recovery(storage, settings, boot, mark, clock, Thread::startVirtualThread);
    Recovery.Opened opened = recovery.open();
    try {
      return new EmbeddedBackend(directory, storage, settings, clock, opened);
    } catch (Throwable e) {
      opened.release();
      throw e;
    }
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public TopicStore topics() {
    return topics;
  }

  @Override
  public PartitionLog log() {
    return partitions;
  }

  @Override
  public ProducerStore producers() {
    return producers;
  }

  @Override
  public Optional<BackendException> trouble() {
    return sequencer.trouble();
  }

  @Override
  public List<Measure> measures() {
    return writer.space().measures(state.sealed());
  }

  @Override
  public Future<Void> close() {
    return end(false);
  }

  /** For tests: ends as a crash of the process would. */
  Future<Void> kill() {
    return end(true);
  }

  /**
   * Looks for what is no longer kept, now; may wait for the disk. For tests, and for who needs
   * space.
   */
  public Future<Void> sweep(long nowMillis) {
    Reply<Void> reply = new Reply<>();
    maintenance.execute(
        () -> {
          contained(() -> retention.run(nowMillis));
          complete(reply, plain);
        });
    return reply.future();
  }

  /**
   * Collects what is worth it, now, and drops what is dead after that. For tests.
   *
   * @param percent the most of a segment that may be needed still
   */
  public Future<Void> collect(int percent) {
    return beside(() -> collector.run(percent));
  }

  /** Compacts what is worth it, now, and drops what is dead after that. For tests. */
  public Future<Void> compact(long nowMillis) {
    return beside(() -> compactor.run(nowMillis));
  }

  private Future<Void> beside(Runnable work) {
    Reply<Void> reply = new Reply<>();
    collection.execute(
        () -> {
          quietly(work);
          maintenance.execute(
              () -> {
                quietly(() -> retention.dropDead(clock.getAsLong()));
                complete(reply, plain);
              });
        });
    return reply.future();
  }

  /** For tests: ends the active segment; blocks until it is sealed. */
  public void sealActive() {
    SealTask.seal(writer.active().number(), sequencer);
  }

  /** For tests. */
  public LogState state() {
    return state;
  }

  /** For tests: comes back when nothing goes on beside the log. */
  public void awaitSegments() {
    writer.awaitSegments();
  }

  /**
   * The segment that was opened gets its blocks now: the first call into the system's library takes
   * a while, and nobody should wait for it at start. Does nothing if it is sealed meanwhile.
   */
  private static void reserve(Segment active) {
    if (active.retain()) {
      try {
        active.extent().reserve();
      } catch (IOException e) {
        log.warn("{} has no space reserved: {}", active.name(), e.getMessage());
      } finally {
        active.release();
      }
    }
  }

  private void makeSpace() {
    if (!maintenance.isShutdown() && sweeping.compareAndSet(false, true)) {
      maintenance.execute(this::sweepQuietly);
    }
  }

  private void sweepQuietly() {
    sweeping.set(false);
    quietly(() -> retention.run(clock.getAsLong()));
  }

  private void sweepAndCollect() {
    sweepQuietly();
    if (collecting.compareAndSet(false, true)) {
      collection.execute(
          () -> {
            quietly(this::collectAndDrop);
            collecting.set(false);
          });
    }
  }

  private void collectAndDrop() {
    long now = clock.getAsLong();
    if (collector.run(Collector.WORTH_PERCENT) + compactor.run(now) > 0) {
      maintenance.execute(() -> quietly(() -> retention.dropDead(clock.getAsLong())));
    }
  }

  /** One failure that escaped would end all later work of its thread. */
  private void quietly(Runnable work) {
    try {
      contained(work);
    } catch (RejectedExecutionException e) {
      log.debug("the log is being closed", e);
    } catch (RuntimeException | Error e) {
      log.error("looking for what is no longer kept failed", e);
    }
  }

  /** Where an index cannot be read, all are checked before they are used the next time. */
  private void contained(Runnable work) {
    try {
      work.run();
      Mapped.settle();
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      log.error("an index gives an input/output error; all are checked", e);
      state.sealed().values().forEach(SealedSegment::suspect);
    }
  }

  private Future<Void> end(boolean crash) {
    Reply<Void> reply = new Reply<>();
    if (closing.compareAndSet(false, true)) {
      topics.close();
      Completions completions = new Completions(plain);
      partitions.close(completions);
      completions.flush();
      if (crash) {
        takeover.crash();
      }
      pace.end();
      (crash ? sequencer.kill() : sequencer.stop())
          .thenAcceptAsync(this::release, Thread::startVirtualThread);
    }
    // The thread for completions ends with the log.
    closed.thenRun(() -> complete(reply, Runnable::run));
    return reply.future();
  }

  private void release(boolean orderly) {
    try {
      collection.close(); // it has ended, or ends with the next look at its pace
      maintenance.shutdown();
      readThreads.close();
      writer.close(!orderly);
      if (orderly) {
        leaveStopMark();
      }
      new Recovery.Opened(state, writer).release();
      if (directory != null) {
        directory.release();
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      log.error("the log was not closed in order; the next start will read it again", e);
    } finally {
      plain.shutdown();
      closed.complete(orderly);
    }
  }

  private void leaveStopMark() {
    if (directory != null) {
      try {
        directory.leaveStopMark(
            new StopMark(state.lastCommit(), writer.active().number(), writer.position()));
      } catch (IOException e) {
        log.warn("that the log was closed in order cannot be written down", e);
      }
    }
  }

  @SuppressWarnings("NullAway") // a future of nothing has null for its value
  private static void complete(Reply<Void> reply, Executor plain) {
    Completions completions = new Completions(plain);
    completions.succeed(reply, null);
    completions.flush();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
