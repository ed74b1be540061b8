package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.tenants.Credential.Kind;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, names and exchanges as attackers make them, against a whole gateway. */
class ForgedCredentialsTest {
  private static final String USER = Crossroads.user(1);
  private static final String RS256 = "{\"alg\":\"RS256\",\"kid\":\"one\"}";
  private static final KafkaSpeaker KAFKA = new KafkaSpeaker();

  private static Crossroads crossroads;

  @BeforeAll
  static void start() throws Exception {
    crossroads = new Crossroads();
  }

  @AfterAll
  static void stop() {
    crossroads.close();
  }

  private static Issuer issuer() {
    return crossroads.issuer("red");
  }

  private static String signed(String header, String claims) throws Exception {
    String both = Issuer.text(header) + "." + Issuer.text(claims);
    return both + "." + issuer().sign(both);
  }

  /** A token whose signature the public key makes, taken for a secret. */
  private static String symmetric(String header, String claims, byte[] secret) throws Exception {
    String both = Issuer.text(header) + "." + Issuer.text(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return both + "." + Issuer.bytes(mac.doFinal(both.getBytes(UTF_8)));
  }

  /** Says in its header by which key it is to be verified, which is its forger's. */
  private static String bringsItsKey(String claims) throws Exception {
    Issuer forger = new Issuer("forger");
    String keys = forger.keySet();
    String key = keys.substring(keys.indexOf('[') + 1, keys.lastIndexOf(']'));
    String both =
        Issuer.text(RS256.replace("}", ",\"jwk\":" + key + "}")) + "." + Issuer.text(claims);
    return both + "." + forger.sign(both);
  }

  static Stream<Arguments> tokens() throws Exception {
    String claims = issuer().claims(USER, "weir");
    String unsigned = Issuer.text("{\"alg\":\"none\"}") + "." + Issuer.text(claims) + ".";
    String right = signed(RS256, claims);
    String signature = right.substring(right.lastIndexOf('.'));
    String hs256 = "{\"alg\":\"HS256\",\"kid\":\"one\"}";
    byte[] pem =
        ("-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(issuer().publicKey())
                + "\n-----END PUBLIC KEY-----\n")
            .getBytes(UTF_8);
    return Stream.of(
            Arguments.of("without a signature", unsigned),
            Arguments.of(
                "without a signature, with capitals",
                Issuer.text("{\"alg\":\"nOnE\"}") + "." + Issuer.text(claims) + "."),
            Arguments.of("that says none and is signed", unsigned + signature.substring(1)),
            Arguments.of(
                "signed with the public key", symmetric(hs256, claims, issuer().publicKey())),
            Arguments.of("signed with the public key as text", symmetric(hs256, claims, pem)),
            Arguments.of(
                "for another audience", signed(RS256, issuer().claims(USER, "another-service"))),
            Arguments.of(
                "for nobody in particular", signed(RS256, claims.replace("\"aud\"", "\"for\""))),
            Arguments.of(
                "that is over",
                signed(RS256, claims.replaceAll("\"exp\":\\d+", "\"exp\":1700000000"))),
            Arguments.of(
                "that is never over", signed(RS256, claims.replaceAll(",\"exp\":\\d+", ""))),
            Arguments.of("of a key that is not there", signed(RS256.replace("one", "two"), claims)),
            Arguments.of("that brings its key", bringsItsKey(claims)),
            Arguments.of("of another tenant's issuer", crossroads.issuer("blue").token(USER)),
            Arguments.of(
                "whose claims were changed",
                Issuer.text(RS256)
                    + "."
                    + Issuer.text(issuer().claims(Crossroads.user(2), "weir"))
                    + signature))
        .flatMap(
            token ->
                Speakers.ALL.stream()
                    .map(it -> Arguments.of(it.protocol(), token.get()[0], it, token.get()[1])));
  }

  @ParameterizedTest(name = "{0}: a token {1}")
  @MethodSource("tokens")
  void aTokenThatIsNotTheIssuersIsRefusedLikeAnyOther(
      String protocol, String what, Speaker speaker, String token) throws Exception {
    Answer refusal = red(speaker, "garbage");
    assertThat(refusal).isInstanceOf(Answer.Refused.class);
    assertThat(red(speaker, token)).isEqualTo(refusal);
    assertThat(red(speaker, issuer().token(USER))).isInstanceOf(Answer.In.class);
  }

  /** On the listener that is red's, where a token needs no name. */
  private static Answer red(Speaker speaker, String token) throws Exception {
    Way way =
        Way.direct(crossroads.port(Crossroads.REDS, speaker), Place.Origin.ELSEWHERE.address(1));
    Credential shown = new Credential(Kind.TOKEN, "", token, crossroads.authority.trusting());
    return speaker.attempt(way, shown, "letters", "red got a token");
  }

  /** The tenant's file names another set of keys: what was signed before is nobody's. */
  @Test
  void aKeyThatATenantHasTakenBackIsStale() throws Exception {
    String token = crossroads.issuer("free").token(USER);
    for (Speaker speaker : Speakers.ALL) {
      assertThat(free(speaker, token)).isInstanceOf(Answer.In.class);
    }
    crossroads.renewKeys("free");
    for (Speaker speaker : Speakers.ALL) {
      assertThat(free(speaker, token)).isEqualTo(free(speaker, "garbage"));
      assertThat(free(speaker, crossroads.issuer("free").token(USER)))
          .isInstanceOf(Answer.In.class);
    }
  }

  private static Answer free(Speaker speaker, String token) throws Exception {
    Way way =
        Way.direct(crossroads.port(Crossroads.LOBBY, speaker), Place.Origin.ELSEWHERE.address(1));
    Credential shown = new Credential(Kind.TOKEN, "", token, crossroads.authority.trusting());
    return speaker.attempt(way, shown, "letters", "free got a token");
  }

  /** With a password that is right in blue, where only a name says which tenant is meant. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "u001@red", "u001@blue@red", "u001@red@blue", "u001@BLUE", "u001@", "@blue", "u001",
        "u001@blue ", "u001@blue.", "u001@%62lue", "blue/u001", "u001@blue\n", "*@blue", "%u@blue"
      })
  void aNameThatIsNotQuiteOnesOwnIsNobodys(String name) throws Exception {
    for (Speaker speaker : Speakers.ALL) {
      assertThat(blue(speaker, name))
          .isInstanceOf(Answer.Refused.class)
          .isEqualTo(blue(speaker, "nobody-" + ++clients + "@nowhere"));
    }
    assertThat(blue(KAFKA, "u001@blue")).isInstanceOf(Answer.In.class);
  }

  private static int clients;

  private static Answer blue(Speaker speaker, String name) throws Exception {
    Way way =
        Way.direct(
            crossroads.port(Crossroads.SHARED, speaker), Place.Origin.ELSEWHERE.address(++clients));
    Credential shown =
        new Credential(
            Kind.PASSWORD, name, Crossroads.password("blue"), crossroads.authority.trusting());
    return speaker.attempt(way, shown, "letters", "blue got a name");
  }

  private static KafkaTalk talk(String listener) throws Exception {
    Way way =
        Way.direct(crossroads.port(listener, KAFKA), Place.Origin.ELSEWHERE.address(++clients));
    return new KafkaTalk(way, crossroads.member(Kind.SCRAM, "red"));
  }

  /**
   * SCRAM (RFC 5802, 5.1 and 6): a client that insists on binding the channel does not get by
   * without, and a header that somebody changes on the way fails under the proof.
   */
  @Test
  void nobodyTalksAClientOutOfBindingTheChannel() throws Exception {
    ScramClient client = new ScramClient("u001@red", Crossroads.password("red"));
    try (KafkaTalk talk = talk(Crossroads.SHARED)) {
      assertThat(talk.begin("SCRAM-SHA-256-PLUS")).isFalse();
    }
    try (KafkaTalk talk = talk(Crossroads.SHARED)) {
      assertThat(talk.begin("SCRAM-SHA-256")).isTrue();
      assertThat(talk.said(client.first().replaceFirst("n,,", "p=tls-unique,,"))).isEmpty();
    }
    // The client said that it could; what arrived says that it could not.
    try (KafkaTalk talk = talk(Crossroads.SHARED)) {
      assertThat(talk.begin("SCRAM-SHA-256")).isTrue();
      String challenge = talk.said(client.first().replaceFirst("n,,", "y,,")).orElseThrow();
      assertThat(talk.said(client.last(challenge))).isEmpty();
    }
    try (KafkaTalk talk = talk(Crossroads.SHARED)) {
      assertThat(talk.begin("SCRAM-SHA-256")).isTrue();
      assertThat(talk.said(client.last(talk.said(client.first()).orElseThrow()))).isPresent();
    }
  }

  /** Nor is anybody's nonce or count of iterations taken from who is to prove something. */
  @Test
  void aProofIsOfThisExchange() throws Exception {
    ScramClient client = new ScramClient("u001@red", Crossroads.password("red"));
    String proof;
    try (KafkaTalk talk = talk(Crossroads.SHARED)) {
      talk.begin("SCRAM-SHA-256");
      proof = client.last(talk.said(client.first()).orElseThrow());
      assertThat(talk.said(proof)).isPresent();
    }
    try (KafkaTalk talk = talk(Crossroads.SHARED)) {
      talk.begin("SCRAM-SHA-256");
      assertThat(talk.said(client.first())).isPresent();
      assertThat(talk.said(proof)).isEmpty();
    }
    try (KafkaTalk talk = talk(Crossroads.SHARED)) {
      talk.begin("SCRAM-SHA-256");
      String challenge = talk.said(client.first()).orElseThrow();
      assertThat(talk.said(client.last(challenge.replaceFirst("i=\\d+", "i=1")))).isEmpty();
    }
  }

  /** Where others can read a password, none is asked for, and none is taken. */
  @Test
  void nobodyTalksAClientIntoAPasswordInTheOpen() throws Exception {
    Way open =
        Way.direct(crossroads.port(Crossroads.BALANCED, KAFKA), Place.Origin.ELSEWHERE.address(1))
            .behind(
                ProxyHeader.from(Place.Origin.RED.address(1), 443)
                    .with(ProxyHeader.aws("vpce-0a1b2c3d4e5f67890")));
    Credential password =
        new Credential(
            Kind.PASSWORD, USER, Crossroads.password("red"), crossroads.authority.trusting());
    try (KafkaTalk talk = new KafkaTalk(open, password)) {
      assertThat(talk.begin("PLAIN")).isFalse();
      assertThat(talk.heardToTheEnd()).contains("SCRAM-SHA-512").doesNotContain("PLAIN");
    }
    HttpSpeaker http = new HttpSpeaker();
    Way web =
        Way.direct(crossroads.port(Crossroads.BALANCED, http), Place.Origin.ELSEWHERE.address(1))
            .behind(requireNonNull(open.header()));
    assertThat(http.attempt(web, password, "letters", "x"))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.bytes()).contains("Bearer").doesNotContain("Basic"));
  }

  /** A mechanism for which a user has no credential looks like one for which it has. */
  @Test
  void aWeakerOrStrongerMechanismTellsNothing() throws Exception {
    List<String> heard =
        Stream.of("u001@red", "nobody@red", "u001@nowhere")
            .map(
                name -> {
                  try (KafkaTalk talk = talk(Crossroads.SHARED)) {
                    talk.begin("SCRAM-SHA-512");
                    ScramClient client = new ScramClient(name, Crossroads.password("red"));
                    String challenge = talk.said(client.first()).orElseThrow();
                    assertThat(talk.said(client.last(challenge))).isEmpty();
                    return talk.heardToTheEnd();
                  } catch (Exception e) {
                    throw new AssertionError(name, e);
                  }
                })
            .toList();
    assertThat(heard).containsOnly(heard.getFirst());
    assertThat(heard.getFirst()).contains("the credentials are not valid here");
  }
}
