package io.weir.gateway;

import io.vertx.core.Future;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.definition.TopicDefinition;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Topics that files say are to exist. Those that do are left as they are. */
final class DeclaredTopics {
  /** Created at once; the log takes only so many changes. */
  private static final int AT_ONCE = 100;

  private record Declared(Tenant tenant, TopicDefinition topic) {}

  private final Topics topics;

  DeclaredTopics(Topics topics) {
    this.topics = topics;
  }

  /**
   * Creates the missing topics of tenants.
   *
   * @return a sentence for each that could not be created; never fails
   */
  Future<List<String>> create(Collection<TenantDefinition> tenants) {
    List<Declared> missing = new ArrayList<>();
    for (TenantDefinition tenant : tenants) {
      missing.addAll(missing(tenant.tenant(), tenant.topics()));
    }
    return create(missing, 0, new ArrayList<>());
  }

  /** The same, of one tenant. */
  Future<List<String>> create(Tenant tenant, List<TopicDefinition> wanted) {
    return create(missing(tenant, wanted), 0, new ArrayList<>());
  }

  private List<Declared> missing(Tenant tenant, List<TopicDefinition> wanted) {
    return wanted.stream()
        .filter(topic -> topics.find(tenant, topic.name()).isEmpty())
        .map(topic -> new Declared(tenant, topic))
        .toList();
  }

  private Future<List<String>> create(List<Declared> missing, int from, List<String> failed) {
    if (from >= missing.size()) {
      return Future.succeededFuture(failed);
    }
    int to = Math.min(missing.size(), from + AT_ONCE);
    List<Future<String>> turn = missing.subList(from, to).stream().map(this::create).toList();
    return Future.all(turn)
        .compose(
            done -> {
              turn.stream().map(Future::result).filter(it -> !it.isEmpty()).forEach(failed::add);
              return create(missing, to, failed);
            });
  }

  /** Why it could not be created, or nothing. */
  private Future<String> create(Declared declared) {
    TopicDefinition topic = declared.topic();
    Caller weir = Caller.internal(declared.tenant());
    return topics
        .create(weir, topic.name(), topic.partitions(), topic.settings())
        .map("")
        .otherwise(
            cause ->
                // Somebody used it meanwhile.
                cause instanceof Failure.TopicExists
                    ? ""
                    : "topic '%s' of tenant '%s' could not be created: %s"
                        .formatted(topic.name(), declared.tenant().name(), cause.getMessage()));
  }
}
