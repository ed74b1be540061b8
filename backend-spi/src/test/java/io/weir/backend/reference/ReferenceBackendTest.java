package io.weir.backend.reference;

import io.weir.backend.Capabilities.Feature;
import io.weir.backend.kit.BackendContract;
import io.weir.backend.kit.BackendFixture;
import java.util.EnumSet;

/** The kit can be passed by a backend that declares everything. */
class ReferenceBackendTest extends BackendContract {
  @Override
  protected BackendFixture newFixture() {
    return new ReferenceFixture(EnumSet.allOf(Feature.class), Flaw.NONE);
  }
}
