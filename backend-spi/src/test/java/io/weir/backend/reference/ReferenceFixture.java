package io.weir.backend.reference;

import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.kit.BackendFixture;
import java.util.Set;

/** A store and the backends on it. */
record ReferenceFixture(Store store, Set<Feature> features, Flaw flaw) implements BackendFixture {

  ReferenceFixture(Set<Feature> features, Flaw flaw) {
    this(new Store(), features, flaw);
  }

  @Override
  public Backend open(Vertx vertx) {
    return new ReferenceBackend(store, vertx, features, flaw);
  }

  @Override
  public void kill(Backend backend) {
    ((ReferenceBackend) backend).kill();
  }

  @Override
  public void cleanUp(Backend backend) {
    synchronized (store) {
      for (Store.Topic topic : store.topics.values()) {
        topic.partitions().forEach(partition -> partition.free(flaw));
        if (topic.description().settings().cleanup() != Cleanup.DELETE) {
          topic.partitions().forEach(partition -> partition.compact(flaw));
        }
      }
    }
  }

  @Override
  public void close() {}
}
