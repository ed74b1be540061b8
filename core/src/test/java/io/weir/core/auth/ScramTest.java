package io.weir.core.auth;

import static io.weir.core.auth.Guests.ACME;
import static io.weir.core.auth.Guests.PASSWORD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.auth.Scram.Step;
import io.weir.core.auth.Scram.Step.Challenge;
import io.weir.core.auth.Scram.Step.Failed;
import io.weir.core.auth.Scram.Step.Proven;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM by the letter of RFC 5802 and RFC 7677, and against Apache Kafka's client. */
class ScramTest {
  private static final UnaryOperator<byte[]> AS_IT_IS = bytes -> bytes;

  /** RFC 7677, section 3. */
  @Test
  void answersTheExchangeOfTheSpecification() {
    var credential =
        new ScramCredential(
            ScramMechanism.SHA_256,
            Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="),
            4096,
            storedKey("pencil", "W22ZaJ0SNY7soEsUEjb6gQ=="),
            serverKey("pencil", "W22ZaJ0SNY7soEsUEjb6gQ=="));
    var user = Guests.user("user", credential);
    var server =
        new Scram.AwaitsFirst(
            ScramMechanism.SHA_256,
            name -> new Candidate(credential, null, new Candidate.Identity(Guests.in(ACME), user)),
            "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    Step first = server.first("n,,n=user,r=rOprNGfwEbeRWgbNEkqO".getBytes(UTF_8));

    assertThat(text(first))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    Step last =
        ((Challenge) first)
            .next()
            .last(
                ("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
                    .getBytes(UTF_8));
    assertThat(text(last)).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @ParameterizedTest
  @EnumSource
  void admitsApacheKafkasClientWithTheRightPassword(ScramMechanism mechanism) throws Exception {
    Step last = exchange(mechanism, "alice", PASSWORD, "alice", AS_IT_IS, AS_IT_IS);

    assertThat(last).isInstanceOf(Proven.class);
    assertThat(((Proven) last).who().user().name()).isEqualTo("alice");
  }

  @ParameterizedTest
  @EnumSource
  void refusesAWrongPassword(ScramMechanism mechanism) throws Exception {
    assertThat(exchange(mechanism, "alice", "wrong", "alice", AS_IT_IS, AS_IT_IS))
        .isEqualTo(new Failed("a wrong password"));
  }

  @Test
  void refusesAUserWhoDoesNotExistAtTheProof() throws Exception {
    assertThat(exchange(ScramMechanism.SHA_256, "alice", PASSWORD, "bob", AS_IT_IS, AS_IT_IS))
        .isEqualTo(new Failed("no such user, or none with a password for this mechanism"));
  }

  @Test
  void refusesAUserWhoHasAPasswordForAnotherMechanismOnly() throws Exception {
    Users users = users(Guests.user("alice", ScramMechanism.SHA_512));

    Step last = exchange(users, ScramMechanism.SHA_256, PASSWORD, "alice", AS_IT_IS, AS_IT_IS);

    assertThat(last).isInstanceOf(Failed.class);
  }

  @Property(tries = 25)
  void everyNameAndPasswordOfAsciiIsUnderstoodAsApacheKafkasClientWritesIt(
      @ForAll @StringLength(min = 1, max = 20) @CharRange(from = ' ', to = '~') String name,
      @ForAll @StringLength(min = 1, max = 20) @CharRange(from = ' ', to = '~') String password)
      throws Exception {
    Users users =
        users(
            Guests.user(
                name,
                PasswordHash.of(ScramMechanism.SHA_256, password, ScramMechanism.MIN_ITERATIONS)));

    assertThat(exchange(users, ScramMechanism.SHA_256, password, name, AS_IT_IS, AS_IT_IS))
        .isInstanceOf(Proven.class);
  }

  /** RFC 5802, section 6: a client that can bind and sees that the server cannot. */
  @Test
  void admitsAClientThatWouldBindTheChannelIfItCould() throws Exception {
    UnaryOperator<byte[]> header = replace("n,,", "y,,");
    UnaryOperator<byte[]> sameHeader = replace("c=biws", "c=eSws");

    // Its proof covers what it sent, so the client's own messages are rewritten before it signs:
    // here they are not, and the proof fails for that reason alone.
    assertThat(exchange(ScramMechanism.SHA_256, "alice", PASSWORD, "alice", header, sameHeader))
        .isEqualTo(new Failed("a wrong password"));
    assertThat(ownExchange("y,,", "y,,")).isInstanceOf(Proven.class);
  }

  @Test
  void refusesAHeaderThatWasChangedOnTheWay() {
    assertThat(ownExchange("n,,", "y,,"))
        .isEqualTo(new Failed("another channel binding came back"));
    assertThat(ownExchange("y,,", "n,,"))
        .isEqualTo(new Failed("another channel binding came back"));
    assertThat(ownExchange("n,,", "p=tls-unique,,"))
        .isEqualTo(new Failed("another channel binding came back"));
  }

  @Test
  void refusesAClientThatInsistsOnChannelBinding() {
    assertThat(first("p=tls-exporter,,n=alice,r=abc"))
        .isEqualTo(new Failed("channel binding, which this mechanism does not have"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n,,",
        "n=alice,r=abc",
        "x,,n=alice,r=abc",
        "n,,m=something,n=alice,r=abc",
        "n,,n=,r=abc",
        "n,,n=al=ice,r=abc",
        "n,,n=alice,r=",
        "n,,n=alice,r=a\u0001b",
        "n,a=bob,n=alice,r=abc",
        "n,,r=abc,n=alice",
        "n,,n=alice,r=abc,tokenauth=true"
      })
  void refusesAFirstMessageThatIsNotOne(String message) {
    assertThat(first(message)).isInstanceOf(Failed.class);
  }

  @Test
  void refusesAFirstMessageThatIsNotText() {
    assertThat(server(users()).first(new byte[] {'n', ',', ',', 'n', '=', (byte) 0xff}))
        .isEqualTo(new Failed("a message that is not UTF-8"));
  }

  @Test
  void takesExtensionsThatItDoesNotKnow() {
    assertThat(first("n,,n=alice,r=abc,x=something")).isInstanceOf(Challenge.class);
    assertThat(first("n,a=alice,n=alice,r=abc")).isInstanceOf(Challenge.class);
  }

  @Test
  void refusesANonceThatIsNotItsOwn() throws Exception {
    UnaryOperator<byte[]> oldNonce =
        bytes -> new String(bytes, UTF_8).replaceFirst("r=[^,]*", "r=anotherNonce").getBytes(UTF_8);

    assertThat(exchange(ScramMechanism.SHA_256, "alice", PASSWORD, "alice", AS_IT_IS, oldNonce))
        .isEqualTo(new Failed("another nonce came back"));
  }

  @Test
  void admitsLibrdkafkaThatSaysItsPartOfTheNonceTwice() {
    assertThat(ownExchange("n,,", "n,,", nonce -> "abc" + nonce)).isInstanceOf(Proven.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "abcabc", "ab"})
  void refusesANonceWithAnythingElseInFront(String more) {
    assertThat(ownExchange("n,,", "n,,", nonce -> more + nonce))
        .isEqualTo(new Failed("another nonce came back"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c=biws,r=abc", "c=biws,r=abc,p=!!!!", "c=biws,r=abc,p=AAA"})
  void refusesAFinalMessageThatIsNotOne(String message) {
    var challenge = (Challenge) first("n,,n=alice,r=abc");

    assertThat(challenge.next().last(message.getBytes(UTF_8))).isInstanceOf(Failed.class);
  }

  @Test
  void noTwoExchangesHaveOneNonce() {
    assertThat(nonce(first("n,,n=alice,r=abc"))).isNotEqualTo(nonce(first("n,,n=alice,r=abc")));
  }

  // ----

  private static Step exchange(
      ScramMechanism mechanism,
      String known,
      String password,
      String presented,
      UnaryOperator<byte[]> first,
      UnaryOperator<byte[]> last)
      throws SaslException {
    return exchange(
        users(Guests.user(known, mechanism)), mechanism, password, presented, first, last);
  }

  private static Step exchange(
      Users users,
      ScramMechanism mechanism,
      String password,
      String presented,
      UnaryOperator<byte[]> first,
      UnaryOperator<byte[]> last)
      throws SaslException {
    SaslClient client = kafka(mechanism, presented, password);
    Step step =
        Scram.begin(mechanism, lookup(users, mechanism), new SecureRandom())
            .first(first.apply(client.evaluateChallenge(new byte[0])));
    if (!(step instanceof Challenge challenge)) {
      return step;
    }
    Step end = challenge.next().last(last.apply(client.evaluateChallenge(challenge.bytes())));
    if (end instanceof Proven proven) {
      client.evaluateChallenge(proven.bytes());
      assertThat(client.isComplete()).isTrue();
    }
    return end;
  }

  /** A client of our own that says one header, and proves that it said another. */
  private static Step ownExchange(String said, String proven) {
    return ownExchange(said, proven, nonce -> nonce);
  }

  /** The same, which says a nonce of its own making, and proves that it did. */
  private static Step ownExchange(String said, String proven, UnaryOperator<String> saidNonce) {
    ScramMechanism mechanism = ScramMechanism.SHA_256;
    Users users = users(Guests.user("alice", mechanism));
    String bare = "n=alice,r=abc";
    var challenge = (Challenge) server(users).first((said + bare).getBytes(UTF_8));
    String serverFirst = text(challenge);
    String nonce = serverFirst.substring(2, serverFirst.indexOf(','));
    String withoutProof =
        "c="
            + Base64.getEncoder().encodeToString(proven.getBytes(UTF_8))
            + ",r="
            + saidNonce.apply(nonce);
    ScramCredential credential =
        users.find(ACME, "alice").orElseThrow().scram(mechanism).orElseThrow();
    byte[] salted =
        ScramKeys.salted(
            mechanism, PASSWORD.toCharArray(), credential.salt(), credential.iterations());
    byte[] clientKey = ScramKeys.hmac(mechanism, salted, "Client Key".getBytes(UTF_8));
    byte[] signature =
        ScramKeys.hmac(
            mechanism,
            credential.storedKey(),
            (bare + "," + serverFirst + "," + withoutProof).getBytes(UTF_8));
    String proof = Base64.getEncoder().encodeToString(ScramKeys.xor(clientKey, signature));
    return challenge.next().last((withoutProof + ",p=" + proof).getBytes(UTF_8));
  }

  private static UnaryOperator<byte[]> replace(String what, String with) {
    return bytes -> new String(bytes, UTF_8).replace(what, with).getBytes(UTF_8);
  }

  private static Step first(String message) {
    return server(users(Guests.user("alice", ScramMechanism.SHA_256)))
        .first(message.getBytes(UTF_8));
  }

  private static Scram.AwaitsFirst server(Users users) {
    return Scram.begin(
        ScramMechanism.SHA_256, lookup(users, ScramMechanism.SHA_256), new SecureRandom());
  }

  private static Function<String, Candidate> lookup(Users users, ScramMechanism mechanism) {
    return name -> users.forScram(Guests.claimant(name), mechanism);
  }

  private static Users users(User... users) {
    Users all = new Users(Guests.SECRET);
    all.replace(Map.of(ACME, List.of(users)));
    return all;
  }

  private static String text(Step step) {
    return switch (step) {
      case Challenge challenge -> new String(challenge.bytes(), UTF_8);
      case Proven proven -> new String(proven.bytes(), UTF_8);
      case Failed failed -> throw new AssertionError(failed.why());
    };
  }

  private static String nonce(Step first) {
    String challenge = text(first);
    return challenge.substring(0, challenge.indexOf(','));
  }

  private static byte[] storedKey(String password, String salt) {
    return ScramKeys.storedKey(ScramMechanism.SHA_256, salted(password, salt));
  }

  private static byte[] serverKey(String password, String salt) {
    return ScramKeys.hmac(
        ScramMechanism.SHA_256, salted(password, salt), "Server Key".getBytes(UTF_8));
  }

  private static byte[] salted(String password, String salt) {
    return ScramKeys.salted(
        ScramMechanism.SHA_256, password.toCharArray(), Base64.getDecoder().decode(salt), 4096);
  }

  private static SaslClient kafka(ScramMechanism mechanism, String name, String password) {
    CallbackHandler handler =
        callbacks -> {
          for (Callback callback : callbacks) {
            switch (callback) {
              case NameCallback it -> it.setName(name);
              case PasswordCallback it -> it.setPassword(password.toCharArray());
              case ScramExtensionsCallback it -> it.extensions(Map.of());
              default -> throw new IllegalStateException("unexpected " + callback);
            }
          }
        };
    try {
      return new ScramSaslClient(
          org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
              mechanism.mechanismName()),
          handler);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
