package io.weir.embedded;

import io.weir.backend.kit.BackendContract;
import io.weir.backend.kit.BackendFixture;
import java.util.Map;

/** The same where a segment holds next to nothing, so that most reads meet sealed ones. */
class SmallSegmentsTest extends BackendContract {
  @Override
  protected BackendFixture newFixture() throws Exception {
    return new EmbeddedFixture(Map.of("segmentBytes", 64 << 10, "commitBytes", 4 << 10));
  }
}
