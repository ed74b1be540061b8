package io.weir.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.tests.tenants.Credential.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are no tenants', dropped beside those of a running gateway: none is taken, what ran
 * goes on, and the log names file, line and column.
 */
class HostileTenantFilesTest {
  private static final KafkaSpeaker KAFKA = new KafkaSpeaker();
  private static final int MEGABYTE = 1_000_000;

  private static Crossroads crossroads;

  @BeforeAll
  static void start() throws Exception {
    crossroads = new Crossroads();
  }

  @AfterAll
  static void stop() {
    crossroads.close();
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(
            "a bomb of aliases",
            """
            tenant: evil
            a: &a [x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
            users: [*d, *d, *d, *d, *d, *d, *d, *d, *d]
            """,
            ":2:4: "),
        Arguments.of("an alias of itself", "tenant: evil\nusers: &u [*u]\n", ":2:8: "),
        Arguments.of("nesting without end", "tenant: evil\nusers: " + "[".repeat(5_000), ":2:"),
        Arguments.of(
            "more than anybody writes", "tenant: evil\n#" + "x".repeat(MEGABYTE), "longer"),
        Arguments.of("a key twice", "tenant: evil\nusers: []\ntenant: red\n", ":3:1: "),
        Arguments.of(
            "a key twice, deeper", "tenant: evil\ntopics: [{ name: a, name: b }]\n", ":2:21: "),
        Arguments.of("an unknown key", "tenant: evil\nadministrator: true\n", ":2:1: "),
        Arguments.of(
            "an unknown key, deeper",
            "tenant: evil\nlimits: { publish: { rate: 1/s } }\n",
            ":2:22: "),
        Arguments.of("a type of Java's", "!!javax.script.ScriptEngineManager [x]\n", ":1:"),
        Arguments.of("a type of Java's as a value", "tenant: !!java.lang.Runtime evil\n", ":1:9: "),
        Arguments.of("two documents", "tenant: evil\n---\ntenant: worse\n", ":2:"),
        Arguments.of("another tenant's name", "tenant: red\n", "red"),
        Arguments.of(
            "another tenant's network", network("aws:vpce-0a1b2c3d4e5f67890"), "red.yaml:8:5: "),
        Arguments.of("a way up", "tenant: ../red\n", ":1:1: "),
        Arguments.of("a password", "tenant: evil\nusers: [{ name: a, password: b }]\n", ":2:20: "));
  }

  private static String network(String endpoint) {
    return "tenant: evil\nnetworks: [{ listener: balanced, vpcEndpoint: \"" + endpoint + "\" }]\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void noneIsTakenAndWhatRanGoesOn(String what, String file, String place) throws Exception {
    long refused = crossroads.measured("weir_tenant_changes_refused_total");
    long taken = crossroads.measured("weir_tenant_changes_total");
    int said = crossroads.weir.log().length();

    crossroads.weir.tenant("evil", file);
    await().until(() -> crossroads.measured("weir_tenant_changes_refused_total") > refused);
    assertThat(crossroads.measured("weir_tenants")).isEqualTo(Crossroads.TENANTS.size());
    await()
        .untilAsserted(
            () ->
                assertThat(crossroads.weir.log().substring(said).lines())
                    .anySatisfy(line -> assertThat(line).contains("evil").contains(place)));
    for (String tenant : Crossroads.TENANTS) {
      Answer answer =
          KAFKA.attempt(
              crossroads.shared(KAFKA),
              crossroads.member(Kind.SCRAM, tenant),
              "letters",
              tenant + " goes on");
      assertThat(answer).isInstanceOf(Answer.In.class);
    }
    crossroads.weir.noTenant("evil");
    await().until(() -> crossroads.measured("weir_tenant_files_faulty") == 0);
    assertThat(crossroads.measured("weir_tenant_changes_total")).isEqualTo(taken);
  }
}
