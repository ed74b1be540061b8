package io.weir.core;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.weir.backend.Backend;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.core.event.Events;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.producer.Producers;
import io.weir.core.publish.Publisher;
import io.weir.core.read.Reader;
import io.weir.core.state.StateLogs;
import io.weir.core.topic.Topics;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A core with its end. Protocols get the {@link Core} in it, which they cannot end. */
public final class RunningCore {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCore.class);
  private static final String CLUSTER = "cluster";
  private static final int VERSION = 1;

  /** How often the metadata is written again before a log forgets it. */
  private static final int REFRESHES = 4;

  private final Core core;
  private final MetadataJournal metadata;
  private final Runnable stopRefreshing;

  private RunningCore(Core core, MetadataJournal metadata, Runnable stopRefreshing) {
    this.core = core;
    this.metadata = metadata;
    this.stopRefreshing = stopRefreshing;
  }

  /**
   * Starts a core on a backend: claims the metadata, so that a gateway that has it can change no
   * topics any more, reads it, and joins it with the topics that exist.
   *
   * @return fails with {@link io.weir.core.failure.Failure}; the backend stays open then
   */
  public static Future<RunningCore> start(Vertx vertx, Backend backend, CoreOptions options) {
    return backend
        .topics()
        .list()
        .compose(existing -> start(vertx, backend, options, existing))
        .recover(cause -> Future.failedFuture(BackendFailures.of(cause, "the log")));
  }

  private static Future<RunningCore> start(
      Vertx vertx, Backend backend, CoreOptions options, List<TopicDescription> existing) {
    Events events = new Events();
    StateLogs state = StateLogs.on(vertx, backend, existing, options.bounds().stateBytes());
    return MetadataJournal.open(state)
        .compose(metadata -> start(vertx, backend, options, existing, events, state, metadata))
        .recover(cause -> state.close().transform(closed -> Future.failedFuture(cause)));
  }

  private static Future<RunningCore> start(
      Vertx vertx,
      Backend backend,
      CoreOptions options,
      List<TopicDescription> existing,
      Events events,
      StateLogs state,
      MetadataJournal metadata) {
    int maxChanges = options.bounds().topicChanges();
    return cluster(metadata)
        .compose(
            cluster ->
                Topics.on(
                        vertx,
                        backend,
                        existing,
                        metadata,
                        options.topics(),
                        options.access(),
                        events,
                        maxChanges)
                    .map(topics -> core(vertx, backend, options, cluster, topics, state, events)))
        .map(core -> new RunningCore(core, metadata, refreshing(vertx, backend, metadata)));
  }

  /** Where records do not stay for ever, those of the metadata are renewed in time. */
  private static Runnable refreshing(Vertx vertx, Backend backend, MetadataJournal metadata) {
    long longest = backend.capabilities().maxRetentionMillis();
    if (longest == Retention.UNLIMITED) {
      return () -> {};
    }
    long timer =
        vertx.setPeriodic(
            Math.max(1, longest / REFRESHES),
            due ->
                metadata
                    .refresh()
                    .onFailure(e -> LOG.error("The metadata was not written again", e)));
    return () -> vertx.cancelTimer(timer);
  }

  private static Core core(
      Vertx vertx,
      Backend backend,
      CoreOptions options,
      UUID cluster,
      Topics topics,
      StateLogs state,
      Events events) {
    Publisher publisher =
        Publisher.to(
            vertx,
            backend.log(),
            topics,
            options.access(),
            options.limits(),
            events,
            options.bounds().publishBytes());
    Reader reader = Reader.of(vertx, backend.log(), options.access(), options.limits(), events);
    Producers producers = new Producers(backend.producers(), topics, options.access());
    return new Core(
        cluster,
        backend.capabilities(),
        topics,
        publisher,
        reader,
        state,
        producers,
        events,
        options.access(),
        options.limits());
  }

  private static Future<UUID> cluster(MetadataJournal metadata) {
    JsonObject known = metadata.get(CLUSTER).orElse(null);
    if (known != null) {
      int version = known.getInteger("version", VERSION);
      if (version > VERSION) {
        return Future.failedFuture(
            new Failure.Unsupported(
                "the data was written by a newer Weir, which is needed to open it (metadata version "
                    + version
                    + ", known is "
                    + VERSION
                    + ")"));
      }
      return Future.succeededFuture(UUID.fromString(known.getString("id")));
    }
    UUID id = UUID.randomUUID();
    LOG.info("This is cluster {}, new", id);
    return metadata
        .put(CLUSTER, new JsonObject().put("version", VERSION).put("id", id.toString()))
        .map(id);
  }

  /** What protocols use. */
  public Core core() {
    return core;
  }

  /**
   * Ends it in order: nothing more is taken, what was taken becomes durable, claims are released.
   * The backend stays open. Idempotent.
   */
  public Future<Void> close() {
    stopRefreshing.run();
    return core.publisher()
        .close()
        .transform(done -> metadata.close())
        .transform(done -> core.state().close());
  }
}
