package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.AccessRule;
import io.weir.core.access.ResourcePattern;
import io.weir.core.access.Subject;
import io.weir.core.auth.CertificateCredential;
import io.weir.core.auth.ScramCredential;
import io.weir.core.auth.ScramMechanism;
import io.weir.core.auth.TokenCredential;
import io.weir.core.auth.TokenIssuer;
import io.weir.core.auth.User;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.limit.ConnectionLimits;
import io.weir.core.limit.Rate;
import io.weir.core.limit.Rates;
import io.weir.core.limit.TenantLimits;
import io.weir.core.limit.UserLimits;
import io.weir.core.place.Cidr;
import io.weir.core.place.EndpointId;
import io.weir.core.place.HostAndPort;
import io.weir.core.place.Network;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsReaderTest {
  private static final Path EVERYTHING =
      Path.of("src", "test", "resources", "config", "tenants", "everything.yaml");
  private static final TenantDefinition ALL = TenantExamples.readOne(Examples.text(EVERYTHING));

  static List<Path> broken() {
    return Stream.of("broken", "against-the-rules", "not-yaml")
        .flatMap(directory -> Examples.files("tenants/" + directory).stream())
        .toList();
  }

  static List<Path> against() {
    return Examples.files("tenants/against-the-rules");
  }

  static List<Path> wrongTypes() {
    return Examples.files("tenants/broken");
  }

  static List<Path> published() throws IOException {
    try (Stream<Path> files = Files.list(TenantExamples.PUBLISHED.resolve("tenants"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void thePublishedExamplesAreReadTogether() {
    assertThat(TenantExamples.READER.read())
        .containsOnlyKeys(new Tenant("acme"), new Tenant("factory"), new Tenant("shop"));
  }

  @Test
  void textsThatComeAgainAreNotReadAgain() {
    TenantsReader reader = TenantExamples.reader(TenantExamples.CONFIG);
    Map<Tenant, TenantDefinition> first = reader.read(TenantExamples.texts("a.yaml", "tenant: a"));
    assertThat(reader.read(TenantExamples.texts("a.yaml", "tenant: a"))).isSameAs(first);
    assertThat(reader.read(TenantExamples.texts("a.yaml", "tenant: b")))
        .containsOnlyKeys(new Tenant("b"));
  }

  @ParameterizedTest
  @MethodSource("published")
  void thePublishedExamplesValidate(Path file) {
    assertThat(JsonSchemaTest.validateTenant(Examples.text(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrongTypes")
  void theSchemaRefusesWhatHasAnotherType(Path file) {
    assertThat(JsonSchemaTest.validateTenant(Examples.text(file))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("against")
  void whatOnlyRulesForbidTheSchemaAllows(Path file) {
    assertThat(JsonSchemaTest.validateTenant(Examples.text(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void everyFaultIsNamedWithItsPlaceAndWhatWasExpected(Path file) {
    assertThat(Examples.expectedFaults(file)).isNotEmpty();
    assertThat(TenantExamples.faults(file.getFileName().toString(), Examples.text(file)))
        .containsExactlyElementsOf(Examples.expectedFaults(file));
  }

  @Test
  void whatIsNotSaidIsNotLimitedAndNotAllowedToNobody() {
    TenantDefinition least = TenantExamples.readOne("tenant: least");
    assertThat(least.limits()).isEqualTo(TenantLimits.UNLIMITED);
    assertThat(least.access().isOpen()).isTrue();
    assertThat(least.autoCreate()).isEmpty();
    assertThat(least.names()).isEqualTo(Names.SHARED);
  }

  @Test
  void networksAreThoseOfPlacement() {
    assertThat(ALL.networks())
        .containsExactly(
            new Network(
                "vpc",
                Cidr.parse("10.20.0.0/16"),
                null,
                "all.example.com",
                Map.of("kafka", new HostAndPort("all.example.com", 9093))),
            new Network("vpc", null, EndpointId.parse("azure:123456"), null, Map.of()));
  }

  @Test
  void usersHaveTheirCredentials() {
    User user = ALL.users().getFirst();
    assertThat(user.name()).isEqualTo("one");
    assertThat(user.administrator()).isTrue();
    assertThat(user.credentials())
        .hasSize(4)
        .contains(
            new TokenCredential("https://id.example.com", "the-one"),
            CertificateCredential.of("CN=one-*,O=All"));
    assertThat(user.scram(ScramMechanism.SHA_256))
        .map(ScramCredential::iterations)
        .contains(10_000);
    assertThat(user.scram(ScramMechanism.SHA_512))
        .map(ScramCredential::iterations)
        .contains(10_000);
  }

  @Test
  void issuersAreThoseOfTokens() {
    assertThat(ALL.issuers())
        .containsExactly(
            new TokenIssuer(
                "https://id.example.com",
                URI.create("https://id.example.com/jwks"),
                Set.of("weir", "all"),
                Set.of("ES256"),
                Duration.ofSeconds(10),
                "email",
                List.of("scope", "realm.roles")));
  }

  @Test
  void aLineOfAccessIsARuleForEachKindThatItNames() {
    var one = new Subject.User("one");
    var guest = new Subject.Role("guest");
    Set<Operation> both = Set.of(Operation.PUBLISH, Operation.MANAGE);
    Set<Operation> consume = Set.of(Operation.CONSUME);
    assertThat(ALL.access().hasUsers()).isTrue();
    assertThat(ALL.access().rules())
        .containsExactly(
            AccessRule.allow(both, one, new ResourcePattern(Kind.TOPIC, "a/+/#")),
            AccessRule.allow(both, one, new ResourcePattern(Kind.QUEUE, "q-*")),
            AccessRule.deny(consume, guest, new ResourcePattern(Kind.EXCHANGE, "e")),
            AccessRule.deny(consume, guest, new ResourcePattern(Kind.GROUP, "g-*")),
            AccessRule.deny(consume, guest, new ResourcePattern(Kind.TRANSACTIONAL_ID, "t")),
            AccessRule.allow(
                consume, new Subject.Everyone(), new ResourcePattern(Kind.TOPIC, "a")));
  }

  @Test
  void limitsAreThoseOfTheTree() {
    assertThat(ALL.limits())
        .isEqualTo(
            new TenantLimits(
                new Rates(Rate.perSecond(10_000), Rate.perSecond(20_000_000)),
                new Rates(Rate.perSecond(20_000), Rate.perSecond(50_000_000)),
                Rate.perSecond(500),
                Rate.perSecond(100),
                5_000,
                200,
                50_000_000_000L,
                1 << 20,
                20,
                30,
                40,
                Map.of(
                    "one",
                    new UserLimits(
                        new Rates(Rate.perSecond(2_000), Rate.perSecond(2_000_000)),
                        new Rates(Rate.perSecond(3_000), Rate.perSecond(3_000_000)),
                        Rate.perSecond(100),
                        7)),
                new ConnectionLimits(
                    new Rates(Rate.perSecond(10), Rate.UNLIMITED),
                    new Rates(Rate.UNLIMITED, Rate.perSecond(1_000_000)),
                    Rate.perSecond(5))));
  }

  @Test
  void topicsAndWhatTheyAreWhenNobodySaysAreThoseOfTheCore() {
    var topic = ALL.topics().getFirst();
    assertThat(topic.name().text()).isEqualTo("orders");
    assertThat(topic.partitions()).isEqualTo(6);
    assertThat(topic.settings().durability()).isEqualTo(Durability.MEMORY);
    assertThat(topic.settings().retention()).isEqualTo(Retention.FOREVER);
    var created = ALL.autoCreate().orElseThrow();
    assertThat(created.autoCreate()).isFalse();
    assertThat(created.partitions()).isEqualTo(3);
    assertThat(created.settings().durability()).isEqualTo(Durability.ASYNC);
    assertThat(created.settings().retention().millis()).isEqualTo(3_600_000);
    assertThat(ALL.names()).isEqualTo(Names.SEPARATE);
  }

  @Test
  void whereTokensNameTheirUsersARuleMayNameAnybody() {
    String issuer = "{ issuer: i, keys: https://id.example.com, audiences: [weir]%s }";
    String file = "tenant: x%nissuers: [%s]%naccess: [{ allow: [publish], user: u, topic: t }]";
    assertThat(TenantExamples.faults("x.yaml", file.formatted(issuer.formatted(""))))
        .containsExactly("x.yaml:3:30: there is no user 'u' here");
    assertThat(
            TenantExamples.readOne(file.formatted(issuer.formatted(", userClaim: sub")))
                .access()
                .rules())
        .hasSize(1);
  }

  @Test
  void whereThereAreUsersOrTokensNothingIsAllowedWithoutARule() {
    String user = "tenant: x\nusers: [{ name: u, certificate: { subject: CN=u } }]";
    String issuer =
        "tenant: x\nissuers: [{ issuer: i, keys: https://id.example.com, audiences: [weir] }]";
    assertThat(TenantExamples.readOne(user).access().isOpen()).isFalse();
    assertThat(TenantExamples.readOne(issuer).access().isOpen()).isFalse();
  }

  @Test
  void aTenantStandsInOneFileOnly() {
    assertThat(TenantExamples.faults("a.yaml", "tenant: x", "b.yaml", "names: shared\ntenant: x"))
        .containsExactly("b.yaml:2:1: tenant 'x' stands in a.yaml already");
  }

  @Test
  void aNetworkAloneNamesOneTenantOnly() {
    String range = "tenant: %s%nnetworks: [{ listener: vpc, cidr: 10.0.0.0/8 }]";
    assertThat(
            TenantExamples.faults("a.yaml", range.formatted("a"), "b.yaml", range.formatted("b")))
        .containsExactly(
            "b.yaml:2:12: listener 'vpc', range 10.0.0.0/8 is that of tenant a already, and a network alone may not name two tenants");
  }

  @Test
  void aUserIsNotCalledWhatClientsSayToNameATenant() {
    String users = "tenant: %s%nusers: [{ name: \"%s\", certificate: { subject: CN=x } }]";
    assertThat(
            TenantExamples.faults(
                "a.yaml", users.formatted("a", "eve@b"), "b.yaml", users.formatted("b", "eve")))
        .containsExactly(
            "a.yaml:2:11: 'eve@b' would be taken for user 'eve' of tenant 'b', for that is how clients name their tenant");
    assertThat(TenantExamples.read("a.yaml", users.formatted("a", "eve@example.com"))).hasSize(1);
  }

  @Test
  void theFaultsOfAllFilesAreToldTogether() {
    assertThat(TenantExamples.faults("a.yaml", "tenant: A", "b.yaml", "tennant: b"))
        .hasSize(3)
        .anyMatch(line -> line.startsWith("a.yaml:1:1: "))
        .anyMatch(line -> line.startsWith("b.yaml:1:1: "));
  }

  @Test
  void aSecretIsNotInWhatIsToldOfIt() {
    String kept = "salt=c2VjcmV0c2FsdA==,stored_key=c2VjcmV0,server_key=c2VjcmV0,iterations=9999";
    assertThat(
            TenantExamples.faults(
                "x.yaml", "tenant: x\nusers: [{ name: a, scram-sha-256: \"" + kept + "\" }]"))
        .singleElement()
        .asString()
        .startsWith("x.yaml:2:20: ")
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void withoutADirectoryThereAreNoTenants(@TempDir Path directory) {
    WeirConfig config = WeirConfig.standard().withTenants(directory.resolve("nowhere"));
    assertThat(TenantExamples.reader(config).read()).isEmpty();
  }

  @Test
  void whatIsNoTenantsFileIsLeftAlone(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve(".a.yaml.swp"), "?");
    Files.writeString(directory.resolve(".hidden.yaml"), "?");
    Files.writeString(directory.resolve("a.yaml~"), "?");
    Files.writeString(directory.resolve("a.yaml"), "tenant: a");
    assertThat(read(directory)).containsOnlyKeys(new Tenant("a"));
  }

  @Test
  void anEndingThatIsNearlyRightIsSaidToBeWrong(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.yml"), "tenant: a");
    assertThatThrownBy(() -> read(directory))
        .hasMessage(file + ": the file of a tenant ends in .yaml");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000_001, 4_000_001})
  void aFileThatIsTooLongIsRefused(int length, @TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.yaml"), "tenant: a\n#" + "x".repeat(length));
    assertThatThrownBy(() -> read(directory)).isInstanceOf(ConfigException.class);
  }

  @Test
  void aFileThatIsNoTextIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("a.yaml"), new byte[] {(byte) 0xC3, 0x28});
    assertThatThrownBy(() -> read(directory)).hasMessage(file + ": this is not UTF-8 text");
  }

  private static Map<Tenant, TenantDefinition> read(Path directory) {
    return TenantExamples.reader(WeirConfig.standard().withTenants(directory)).read();
  }
}
