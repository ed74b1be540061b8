package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Capabilities;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log declares: of anything else the kit would skip the tests. */
class CapabilitiesTest {
  @TempDir Path directory;

  @Test
  void onDiskItAppendsToManyAtOnceAndMakesEveryPromise() throws IOException {
    assertThatItDoesWhatItShould(new TestLog(directory, TestLog.SMALL).open());
  }

  @Test
  void inMemoryToo() throws IOException {
    assertThatItDoesWhatItShould(new TestLog(directory, TestLog.SMALL).openInMemory());
  }

  private static void assertThatItDoesWhatItShould(TestLog log) {
    Capabilities declared = log.backend.capabilities();

    assertThat(declared.features()).containsExactlyInAnyOrder(Feature.values());
    assertThat(declared.durabilities()).containsExactlyInAnyOrder(Durability.values());
    assertThat(declared.maxRetentionMillis()).isEqualTo(Retention.UNLIMITED);
    log.close();
  }
}
