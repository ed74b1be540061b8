package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Capabilities;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.kit.BackendContract;
import io.weir.backend.kit.BackendFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every backend, on the embedded log as it is used. */
class EmbeddedBackendTest extends BackendContract {
  @Override
  protected BackendFixture newFixture() throws Exception {
    return new EmbeddedFixture(Map.of());
  }

  @Test
  void nothingIsDeclaredUnable(@TempDir Path directory) throws IOException {
    try (TestLog log = TestLog.in(directory)) {
      assertThat(log.backend.capabilities().features())
          .containsExactlyInAnyOrder(Capabilities.Feature.values());
      assertThat(log.backend.capabilities().durabilities())
          .containsExactlyInAnyOrder(Durability.values());
      assertThat(log.backend.capabilities().maxRetentionMillis()).isEqualTo(Retention.UNLIMITED);
    }
  }
}
