package io.weir.core.limit;

import static io.weir.core.limit.TestLimits.ACME;
import static io.weir.core.limit.TestLimits.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.limit.Wait.Scope;
import io.weir.core.tenant.Caller;
import org.junit.jupiter.api.Test;

/** While the node is short of something, publishers wait and nobody else does. */
class AlarmsTest {
  private static final Caller ANN = caller(ACME, "ann", "c1");

  private final LimitTree tree = new TestLimits().tree;
  private final Alarms alarms = tree.alarms();

  @Test
  void publishersWaitAndAreToldForWhat() {
    alarms.raise(Limit.MEMORY);
    Wait wait = tree.tryPublish(ANN, 1, 1);
    assertThat(wait.limit()).isEqualTo(Limit.MEMORY);
    assertThat(wait.of()).isEqualTo(Scope.NODE);
    assertThat(wait.failure()).hasMessage("the limit of memory of this gateway is reached");
    assertThat(tree.publish(ANN, 1, 1)).isEqualTo(wait);
  }

  @Test
  void consumersGoOnAndSoDoesWeirItself() {
    alarms.raise(Limit.DISK);
    assertThat(tree.consume(ANN, 1, 1)).isEqualTo(Wait.NONE);
    assertThat(tree.tryRequest(ANN)).isEqualTo(Wait.NONE);
    assertThat(tree.tryPublish(Caller.internal(ACME), 1, 1)).isEqualTo(Wait.NONE);
    assertThat(tree.publish(Caller.internal(ACME), 1, 1)).isEqualTo(Wait.NONE);
  }

  @Test
  void ofTwoAlarmsEachHoldsByItself() {
    assertThat(alarms.raise(Limit.MEMORY)).isTrue();
    assertThat(alarms.raise(Limit.MEMORY)).isFalse();
    assertThat(alarms.raise(Limit.DISK)).isTrue();
    assertThat(alarms.raised()).containsExactly(Limit.MEMORY, Limit.DISK);
    assertThat(alarms.clear(Limit.MEMORY)).isTrue();
    assertThat(alarms.clear(Limit.MEMORY)).isFalse();
    assertThat(tree.tryPublish(ANN, 1, 1).limit()).isEqualTo(Limit.DISK);
    assertThat(alarms.clear(Limit.DISK)).isTrue();
    assertThat(tree.tryPublish(ANN, 1, 1)).isEqualTo(Wait.NONE);
    assertThat(tree.publish(ANN, 1, 1)).isEqualTo(Wait.NONE);
  }

  @Test
  void thereIsNoAlarmOfWhatIsNoResource() {
    assertThatThrownBy(() -> alarms.raise(Limit.REQUESTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no alarm of requests");
  }
}
