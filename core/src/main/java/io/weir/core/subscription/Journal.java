package io.weir.core.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.PartitionAppend;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog;
import io.weir.core.subscription.CursorRecord.SettledRange;
import io.weir.record.BatchBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what changes in a subscription's cursors. One append is on its way at a time; what
 * changes meanwhile goes into the next, whoever asked for it. What nobody waits for may be late.
 * Used on the owner's context only.
 */
final class Journal {
  /** What nobody waits for is written down so late at most, with what has come to it by then. */
  private static final long LATE_MILLIS = 5;

  private final ContextInternal owner;
  private final StateLog log;
  private final String subscription;
  private final List<Track> tracks;
  private final Owner told;

  private List<Promise<Void>> waiters = new ArrayList<>();
  private @Nullable Burial burial;
  private boolean isWriting;
  private boolean isLateWriteDue;
  private @Nullable Failure over;

  /** A cursor and how its records are numbered. */
  record Track(Cursor cursor, CursorRing ring) {}

  /** Is told what has become durable. */
  interface Owner {
    /** A cursor has been written down; what it says is durable. */
    void durable(int lane, CursorRecord written);

    /** Nothing can be written any more, and what was written last is in doubt. */
    void stateLost(Failure cause);
  }

  /** Batches for other partitions, and what is settled in the same step. */
  private record Burial(
      List<Condemned> letters, List<PartitionAppend> appends, Promise<Void> done) {}

  /** One record on its way. */
  private record Written(int lane, CursorRecord record, boolean isSnapshot) {}

  Journal(
      ContextInternal owner, StateLog log, String subscription, List<Track> tracks, Owner told) {
    this.owner = owner;
    this.log = log;
    this.subscription = subscription;
    this.tracks = new ArrayList<>(tracks);
    this.told = told;
  }

  /** There is a cursor more, behind the others. */
  void add(Track track) {
    tracks.add(track);
  }

  /** Completes when all that has changed until now is durable. */
  Future<Void> durable() {
    if (over != null) {
      return owner.failedFuture(over);
    }
    if (!isWriting && !hasChanged()) {
      return owner.succeededFuture();
    }
    Promise<Void> promise = owner.promise();
    waiters.add(promise);
    return promise.future();
  }

  /**
   * Appends to other partitions and writes down that the messages are settled, in one step. One at
   * a time.
   *
   * @param appends given away
   * @return fails with what the log says where nothing of it was written
   */
  Future<Void> bury(List<Condemned> letters, List<PartitionAppend> appends) {
    Promise<Void> done = owner.promise();
    if (over != null) {
      appends.forEach(append -> append.batch().release());
      done.fail(over);
      return done.future();
    }
    burial = new Burial(letters, appends, done);
    write();
    return done.future();
  }

  private boolean hasChanged() {
    return tracks.stream().anyMatch(track -> track.cursor.hasChanged());
  }

  /** Writes what has changed, at once if anybody waits for that, and else soon. */
  void goOn() {
    if (burial != null || !waiters.isEmpty() || isUrgent()) {
      write();
    } else if (!isLateWriteDue && hasChanged()) {
      isLateWriteDue = true;
      owner.setTimer(
          LATE_MILLIS,
          timer -> {
            isLateWriteDue = false;
            write();
          });
    }
  }

  private boolean isUrgent() {
    return tracks.stream().anyMatch(track -> track.cursor.isUrgent());
  }

  /** Writes what has changed, unless something is on its way: then it is written after that. */
  void write() {
    if (isWriting || over != null) {
      return;
    }
    Burial next = burial;
    boolean isSnapshotDue =
        next != null
            && next.letters.stream().anyMatch(it -> tracks.get(it.lane()).ring.isSnapshotDue());
    if (next != null && !isSnapshotDue) {
      burial = null;
      write(next);
    } else if (hasChanged() || isSnapshotDue) {
      writeChanges(isSnapshotDue);
    } else {
      complete(takeWaiters());
    }
  }

  private void writeChanges(boolean all) {
    List<Written> written = new ArrayList<>();
    for (int lane = 0; lane < tracks.size(); lane++) {
      Cursor cursor = tracks.get(lane).cursor;
      CursorRing ring = tracks.get(lane).ring;
      if (cursor.hasChanged() || (all && ring.isSnapshotDue())) {
        boolean isSnapshot = ring.isSnapshotDue();
        CursorRecord record = isSnapshot ? cursor.snapshot(ring.next()) : cursor.delta(ring.next());
        written.add(new Written(lane, record, isSnapshot));
      }
    }
    writeChanges(written, takeWaiters());
  }

  private void writeChanges(List<Written> written, List<Promise<Void>> waiting) {
    append(written, batch -> log.append(batch).durable())
        .onComplete(
            result -> {
              if (result.cause() instanceof Failure.Throttled busy && over == null) {
                owner.setTimer(busy.retryAfterMillis(), timer -> tryAgain(written, waiting));
                return;
              }
              isWriting = false;
              if (result.failed()) {
                fail(result, waiting);
                return;
              }
              written.forEach(this::settled);
              complete(waiting);
              goOn();
            });
  }

  private void tryAgain(List<Written> written, List<Promise<Void>> waiting) {
    Failure cause = over;
    if (cause == null) {
      writeChanges(written, waiting);
    } else {
      waiting.forEach(promise -> promise.fail(cause));
    }
  }

  private void write(Burial next) {
    List<Written> written = new ArrayList<>();
    for (int lane = 0; lane < tracks.size(); lane++) {
      int each = lane;
      List<SettledRange> ranges =
          next.letters.stream()
              .filter(it -> it.lane() == each)
              .map(Condemned::offset)
              .sorted()
              .map(offset -> new SettledRange(offset, offset + 1))
              .toList();
      if (!ranges.isEmpty()) {
        Cursor cursor = tracks.get(lane).cursor;
        long number = tracks.get(lane).ring.next();
        CursorRecord record =
            new CursorRecord(number, cursor.floor(), cursor.mark(), merged(ranges), List.of());
        written.add(new Written(lane, record, false));
      }
    }
    append(written, batch -> log.append(batch, next.appends).durable())
        .onComplete(
            result -> {
              isWriting = false;
              if (result.failed() && isLost(result.cause())) {
                next.done.fail(result.cause());
                fail(result, List.of());
                return;
              }
              if (result.succeeded()) {
                written.forEach(this::settled);
                next.done.complete();
              } else {
                next.done.fail(result.cause());
              }
              goOn();
            });
  }

  private static List<SettledRange> merged(List<SettledRange> ranges) {
    List<SettledRange> merged = new ArrayList<>();
    for (SettledRange range : ranges) {
      if (!merged.isEmpty() && merged.getLast().before() == range.from()) {
        merged.add(new SettledRange(merged.removeLast().from(), range.before()));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  private interface Append {
    Future<Void> of(ByteBuf batch);
  }

  private Future<Void> append(List<Written> written, Append append) {
    isWriting = true;
    Promise<Void> done = owner.promise();
    append.of(batch(written)).onComplete(done);
    return done.future();
  }

  private ByteBuf batch(List<Written> written) {
    try (BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT)) {
      for (Written each : written) {
        int slot = each.isSnapshot ? CursorKey.SNAPSHOT : CursorRing.slot(each.record.number());
        ByteBuf value = Unpooled.buffer();
        CursorCodec.write(each.record, value);
        ByteBuf key = new CursorKey(subscription, each.lane, slot).bytes();
        batch.add(System.currentTimeMillis(), key, value, List.of());
      }
      return batch.build();
    }
  }

  private void settled(Written written) {
    CursorRing ring = tracks.get(written.lane).ring;
    if (written.isSnapshot) {
      ring.wroteSnapshot();
    } else {
      ring.wroteDelta();
    }
    told.durable(written.lane, written.record);
  }

  private static boolean isLost(Throwable cause) {
    return cause instanceof Failure.Unavailable
        || cause instanceof Failure.Fenced
        || !(cause instanceof Failure);
  }

  /** What was on its way is in doubt or not there: nobody is told that it is done. */
  private void fail(AsyncResult<Void> result, List<Promise<Void>> waiting) {
    Failure cause =
        result.cause() instanceof Failure failure
            ? failure
            : new Failure.Unavailable("the subscription cannot write down what is settled");
    end(cause);
    waiting.forEach(promise -> promise.fail(cause));
    told.stateLost(cause);
  }

  /** Nothing is written any more, and whoever waits is told why. */
  void end(Failure cause) {
    if (over != null) {
      return;
    }
    over = cause;
    takeWaiters().forEach(promise -> promise.fail(cause));
    Burial left = burial;
    if (left != null) {
      burial = null;
      left.appends.forEach(append -> append.batch().release());
      left.done.fail(cause);
    }
  }

  private List<Promise<Void>> takeWaiters() {
    List<Promise<Void>> taken = waiters;
    waiters = new ArrayList<>();
    return taken;
  }

  private static void complete(List<Promise<Void>> waiting) {
    waiting.forEach(Promise::complete);
  }
}
