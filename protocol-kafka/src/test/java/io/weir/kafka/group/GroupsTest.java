package io.weir.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.core.Core;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog;
import io.weir.core.state.StateLogs;
import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import io.weir.testing.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
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
        core.access());
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
