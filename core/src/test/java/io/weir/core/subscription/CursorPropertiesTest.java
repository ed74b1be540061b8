package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.core.subscription.CursorRecord.FailureCount;
import io.weir.core.subscription.CursorRecord.SettledRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of cursors and their bytes, whatever is done. */
class CursorPropertiesTest {
  private static final int END = 60;

  @Property
  void whatIsWrittenIsReadBackAndNoPrefixOfItIsACursor(@ForAll long seed) {
    CursorRecord written = any(new Random(seed));
    ByteBuf bytes = bytes(written);

    assertThat(CursorCodec.read(bytes.duplicate())).isEqualTo(written);
    for (int length = 0; length < bytes.readableBytes(); length++) {
      ByteBuf cut = bytes.slice(0, length);
      assertThatThrownBy(() -> CursorCodec.read(cut)).isInstanceOf(InvalidCursorException.class);
    }
    ByteBuf longer = Unpooled.wrappedBuffer(bytes, Unpooled.wrappedBuffer(new byte[1]));
    assertThatThrownBy(() -> CursorCodec.read(longer)).isInstanceOf(InvalidCursorException.class);
  }

  @Property
  void damagedBytesAreRefusedOrAreACursorThatMayBeWritten(
      @ForAll long seed, @ForAll @IntRange(max = 10_000) int at, @ForAll byte value) {
    ByteBuf bytes = bytes(any(new Random(seed)));
    bytes.setByte(at % bytes.readableBytes(), value);

    CursorRecord read;
    try {
      read = CursorCodec.read(bytes.duplicate());
    } catch (InvalidCursorException refused) {
      return;
    }
    assertThat(CursorCodec.read(bytes(read))).isEqualTo(read);
  }

  @Property
  void deltasInTheirOrderMakeTheCursorAgain(@ForAll long seed) {
    Random random = new Random(seed);
    Cursor cursor = new Cursor(0);
    CursorRecord first = null;
    List<CursorRecord> deltas = new ArrayList<>();
    TreeSet<Long> settled = new TreeSet<>();
    TreeMap<Long, Integer> counts = new TreeMap<>();
    for (int step = 0; step < 80; step++) {
      change(cursor, random, settled, counts);
      if (random.nextInt(4) == 0) {
        if (first == null || random.nextInt(10) == 0) {
          first = cursor.snapshot(step);
          deltas.clear();
        } else {
          deltas.add(cursor.delta(step));
        }
      }
    }
    if (first == null) {
      return;
    }
    deltas.add(cursor.delta(80));

    Cursor again = Cursor.of(readBack(first));
    deltas.forEach(delta -> again.apply(readBack(delta)));

    assertThat(again.snapshotOf(0)).isEqualTo(cursor.snapshotOf(0));
    for (long offset = 0; offset < END; offset++) {
      assertThat(again.isSettled(offset)).isEqualTo(settled.contains(offset));
      assertThat(again.count(offset)).isEqualTo(counts.getOrDefault(offset, 0));
    }
    long open = END - settled.stream().filter(offset -> offset < END).count();
    assertThat(again.unsettledBefore(END)).isEqualTo(open);
  }

  private static void change(
      Cursor cursor, Random random, TreeSet<Long> settled, TreeMap<Long, Integer> counts) {
    long from = random.nextInt(END);
    switch (random.nextInt(4)) {
      case 0 -> cursor.mark(from + random.nextInt(END));
      case 1 -> {
        if (!cursor.isSettled(from)) {
          int times = 1 + random.nextInt(5);
          cursor.count(from, times);
          counts.put(from, times);
        }
      }
      default -> {
        long before = from + random.nextInt(4);
        cursor.settle(from, before);
        for (long offset = from; offset < before; offset++) {
          settled.add(offset);
          counts.remove(offset);
        }
      }
    }
  }

  private static CursorRecord any(Random random) {
    long floor = random.nextInt(3) == 0 ? random.nextLong() >>> 2 : random.nextInt(1_000);
    long at = floor;
    List<SettledRange> ranges = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      long from = at + 1 + random.nextInt(300);
      at = from + 1 + random.nextInt(300);
      ranges.add(new SettledRange(from, at));
    }
    List<FailureCount> counts = new ArrayList<>();
    at = floor - 1;
    for (int i = random.nextInt(6); i > 0; i--) {
      at += 1 + random.nextInt(300);
      counts.add(new FailureCount(at, 1 + random.nextInt(Integer.MAX_VALUE - 1)));
    }
    return new CursorRecord(
        random.nextLong() >>> 1, floor, floor + random.nextInt(5_000), ranges, counts);
  }

  private static CursorRecord readBack(CursorRecord record) {
    return CursorCodec.read(bytes(record));
  }

  private static ByteBuf bytes(CursorRecord record) {
    ByteBuf bytes = Unpooled.buffer();
    CursorCodec.write(record, bytes);
    return bytes;
  }
}
