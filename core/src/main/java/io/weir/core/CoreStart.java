package io.weir.core;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.producer.Producers;
import io.weir.core.publish.Publisher;
import io.weir.core.queue.QueueLog;
import io.weir.core.queue.Queues;
import io.weir.core.queue.RunningQueues;
import io.weir.core.read.Reader;
import io.weir.core.state.StateLogs;
import io.weir.core.topic.StorageRounds;
import io.weir.core.topic.Topics;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together: state logs, on them the metadata, on that the topics, then the rest. */
final class CoreStart {
  private static final Logger LOG = LoggerFactory.getLogger(CoreStart.class);

  /** How often the metadata is written again before a log forgets it. */
  private static final int REFRESHES = 4;

  private final Vertx vertx;
  private final Backend backend;
  private final CoreOptions options;
  private final List<TopicDescription> existing;
  private final Events events = new Events();
  private final StateLogs state;

  CoreStart(Vertx vertx, Backend backend, CoreOptions options, List<TopicDescription> existing) {
    this.vertx = vertx;
    this.backend = backend;
    this.options = options;
    this.existing = existing;
    this.state = StateLogs.on(vertx, backend, existing, options.bounds().stateBytes());
  }

  Future<RunningCore> run() {
    return MetadataJournal.open(state)
        .compose(this::runOn)
        .recover(cause -> state.close().transform(closed -> Future.failedFuture(cause)));
  }

  private Future<RunningCore> runOn(MetadataJournal metadata) {
    return Installation.of(metadata)
        .compose(own -> topics(metadata).compose(topics -> core(own, metadata, topics)));
  }

  /** What goes on by itself; what ends it. */
  private Runnable timers(Core core, MetadataJournal metadata) {
    Runnable refreshing = refreshing(metadata);
    StorageRounds rounds =
        StorageRounds.begin(vertx, backend.topics(), core.topics(), options.limits());
    return () -> {
      refreshing.run();
      rounds.end();
    };
  }

  private Future<Topics> topics(MetadataJournal metadata) {
    Events heard = events; // without all that is here at a start, a million descriptions among it
    return Topics.on(
        vertx,
        backend,
        existing,
        metadata,
        options.topics(),
        options.access(),
        options.limits(),
        (caller, operation, topic, failure) ->
            heard.emit(() -> new Event.Refused(caller, operation, topic.text(), failure)),
        options.bounds().topicChanges());
  }

  private Future<RunningCore> core(Installation own, MetadataJournal metadata, Topics topics) {
    QueueLog log = new QueueLog(vertx, backend.log(), options.bounds().queueBytes());
    Publisher publisher =
        Publisher.to(
            vertx,
            log,
            topics,
            options.access(),
            options.limits(),
            events,
            options.bounds().publishBytes());
    return RunningQueues.start(
            vertx,
            backend.capabilities(),
            topics,
            publisher,
            log,
            state,
            metadata,
            options.access(),
            options.limits(),
            events,
            options.names(),
            options.headerTypes(),
            System::currentTimeMillis)
        .map(
            queues -> {
              Core core = core(own.cluster(), topics, publisher, queues.queues());
              return new RunningCore(core, own.secret(), metadata, queues, timers(core, metadata));
            });
  }

  private Core core(UUID cluster, Topics topics, Publisher publisher, Queues queues) {
    return new Core(
        cluster,
        topics,
        publisher,
        queues,
        Reader.of(vertx, backend.log(), options.access(), options.limits(), events),
        state,
        new Producers(backend.producers(), topics, options.access()),
        events,
        options.access(),
        options.limits(),
        options.tenants());
  }

  /** Where records do not stay for ever, those of the metadata are renewed in time. */
  private Runnable refreshing(MetadataJournal metadata) {
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
}
