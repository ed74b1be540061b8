package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.PartitionAppend;
import io.weir.backend.PartitionLog;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.record.BatchBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came in one turn of an event loop for sets of places. Messages with the same set go together,
 * as long as that lets none pass another on its way to the same partition. Used on that loop only.
 */
final class SpreadTurn {
  private final PartitionLog log;
  private final Ending ending;
  private List<SpreadRun> runs = new ArrayList<>();

  /** Of each partition, the last run that goes there. */
  private final Map<TopicPartition, SpreadRun> last = new HashMap<>();

  /** Is told what became of a message. */
  interface Ending {
    /**
     * @param failure null if it is stored
     */
    void ended(Spread message, @Nullable Failure failure);
  }

  SpreadTurn(PartitionLog log, Ending ending) {
    this.log = log;
    this.ending = ending;
  }

  void take(Spread message) {
    SpreadRun run = open(message);
    if (run == null) {
      run = new SpreadRun(message.partitions);
      runs.add(run);
      for (TopicPartition partition : message.partitions) {
        last.put(partition, run);
      }
    }
    run.add(message);
  }

  private @Nullable SpreadRun open(Spread message) {
    SpreadRun run = last.get(message.partitions.getFirst());
    if (run == null || !run.takes(message)) {
      return null;
    }
    SpreadRun found = run;
    return message.partitions.stream().allMatch(each -> last.get(each) == found) ? run : null;
  }

  void flush() {
    List<SpreadRun> all = runs;
    runs = new ArrayList<>();
    last.clear();
    all.forEach(this::append);
  }

  private void append(SpreadRun run) {
    List<PartitionAppend> appends = run.build();
    if (appends.size() == 1) {
      end(run, appendEach(appends));
      return;
    }
    List<PartitionAppend> again = appends.stream().map(SpreadTurn::copy).toList();
    log.appendAll(appends)
        .<Void>mapEmpty()
        .onComplete(
            result -> {
              if (result.cause() instanceof BackendException.UnknownTopic) {
                end(run, appendEach(again)); // one of them has gone since; the others are there
              } else {
                again.forEach(append -> append.batch().release());
                end(run, result.succeeded() ? Future.succeededFuture() : fail(result.cause()));
              }
            });
  }

  /** Appends messages together, whatever else there is. */
  void append(List<Spread> together) {
    long now = System.currentTimeMillis();
    Map<TopicPartition, BatchBuilder> batches = new LinkedHashMap<>();
    for (Spread message : together) {
      for (Target target : message.targets) {
        batches
            .computeIfAbsent(
                target.partition(), to -> BatchBuilder.create(ByteBufAllocator.DEFAULT))
            .add(now, target.key(), message.body, target.headers());
      }
      message.releaseBody();
    }
    List<PartitionAppend> appends = new ArrayList<>();
    batches.forEach((to, batch) -> appends.add(new PartitionAppend(to, batch.build())));
    end(together, log.appendAll(appends).mapEmpty());
  }

  private static PartitionAppend copy(PartitionAppend append) {
    ByteBuf batch = append.batch();
    return new PartitionAppend(append.partition(), batch.copy());
  }

  private Future<Void> appendEach(List<PartitionAppend> appends) {
    List<Future<Void>> all = new ArrayList<>();
    for (PartitionAppend each : appends) {
      all.add(
          log.append(each.partition(), each.batch())
              .<Void>mapEmpty()
              .recover(
                  cause ->
                      cause instanceof BackendException.UnknownTopic
                          ? Future.succeededFuture()
                          : fail(cause)));
    }
    return Future.join(all).mapEmpty();
  }

  private static Future<Void> fail(Throwable cause) {
    return Future.failedFuture(cause);
  }

  private void end(SpreadRun run, Future<Void> appended) {
    end(run.messages, appended);
  }

  private void end(List<Spread> messages, Future<Void> appended) {
    appended.onComplete(
        result -> {
          for (Spread message : messages) {
            ending.ended(
                message,
                result.succeeded() ? null : BackendFailures.of(result.cause(), message.what));
          }
        });
  }
}
