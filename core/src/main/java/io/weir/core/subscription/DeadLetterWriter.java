package io.weir.core.subscription;

import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.Isolation;
import io.weir.backend.PartitionAppend;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.publish.PropertyNames;
import io.weir.core.read.CommittedMessages;
import io.weir.core.subscription.DeadLetters.Target;
import io.weir.record.BatchBuilder;
import io.weir.record.Header;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what nobody is to have to where dead letters go, some at a time: reads it again, asks where
 * it goes, and appends it there in the step that settles it. Where the backend has no such step the
 * letter is appended first, so that after a crash it may lie there twice. Used on the owner's
 * context only.
 */
final class DeadLetterWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWriter.class);
  private static final int AT_ONCE = 64;
  private static final int BYTES_AT_ONCE = 256 * 1024;
  private static final long RETRY_MILLIS = 1_000;

  /** Times that were of the message where it was, and are over or not of its new place. */
  private static final Set<String> LEFT_BEHIND =
      Set.of(Death.HEADER, PropertyNames.ABSOLUTE_EXPIRY_TIME, PropertyNames.DELIVER_AT);

  private final ContextInternal owner;
  private final PartitionLog log;
  private final boolean isAtomic;
  private final IntFunction<TopicPartition> partitions;
  private final DeadLetters places;
  private final Dispatch dispatch;
  private final Journal journal;
  private final Feeder.Owner told;
  private int atOnce = AT_ONCE;
  private boolean isBusy;
  private boolean isOver;

  /** A message with its body; null where the log has it no more. */
  private record Found(Condemned it, @Nullable LogRecord message) {}

  /** A message and where it goes. */
  private record Routed(
      Condemned it, @Nullable LogRecord message, List<Header> headers, List<Target> targets) {

    int bytes() {
      return message == null ? 0 : (message.sizeInBytes() + 1_000) * targets.size();
    }
  }

  DeadLetterWriter(
      ContextInternal owner,
      PartitionLog log,
      boolean isAtomic,
      IntFunction<TopicPartition> partitions,
      DeadLetters places,
      Dispatch dispatch,
      Journal journal,
      Feeder.Owner told) {
    this.owner = owner;
    this.log = log;
    this.isAtomic = isAtomic;
    this.partitions = partitions;
    this.places = places;
    this.dispatch = dispatch;
    this.journal = journal;
    this.told = told;
  }

  /** Begins with what waits, unless it is still at it. */
  void check() {
    if (isBusy || isOver || !dispatch.hasCondemned()) {
      return;
    }
    isBusy = true;
    List<Condemned> letters = dispatch.takeCondemned(atOnce);
    Promise<List<Routed>> ready = owner.promise();
    Future.all(letters.stream().map(this::find).toList())
        .compose(found -> routeAll(found.list()))
        .onComplete(ready);
    ready
        .future()
        .onSuccess(this::bury)
        .onFailure(
            cause -> {
              LOG.warn(
                  "Subscription {} cannot tell where dead letters go now: {}",
                  told.name(),
                  cause.getMessage());
              later(letters);
            });
  }

  void stop() {
    isOver = true;
  }

  private Future<Found> find(Condemned it) {
    if (it.message() != null) {
      return Future.succeededFuture(new Found(it, it.message()));
    }
    TopicPartition partition = partitions.apply(it.lane());
    return log.read(new Read(partition, it.offset(), 1, Isolation.COMMITTED))
        .transform(
            result ->
                result.succeeded()
                    ? Future.succeededFuture(new Found(it, only(result.result(), it.offset())))
                    : unread(it, result.cause()));
  }

  private Future<Found> unread(Condemned it, Throwable cause) {
    Failure failure = BackendFailures.of(cause, told.name());
    boolean isGone =
        failure instanceof Failure.OffsetOutOfRange || failure instanceof Failure.CorruptData;
    return isGone ? Future.succeededFuture(new Found(it, null)) : Future.failedFuture(failure);
  }

  private static @Nullable LogRecord only(ReadResult result, long offset) {
    try {
      First first = new First(offset);
      CommittedMessages.walk(result, offset, Feeder.MAX_INFLATED_BYTES, first);
      return first.message;
    } finally {
      result.batches().release();
    }
  }

  private Future<List<Routed>> routeAll(List<Found> found) {
    return Future.all(found.stream().map(this::route).toList()).map(all -> all.<Routed>list());
  }

  private Future<Routed> route(Found found) {
    LogRecord message = found.message;
    if (message == null) {
      return Future.succeededFuture(new Routed(found.it, null, List.of(), List.of()));
    }
    List<Header> headers = headers(message);
    List<Death> history =
        Death.after(Death.in(headers), told.name(), found.it.reason(), told.now());
    List<Header> onward = new ArrayList<>(headers);
    onward.removeIf(header -> LEFT_BEHIND.contains(header.name()));
    history.forEach(death -> onward.add(death.header()));
    return places
        .route(new DeadLetter(told.name(), message, found.it.reason(), history))
        .map(targets -> new Routed(found.it, message, List.copyOf(onward), targets));
  }

  private static List<Header> headers(LogRecord message) {
    try {
      return message.headers();
    } catch (InvalidBatchException e) {
      return List.of();
    }
  }

  private void bury(List<Routed> all) {
    if (isOver) {
      return;
    }
    List<Routed> now = new ArrayList<>();
    int bytes = 0;
    for (Routed each : all) {
      bytes += each.bytes();
      if (now.isEmpty() || bytes <= BYTES_AT_ONCE) {
        now.add(each);
      }
    }
    all.subList(now.size(), all.size()).reversed().forEach(rest -> dispatch.notBuried(rest.it));
    List<Condemned> letters = now.stream().map(Routed::it).toList();
    List<PartitionAppend> appends = batches(now);
    Promise<Void> done = owner.promise();
    if (appends.isEmpty()) {
      done.complete();
    } else if (isAtomic) {
      journal.bury(letters, appends).onComplete(done);
    } else {
      log.appendAll(appends)
          .<Void>mapEmpty()
          .recover(cause -> Future.failedFuture(BackendFailures.of(cause, told.name())))
          .onComplete(done);
    }
    done.future()
        .onSuccess(nothing -> buried(letters))
        .onFailure(cause -> notBuried(letters, cause));
  }

  private List<PartitionAppend> batches(List<Routed> letters) {
    Map<TopicPartition, BatchBuilder> batches = new LinkedHashMap<>();
    for (Routed letter : letters) {
      LogRecord message = letter.message;
      if (message != null) {
        for (Target target : letter.targets) {
          batches
              .computeIfAbsent(
                  target.partition(), to -> BatchBuilder.create(ByteBufAllocator.DEFAULT))
              .add(told.now(), target.key(), message.value(), headers(letter, target));
        }
      }
    }
    List<PartitionAppend> appends = new ArrayList<>();
    batches.forEach((to, batch) -> appends.add(new PartitionAppend(to, batch.build())));
    return appends;
  }

  private static List<Header> headers(Routed letter, Target target) {
    List<Header> own = target.headers();
    return own == null ? letter.headers : own;
  }

  private void buried(List<Condemned> letters) {
    atOnce = AT_ONCE;
    letters.forEach(dispatch::buried);
    isBusy = false;
    told.pump();
  }

  /** Where one of several cannot lie where it is to, the others do not wait for it. */
  private void notBuried(List<Condemned> letters, Throwable cause) {
    if (isOver) {
      return;
    }
    if (letters.size() > 1) {
      atOnce = 1;
      giveBack(letters);
      isBusy = false;
      told.pump();
    } else if (cause instanceof Failure.TooLarge || cause instanceof Failure.InvalidBatch) {
      LOG.error(
          "Subscription {} drops a dead letter, offset {}, which its place does not take: {}",
          told.name(),
          letters.getFirst().offset(),
          cause.getMessage());
      buried(letters);
    } else {
      LOG.warn("Subscription {} cannot bury dead letters now: {}", told.name(), cause.getMessage());
      later(letters);
    }
  }

  private void later(List<Condemned> letters) {
    giveBack(letters);
    owner.setTimer(
        RETRY_MILLIS,
        timer -> {
          isBusy = false;
          told.pump();
        });
  }

  private void giveBack(List<Condemned> letters) {
    letters.reversed().forEach(dispatch::notBuried);
  }

  /** Finds the message at an offset. */
  private static final class First implements CommittedMessages.Visitor {
    private final long offset;
    private @Nullable LogRecord message;

    private First(long offset) {
      this.offset = offset;
    }

    @Override
    public boolean take(LogRecord found) {
      if (found.offset() == offset) {
        message = found.copy();
      }
      return found.offset() < offset;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      // It was read before, or nobody has seen it: then it is a letter without a body to send.
    }
  }
}
