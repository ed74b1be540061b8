package io.weir.amqp091.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.BasicPropertiesBuilder;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.record.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of {@code docs/mapping.md}, as far as they speak of AMQP 0-9-1. */
class MappingTableTest {
  private static final Path PAGE = Path.of("..", "docs", "mapping.md");
  private static final long EXPIRES_IN = 250;

  /** A row by its cells, without marks of code. */
  record Row(List<String> cells) {
    String last() {
      return cells.getLast();
    }

    @Override
    public String toString() {
      return cells.getFirst();
    }
  }

  private static List<Row> rows(String heading) throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean isHere = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("#")) {
        isHere = line.equals("## " + heading);
      } else if (isHere && line.startsWith("|")) {
        rows.add(
            new Row(
                Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|"))
                    .map(cell -> cell.replace("`", "").trim())
                    .toList()));
      }
    }
    return rows.subList(2, rows.size());
  }

  static Stream<Row> properties() throws IOException {
    return rows("Properties").stream().filter(row -> row.cells().get(1).startsWith("header:"));
  }

  private static List<Header> published(BasicProperties properties, long now) {
    var publish = new BasicMethod.Publish(0, ShortString.EMPTY, ShortString.of("k"), false, false);
    return Publications.posting(
            publish, new Content(publish, properties, Unpooled.EMPTY_BUFFER), "alice", null, now)
        .message()
        .headers();
  }

  private static String header(List<Header> headers, String name) {
    return headers.stream()
        .filter(it -> it.name().equals(name))
        .map(Header::text)
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @MethodSource("properties")
  void aPropertyIsTheHeaderThatTheTableSays(Row row) {
    String name = row.cells().get(1).substring("header:".length());
    String field = row.cells().get(4).replaceAll(",.*", "");
    long now = row.last().matches("\\d{13}") ? Long.parseLong(row.last()) - EXPIRES_IN : 0;

    List<Header> headers = published(with(field, row.last()), now);
    assertThat(header(headers, name)).isEqualTo(row.last());

    BasicProperties read = PropertyHeaders.toProperties(List.of(Header.of(name, row.last())), now);
    if (!field.equals("headers:x-delay")) { // Which has passed when the message is read.
      assertThat(read).isEqualTo(with(field, row.last()).toBuilder().deliveryMode(2).build());
    }
  }

  private static BasicProperties with(String field, String example) {
    BasicPropertiesBuilder properties = BasicProperties.builder();
    ShortString text = ShortString.of(example);
    return (switch (field) {
          case "content-type" -> properties.contentType(text);
          case "content-encoding" -> properties.contentEncoding(text);
          case "message-id" -> properties.messageId(text);
          case "correlation-id" -> properties.correlationId(text);
          case "reply-to" -> properties.replyTo(text);
          case "app-id" -> properties.appId(text);
          case "user-id" -> properties.userId(text);
          case "type" -> properties.type(text);
          case "priority" -> properties.priority(Integer.valueOf(example));
          case "timestamp" -> properties.timestamp(Long.parseLong(example) / 1_000);
          case "expiration" -> properties.expiration(ShortString.of("" + EXPIRES_IN));
          case "headers:x-delay" ->
              properties.headers(
                  Table.builder().put("x-delay", new Value.Int64(EXPIRES_IN)).build());
          default ->
              properties.headers(
                  Table.builder().put(field.substring("headers:".length()), example).build());
        })
        .build();
  }

  static Stream<Row> types() throws IOException {
    return rows("Headers of AMQP 0-9-1 as text").stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void aTypedHeaderIsTheTextThatTheTableSays(Row row) {
    String letters = row.cells().getFirst().replaceAll(".*, ", "");
    for (String letter : letters.split(" ")) {
      Value value = value(letter, row.cells().get(1));
      BasicProperties properties =
          BasicProperties.builder().headers(Table.builder().put("h", value).build()).build();
      List<Header> headers = published(properties, 0);
      byte[] expected =
          row.last().startsWith("0x")
              ? HexFormat.of().parseHex(row.last().substring(2))
              : row.last().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertThat(headers)
          .filteredOn(it -> it.name().equals("h"))
          .singleElement()
          .satisfies(it -> assertThat(it.value()).isEqualTo(expected));
      assertThat(PropertyHeaders.toProperties(headers, 0)).isEqualTo(properties);
    }
  }

  private static Value value(String letter, String text) {
    return switch (letter) {
      case "S" -> Value.Text.of(text);
      case "b" -> new Value.Int8(Byte.parseByte(text));
      case "B" -> new Value.Uint8(Byte.toUnsignedInt(Byte.parseByte(text)));
      case "s" -> new Value.Int16(Short.parseShort(text));
      case "u" -> new Value.Uint16(Short.toUnsignedInt(Short.parseShort(text)));
      case "I" -> new Value.Int32(Integer.parseInt(text));
      case "i" -> new Value.Uint32(Integer.toUnsignedLong(Integer.parseInt(text)));
      case "l" -> new Value.Int64(Long.parseLong(text));
      case "f" -> new Value.Float32(Float.parseFloat(text));
      case "d" -> new Value.Float64(Double.parseDouble(text));
      case "D" -> new Value.Decimal(2, Math.round(Double.parseDouble(text) * 100));
      case "t" -> new Value.Bool(Boolean.parseBoolean(text));
      case "T" -> new Value.Timestamp(Long.parseLong(text));
      case "x" -> new Value.Binary(ByteString.copyOf(HexFormat.of().parseHex(text.substring(2))));
      case "A" -> Value.Array.of(new Value.Int32(1), Value.Text.of("two"));
      default -> Table.builder().put("a", true).build();
    };
  }
}
