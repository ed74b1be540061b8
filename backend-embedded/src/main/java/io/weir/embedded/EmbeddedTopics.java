package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import io.weir.backend.TopicStore;
import io.weir.embedded.read.LogReader;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Reply;
import io.weir.embedded.state.Topic;
import io.weir.embedded.task.TopicTasks;
import io.weir.record.BatchFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The topics, as callers see them. */
final class EmbeddedTopics implements TopicStore {
  private static final int MOST_NAME_BYTES = 320;

  /** Partitions of one topic: what its record in the log can name. */
  private static final int MOST_PARTITIONS = 100_000;

  private final LogState state;
  private final Sequencer sequencer;
  private final LogReader reader;
  private volatile boolean closed;

  EmbeddedTopics(LogState state, Sequencer sequencer, LogReader reader) {
    this.state = state;
    this.sequencer = sequencer;
    this.reader = reader;
  }

  @Override
  public Future<TopicDescription> create(String name, int partitions, TopicSettings settings) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MOST_NAME_BYTES) {
      throw new IllegalArgumentException("a name has 1 to 320 bytes, and this one " + bytes);
    }
    BackendException refusal = check(partitions, settings);
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    return submit(new TopicTasks.Create(name, partitions, settings));
  }

  @Override
  public Future<List<TopicDescription>> list() {
    if (closed) {
      return Future.failedFuture(new Unavailable("the log is closed"));
    }
    return Future.succeededFuture(state.topics().stream().map(Topic::describe).toList());
  }

  @Override
  public Future<TopicDescription> alter(UUID id, int partitions, TopicSettings settings) {
    BackendException refusal = check(partitions, settings);
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    return submit(new TopicTasks.Alter(id, partitions, settings));
  }

  @Override
  public Future<Void> delete(UUID id) {
    return submit(new TopicTasks.Delete(id));
  }

  @Override
  public Future<long[]> sizes(List<UUID> topics) {
    if (closed) {
      return Future.failedFuture(new Unavailable("the log is closed"));
    }
    Reply<long[]> reply = new Reply<>();
    reader.sizes(List.copyOf(topics), reply);
    return reply.future();
  }

  /** From now on every call fails. */
  void close() {
    closed = true;
  }

  private <T> Future<T> submit(MetaTask<T> task) {
    if (closed) {
      return Future.failedFuture(new Unavailable("the log is closed"));
    }
    sequencer.submit(task);
    return task.reply().future();
  }

  private static @Nullable BackendException check(int partitions, TopicSettings settings) {
    if (settings.maxBatchBytes() < BatchFormat.HEADER_BYTES) {
      throw new IllegalArgumentException(
          "maxBatchBytes is " + settings.maxBatchBytes() + ", and begins at 61");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("a topic has at least one partition");
    }
    return partitions <= MOST_PARTITIONS
        ? null
        : new Unsupported(
            "%d partitions, and %d is the most".formatted(partitions, MOST_PARTITIONS));
  }
}
