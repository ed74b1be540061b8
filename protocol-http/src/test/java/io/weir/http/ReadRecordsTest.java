package io.weir.http;

import static io.weir.testing.Futures.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.backend.BackendException;
import io.weir.core.CoreOptions;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.protocol.ConnectionBounds;
import io.weir.record.BatchBuilder;
import io.weir.record.BatchFormat;
import io.weir.record.Compression;
import io.weir.record.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReadRecordsTest {
  private static final Caller CALLER = Caller.internal(Tenant.DEFAULT);
  private static final Watched LOG = new Watched();
  private static final TestServer SERVER =
      new TestServer(CoreOptions.DEFAULT, ConnectionBounds.DEFAULT, LOG);
  private static final Browser BROWSER = new Browser(SERVER.port());

  @AfterAll
  static void stop() {
    SERVER.close();
    assertThat(LOG.now()).isZero();
    assertThat(LOG.unreleased()).isZero();
  }

  @Test
  @Exercises("GET /topics/{topic}/partitions/{partition}/records")
  void aPageHasTheMessagesAndSaysWhereToGoOn() {
    for (String body : List.of("a", "b", "c")) {
      BROWSER.post("/topics/pages/k", body);
    }
    Browser.Answer all = BROWSER.get("/topics/pages/partitions/0/records?offset=0");
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.header("content-type")).isEqualTo("application/json");
    assertThat(all.records())
        .extracting(record -> record.getString("body"))
        .containsExactly("a", "b", "c");
    assertThat(all.records())
        .extracting(record -> record.getLong("offset"))
        .containsExactly(0L, 1L, 2L);
    assertThat(all.json().getLong("nextOffset")).isEqualTo(3);
    assertThat(all.json().getLong("highWatermark")).isEqualTo(3);
    assertThat(all.json().containsKey("passedOver")).isFalse();
    Browser.Answer end = BROWSER.get("/topics/pages/partitions/0/records?offset=3");
    assertThat(end.records()).isEmpty();
    assertThat(end.json().getLong("nextOffset")).isEqualTo(3);
  }

  @Test
  void withoutAnOffsetReadingBeginsAtTheBeginning() {
    BROWSER.post("/topics/beginnings", "a");
    assertThat(BROWSER.get("/topics/beginnings/partitions/0/records").records()).hasSize(1);
    assertThat(BROWSER.get("/topics/beginnings/partitions/0/records?offset=earliest").records())
        .hasSize(1);
    assertThat(
            BROWSER
                .get("/topics/beginnings/partitions/0/records?offset=latest")
                .json()
                .getLong("nextOffset"))
        .isEqualTo(1);
  }

  @Test
  void aPageHasNoMoreBytesThanAskedForButAtLeastOneMessage() {
    Topic topic = create("sized");
    append(topic, batch(Compression.NONE), "0123456789", "0123456789", "0123456789");
    String path = "/topics/sized/partitions/0/records?max_bytes=";
    assertThat(bodies(BROWSER.get(path + "20"))).hasSize(2);
    assertThat(BROWSER.get(path + "20").json().getLong("nextOffset")).isEqualTo(2);
    assertThat(bodies(BROWSER.get(path + "1"))).hasSize(1);
    assertThat(bodies(BROWSER.get(path + "20&offset=2"))).hasSize(1);
    assertThat(bodies(BROWSER.get(path + "999999999999"))).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void batchesThatAKafkaProducerCompressedAreRead(Compression compression) {
    Topic topic = create("compressed-" + compression);
    append(topic, batch(compression), "a", "b".repeat(100_000), "c");
    Browser.Answer page =
        BROWSER.get("/topics/compressed-" + compression + "/partitions/0/records");
    assertThat(bodies(page)).containsExactly("a", "b".repeat(100_000), "c");
    assertThat(
            BROWSER
                .get("/topics/compressed-" + compression + "/partitions/0/records?offset=2")
                .records())
        .hasSize(1);
  }

  @Test
  void aBatchThatCannotBeReadInsideIsPassedOverByNameAndCounted() {
    Topic topic = create("damaged");
    append(topic, batch(Compression.NONE), "before");
    ByteBuf broken = build(batch(Compression.GZIP), "lost", "too");
    broken.setInt(BatchFormat.HEADER_BYTES, 0);
    seal(broken);
    await(SERVER.core().publisher().publishBatch(CALLER, topic, 0, broken));
    append(topic, batch(Compression.NONE), "after");
    Browser.Answer page = BROWSER.get("/topics/damaged/partitions/0/records");
    assertThat(bodies(page)).containsExactly("before", "after");
    assertThat(page.json().getLong("nextOffset")).isEqualTo(4);
    JsonArray passedOver = page.json().getJsonArray("passedOver");
    assertThat(passedOver).hasSize(1);
    assertThat(passedOver.getJsonObject(0).getLong("firstOffset")).isEqualTo(1);
    assertThat(passedOver.getJsonObject(0).getLong("lastOffset")).isEqualTo(2);
    assertThat(passedOver.getJsonObject(0).getString("reason")).contains("GZIP");
    assertThat(SERVER.events)
        .filteredOn(Event.PassedOver.class::isInstance)
        .anySatisfy(event -> assertThat(((Event.PassedOver) event).lastOffset()).isEqualTo(2));
  }

  @Test
  void bytesThatFailTheirChecksumAreNamedAndPassedOver() {
    var damaged = new AtomicBoolean();
    try (var server =
        new TestServer(
            CoreOptions.DEFAULT,
            ConnectionBounds.DEFAULT,
            backend ->
                Around.log(
                    backend,
                    (method, through) ->
                        method.equals("read") && damaged.getAndSet(false)
                            ? Future.failedFuture(
                                new BackendException.Corrupt("segment 7 at 512", 2))
                            : through.call()))) {
      var browser = new Browser(server.port());
      for (String body : List.of("a", "b", "c")) {
        browser.post("/topics/scratched", body);
      }
      damaged.set(true);
      Browser.Answer page = browser.get("/topics/scratched/partitions/0/records");
      assertThat(bodies(page)).containsExactly("c");
      assertThat(page.json().getJsonArray("passedOver").getJsonObject(0).getLong("firstOffset"))
          .isZero();
      assertThat(page.json().getJsonArray("passedOver").getJsonObject(0).getLong("lastOffset"))
          .isEqualTo(1);
      damaged.set(true);
      Browser.Answer single =
          browser.get(
              "/topics/scratched/partitions/0/records", "Accept", "application/octet-stream");
      assertThat(single.text()).isEqualTo("c");
      assertThat(single.header("x-next-offset")).isEqualTo("3");
    }
  }

  @Test
  void whatIsNoTextIsBase64UnderAnotherName() {
    Topic topic = create("binary");
    byte[] bytes = {(byte) 0xff, 0};
    ByteBuf batch =
        batch(Compression.NONE)
            .add(
                7,
                Unpooled.wrappedBuffer(bytes),
                Unpooled.wrappedBuffer(bytes),
                List.of(new Header("a", bytes), Header.of("a", "text"), new Header("b", null)))
            .build();
    await(SERVER.core().publisher().publishBatch(CALLER, topic, 0, batch));
    assertThat(BROWSER.get("/topics/binary/partitions/0/records").records().getFirst())
        .isEqualTo(
            new JsonObject(
                """
                {"offset": 0, "timestamp": 7, "keyBase64": "/wA=",
                 "headers": [{"name": "a", "valueBase64": "/wA="}, {"name": "a", "value": "text"},
                             {"name": "b", "value": null}],
                 "bodyBase64": "/wA="}
                """));
  }

  @Test
  void oneMessageCanBeHadAsItIs() {
    BROWSER.post(
        "/topics/single/the%20key",
        "{\"a\":1}", "Content-Type", "application/json", "Message-Id", "m-1");
    Browser.Answer raw =
        BROWSER.get(
            "/topics/single/partitions/0/records?offset=0", "Accept", "application/octet-stream");
    assertThat(raw.status()).isEqualTo(200);
    assertThat(raw.text()).isEqualTo("{\"a\":1}");
    assertThat(raw.header("content-type")).isEqualTo("application/json");
    assertThat(raw.header("message-id")).isEqualTo("m-1");
    assertThat(raw.header("x-key")).isEqualTo("the key");
    assertThat(raw.header("x-partition")).isEqualTo("0");
    assertThat(raw.header("x-offset")).isEqualTo("0");
    assertThat(raw.header("x-next-offset")).isEqualTo("1");
    assertThat(raw.header("x-high-watermark")).isEqualTo("1");
    Browser.Answer none =
        BROWSER.get(
            "/topics/single/partitions/0/records?offset=1", "Accept", "application/octet-stream");
    assertThat(none.status()).isEqualTo(204);
    assertThat(none.header("x-next-offset")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | 200",
        "text/html, application/xhtml+xml, */*;q=0.8 | 200",
        "application/octet-stream;q=0.5, application/json | 200",
        "text/csv | 406",
        "application/json;q=0 | 406",
      })
  void wishesAreMetOrRefused(String accept, int status) {
    BROWSER.post("/topics/wishes", "x");
    assertThat(BROWSER.get("/topics/wishes/partitions/0/records", "Accept", accept).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/octet-stream, application/json | application/octet-stream",
        "application/json, application/octet-stream | application/json",
        "application/octet-stream;q=0.5, application/json | application/json",
        "application/json;q=0, */* | application/octet-stream",
        "application/octet-stream, */*;q=0.1 | application/octet-stream",
        "*/* | application/json",
      })
  void theGreaterWishIsMet(String accept, String type) {
    BROWSER.post("/topics/weighed", "x");
    Browser.Answer met = BROWSER.get("/topics/weighed/partitions/0/records", "Accept", accept);
    assertThat(met.header("content-type")).isEqualTo(type);
  }

  @Test
  void whoWaitsIsAnsweredWhenThereIsSomething() {
    create("waiting");
    int before = LOG.now();
    CompletableFuture<Browser.Answer> answer =
        CompletableFuture.supplyAsync(
            () -> BROWSER.get("/topics/waiting/partitions/0/records?offset=0&wait=60000"));
    await().until(() -> LOG.now() == before + 1);
    assertThat(answer).isNotDone();
    BROWSER.post("/topics/waiting", "at last");
    assertThat(bodies(answer.join())).containsExactly("at last");
    await().until(() -> LOG.now() == before);
  }

  @Test
  void whoWaitsInVainIsToldSo() {
    create("vain");
    int before = LOG.now();
    Browser.Answer answer = BROWSER.get("/topics/vain/partitions/0/records?offset=0&wait=50");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.records()).isEmpty();
    assertThat(answer.json().getLong("nextOffset")).isZero();
    await().until(() -> LOG.now() == before);
  }

  @Test
  void nobodyWaitsForAClientThatHasGone() throws IOException {
    create("gone");
    int before = LOG.now();
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "GET /topics/gone/partitions/0/records?offset=0&wait=60000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await().until(() -> LOG.now() == before + 1);
    }
    await().until(() -> LOG.now() == before);
  }

  @Test
  void nobodyWaitsWhileTheGatewayStops() {
    var watched = new Watched();
    try (var server = new TestServer(CoreOptions.DEFAULT, ConnectionBounds.DEFAULT, watched)) {
      var browser = new Browser(server.port());
      browser.put("/topics/stopping", "");
      CompletableFuture<Browser.Answer> answer =
          CompletableFuture.supplyAsync(
              () -> browser.get("/topics/stopping/partitions/0/records?offset=0&wait=60000"));
      await().until(() -> watched.now() == 1);
      await(server.endpoint.drain(Duration.ofSeconds(20)));
      assertThat(answer.join().status()).isEqualTo(200);
      assertThat(server.endpoint.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/topics/nowhere/partitions/0/records | 404 | topic 'nowhere' does not exist",
        "/topics/known/partitions/1/records | 404 | has no partition 1; it has 1, numbered from 0",
        "/topics/known/partitions/x/records | 400 | partition: expected a whole number from 0, found 'x'",
        "/topics/known/partitions/99999999999/records | 404 | has no partition",
        "/topics/known/partitions/0/records?offset=-1 | 400 | expected a whole number from 0, found '-1'",
        "/topics/known/partitions/0/records?offset=9 | 416 | ",
        "/topics/known/partitions/0/records?wait=soon | 400 | wait: expected a whole number from 0, found 'soon'",
        "/topics/known/partitions/0/records?maxbytes=1 | 400 | 'maxbytes' means nothing here; there are offset, max_bytes, wait",
        "/topics/known/partitions/0 | 404 | there is nothing at /topics/known/partitions/0",
      })
  void whatCannotBeReadIsRefusedWithASentence(String path, int status, String detail) {
    BROWSER.post("/topics/known", "x");
    Browser.Answer refused = BROWSER.get(path);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json().getInteger("status")).isEqualTo(status);
    assertThat(refused.json().getString("detail")).contains(detail == null ? "" : detail);
  }

  @Test
  void anOffsetOutOfRangeNamesTheRange() {
    BROWSER.post("/topics/range", "x");
    JsonObject problem = BROWSER.get("/topics/range/partitions/0/records?offset=5").json();
    assertThat(problem.getLong("beginningOffset")).isZero();
    assertThat(problem.getLong("endOffset")).isEqualTo(1);
  }

  private static List<String> bodies(Browser.Answer page) {
    return page.records().stream().map(record -> record.getString("body")).toList();
  }

  private static Topic create(String name) {
    return await(SERVER.core().topics().findOrCreate(CALLER, new TopicName(name)));
  }

  private static BatchBuilder batch(Compression compression) {
    return BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT, compression);
  }

  private static ByteBuf build(BatchBuilder builder, String... bodies) {
    for (String body : bodies) {
      builder.add(1, null, Unpooled.copiedBuffer(body, UTF_8), List.of());
    }
    return builder.build();
  }

  private static void append(Topic topic, BatchBuilder builder, String... bodies) {
    await(SERVER.core().publisher().publishBatch(CALLER, topic, 0, build(builder, bodies)));
  }

  /** Makes the checksum fit again. */
  private static void seal(ByteBuf batch) {
    var crc = new CRC32C();
    crc.update(
        batch.nioBuffer(BatchFormat.ATTRIBUTES, batch.readableBytes() - BatchFormat.ATTRIBUTES));
    batch.setInt(BatchFormat.CRC, (int) crc.getValue());
  }
}
