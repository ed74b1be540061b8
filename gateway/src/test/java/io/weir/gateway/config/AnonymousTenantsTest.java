package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.core.access.TenantAccess;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.limit.TenantLimits;
import io.weir.core.place.Network;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.TenantTexts.Content;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tenants of those who are not asked who they are. */
class AnonymousTenantsTest {
  private static final String LISTENERS =
      """
      tenants: there
      listeners:
        - { name: open, ports: { kafka: 9092 }, anonymous: %s }
        - { name: asks, ports: { kafka: 9093 } }
      """;

  private static Map<Tenant, TenantDefinition> read(WeirConfig config, String... texts) {
    Map<Path, Content> files = new LinkedHashMap<>();
    for (String text : texts) {
      files.put(Path.of(files.size() + ".yaml"), new Content.Text(text));
    }
    return TenantExamples.reader(config).read(new TenantTexts(files));
  }

  private static List<String> faults(WeirConfig config, String... texts) {
    return catchThrowableOfType(ConfigException.class, () -> read(config, texts)).faults();
  }

  private static WeirConfig open(String tenant) {
    return Examples.read(LISTENERS.formatted(tenant));
  }

  @Test
  void theDefaultTenantIsThereWhereAListenerNamesItOpenAndNowhereElse() {
    TenantDefinition implied =
        AnonymousTenants.implied(open("default"), Set.of(new Tenant("acme"))).orElseThrow();
    assertThat(implied.tenant()).isEqualTo(Tenant.DEFAULT);
    assertThat(implied.networks()).containsExactly(new Network("open", null, null, null, Map.of()));
    assertThat(implied.access()).isEqualTo(TenantAccess.OPEN);
    assertThat(implied.limits()).isEqualTo(TenantLimits.UNLIMITED);
    assertThat(AnonymousTenants.implied(open("acme"), Set.of())).isEmpty();
  }

  @Test
  void aFileTakesItsPlace() {
    assertThat(AnonymousTenants.implied(open("default"), Set.of(Tenant.DEFAULT))).isEmpty();
    assertThat(read(open("default"), "tenant: default")).containsOnlyKeys(Tenant.DEFAULT);
  }

  @Test
  void anyOtherTenantIsInAFile() {
    assertThat(read(open("acme"), "tenant: acme")).hasSize(1);
    assertThat(faults(open("acme"), "tenant: acne"))
        .containsExactly(
            "listener 'open' has 'anonymous: acme', and no file in there defines this tenant; did you mean 'acne'?");
  }

  @Test
  void whereAFileCannotBeReadThatAloneIsSaid() {
    assertThat(faults(open("acme"), "tennant: acme"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("0.yaml:1:1: "));
  }

  @Test
  void itIsReachedByTheListenerThatNamesIt() {
    String networks = "tenant: acme\nnetworks: [{ listener: asks }%s]";
    assertThat(read(open("acme"), networks.formatted(", { listener: open }"))).hasSize(1);
    assertThat(faults(open("acme"), networks.formatted("")))
        .containsExactly(
            "listener 'open' has 'anonymous: acme', and none of this tenant's networks is on it, so nobody could come in");
  }

  @Test
  void nobodyElseIsReachedThere() {
    String file =
        "tenant: acme\nnetworks: [{ listener: asks }, { listener: open, cidr: 127.0.0.2 }]";
    assertThat(faults(open("default"), file))
        .containsExactly(
            "0.yaml:2:34: everybody who connects to listener 'open' is in tenant 'default', for it has 'anonymous'; nobody reaches this one there");
  }

  @Test
  void theTopicsOfTheConfigurationHaveATenant() {
    String topics = LISTENERS + "topics: [{ name: orders }]\n";
    WeirConfig none = Examples.read(topics.formatted("acme"));
    assertThat(read(none, "tenant: acme", "tenant: default")).hasSize(2);
    assertThat(read(Examples.read(topics.formatted("default")))).isEmpty();
    assertThat(faults(none, "tenant: acme"))
        .containsExactly(
            "the topics of the configuration are those of tenant 'default', which is not there: no listener has 'anonymous: default', and no file in there defines this tenant");
  }
}
