package io.weir.gateway;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.auth.CertificateCredential;
import io.weir.core.auth.User;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.limit.Limit;
import io.weir.core.place.Ingress;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.TopicDefaults;
import io.weir.gateway.config.WeirConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenancyTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final Resource ORDERS = Resource.topic("orders");
  private static final Caller BILLING =
      new Caller(ACME, Principal.named("billing"), "test", "test-1");

  private static final String FILE =
      """
      tenant: acme
      users: [{ name: billing, certificate: { subject: CN=billing } }]
      access: [{ allow: [publish], user: billing, topic: orders }]
      limits: { topics: 7 }
      autoCreate: { topics: false, partitions: 5 }
      names: separate
      """;

  @TempDir private Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final CoreRules rules = CoreRules.withoutTenants(TopicDefaults.DEFAULT);
  private WeirConfig config;
  private Tenancy tenancy;

  @BeforeEach
  void open() throws IOException {
    Path file = directory.resolve("weir.yaml");
    Files.writeString(
        file,
        """
        tenants: %s
        listeners:
          - { name: open, ports: { kafka: 0, admin: 0 }, anonymous: default }
          - { name: asks, ports: { kafka: 0 } }
          - { name: admin, ports: { admin: 0 } }
        """
            .formatted(directory.resolve("tenants")));
    config = Plugins.load().configReader().read(file, Map.of());
    tenancy = new Tenancy(config, vertx, rules, new byte[32]);
  }

  @AfterEach
  void close() {
    await(tenancy.close());
    await(vertx.close());
  }

  private Map<Tenant, TenantDefinition> read(String... texts) throws IOException {
    Path tenants = Files.createDirectories(directory.resolve("tenants"));
    for (int i = 0; i < texts.length; i++) {
      Files.writeString(tenants.resolve(i + ".yaml"), texts[i]);
    }
    return Plugins.load().tenantsReader(config).read();
  }

  private static Ingress by(String listener) {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return Ingress.direct(listener, here, here);
  }

  private Tenant tenantBy(String listener) {
    return tenancy.placement().tenant(by(listener));
  }

  @Test
  void whereNobodyHasSaidAnythingNobodyMayAnything() {
    assertThat(tenantBy("asks")).isEqualTo(Placement.NOWHERE);
    assertThat(rules.access().sees(BILLING, ORDERS)).isFalse();
    assertThat(rules.topics().apply(ACME)).isEqualTo(TopicDefaults.DEFAULT);
  }

  @Test
  void whatAFileSaysHoldsInEveryPart() throws IOException {
    tenancy.apply(read(FILE));
    assertThat(tenantBy("asks")).isEqualTo(ACME);
    assertThat(tenancy.authenticator().users().find(ACME, "billing")).isPresent();
    assertThat(rules.access().allows(BILLING, Operation.PUBLISH, ORDERS)).isTrue();
    assertThat(rules.access().allows(BILLING, Operation.CONSUME, ORDERS)).isFalse();
    assertThat(rules.limits().most(BILLING, Limit.TOPICS)).isEqualTo(7);
    assertThat(rules.topics().apply(ACME).partitions()).isEqualTo(5);
    assertThat(rules.topics().apply(ACME).autoCreate()).isFalse();
    assertThat(rules.names().apply(ACME)).isEqualTo(Names.SEPARATE);
    assertThat(rules.tenants().all()).containsExactly(ACME, Tenant.DEFAULT);
  }

  @Test
  void aTenantThatGoesLeavesNothing() throws IOException {
    tenancy.apply(read(FILE));
    tenancy.apply(Map.of());
    assertThat(rules.tenants().all()).containsExactly(Tenant.DEFAULT);
    assertThat(tenantBy("asks")).isEqualTo(Placement.NOWHERE);
    assertThat(tenancy.authenticator().users().find(ACME, "billing")).isEmpty();
    assertThat(rules.access().sees(BILLING, ORDERS)).isFalse();
    assertThat(rules.limits().most(BILLING, Limit.TOPICS)).isGreaterThan(1_000_000);
    assertThat(rules.topics().apply(ACME)).isEqualTo(TopicDefaults.DEFAULT);
    assertThat(rules.names().apply(ACME)).isEqualTo(Names.SHARED);
  }

  @Test
  void whatCannotBeChangesNothing() throws IOException {
    Map<Tenant, TenantDefinition> sound = read(FILE);
    tenancy.apply(sound);
    User twice = new User("eve", List.of(CertificateCredential.of("CN=eve")), false);
    Tenant evil = new Tenant("evil");
    Map<Tenant, TenantDefinition> faulty = new LinkedHashMap<>(read(FILE, "tenant: evil"));
    TenantDefinition empty = faulty.get(evil);
    faulty.put(
        evil,
        new TenantDefinition(
            evil,
            empty.networks(),
            List.of(twice, twice),
            empty.issuers(),
            empty.access(),
            empty.limits(),
            empty.topics(),
            empty.autoCreate(),
            empty.names(),
            empty.routes(),
            empty.spaces()));
    faulty.remove(ACME);
    assertThatThrownBy(() -> tenancy.apply(faulty)).isInstanceOf(IllegalArgumentException.class);
    assertThat(tenantBy("asks")).isEqualTo(ACME);
    assertThat(rules.access().allows(BILLING, Operation.PUBLISH, ORDERS)).isTrue();
    assertThat(rules.limits().most(BILLING, Limit.TOPICS)).isEqualTo(7);
    assertThat(rules.topics().apply(ACME).partitions()).isEqualTo(5);
    assertThat(tenancy.listenersForNobody()).isEmpty();
  }

  @Test
  void theDefaultTenantIsOpenByItsListenersAndMeantNowhereElse() {
    tenancy.apply(Map.of());
    Caller anonymous = new Caller(Tenant.DEFAULT, Principal.ANONYMOUS, "test", "test-1");
    assertThat(tenantBy("open")).isEqualTo(Tenant.DEFAULT);
    assertThat(rules.access().allows(anonymous, Operation.MANAGE, ORDERS)).isTrue();
    assertThat(tenantBy("asks")).isEqualTo(Placement.NOWHERE);
    assertThat(tenancy.placement().reaches(Tenant.DEFAULT, by("asks"))).isFalse();
  }

  @Test
  void whereNobodyHasCredentialsThatAreAskedForNobodyComesIn() throws IOException {
    tenancy.apply(Map.of());
    assertThat(tenancy.listenersForNobody()).containsExactly("asks");
    tenancy.apply(read("tenant: acme"));
    assertThat(tenancy.listenersForNobody()).containsExactly("asks");
    String issuer = "{ issuer: i, keys: https://id.example.com, audiences: [weir]%s }";
    tenancy.apply(read("tenant: acme\nissuers: [" + issuer.formatted("") + "]"));
    assertThat(tenancy.listenersForNobody()).containsExactly("asks");
    tenancy.apply(read("tenant: acme\nissuers: [" + issuer.formatted(", userClaim: sub") + "]"));
    assertThat(tenancy.listenersForNobody()).isEmpty();
  }
}
