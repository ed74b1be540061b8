package io.weir.backend.reference;

import io.weir.backend.kit.BackendContract;
import io.weir.backend.kit.BackendFixture;
import java.util.Set;

/** The kit can be passed by a backend that declares no feature at all. */
class ModestReferenceBackendTest extends BackendContract {
  @Override
  protected BackendFixture newFixture() {
    return new ReferenceFixture(Set.of(), Flaw.NONE);
  }
}
