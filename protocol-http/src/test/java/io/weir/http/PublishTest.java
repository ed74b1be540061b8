package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.address.TopicName;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {
  private static final TestServer SERVER = new TestServer();
  private static final Browser BROWSER = new Browser(SERVER.port());

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  @Exercises("POST /topics/{topic}")
  void aBodyIsAMessageAndTheReplySaysWhereItLies() {
    Browser.Answer first =
        BROWSER.post("/topics/orders", "two coffees", "Content-Type", "text/plain");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("content-type")).isEqualTo("application/json");
    assertThat(first.json())
        .isEqualTo(new JsonObject().put("topic", "orders").put("partition", 0).put("offset", 0));
    assertThat(BROWSER.post("/topics/orders", "one tea").json().getLong("offset")).isEqualTo(1);
    JsonObject record = records("orders").getFirst();
    assertThat(record.getString("body")).isEqualTo("two coffees");
    assertThat(record.getValue("key")).isNull();
    assertThat(record.getJsonArray("headers"))
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("name", "content-type").put("value", "text/plain")));
    assertThat(record.getLong("timestamp"))
        .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
  }

  @Test
  void theReplyComesOnceTheLogSaysThatTheMessageIsDurable() {
    Promise<Void> durable = Promise.promise();
    var appends = new AtomicInteger();
    try (var server =
        new TestServer(
            CoreOptions.DEFAULT,
            ConnectionBounds.DEFAULT,
            backend ->
                Around.log(
                    backend,
                    (method, through) -> {
                      Object result = through.call();
                      if (!method.equals("append")) {
                        return result;
                      }
                      appends.incrementAndGet();
                      return ((Future<?>) result)
                          .compose(appended -> durable.future().map(appended));
                    }))) {
      var browser = new Browser(server.port());
      var reply = CompletableFuture.supplyAsync(() -> browser.post("/topics/orders", "x"));
      await().until(() -> appends.get() == 1);
      assertThat(browser.get("/topics/orders").status()).isEqualTo(200);
      await().during(Duration.ofMillis(200)).until(() -> !reply.isDone());
      durable.complete();
      assertThat(reply.join().status()).isEqualTo(200);
    }
  }

  @Test
  @Exercises("POST /topics/{topic}/{key...}")
  void whatFollowsTheTopicIsTheKey() {
    BROWSER.post("/topics/sensors/room1/temp", "21");
    JsonObject record = records("sensors").getFirst();
    assertThat(record.getString("key")).isEqualTo("room1/temp");
    assertThat(record.getString("body")).isEqualTo("21");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/topics/k01/a%2Fb | a/b",
        "/topics/k02/a%20b+c | a b+c",
        "/topics/k03/Z%C3%BCrich | Zürich",
        "/topics/k04/%25 | %",
        "/topics/k05/a//b | a//b",
        "/topics/k06/a/../b | a/../b",
        "/topics/k07?key=partitions/0 | partitions/0",
        "/topics/k08?key=a%2Bb+c | a+b c",
        "/topics/k09/?x | ''",
        "/topics/k10/partitionsx/records | partitionsx/records",
        "/topics/k11/x/partitions | x/partitions",
        "/topics/k12?key=config | config",
        "/topics/k13?key=a%26b%3Dc | a&b=c",
        "/topics/k14/a;b=c:d@e!$&'()*,= | a;b=c:d@e!$&'()*,=",
      })
  void keysAreDecodedExactly(String path, String key) {
    String sent = path.replace("?x", "");
    assertThat(BROWSER.post(sent, "x").status()).isEqualTo(200);
    String topic = path.replaceAll("^/topics/([^/?]*).*", "$1");
    assertThat(records(topic).getFirst().getString("key")).isEqualTo(key);
  }

  @Test
  void anEmptyKeyIsNotNoKey() {
    BROWSER.post("/topics/empty/", "with");
    BROWSER.post("/topics/empty", "without");
    BROWSER.post("/topics/empty?key=", "with");
    assertThat(records("empty"))
        .extracting(record -> record.getValue("key"))
        .containsExactly("", null, "");
  }

  @Test
  void topicsHaveNamesBeyondAscii() {
    assertThat(BROWSER.post("/topics/Bestellungen%20%C3%BC", "x").json().getString("topic"))
        .isEqualTo("Bestellungen ü");
  }

  @Test
  void bytesThatAreNoTextComeBackAsTheyWere() {
    byte[] bytes = {0, (byte) 0xff, 1, (byte) 0xc3};
    BROWSER.post("/topics/bytes", bytes, "Content-Type", "application/octet-stream");
    JsonObject record = records("bytes").getFirst();
    assertThat(record.containsKey("body")).isFalse();
    assertThat(record.getBinary("bodyBase64")).isEqualTo(bytes);
  }

  @Test
  void anEmptyBodyIsAMessageAndATombstoneHasNone() {
    BROWSER.post("/topics/bodies/k", "");
    BROWSER.post("/topics/bodies/k", "", "X-Tombstone", "true");
    assertThat(records("bodies"))
        .extracting(record -> record.getValue("body"))
        .containsExactly("", null);
    Browser.Answer both = BROWSER.post("/topics/bodies/k", "x", "X-Tombstone", "true");
    assertThat(both.status()).isEqualTo(400);
    assertThat(both.json().getString("detail")).contains("a message without a body came with one");
  }

  @Test
  void aTimestampMayBeGiven() {
    BROWSER.post("/topics/times", "x", "X-Timestamp", "1700000000000");
    assertThat(records("times").getFirst().getLong("timestamp")).isEqualTo(1_700_000_000_000L);
    assertThat(
            BROWSER
                .post("/topics/times", "x", "X-Timestamp", "yesterday")
                .json()
                .getString("detail"))
        .isEqualTo("X-Timestamp: expected a whole number from 0, found 'yesterday'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/topics/bad/%zz | 400 | '%' is not followed by two hexadecimal digits",
        "/topics/bad/%4 | 400 | '%' is not followed by two hexadecimal digits",
        "/topics/bad/%ff | 400 | is not UTF-8",
        "/topics/a%2Fb | 400 | a topic name holds no '/'",
        "/topics/%2E%2E | 400 | are not topic names",
        "/topics/bad/k?key=k | 400 | 'key' means nothing here",
        "/topics/bad?key=a&key=b | 400 | 'key' is given twice",
        "/topics/bad?partition=1 | 400 | 'partition' means nothing here; there are key",
        "/topics/orders/config | 405 | A key that begins with config is given as ?key=",
        "/topics/orders/partitions | 405 | A key that begins with partitions is given as ?key=",
        "/topics/orders/partitions%2F0 | 404 | A key that begins with partitions is given as ?key=",
        "/topics/orders/%70artitions/0 | 404 | A key that begins with partitions is given as ?key=",
        "/topics/orders/records | 404 | A key that begins with records is given as ?key=",
        "/topics | 405 | POST does not work at /topics; these do: GET, HEAD, OPTIONS",
        "/elsewhere | 404 | there is nothing at /elsewhere; GET / lists what there is",
      })
  void whatCannotBeAnAddressIsRefusedWithASentence(String path, int status, String detail)
      throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      String response =
          client
              .send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
              .receive();
      assertThat(response).startsWith("HTTP/1.1 " + status + " ");
      assertThat(response).contains("Content-Type: application/problem+json");
      assertThat(new JsonObject(response.substring(response.indexOf('{'))).getString("detail"))
          .contains(detail);
    }
  }

  @Test
  void rawBytesBeyondAsciiInAPathAreUtf8() throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      String utf8 =
          new String(
              "Zürich".getBytes(java.nio.charset.StandardCharsets.UTF_8),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      client.send(
          "POST /topics/raw/"
              + utf8
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
      assertThat(client.receive()).startsWith("HTTP/1.1 200 ");
      assertThat(records("raw").getFirst().getString("key")).isEqualTo("Zürich");
    }
  }

  @Test
  void chunkedBodiesAreGathered() throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST /topics/chunks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (String chunk : List.of("one ", "two ", "three")) {
        client.send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
      }
      client.send("0\r\n\r\n");
      assertThat(client.receive()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(records("chunks").getFirst().getString("body")).isEqualTo("one two three");
  }

  @Test
  void aLargeBodyIsGathered() {
    String large = "0123456789".repeat(100_000);
    assertThat(BROWSER.post("/topics/large", large).status()).isEqualTo(200);
    assertThat(records("large").getFirst().getString("body")).isEqualTo(large);
  }

  @Test
  void aBodyLargerThanTheTopicTakesIsRefusedAndTheConnectionSurvivesNothingWorse() {
    smallTopic("small");
    Browser.Answer refused = BROWSER.post("/topics/small", "x".repeat(2_001));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.json().getString("detail"))
        .isEqualTo("the body is larger than the 2000 bytes that are taken here");
    // Larger than the topic takes with what a batch adds to it: the topic's own refusal.
    assertThat(BROWSER.post("/topics/small", "x".repeat(1_999)).status()).isEqualTo(413);
    assertThat(BROWSER.post("/topics/small", "x".repeat(1_500)).status()).isEqualTo(200);
  }

  @Test
  void anEndlessBodyIsRefusedWhileItComes() throws IOException {
    smallTopic("endless");
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST /topics/endless HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 3; i++) {
        client.send("400\r\n" + "x".repeat(1024) + "\r\n");
      }
      String response = client.receive();
      assertThat(response).startsWith("HTTP/1.1 413 ").contains("connection: close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void whoAsksBeforeSendingIsToldToGoOn() throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST /topics/asked HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.receiveUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.send("hello");
      assertThat(client.receive()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whoAsksBeforeSendingTooMuchIsToldSoInsteadOfToGoOn() throws IOException {
    smallTopic("asked-too-much");
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST /topics/asked-too-much HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.receive()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void whoSpeaksAnOldVersionIsNotToldToGoOn() throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST /topics/old HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
      assertThat(client.receiveAll()).startsWith("HTTP/1.0 200 ");
    }
  }

  @Test
  void noBodyIsLargerThanAFrameOfTheListener() {
    ConnectionBounds all = ConnectionBounds.DEFAULT;
    var narrow =
        new ConnectionBounds(
            1_000,
            all.maxUnansweredBytes(),
            all.maxUnsentBytes(),
            all.idle(),
            all.frameTime(),
            all.writeTime());
    try (var server = new TestServer(narrow)) {
      var browser = new Browser(server.port());
      assertThat(browser.post("/topics/narrow", "x".repeat(1_001)).status()).isEqualTo(413);
      assertThat(browser.post("/topics/narrow", "x".repeat(1_000)).status()).isEqualTo(200);
    }
  }

  @Test
  void everyAnswerSaysWhatTimeItIs() {
    Browser.Answer answer = BROWSER.post("/topics/timed", "x");
    var said =
        ZonedDateTime.parse(answer.header("date"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(said).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(BROWSER.get("/nowhere").header("date")).isNotNull();
  }

  @Test
  void otherExpectationsFail() throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST /topics/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nExpect: a miracle\r\n\r\n");
      assertThat(client.receive()).startsWith("HTTP/1.1 417 ");
    }
  }

  @Test
  void requestsOneAfterAnotherOnOneConnectionAreAnsweredInOrder() throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      String request =
          "POST /topics/pipeline HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n";
      client.send((request + "a") + (request + "b") + (request + "c"));
      for (int offset = 0; offset < 3; offset++) {
        assertThat(client.receive()).contains("\"offset\":" + offset);
      }
    }
    assertThat(records("pipeline"))
        .extracting(record -> record.getString("body"))
        .containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Type", "X-Prop-content-type", "X-Prop-weir-origin", "X-Prop-ce_id"})
  void propertiesThatAMessageHasOnceOrThatAreNotTheirsAreRefused(String header) {
    Browser.Answer refused =
        BROWSER.post("/topics/orders", "x", "Content-Type", "text/plain", header, "text/plain");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().getString("detail")).containsIgnoringCase(header);
  }

  private static void smallTopic(String name) {
    SERVER
        .core()
        .topics()
        .create(
            Caller.internal(Tenant.DEFAULT),
            new TopicName(name),
            1,
            TopicSettings.DEFAULT.withMaxBatchBytes(2_000))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static List<JsonObject> records(String topic) {
    return BROWSER.get("/topics/" + topic + "/partitions/0/records").records();
  }
}
