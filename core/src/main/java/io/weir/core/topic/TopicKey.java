package io.weir.core.topic;

import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Tenant;
import java.util.Optional;

/** A topic's name among those of all tenants, and its form in the backend. */
record TopicKey(Tenant tenant, TopicName name) {

  static TopicKey of(Topic topic) {
    return new TopicKey(topic.tenant(), topic.name());
  }

  /** Reads a backend's name; empty where it is not one that Weir gives to a tenant's topic. */
  static Optional<TopicKey> parse(String backendName) {
    int slash = backendName.indexOf('/');
    if (slash < 0 || !Tenant.isName(backendName.substring(0, slash))) {
      return Optional.empty();
    }
    try {
      Tenant tenant = new Tenant(backendName.substring(0, slash));
      return Optional.of(new TopicKey(tenant, new TopicName(backendName.substring(slash + 1))));
    } catch (Failure.InvalidRequest e) {
      return Optional.empty();
    }
  }

  String backendName() {
    return tenant.name() + "/" + name.text();
  }
}
