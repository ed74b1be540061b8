package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.kafka.Clients;
import io.weir.tests.tenants.Credential.Kind;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody of one tenant, who may do everything there, asks for another's by HTTP. */
class HttpTrespassTest {
  private static final HttpSpeaker HTTP = new HttpSpeaker();
  private static final KafkaSpeaker KAFKA = new KafkaSpeaker();
  private static final String JEWELS = "crown-jewels";
  private static final String NOTHING = "no-such-name";

  private static Crossroads crossroads;

  @BeforeAll
  static void start() throws Exception {
    crossroads = new Crossroads();
    assertThat(ask("red", "PUT", "/topics/" + JEWELS, "")).startsWith("HTTP/1.1 201 ");
    assertThat(ask("red", "POST", "/topics/" + JEWELS, "a crown")).startsWith("HTTP/1.1 200 ");
  }

  @AfterAll
  static void stop() {
    crossroads.close();
  }

  private static String ask(String tenant, String method, String path, String body)
      throws Exception {
    Credential credential = crossroads.member(Kind.PASSWORD, tenant);
    return HttpSpeaker.ask(crossroads.shared(HTTP), credential, method, path, body)
        .replaceFirst("date: [^\r]+\r\n", "")
        .replaceFirst("content-length: [^\r]+\r\n", "");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          GET,    /topics/crown-jewels
          DELETE, /topics/crown-jewels
          GET,    /topics/crown-jewels/config
          PATCH,  /topics/crown-jewels/config
          GET,    /topics/crown-jewels/partitions
          GET,    /topics/crown-jewels/partitions/0/records
          GET,    /topics/red%2Fcrown-jewels
          GET,    /topics/red%2Fcrown-jewels/partitions/0/records
          GET,    /topics/..%2Fred%2Fcrown-jewels
          GET,    /topics/../red/topics/crown-jewels
          GET,    /topics/red.crown-jewels
          GET,    //red/topics/crown-jewels
          GET,    /tenants/red/topics/crown-jewels
          PUT,    /tenants/red/topics/crown-jewels
          DELETE, /tenants/red/topics/crown-jewels
          POST,   /tenants/red/topics/crown-jewels
          GET,    /tenants/red/topics/crown-jewels/partitions/0/records
          """)
  void whatAnotherHasIsAnsweredLikeWhatNobodyHas(String method, String path) throws Exception {
    String none = path.replace("red", "ghost").replace(JEWELS, NOTHING);
    String theirs = ask("blue", method, path, "{}");
    assertThat(theirs).doesNotStartWith("HTTP/1.1 2");
    assertThat(theirs.replace("red", "ghost").replace(JEWELS, NOTHING))
        .isEqualTo(ask("blue", method, none, "{}"));
    assertThat(ask("red", "GET", "/topics/" + JEWELS + "/partitions/0/records", ""))
        .contains("a crown");
  }

  /** So that the comparison above can fail. */
  @ParameterizedTest
  @ValueSource(strings = {"", "/config", "/partitions", "/partitions/0/records"})
  void itsOwnTenantIsAnsweredOtherwise(String what) throws Exception {
    assertThat(ask("red", "GET", "/topics/" + JEWELS + what, "")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whichTenantsThereAreIsNotTold() throws Exception {
    assertThat(ask("blue", "GET", "/tenants", ""))
        .doesNotStartWith("HTTP/1.1 2")
        .doesNotContain("free");
    assertThat(ask("blue", "GET", "/topics", "")).doesNotContain(JEWELS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Prop-weir-tenant: red",
        "X-Prop-weir-user: root",
        "X-Prop-%77eir-tenant: red",
        "X-Prop-WEIR-tenant: red"
      })
  void nobodyWritesWeirsOwnHeaders(String header) throws Exception {
    Credential blue = crossroads.member(Kind.PASSWORD, "blue");
    String answer =
        HttpSpeaker.ask(crossroads.shared(HTTP), blue, "POST", "/topics/letters", header, "forged");
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Weir's own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"weir-tenant: red", "X-Weir-Tenant: red", "X-Tenant: red", "X-User: root"})
  void noHeaderMovesAnybody(String header) throws Exception {
    Credential blue = crossroads.member(Kind.PASSWORD, "blue");
    String answer = HttpSpeaker.ask(crossroads.shared(HTTP), blue, "GET", "/topics", header, "");
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("of-blue").doesNotContain("of-red");
    assertThat(HttpSpeaker.ask(crossroads.shared(HTTP), blue, "GET", "/tenants", header, ""))
        .startsWith("HTTP/1.1 403 ");
  }

  /** A batch goes into the log as it is, and moves nobody either. */
  @Test
  void headersThatAKafkaClientForgesAreBytesThatHttpDoesNotShow() throws Exception {
    String bootstrap = "localhost:" + crossroads.port(Crossroads.SHARED, KAFKA);
    String[] blue =
        Login.scram(
            "SASL_PLAINTEXT",
            "SCRAM-SHA-256",
            Crossroads.user(1) + "@blue",
            Crossroads.password("blue"));
    try (var producer = Clients.producer(bootstrap, blue)) {
      ProducerRecord<byte[], byte[]> forged =
          new ProducerRecord<>("forged", "by blue".getBytes(UTF_8));
      forged.headers().add(new RecordHeader("weir-tenant", "red".getBytes(UTF_8)));
      Clients.get(producer.send(forged));
    }
    Credential credential = crossroads.member(Kind.PASSWORD, "blue");
    String answer =
        HttpSpeaker.ask(
            crossroads.shared(HTTP),
            credential,
            "GET",
            "/topics/forged/partitions/0/records",
            "Accept: application/octet-stream",
            "");
    assertThat(answer).contains("by blue").doesNotContain("weir-tenant").doesNotContain("red");
    assertThat(ask("red", "GET", "/topics/forged", "")).startsWith("HTTP/1.1 404 ");
  }
}
