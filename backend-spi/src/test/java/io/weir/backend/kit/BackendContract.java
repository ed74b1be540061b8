package io.weir.backend.kit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * All that a backend has to do, by theme. Extend it in the backend's module; nothing is to be
 * overridden but {@link #newFixture}.
 */
public abstract class BackendContract {

  /** Fresh, empty storage; asked for once per test, closed by the kit. */
  protected abstract BackendFixture newFixture() throws Exception;

  @Nested
  @DisplayName("Topics")
  class Topics extends TopicsContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Appending")
  class Appending extends AppendContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }

  @Nested
  @DisplayName("Reading")
  class Reading extends ReadContract {
    @Override
    BackendFixture newFixture() throws Exception {
      return BackendContract.this.newFixture();
    }
  }
}
