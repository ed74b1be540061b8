package io.weir.embedded.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.embedded.index.SegmentIndex.Source;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An index is read as it was made, or not at all. */
class SegmentIndexTest {
  private static final long SALT = 0x1234_5678_9abc_def0L;

  private final ActiveRows three = new ActiveRows(null);
  private final ActiveRows eight = new ActiveRows(null);
  private final ActiveRows nine = new ActiveRows(null);
  private ByteBuffer encoded;

  @BeforeEach
  void encode() {
    three.add(0, 2, 700, 1000, 80);
    three.add(2, 5, 500, 2000, 90);
    eight.add(40, 41, -1, 3000, 61);
    nine.add(7, 8, -1, 3100, 61);
    nine.add(8, 9, -1, 3200, 61, new int[] {5, -3});
    nine.add(9, 10, -1, 3300, 61, new int[] {5});
    nine.add(10, 11, -1, 3400, 61, null);
    nine.add(11, 12, -1, 3500, 61, KeyHashes.NONE);
    encoded =
        SegmentIndex.encode(
            SALT,
            999,
            5000,
            List.of(
                new Source(3, three, List.of()),
                new Source(8, eight, List.of()),
                new Source(9, nine, List.of())));
  }

  @Test
  void itHasTheRowsOfEachPartition() {
    SegmentIndex index = SegmentIndex.read(encoded, SALT);

    assertThat(index.rowsAreWhole()).isTrue();
    assertThat(index.lastMillis()).isEqualTo(999);
    assertThat(index.end()).isEqualTo(5000);
    assertThat(index.partitions()).isEqualTo(3);
    assertSame(index.rows(3, null), three);
    assertSame(index.rows(8, null), eight);
    assertSame(index.rows(9, null), nine);
    assertThat(index.rows(5, null).count()).isZero();
    assertThat(index.firstOffset(1)).isEqualTo(40);
    assertThat(index.nextOffset(1)).isEqualTo(41);
  }

  private static void assertSame(Rows read, Rows written) {
    assertThat(read.count()).isEqualTo(written.count());
    assertThat(read.nextOffset()).isEqualTo(written.nextOffset());
    assertThat(read.bytes()).isEqualTo(written.bytes());
    assertThat(read.maxTimestamp()).isEqualTo(written.maxTimestamp());
    for (int row = 0; row < written.count(); row++) {
      assertThat(read.baseOffset(row)).isEqualTo(written.baseOffset(row));
      assertThat(read.endOffset(row)).isEqualTo(written.endOffset(row));
      assertThat(read.maxTimestamp(row)).isEqualTo(written.maxTimestamp(row));
      assertThat(read.position(row)).isEqualTo(written.position(row));
      assertThat(read.size(row)).isEqualTo(written.size(row));
    }
  }

  @Test
  void itHasTheKeysOfThosePartitionsWhereTheyAreKnown() {
    SegmentIndex index = SegmentIndex.read(encoded, SALT);

    assertThat(index.keysAreWhole()).isTrue();
    assertThat(index.hasKeys(3)).isFalse();
    assertThat(index.hasKeys(9)).isTrue();
    assertThat(index.rows(3, null).nextWith(5, 1)).isEqualTo(1);
    assertThat(index.rows(3, null).hasKnownKeys(1)).isFalse();
    for (Rows rows : List.of(nine, index.rows(9, null))) {
      assertThat(rowsWith(rows, 5)).containsExactly(0, 1, 2, 3);
      assertThat(rowsWith(rows, -3)).containsExactly(0, 1, 3);
      assertThat(rowsWith(rows, 7)).containsExactly(0, 3);
      assertThat(knownRows(rows)).containsExactly(1, 2, 4);
    }
    assertThat(index.rows(9, null).keys()).isEqualTo(nine.keys());
  }

  private static List<Integer> rowsWith(Rows rows, int hash) {
    List<Integer> found = new ArrayList<>();
    for (int row = rows.nextWith(hash, 0); row < rows.count(); row = rows.nextWith(hash, row + 1)) {
      found.add(row);
    }
    return found;
  }

  private static List<Integer> knownRows(Rows rows) {
    return IntStream.range(0, rows.count()).filter(rows::hasKnownKeys).boxed().toList();
  }

  static Stream<IntStream> numbers() {
    return Stream.of(
        IntStream.empty(),
        IntStream.of(7),
        IntStream.of(0, Integer.MAX_VALUE),
        IntStream.range(1_000, 3_000),
        IntStream.range(0, 1_000).map(i -> i * i),
        IntStream.range(0, 31).map(i -> 1 << i),
        IntStream.range(0, 31).map(i -> Integer.MAX_VALUE - (1 << i)),
        IntStream.concat(IntStream.range(0, 1_000), IntStream.of(2_000_000_000)),
        IntStream.concat(IntStream.of(1), IntStream.range(2_000_000_000, 2_000_001_000)),
        new Random(17).ints(2_000, 0, Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void everyPartitionIsFoundAndNoneThatIsNotThereHoweverUnevenlyTheirNumbersLie(IntStream numbers) {
    List<Integer> partitions = numbers.sorted().distinct().boxed().toList();
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      ActiveRows rows = new ActiveRows(null);
      rows.add(i, i + 1, -1, 1000, 61);
      sources.add(new Source(partitions.get(i), rows, List.of()));
    }
    SegmentIndex index = SegmentIndex.read(SegmentIndex.encode(SALT, 1, 1, sources), SALT);

    for (int i = 0; i < partitions.size(); i++) {
      int number = partitions.get(i);
      Rows found = index.rows(number, null);
      assertThat(found.count()).as("rows of %d", number).isOne();
      assertThat(found.baseOffset(0)).isEqualTo(i);
      for (int other : new int[] {number - 1, number + 1}) {
        if (Collections.binarySearch(partitions, other) < 0) {
          assertThat(index.rows(other, null).count()).as("rows of %d", other).isZero();
        }
      }
    }
    assertThat(index.rows(-1, null).count()).isZero();
  }

  @Test
  void aWrongByteIsNoticedWhereverItIs() {
    for (int position = 0; position < encoded.limit(); position++) {
      encoded.put(position, (byte) (encoded.get(position) ^ 0x10));
      SegmentIndex index = SegmentIndex.read(encoded, SALT);
      assertThat(index == null || !index.rowsAreWhole() || !index.keysAreWhole())
          .as("at %d", position)
          .isTrue();
      encoded.put(position, (byte) (encoded.get(position) ^ 0x10));
    }
    assertThat(SegmentIndex.read(encoded, SALT)).isNotNull();
  }

  @Test
  void theIndexOfAnotherSegmentIsNotTakenForItsOwn() {
    assertThat(SegmentIndex.read(encoded, SALT + 1)).isNull();
  }
}
