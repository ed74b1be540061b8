package io.weir.core.publish;

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
 * What came in one turn of an event loop for sets of places. Messages with the same set go
 * together, as long as that lets none pass another on its way to the same partition. Used on that
 * loop only.
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
    for (TopicPartition partition : message.partitions) {
      if (last.get(partition) != run) {
        return null;
      }
    }
    return run;
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
      end(run.messages, append(appends.getFirst()));
      return;
    }
    end(run.messages, log.appendAll(appends).mapEmpty());
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

  /** Where there is one place, and it is gone, the message is gone with it. */
  private Future<Void> append(PartitionAppend only) {
    return log.append(only.partition(), only.batch())
        .<Void>mapEmpty()
        .recover(
            cause ->
                cause instanceof BackendException.UnknownTopic
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
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
