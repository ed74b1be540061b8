package io.weir.core.state;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.BackendException;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** State logs under the backend's claims. */
final class ClaimedLogs implements StateLogs {
  private final Vertx vertx;
  private final Backend backend;
  private final int maxBytesInFlight;
  private final Map<String, TopicDescription> topics = new ConcurrentHashMap<>();
  private final Set<ClaimedLog> open = ConcurrentHashMap.newKeySet();

  ClaimedLogs(Vertx vertx, Backend backend, List<TopicDescription> existing, int maxBytesInFlight) {
    this.vertx = vertx;
    this.backend = backend;
    this.maxBytesInFlight = maxBytesInFlight;
    existing.forEach(this::know);
  }

  private void know(TopicDescription topic) {
    if (topic.name().startsWith(PREFIX)) {
      topics.put(topic.name().substring(PREFIX.length()), topic);
    }
  }

  @Override
  public Future<Integer> ensure(String name, int partitions) {
    TopicDescription known = topics.get(name);
    if (known != null) {
      return Future.succeededFuture(known.partitions());
    }
    return backend
        .topics()
        .create(PREFIX + name, partitions, settings())
        .onSuccess(this::know)
        .<Integer>map(TopicDescription::partitions)
        .recover(
            cause ->
                cause instanceof BackendException.TopicExists
                    ? findCreatedByAnother(name)
                    : failed(cause, name));
  }

  private Future<Integer> findCreatedByAnother(String name) {
    return backend
        .topics()
        .list()
        .compose(
            all -> {
              all.forEach(this::know);
              TopicDescription found = topics.get(name);
              return found == null
                  ? Future.failedFuture(unknown(name))
                  : Future.succeededFuture(found.partitions());
            },
            cause -> failed(cause, name));
  }

  @Override
  public Future<StateLog> open(String name, int partition) {
    TopicDescription topic = topics.get(name);
    if (topic == null || partition < 0 || partition >= topic.partitions()) {
      return Future.failedFuture(unknown(name + "-" + partition));
    }
    TopicPartition place = new TopicPartition(topic.id(), partition);
    String label = name + "-" + partition;
    return backend
        .log()
        .claim(place)
        .compose(
            claim ->
                backend
                    .log()
                    .offsets(place)
                    .<StateLog>map(
                        offsets -> {
                          ClaimedLog log =
                              new ClaimedLog(
                                  vertx,
                                  backend.log(),
                                  claim,
                                  label,
                                  offsets.highWatermark(),
                                  maxBytesInFlight,
                                  open::remove);
                          open.add(log);
                          return log;
                        }))
        .recover(cause -> failed(cause, label));
  }

  @Override
  public Future<Void> close() {
    return Future.join(open.stream().map(ClaimedLog::close).toList()).mapEmpty();
  }

  /** As durable as it gets; kept whole, or the last of each key where the backend can do that. */
  private TopicSettings settings() {
    TopicSettings settings = backend.capabilities().fit(TopicSettings.STATE);
    return backend.capabilities().can(Feature.COMPACTION)
        ? settings.withCleanup(Cleanup.COMPACT)
        : settings;
  }

  private static <T> Future<T> failed(Throwable cause, String name) {
    return Future.failedFuture(BackendFailures.of(cause, "state log " + name));
  }

  private static Failure unknown(String name) {
    return new Failure.UnknownTopic("there is no state log " + name);
  }
}
