package io.weir.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private final Health health = new Health();

  @Test
  void isReadyBetweenStartAndStopOnly() {
    assertThat(health.objection()).contains("starting");
    health.become(Health.State.READY);
    assertThat(health.objection()).isEmpty();
    health.become(Health.State.STOPPING);
    assertThat(health.objection()).contains("stopping");
  }

  @Test
  void isNotReadyWhileTheLogDoesNotServe() {
    health.become(Health.State.READY);
    health.watch(() -> Optional.of(new BackendException.Unavailable("a sync failed")));
    assertThat(health.objection()).contains("a sync failed");
  }
}
