package io.weir.tests.tenants;

import static io.weir.tests.tenants.Place.Origin.BLUE;
import static io.weir.tests.tenants.Place.Origin.BLUE_WITHIN_RED;
import static io.weir.tests.tenants.Place.Origin.ELSEWHERE;
import static io.weir.tests.tenants.Place.Origin.RED;
import static io.weir.tests.tenants.Place.on;
import static io.weir.tests.tenants.ProxyHeader.alibaba;
import static io.weir.tests.tenants.ProxyHeader.authority;
import static io.weir.tests.tenants.ProxyHeader.aws;
import static io.weir.tests.tenants.ProxyHeader.azure;
import static io.weir.tests.tenants.ProxyHeader.gcp;
import static io.weir.tests.tenants.ProxyHeader.tls;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.tenants.Answer.In;
import io.weir.tests.tenants.Answer.Refused;
import io.weir.tests.tenants.Credential.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Protocol x placement x network x credential: who is let in is in the right tenant and nowhere
 * else, and whoever is not learns nothing from it. Each client comes from an address of its own and
 * is another user, so that nobody has to wait for the failures of others.
 */
class TenantsMatrixTest {
  private static final String LETTERS = "letters";
  private static final String RED_ENDPOINT = "vpce-0a1b2c3d4e5f67890";
  private static final String SHARED_ENDPOINT = "vpce-of-both";

  /** How one comes, and whom one may reach by that. */
  private static final List<Place> PLACES =
      List.of(
          // By the range of the client's address, the smallest first.
          on("plain").from(RED).reaches("red"),
          on("plain").from(BLUE).reaches("blue"),
          on("plain").from(BLUE_WITHIN_RED).reaches("blue"),
          on("plain").from(ELSEWHERE).reaches("free"),

          // By the name asked for in TLS; one that is nobody's says nothing.
          on("tls").asking("red.example.com").reaches("red"),
          on("tls").asking("blue.example.com").reaches("blue"),
          on("tls").asking("weir.example.com").reaches("free"),
          on("tls").reaches("free"),

          // By both, which must agree.
          on("tls").from(RED).reaches("red"),
          on("tls").from(RED).asking("red.example.com").reaches("red"),
          on("tls").from(RED).asking("blue.example.com").reaches(),
          on("tls").from(BLUE).asking("red.example.com").reaches(),

          // By the private endpoint, of four clouds; one that is nobody's reaches nobody.
          on("balanced").told(aws(RED_ENDPOINT), tls()).reaches("red"),
          on("balanced").told(azure(0x12345678L), tls()).reaches("red"),
          on("balanced").told(gcp(0x8000000000000001L), tls()).reaches("red"),
          on("balanced").told(alibaba("ep-2zeabcdef"), tls()).reaches("red"),
          on("balanced").told(aws(RED_ENDPOINT)).reaches("red"),
          on("balanced").told(aws("vpce-0123456789abcdef0"), tls()).reaches("blue"),
          on("balanced").told(aws("vpce-ffffffffffffffff0"), tls()).reaches(),
          on("balanced").told(alibaba(RED_ENDPOINT), tls()).reaches(),
          on("balanced").told(azure(1), tls()).reaches(),

          // The addresses in a customer's own network say nothing, its endpoint does.
          on("balanced").from(BLUE).told(aws(RED_ENDPOINT), tls()).reaches("red"),

          // By an endpoint that two share, and the name that tells them apart.
          on("balanced")
              .told(aws(SHARED_ENDPOINT), authority("red.example.com"), tls())
              .reaches("red"),
          on("balanced")
              .told(aws(SHARED_ENDPOINT), authority("blue.example.com"), tls())
              .reaches("blue"),
          on("balanced").told(aws(SHARED_ENDPOINT), tls()).reaches(),

          // By what the balancer says of the client: its address, the name that it asked for.
          on("balanced").from(RED).told(tls()).reaches("red"),
          on("balanced").told(authority("blue.example.com"), tls()).reaches("blue"),
          on("balanced").from(RED).told(authority("blue.example.com"), tls()).reaches(),
          on("balanced").told(tls()).reaches("free"),
          on("balanced").told().reaches("free"),

          // By the listener: one tenant's, several tenants', nobody's.
          on("reds").reaches("red"),
          on("reds").from(BLUE).reaches("red"),
          on("shared").reaches("red", "blue", "free"),
          on("lobby").reaches("free"));

  private static Crossroads crossroads;
  private static int clients;

  @BeforeAll
  static void start() throws Exception {
    crossroads = new Crossroads();
  }

  @AfterAll
  static void stop() {
    crossroads.close();
  }

  static Stream<Arguments> everyPlaceOfEveryProtocol() {
    return Speakers.ALL.stream()
        .flatMap(
            speaker ->
                PLACES.stream().map(place -> Arguments.of(speaker.protocol(), speaker, place)));
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("everyPlaceOfEveryProtocol")
  void whoeverComesIsInTheRightTenantOrLearnsNothing(String protocol, Speaker speaker, Place place)
      throws Exception {
    for (Kind kind : speaker.credentials()) {
      TreeSet<String> refusals = new TreeSet<>();
      int refused = 0;
      long before = crossroads.hashes();
      for (Claim claim : Claim.all(kind)) {
        if (claim.admittedTo(place).isEmpty()) {
          refusals.add(refused(speaker, place, claim));
          refused++;
        }
      }
      assertThat(refusals).as("what %s by %s is told", kind, protocol).hasSizeLessThanOrEqualTo(1);
      assertThat(crossroads.hashes() - before)
          .as("hashes of %d refusals by %s", refused, kind)
          .isEqualTo(kind == Kind.PASSWORD && place.isConfidential() ? refused : 0);
      for (Claim claim : Claim.all(kind)) {
        claim.admittedTo(place).ifPresent(tenant -> assertIn(tenant, speaker, place, claim));
      }
    }
  }

  private static String refused(Speaker speaker, Place place, Claim claim) throws Exception {
    Answer answer = attempt(speaker, place, claim, "refused");
    assertThat(answer).as("%s", claim).isInstanceOf(Refused.class);
    return ((Refused) answer).bytes();
  }

  private static void assertIn(String tenant, Speaker speaker, Place place, Claim claim) {
    String message = tenant + " got " + ++clients;
    try {
      assertIn(tenant, message, attempt(speaker, place, claim, message));
    } catch (Exception e) {
      throw new AssertionError(claim + " is in " + tenant, e);
    }
  }

  private static void assertIn(String tenant, String message, Answer answer) {
    assertThat(answer).isInstanceOf(In.class);
    In in = (In) answer;
    assertThat(in.topics()).containsExactly(LETTERS, "of-" + tenant);
    assertThat(in.messages())
        .contains(message)
        .allSatisfy(each -> assertThat(each).startsWith(tenant + " got "));
  }

  private static Answer attempt(Speaker speaker, Place place, Claim claim, String message)
      throws Exception {
    int number = ++clients;
    Way way = place.way(crossroads.port(place.listener(), speaker), place.origin().address(number));
    return speaker.attempt(way, claim.credential(crossroads, number), LETTERS, message);
  }

  static Stream<Arguments> everyPlaceWhereSomebodyIsLetIn() {
    return everyPlaceOfEveryProtocol()
        .filter(arguments -> ((Place) arguments.get()[2]).isLasting())
        .filter(arguments -> !((Place) arguments.get()[2]).reached().isEmpty());
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("everyPlaceWhereSomebodyIsLetIn")
  void programsFindThemselvesInTheSameTenant(String protocol, Speaker speaker, Place place)
      throws Exception {
    // One of those that are right here, so that each has its turn at some place.
    List<Claim> right =
        speaker.credentials().stream()
            .flatMap(kind -> Claim.all(kind).stream())
            .filter(claim -> claim.admittedTo(place).isPresent())
            .toList();
    Claim claim = right.get(PLACES.indexOf(place) % right.size());
    String tenant = claim.admittedTo(place).orElseThrow();
    int number = ++clients;
    String message = tenant + " got " + number;
    InetAddress client =
        place.isBalanced() ? place.origin().address(number) : InetAddress.getLoopbackAddress();
    Way way = place.way(crossroads.port(place.listener(), speaker), client);
    assertIn(
        tenant,
        message,
        speaker.visit(way, claim.credential(crossroads, number), LETTERS, message));
  }

  private static final List<Speaker> SPEAKERS = Speakers.ALL;

  @ParameterizedTest
  @FieldSource("SPEAKERS")
  void aRefusalSaysNothingOfThePlaceEither(Speaker speaker) throws Exception {
    Map<String, TreeSet<String>> told = new LinkedHashMap<>();
    for (Place place : PLACES) {
      for (Kind kind : speaker.credentials()) {
        String refusal = refused(speaker, place, new Claim(kind, "", Claim.NOBODYS, true));
        told.computeIfAbsent(
                kind
                    + (place.isConfidential() ? " in secret" : " in the open")
                    + (kind == Kind.CERTIFICATE && place.isTls() ? " and shown" : ""),
                key -> new TreeSet<>())
            .add(refusal);
      }
    }
    assertThat(told).allSatisfy((how, bytes) -> assertThat(bytes).hasSize(1));
  }

  /** So that a mistake in the table cannot make the matrix empty. */
  @ParameterizedTest
  @FieldSource("SPEAKERS")
  void everyCredentialIsRightSomewhereForEveryTenantAndWrongSomewhere(Speaker speaker) {
    for (Kind kind : speaker.credentials()) {
      List<String> admitted = new ArrayList<>();
      List<Claim> refused = new ArrayList<>();
      for (Place place : PLACES) {
        for (Claim claim : Claim.all(kind)) {
          claim.admittedTo(place).ifPresentOrElse(admitted::add, () -> refused.add(claim));
        }
      }
      assertThat(new TreeSet<>(admitted))
          .as("%s", kind)
          .isEqualTo(kind == Kind.NONE ? new TreeSet<>() : new TreeSet<>(Crossroads.TENANTS));
      assertThat(refused).containsAll(Claim.all(kind));
    }
  }
}
