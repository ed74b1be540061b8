package io.weir.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.Core;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog;
import io.weir.core.state.StateLogs;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import io.weir.kafka.mapping.TopicIds;
import io.weir.testing.Futures;
import io.weir.testing.LogLines;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class GroupsTest {

  @Test
  void aStartThatFailsLeavesNoLogOpenAndTheNextOneTriesAgain() {
    try (var gateway = new TestGateway()) {
      var logs = new BrokenLogs(gateway.core().state());
      var groups = new Groups(gateway.vertx(), withState(gateway.core(), logs), Duration.ZERO);
      var context = gateway.vertx().getOrCreateContext();
      assertThatThrownBy(() -> Futures.await(groups.ready(context)))
          .isInstanceOf(Failure.Unavailable.class);
      assertThat(logs.open).isEmpty();
      logs.broken = false;
      assertThat(Futures.await(groups.ready(context))).isNotNull();
      Futures.await(groups.close());
      assertThat(logs.open).isEmpty();
    }
  }

  @Test
  void howeverManyAskOneAttemptIsMadeInATime() {
    try (var gateway = new TestGateway()) {
      var logs = new BrokenLogs(gateway.core().state());
      var groups =
          new Groups(gateway.vertx(), withState(gateway.core(), logs), Duration.ofHours(1));
      var context = gateway.vertx().getOrCreateContext();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> Futures.await(groups.ready(context)))
            .isInstanceOf(Failure.Unavailable.class);
      }
      assertThat(logs.attempts).hasValue(1);
      Futures.await(groups.close());
    }
  }

  @Test
  void offsetsOfATopicThatIsDeletedWhileTheGroupsAreReadAreForgotten() {
    try (var log = new LogLines("org.apache.kafka.coordinator");
        var gateway = new TestGateway()) {
      Topic topic = gateway.use("deleted");
      commit(gateway, topic);
      var logs = new HeldLogs(gateway.core().state());
      var groups = new Groups(gateway.vertx(), withState(gateway.core(), logs));
      TenantGroups ready = Futures.await(groups.ready(gateway.vertx().getOrCreateContext()));

      Futures.await(gateway.core().topics().delete(Caller.internal(Tenant.DEFAULT), topic.name()));
      logs.letThrough();

      await().until(() -> committed(gateway, ready) == -1);
      assertThat(log.errors()).as("nothing was told that could not be heeded").isEmpty();
      Futures.await(groups.close());
    }
  }

  private static void commit(TestGateway gateway, Topic topic) {
    var groups = new Groups(gateway.vertx(), gateway.core());
    TenantGroups ready = Futures.await(groups.ready(gateway.vertx().getOrCreateContext()));
    var request =
        new OffsetCommitRequestData()
            .setGroupId("g")
            .setTopics(
                List.of(
                    new OffsetCommitRequestTopic()
                        .setName("deleted")
                        .setTopicId(TopicIds.toKafka(topic.id()))
                        .setPartitions(
                            List.of(
                                new OffsetCommitRequestPartition()
                                    .setPartitionIndex(0)
                                    .setCommittedOffset(7)))));
    await()
        .until(
            () ->
                Futures.await(ready.commit(call(gateway), request.duplicate()))
                        .topics()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .errorCode()
                    == 0);
    assertThat(committed(gateway, ready)).isEqualTo(7);
    Futures.await(groups.close());
  }

  private static long committed(TestGateway gateway, TenantGroups groups) {
    var request =
        new OffsetFetchRequestGroup()
            .setGroupId("g")
            .setTopics(
                List.of(
                    new OffsetFetchRequestTopics()
                        .setName("deleted")
                        .setPartitionIndexes(List.of(0))));
    OffsetFetchResponseGroup response = Futures.await(groups.fetch(call(gateway), request, false));
    return response.errorCode() != 0
        ? Long.MIN_VALUE
        : response.topics().getFirst().partitions().getFirst().committedOffset();
  }

  private static GroupCall call(TestGateway gateway) {
    return new GroupCall(
        Caller.internal(Tenant.DEFAULT),
        InetAddress.getLoopbackAddress(),
        "",
        ApiKeys.OFFSET_COMMIT.id,
        9,
        "client",
        0,
        gateway.vertx().getOrCreateContext());
  }

  @Test
  void theGroupWithoutANameIsAGroupLikeAnyOther() {
    try (var gateway = new TestGateway();
        var client = new WireClient(gateway.port())) {
      var nameless = new DescribeGroupsRequestData().setGroups(List.of(""));
      await()
          .untilAsserted( // its partition is read first
              () -> {
                DescribeGroupsResponseData response =
                    client.call(ApiKeys.DESCRIBE_GROUPS, 6, nameless);
                assertThat(Errors.forCode(response.groups().getFirst().errorCode()))
                    .isEqualTo(Errors.GROUP_ID_NOT_FOUND);
              });
    }
  }

  private static Core withState(Core core, StateLogs state) {
    return new Core(
        core.cluster(),
        core.topics(),
        core.publisher(),
        core.reader(),
        state,
        core.producers(),
        core.events(),
        core.access(),
        core.limits(),
        core.tenants());
  }

  /** State logs that can be read once, and a second time only when they are let through. */
  private static final class HeldLogs implements StateLogs {
    private final StateLogs sound;
    private final Promise<Void> open = Promise.promise();

    HeldLogs(StateLogs sound) {
      this.sound = sound;
    }

    void letThrough() {
      open.complete();
    }

    @Override
    public Future<Integer> ensure(String name, int partitions) {
      return sound.ensure(name, partitions);
    }

    @Override
    public Future<StateLog> open(String name, int partition) {
      return sound.open(name, partition).map(this::held);
    }

    private StateLog held(StateLog log) {
      var reads = new AtomicInteger();
      InvocationHandler handler =
          (self, method, arguments) ->
              method.getName().equals("replay") && reads.getAndIncrement() > 0
                  ? open.future().compose(now -> log.replay((StateLog.Replay) arguments[0]))
                  : method.invoke(log, arguments);
      return (StateLog)
          Proxy.newProxyInstance(
              StateLog.class.getClassLoader(), new Class<?>[] {StateLog.class}, handler);
    }

    @Override
    public Future<Void> close() {
      return sound.close();
    }
  }

  /** State logs of which one cannot be opened for now; knows which are open. */
  private static final class BrokenLogs implements StateLogs {
    private final StateLogs sound;
    final Set<StateLog> open = ConcurrentHashMap.newKeySet();
    final AtomicInteger attempts = new AtomicInteger();
    volatile boolean broken = true;

    BrokenLogs(StateLogs sound) {
      this.sound = sound;
    }

    @Override
    public Future<Integer> ensure(String name, int partitions) {
      attempts.incrementAndGet();
      return sound.ensure(name, partitions);
    }

    @Override
    public Future<StateLog> open(String name, int partition) {
      return broken && partition == 3
          ? Future.failedFuture(new Failure.Unavailable("not now"))
          : sound.open(name, partition).map(WatchedLog::new);
    }

    @Override
    public Future<Void> close() {
      return sound.close();
    }

    private final class WatchedLog implements StateLog {
      private final StateLog log;

      WatchedLog(StateLog log) {
        this.log = log;
        open.add(this);
      }

      @Override
      public Future<Long> replay(Replay replay) {
        return log.replay(replay);
      }

      @Override
      public Append append(ByteBuf batch) {
        return log.append(batch);
      }

      @Override
      public long nextOffset() {
        return log.nextOffset();
      }

      @Override
      public Future<Void> trim(long beforeOffset) {
        return log.trim(beforeOffset);
      }

      @Override
      public Future<Void> close() {
        open.remove(this);
        return log.close();
      }
    }
  }
}
