package io.weir.http;

import static io.weir.testing.Futures.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.json.JsonObject;
import io.weir.core.address.TopicName;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.record.BatchBuilder;
import io.weir.record.Header;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends every row of {@code docs/mapping.md} through: HTTP to a record, and a record to HTTP. */
class MappingTableTest {
  private static final Caller CALLER = Caller.internal(Tenant.DEFAULT);
  private static final TestServer SERVER = new TestServer();
  private static final Browser BROWSER = new Browser(SERVER.port());
  private static final AtomicInteger TOPICS = new AtomicInteger();

  static List<Map<String, String>> properties() {
    return MappingTable.rows("Properties");
  }

  static List<Map<String, String>> texts() {
    return MappingTable.rows("Names and values in HTTP headers");
  }

  static List<Map<String, String>> addresses() {
    return MappingTable.rows("Addresses");
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void theTablesAreThere() {
    assertThat(properties()).hasSizeGreaterThan(15);
    assertThat(texts()).hasSizeGreaterThan(5);
    assertThat(addresses()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("properties")
  void whatHttpPublishesIsInTheRecordWhereTheRowSays(Map<String, String> row) {
    String topic = newTopic();
    String example = row.get("Example");
    Browser.Answer answer =
        switch (row.get("HTTP")) {
          case "body" -> BROWSER.post("/topics/" + topic, example);
          case "X-Key" -> BROWSER.post("/topics/" + topic + "/" + example, "x");
          case "X-Tombstone" -> BROWSER.post("/topics/" + topic, "", "X-Tombstone", example);
          default -> BROWSER.post("/topics/" + topic, "x", row.get("HTTP"), example);
        };
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonObject record = records(topic).getFirst();
    String place = row.get("Record");
    switch (place) {
      case "value" -> assertThat(record.getString("body")).isEqualTo(example);
      case "null" -> assertThat(record.getMap()).containsEntry("body", null);
      case "key" -> assertThat(record.getString("key")).isEqualTo(example);
      case "timestamp" ->
          assertThat(record.getLong("timestamp")).isEqualTo(Long.parseLong(example));
      default ->
          assertThat(record.getJsonArray("headers"))
              .contains(new JsonObject().put("name", headerName(place)).put("value", example));
    }
  }

  @ParameterizedTest
  @MethodSource("properties")
  void whatIsInARecordIsReadOverHttpWhereTheRowSays(Map<String, String> row) {
    String topic = newTopic();
    String example = row.get("Example");
    String place = row.get("Record");
    append(
        topic,
        place.equals("timestamp") ? Long.parseLong(example) : 1,
        place.equals("key") ? text(example) : null,
        place.equals("null") ? null : text(place.equals("value") ? example : "x"),
        place.startsWith("header:") ? List.of(Header.of(headerName(place), example)) : List.of());
    Browser.Answer single = single(topic);
    if (row.get("HTTP").equals("body")) {
      assertThat(single.text()).isEqualTo(example);
    } else {
      assertThat(single.header(row.get("HTTP"))).isEqualTo(example);
    }
  }

  @ParameterizedTest
  @MethodSource("properties")
  void kafkaSeesWhatIsInTheRecord(Map<String, String> row) {
    assertThat(row.get("Kafka")).isEqualTo(row.get("Record"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void namesAndValuesAreWrittenAndReadAsTheRowSays(Map<String, String> row) throws IOException {
    String topic = newTopic();
    Header header = header(row.get("Record"));
    append(topic, 1, null, text("x"), List.of(header));
    String line = row.get("HTTP");
    int colon = line.indexOf(": ");
    assertThat(single(topic).header(line.substring(0, colon))).isEqualTo(line.substring(colon + 2));

    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST /topics/"
              + topic
              + " HTTP/1.1\r\nHost: localhost\r\n"
              + line
              + "\r\nContent-Length: 1\r\n\r\nx");
      assertThat(client.receive()).startsWith("HTTP/1.1 200 ");
    }
    List<JsonObject> records = records(topic);
    assertThat(records.get(1).getJsonArray("headers"))
        .isEqualTo(records.get(0).getJsonArray("headers"));
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void addressesAreReadAsTheRowSays(Map<String, String> row) throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      client.send(
          "POST " + row.get("HTTP") + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
      String response = client.receive();
      JsonObject receipt = new JsonObject(response.substring(response.indexOf('{')));
      assertThat(receipt.getString("topic")).isEqualTo(row.get("Topic"));
      List<JsonObject> records =
          records(receipt.getString("topic").replace(" ", "%20").replace("ü", "%C3%BC"));
      JsonObject record = records.get(receipt.getInteger("offset"));
      String key = row.get("Key").equals("none") ? null : row.get("Key").replace("\"\"", "");
      assertThat(record.getString("key")).isEqualTo(key);
    }
  }

  @Test
  void everyPropertyIsInOneRow() {
    List<String> places = properties().stream().map(row -> row.get("Record")).toList();
    assertThat(places).doesNotHaveDuplicates();
    assertThat(Set.copyOf(properties().stream().map(row -> row.get("HTTP")).toList()))
        .hasSameSizeAs(places);
  }

  private static String newTopic() {
    return "table-" + TOPICS.incrementAndGet();
  }

  private static List<JsonObject> records(String topic) {
    return BROWSER.get("/topics/" + topic + "/partitions/0/records").records();
  }

  private static Browser.Answer single(String topic) {
    return BROWSER.get(
        "/topics/" + topic + "/partitions/0/records", "Accept", "application/octet-stream");
  }

  private static String headerName(String place) {
    assertThat(place).startsWith("header:");
    return place.substring("header:".length());
  }

  /**
   * Reads {@code header:name = value}; the value may be in quotes, with escapes, or hexadecimal.
   */
  private static Header header(String place) {
    String[] parts = headerName(place).split(" = ", 2);
    String value = parts[1];
    if (value.startsWith("0x")) {
      return new Header(parts[0], HexFormat.of().parseHex(value.substring(2)));
    }
    boolean quoted = value.startsWith("\"");
    String plain = quoted ? value.substring(1, value.length() - 1).translateEscapes() : value;
    return Header.of(parts[0], plain);
  }

  private static void append(
      String topic, long timestamp, ByteBuf key, ByteBuf value, List<Header> headers) {
    Topic created = await(SERVER.core().topics().findOrCreate(CALLER, new TopicName(topic)));
    ByteBuf batch =
        BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)
            .add(timestamp, key, value, headers)
            .build();
    await(SERVER.core().publisher().publishBatch(CALLER, created, 0, batch));
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, UTF_8);
  }
}
