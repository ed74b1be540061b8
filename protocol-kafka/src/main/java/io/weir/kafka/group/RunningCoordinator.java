package io.weir.kafka.group;

import com.yammer.metrics.core.MetricsRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.core.Core;
import io.weir.core.state.StateLog;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorMetrics;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorRuntimeMetrics;
import org.apache.kafka.server.share.persister.NoOpStatePersister;
import org.apache.kafka.server.util.timer.SystemTimer;
import org.apache.kafka.server.util.timer.SystemTimerReaper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Kafka's group coordinator at work: one service for all partitions of the groups' log, each
 * of which is this gateway's as long as its state log is. A partition whose log is lost is given up
 * and taken again, which loads it from what is durable.
 */
final class RunningCoordinator {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCoordinator.class);
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LAST_RETRY_MILLIS = 30_000;
  private static final long LOADING_CHECK_MILLIS = 20;

  private final Vertx vertx;
  private final Core core;
  private final GroupLog log = new GroupLog(this::giveUp);
  private final Metrics metrics = new Metrics();
  private final MetricsRegistry registry = new MetricsRegistry();
  private final GroupCoordinatorService service;
  private final TenantGroups groups;
  private final FollowedTopics topics;
  private final AtomicInteger epoch = new AtomicInteger();
  private volatile boolean closing;

  private RunningCoordinator(Vertx vertx, Core core, List<StateLog> logs) {
    this.vertx = vertx;
    this.core = core;
    GroupCoordinatorConfig config = GroupSettings.coordinator();
    this.service =
        new GroupCoordinatorService.Builder(0, config)
            .withWriter(log)
            .withLoader(log)
            .withTime(Time.SYSTEM)
            .withTimer(new SystemTimerReaper("kafka-groups-timer", new SystemTimer("kafka-groups")))
            .withCoordinatorRuntimeMetrics(new GroupCoordinatorRuntimeMetrics(metrics))
            .withGroupCoordinatorMetrics(new GroupCoordinatorMetrics(registry, metrics))
            .withGroupConfigManager(GroupSettings.groups(config))
            .withPersister(new NoOpStatePersister())
            .withAuthorizerPlugin(Optional.empty())
            .withPartitionMetadataClient(new NoLatestOffsets())
            .build();
    this.groups = new TenantGroups(service);
    service.startup(logs::size);
    this.topics = new FollowedTopics(vertx, core.topics(), service);
    for (int partition = 0; partition < logs.size(); partition++) {
      take(partition, logs.get(partition));
    }
    followOnceLoaded();
  }

  /** A question to all partitions has an answer once none is being loaded. */
  private void followOnceLoaded() {
    GroupCall everybody =
        new GroupCall(
            Caller.internal(Tenant.DEFAULT),
            InetAddress.getLoopbackAddress(),
            "",
            ApiKeys.LIST_GROUPS.id,
            ApiKeys.LIST_GROUPS.latestVersion(),
            "",
            0,
            vertx.getOrCreateContext());
    service
        .listGroups(everybody, new ListGroupsRequestData())
        .whenComplete(
            (answer, failure) -> {
              boolean loading =
                  answer != null
                      && answer.errorCode() == Errors.COORDINATOR_LOAD_IN_PROGRESS.code();
              if (!loading) {
                topics.begin();
              } else if (!closing) {
                vertx.setTimer(LOADING_CHECK_MILLIS, fired -> followOnceLoaded());
              }
            });
  }

  /** Opens the logs and starts the service; blocks no event loop. */
  static Future<RunningCoordinator> start(Vertx vertx, Core core) {
    return core.state()
        .ensure(GroupSettings.LOG, GroupSettings.PARTITIONS)
        .compose(partitions -> openAll(core, partitions))
        .compose(
            logs -> vertx.executeBlocking(() -> new RunningCoordinator(vertx, core, logs), false))
        .onFailure(cause -> LOG.error("The consumer groups did not start", cause));
  }

  private static Future<List<StateLog>> openAll(Core core, int partitions) {
    List<Future<StateLog>> logs = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      logs.add(open(core, partition));
    }
    return Future.join(logs)
        .<List<StateLog>>map(all -> all.list())
        .recover(cause -> closed(logs).transform(done -> Future.failedFuture(cause)));
  }

  /** A start that failed is tried again, and opens its own. */
  private static Future<?> closed(List<Future<StateLog>> logs) {
    return Future.join(
        logs.stream().filter(Future::succeeded).map(opened -> opened.result().close()).toList());
  }

  private static Future<StateLog> open(Core core, int partition) {
    return core.state()
        .open(GroupSettings.LOG, partition)
        .compose(
            log ->
                LogCompaction.of(log, "group partition " + partition)
                    .onFailure(cause -> log.close()));
  }

  TenantGroups groups() {
    return groups;
  }

  private void take(int partition, StateLog with) {
    if (closing) {
      with.close();
      return;
    }
    log.put(partition, with);
    service.onElection(partition, epoch.incrementAndGet());
  }

  /** On whatever thread found out, which must not block. */
  private void giveUp(int partition, StateLog which, String reason) {
    if (closing || !log.drop(partition, which)) {
      return;
    }
    LOG.info("Group partition {} is given up and taken again: {}", partition, reason);
    service.onResignation(partition, OptionalInt.empty());
    which.close().onComplete(closed -> reopen(partition, FIRST_RETRY_MILLIS));
  }

  private void reopen(int partition, long afterMillis) {
    vertx.setTimer(
        afterMillis,
        fired -> {
          if (closing) {
            return;
          }
          open(core, partition)
              .onSuccess(opened -> take(partition, opened))
              .onFailure(
                  cause -> {
                    LOG.warn(
                        "Group partition {} cannot be opened: {}", partition, cause.getMessage());
                    reopen(partition, Math.min(2 * afterMillis, LAST_RETRY_MILLIS));
                  });
        });
  }

  Future<Void> close() {
    closing = true;
    topics.close();
    Promise<Void> stopped = Promise.promise();
    vertx
        .executeBlocking(
            () -> {
              service.shutdown();
              metrics.close();
              registry.shutdown();
              return null;
            },
            false)
        .onComplete(done -> stopped.complete());
    return stopped.future().compose(done -> log.closeAll());
  }
}
