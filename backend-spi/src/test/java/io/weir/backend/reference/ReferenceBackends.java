package io.weir.backend.reference;

import io.weir.backend.Capabilities.Feature;
import io.weir.backend.kit.BackendFixture;
import java.util.Set;

/** The reference backend for the tests of other modules: in memory, whole, without a thread. */
public final class ReferenceBackends {

  private ReferenceBackends() {}

  /** An empty storage whose backends have just these features. */
  public static BackendFixture storage(Set<Feature> features) {
    return new ReferenceFixture(features, Flaw.NONE);
  }
}
