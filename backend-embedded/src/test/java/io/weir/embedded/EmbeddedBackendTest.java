package io.weir.embedded;

import io.weir.backend.kit.BackendContract;
import io.weir.backend.kit.BackendFixture;
import java.util.Map;

/** The contract of every backend, on the embedded log as it is used. */
class EmbeddedBackendTest extends BackendContract {
  @Override
  protected BackendFixture newFixture() throws Exception {
    return new EmbeddedFixture(Map.of());
  }
}
