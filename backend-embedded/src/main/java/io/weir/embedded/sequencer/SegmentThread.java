package io.weir.embedded.sequencer;

import io.netty.util.collection.IntObjectMap;
import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.index.IndexBuilder;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentHeader;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does beside the log what takes long about segments: makes the next one while the active one still
 * has room, and finishes a full one (its index, the cut to its size) while the next is written. One
 * of each at most is under way: who goes on to another segment waits for the one before it. A crash
 * may leave either undone, and recovery does it then.
 *
 * <p>Its methods are called by who writes the log.
 */
public final class SegmentThread {
  private static final Logger log = LoggerFactory.getLogger(SegmentThread.class);

  private static final SecureRandom SALTS = new SecureRandom();

  private final Storage storage;
  private final LongSupplier clock;
  private final Executor background;
  private final ThreadPoolExecutor thread;
  private @Nullable CompletableFuture<Segment> spare;
  private CompletableFuture<Void> finishing = CompletableFuture.completedFuture(null);

  /**
   * @param background frees segments
   */
  public SegmentThread(Storage storage, LongSupplier clock, Executor background) {
    this.clock = clock;
    this.storage = storage;
    this.background = background;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SegmentThread::daemon);
    thread.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "weir-log-segments");
    thread.setDaemon(true);
    return thread;
  }

  /** Makes a segment here and now. */
  Segment make(int number, int capacity) throws IOException {
    SegmentHeader header = new SegmentHeader(number, SALTS.nextLong(), clock.getAsLong());
    Storage.Extent extent = storage.create(number, capacity);
    try {
      extent.write(header.encode(), 0);
    } catch (IOException e) {
      extent.close();
      extent.delete();
      throw e;
    }
    return new Segment(header, storage.name(number), extent, background);
  }

  /** Returns when a segment that was taken back is gone also after a power cut. */
  void awaitGone(int number) throws IOException {
    if (storage.segments().contains(number)) {
      throw new IOException(storage.name(number) + " was begun, and cannot be taken back");
    }
    storage.syncNames();
  }

  /** The same, and takes the space for it; any thread. */
  Segment makeReserved(int number, int capacity) throws IOException {
    Segment made = make(number, capacity);
    try {
      made.extent().reserve();
      return made;
    } catch (IOException e) {
      made.discard();
      throw e;
    }
  }

  /** Begins to make the next segment, unless that was asked before. */
  void prepare(int number, int capacity) {
    if (spare == null) {
      spare =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return makeReserved(number, capacity);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              thread);
    }
  }

  /** Whether {@link #take} would not have to wait. */
  boolean isReady() {
    CompletableFuture<Segment> asked = spare;
    return finishing.isDone()
        && asked != null
        && asked.isDone()
        && !asked.isCompletedExceptionally();
  }

  /**
   * The next segment: the one that was prepared if there is one and it is large enough, else one
   * made now. Comes back when the segment before is finished.
   *
   * @param capacity of one made now
   * @param least that it must have
   */
  Segment take(int number, int capacity, int least) throws IOException {
    finishing.join();
    Segment prepared = takeSpare();
    if (prepared != null) {
      if (prepared.number() == number && prepared.capacity() >= least) {
        return prepared;
      }
      prepared.discard();
    }
    return makeReserved(number, capacity);
  }

  private @Nullable Segment takeSpare() {
    CompletableFuture<Segment> asked = spare;
    spare = null;
    try {
      return asked == null ? null : asked.join();
    } catch (CompletionException e) {
      // Tried again by who needs it, who then tells of it.
      log.debug("the next segment could not be made beforehand", e.getCause());
      return null;
    }
  }

  /**
   * Makes the index of a segment that has ended, and gives back what lies behind its end.
   *
   * @return completes when that is done
   */
  CompletableFuture<Void> finish(
      SealedSegment sealed,
      long lastMillis,
      IntObjectMap<ActiveRows> rows,
      Map<Integer, List<AbortedRange>> aborted) {
    Segment segment = sealed.segment();
    segment.retain();
    finishing =
        CompletableFuture.runAsync(
                () -> {
                  sealed.indexed(IndexBuilder.of(segment, lastMillis, rows, aborted, storage));
                  giveBack(segment);
                },
                thread)
            .exceptionally(
                e -> {
                  log.error("{} has no index before the next start", segment.name(), e);
                  return null;
                })
            .thenRun(segment::release);
    return finishing;
  }

  private static void giveBack(Segment segment) {
    try {
      segment.giveBack();
    } catch (IOException e) {
      log.warn("{} keeps its full size until the next start: {}", segment.name(), e.toString());
    }
  }

  /** For tests, on any thread: comes back when what was asked before is done. */
  void await() {
    CompletableFuture.runAsync(() -> {}, thread).join();
  }

  /**
   * Comes back when nothing is under way any more.
   *
   * @param crash whether to leave a spare segment where it is, as a crash would
   */
  public void close(boolean crash) {
    finishing.join();
    Segment prepared = takeSpare();
    if (prepared != null) {
      if (crash) {
        prepared.release();
      } else {
        prepared.discard();
      }
    }
    thread.shutdown();
  }
}
