package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables: each type under the letter that RabbitMQ has for it, and bounds. */
class ValueTest {
  private static Table read(byte[] bytes) {
    return new ValueReader(new ShortStringCache())
        .read(Unpooled.wrappedBuffer(bytes), bytes.length, MethodId.QUEUE_DECLARE);
  }

  private static byte[] written(Table table) {
    ByteBuf out = Unpooled.buffer();
    ValueWriter.write(out, table);
    return ByteBufUtil.getBytes(out);
  }

  /** A table of one field {@code k}. */
  private static byte[] field(String value) {
    byte[] bytes = Written.hex(value);
    ByteBuf out = Unpooled.buffer();
    out.writeInt(bytes.length + 2).writeByte(1).writeByte('k').writeBytes(bytes);
    return ByteBufUtil.getBytes(out);
  }

  static List<Arguments> letters() {
    return List.of(
        Arguments.of("74 01", new Value.Bool(true)),
        Arguments.of("74 00", new Value.Bool(false)),
        Arguments.of("62 ff", new Value.Int8((byte) -1)),
        Arguments.of("42 ff", new Value.Uint8(255)),
        Arguments.of("73 fffe", new Value.Int16((short) -2)),
        Arguments.of("75 fffe", new Value.Uint16(65534)),
        Arguments.of("49 fffffffd", new Value.Int32(-3)),
        Arguments.of("69 fffffffd", new Value.Uint32(4294967293L)),
        Arguments.of("6c fffffffffffffffc", new Value.Int64(-4)),
        Arguments.of("66 3fc00000", new Value.Float32(1.5f)),
        Arguments.of("64 3ff8000000000000", new Value.Float64(1.5)),
        Arguments.of("44 02 ffffffff", new Value.Decimal(2, 4294967295L)),
        Arguments.of("54 0000000065000000", new Value.Timestamp(0x65000000L)),
        Arguments.of("53 00000002 c3a9", Value.Text.of("é")),
        Arguments.of("53 00000001 ff", new Value.Text(ByteString.copyOf(new byte[] {-1}))),
        Arguments.of("78 00000001 ff", new Value.Binary(ByteString.copyOf(new byte[] {-1}))),
        Arguments.of("56", new Value.Void()),
        Arguments.of(
            "41 00000003 62 01 56", Value.Array.of(new Value.Int8((byte) 1), new Value.Void())),
        Arguments.of("41 00000000", Value.Array.of()),
        Arguments.of("46 00000000", Table.EMPTY),
        Arguments.of("46 00000004 01 61 74 01", Table.builder().put("a", true).build()));
  }

  @ParameterizedTest
  @MethodSource("letters")
  void aTypeHasItsLetterBothWays(String bytes, Value value) {
    Table table = Table.builder().put("k", value).build();
    assertThat(read(field(bytes))).isEqualTo(table);
    assertThat(written(table)).isEqualTo(field(bytes));
  }

  /** As in RabbitMQ, which does not tell them apart. */
  @Test
  void twoFormsAreReadAndNotWritten() {
    assertThat(read(field("4c fffffffffffffffc")).get("k")).isEqualTo(new Value.Int64(-4));
    assertThat(read(field("74 02")).get("k")).isEqualTo(new Value.Bool(true));
  }

  @Property(tries = 1000)
  void whatIsWrittenIsReadTheSame(@ForAll Random random) {
    Table table = Generated.any(random).table();
    byte[] bytes = written(table);
    assertThat(read(bytes)).isEqualTo(table);
    assertThat(written(read(bytes))).isEqualTo(bytes);
  }

  @Test
  void theFirstOfTwoFieldsOfANameCounts() {
    Table table = Table.builder().put("k", "first").put("k", "second").put("l", true).build();
    assertThat(table.get("k")).isEqualTo(Value.Text.of("first"));
    assertThat(table.get("l")).isEqualTo(new Value.Bool(true));
    assertThat(table.get("m")).isNull();
    assertThat(read(written(table)).fields()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "62 ff, -1",
    "42 ff, 255",
    "73 fffe, -2",
    "75 fffe, 65534",
    "49 fffffffd, -3",
    "69 fffffffd, 4294967293",
    "6c fffffffffffffffc, -4"
  })
  void aWholeNumberIsOneOfAnyWidth(String bytes, long number) {
    assertThat(read(field(bytes)).get("k"))
        .isInstanceOfSatisfying(
            Value.Whole.class, whole -> assertThat(whole.toLong()).isEqualTo(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00000001",
        "00000002 01 61",
        "00000001 01",
        "00000003 01 6b 74",
        "00000007 01 6b 53 00000001",
        "00000007 01 6b 53 ffffffff",
        "00000007 01 6b 78 7fffffff",
        "00000007 01 6b 46 00000001",
        "00000007 01 6b 41 80000000",
        "00000005 01 6b 6c 0000",
        "ffffffff",
        "7fffffff 01 6b 56"
      })
  void aTableThatEndsTooEarlyIsASyntaxError(String bytes) {
    assertThatThrownBy(() -> read(Written.hex(bytes)))
        .isInstanceOfSatisfying(
            ProtocolFault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ReplyCode.SYNTAX_ERROR);
              assertThat(fault.method()).isEqualTo(MethodId.QUEUE_DECLARE);
              assertThat(fault).hasMessageContaining("are to follow");
            });
  }

  /**
   * What lies in a table ends where that table does, even if there is more in the one around it.
   */
  @Test
  void aTableDoesNotReachIntoWhatFollowsIt() {
    assertThatThrownBy(() -> read(field("46 00000003 01 61 62 05")))
        .isInstanceOf(ProtocolFault.class)
        .hasMessageContaining("1 bytes are to follow and 0 do");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "55", "61", "7a", "ff"})
  void aLetterThatThereIsNotIsASyntaxError(String letter) {
    assertThatThrownBy(() -> read(field(letter + "0000000000000000")))
        .isInstanceOf(ProtocolFault.class)
        .hasMessage("a value of the type 0x" + letter + ", which there is not");
  }

  @Test
  void depthIsBounded() {
    Table tables = Table.EMPTY;
    Value arrays = Value.Array.of();
    for (int level = 2; level <= ValueReader.MAX_DEPTH; level++) {
      tables = Table.builder().put("k", tables).build();
      arrays = level == ValueReader.MAX_DEPTH ? arrays : Value.Array.of(arrays);
    }
    assertThat(read(written(tables))).isEqualTo(tables);
    Table mixed = Table.builder().put("k", arrays).build();
    assertThat(read(written(mixed))).isEqualTo(mixed);
    for (Value tooDeep : List.of(tables, Value.Array.of(arrays))) {
      assertThatThrownBy(() -> read(written(Table.builder().put("k", tooDeep).build())))
          .isInstanceOf(ProtocolFault.class)
          .hasMessageContaining("more than 32 levels");
    }
  }

  @Test
  void theNumberOfValuesIsBounded() {
    assertThat(read(written(wide(ValueReader.MAX_VALUES))).fields())
        .hasSize(ValueReader.MAX_VALUES);
    assertThatThrownBy(() -> read(written(wide(ValueReader.MAX_VALUES + 1))))
        .isInstanceOf(ProtocolFault.class)
        .hasMessageContaining("more than 10000 values");
  }

  private static Table wide(int fields) {
    Table.Builder table = Table.builder();
    for (int i = 0; i < fields; i++) {
      table.put(ShortString.EMPTY, new Value.Void());
    }
    return table.build();
  }

  @Test
  void numbersWithoutSignHaveTheirRange() {
    assertThatThrownBy(() -> new Value.Uint8(256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Value.Uint16(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Value.Uint32(1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Value.Decimal(0, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
