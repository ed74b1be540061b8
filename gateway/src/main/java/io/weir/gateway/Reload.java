package io.weir.gateway;

import io.weir.core.definition.TenantDefinition;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.Sessions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a running gateway when the tenants' files say something else: it holds from now
 * on, topics that are missing are created, and whoever would not be let in any more has to go.
 */
record Reload(Tenancy tenancy, DeclaredTopics topics, DeclaredSpaces spaces, Sessions sessions)
    implements Consumer<Map<Tenant, TenantDefinition>> {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  /**
   * @throws IllegalArgumentException if that cannot be; nothing changes then
   */
  @Override
  public void accept(Map<Tenant, TenantDefinition> defined) {
    tenancy.apply(defined);
    // Nobody stays for as long as a slow log takes to create a topic.
    sessions.review(tenancy.authenticator()::stands);
    topics
        .create(defined.values())
        .onSuccess(Reload::tell)
        .compose(done -> spaces.create(defined.values()))
        .onSuccess(Reload::tell);
  }

  private static void tell(List<String> failed) {
    failed.forEach(
        sentence ->
            LOG.error(
                "{}; it is tried again at a start, and when the tenants' files change", sentence));
  }
}
