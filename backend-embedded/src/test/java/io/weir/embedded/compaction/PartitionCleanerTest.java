package io.weir.embedded.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.backend.Compaction;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.state.CompactionState;
import io.weir.record.BatchBuilder;
import io.weir.record.BatchFormat;
import io.weir.record.Compression;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What stays of batches that lie in a list. */
class PartitionCleanerTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final Compaction HOUR = Compaction.DEFAULT.withTombstoneMillis(3_600_000);

  private List<RecordBatch> batches = new ArrayList<>();
  private final Map<Long, String> written = new TreeMap<>();
  private long end;
  private CompactionState state = CompactionState.NONE;

  @Test
  void keysThatFindNoRoomAreLeftForTheNextPass() {
    int bytes = 24 * 8;
    int capacity = KeyMap.capacity(bytes);
    for (int round = 0; round < 2; round++) {
      for (int key = 0; key < 2 * capacity; key++) {
        write("k" + key, "v" + round);
      }
    }
    int passes = 0;
    while (state.cleanEnd() < end) {
      long before = state.cleanEnd();
      pass(NOW, bytes, List.of());
      assertThat(state.cleanEnd()).isGreaterThan(before);
      passes++;
    }

    assertThat(passes).isEqualTo(4);
    assertThat(values()).hasSize(2 * capacity).containsOnly("v1");
  }

  @Test
  void aPassThatEndsInsideABatchGoesOnThere() {
    int bytes = 24 * 8;
    int capacity = KeyMap.capacity(bytes);
    String[] many = new String[2 * (capacity + 2)];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "k" + i;
      many[i + 1] = "v";
    }
    write(many);
    pass(NOW, bytes, List.of());

    assertThat(state.cleanEnd()).isEqualTo(capacity);
    assertThat(values()).hasSize(capacity + 2);
    write("k0", "last");
    pass(NOW, bytes, List.of());
    assertThat(values()).hasSize(capacity + 2).last().isEqualTo("last");
  }

  @Test
  void aTombstoneIsGivenNoTimeBeforeItsKeyHasBeenLookedAt() {
    int bytes = 24 * 2;
    assertThat(KeyMap.capacity(bytes)).isEqualTo(1);
    write("a", "v");
    write("b", "v");
    write("b", null);
    pass(NOW, bytes, List.of());

    assertThat(state.cleanEnd()).isEqualTo(1);
    assertThat(state.horizon()).isEqualTo(CompactionState.NEVER);
    pass(NOW, bytes, List.of());
    assertThat(state.cleanEnd()).isEqualTo(3);
    assertThat(state.horizon()).isEqualTo(NOW + 3_600_000);
  }

  @Test
  void whatHasHadItsTimeGoesAndIsNotWaitedForAgain() {
    write("a", "v");
    write("a", null);
    write("b", "v");
    pass(NOW, 1 << 16, List.of());
    assertThat(values()).containsExactly("null", "v");

    pass(state.horizon() - 1, 1 << 16, List.of());
    assertThat(values()).containsExactly("null", "v");
    pass(state.horizon(), 1 << 16, List.of());

    assertThat(values()).containsExactly("v");
    assertThat(state.horizon()).isEqualTo(CompactionState.NEVER);
  }

  @Test
  void aTombstoneOfNoTimeIsWaitedForUntilTheNextPass() {
    write("a", null);
    write("b", "v");

    pass(NOW, 1 << 16, List.of(), HOUR.withTombstoneMillis(0));

    assertThat(state.horizon()).isEqualTo(NOW);
  }

  @Test
  void aBatchThatCannotBeReadStaysAsItIs() {
    write("a", "v");
    RecordBatch unreadable = batches.getFirst();
    unreadable.slice().setByte(BatchFormat.HEADER_BYTES, 0x7e); // the length of its record
    ByteBuf before = unreadable.slice().copy();
    write("a", "w");

    pass(NOW, 1 << 16, List.of());

    assertThat(batches).hasSize(2);
    assertThat(batches.getFirst().slice()).isEqualTo(before);
  }

  @Test
  void theLastBatchStaysWithoutItsRecords() {
    write("a", "v");
    batches.add(transactional(7, "a", "aborted"));

    pass(NOW, 1 << 16, List.of(new AbortedRange(7, 1, 2, 2)));

    assertThat(values()).containsExactly("v");
    assertThat(batches).extracting(RecordBatch::count).containsExactly(1, 0);
    assertThat(batches.getLast().nextOffset()).isEqualTo(2);
    write("b", "v");
    pass(NOW, 1 << 16, List.of());
    assertThat(batches)
        .extracting(RecordBatch::count)
        .as("it is not needed any more")
        .containsExactly(1, 1);
  }

  @Test
  void whatAnotherTransactionOfItsProducerAbortedIsNoReasonToGo() {
    batches.add(transactional(7, "a", "committed"));
    batches.add(marker(7));
    batches.add(transactional(7, "b", "aborted"));
    batches.add(marker(7));
    batches.add(transactional(7, "c", "committed"));
    batches.add(marker(7));
    write("d", "v");

    pass(NOW, 1 << 16, List.of(new AbortedRange(7, 2, 3, 3)));

    assertThat(values()).containsExactly("committed", "committed", "v");
    assertThat(batches).filteredOn(RecordBatch::isControl).hasSize(3);
    pass(state.horizon(), 1 << 16, List.of());
    assertThat(batches).extracting(RecordBatch::baseOffset).containsExactly(0L, 1L, 4L, 5L, 6L);
  }

  @Test
  void inManyPassesTheLastOfEachKeyStaysAndTombstonesGo() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      batches = new ArrayList<>();
      written.clear();
      end = 0;
      state = CompactionState.NONE;
      Map<String, String> last = new HashMap<>();
      for (int round = 0; round < 20; round++) {
        for (int i = random.nextInt(10); i >= 0; i--) {
          String[] entries = new String[2 * (1 + random.nextInt(4))];
          for (int at = 0; at < entries.length; at += 2) {
            entries[at] = "k" + random.nextInt(12);
            entries[at + 1] = random.nextInt(4) == 0 ? null : "v" + random.nextInt(1000);
            last.put(entries[at], entries[at + 1]);
          }
          write(entries);
        }
        pass(NOW + round * 1_000_000L, 24 * (2 + random.nextInt(20)), List.of());
        assertThat(replayed()).as("seed " + seed).isEqualTo(alive(last));
      }
      while (state.cleanEnd() < end) {
        pass(NOW + 20_000_000, 24 * 20, List.of());
      }
      pass(NOW + 90_000_000, 24 * 20, List.of());
      assertThat(values()).as("seed " + seed).hasSameSizeAs(alive(last).values());
    }
  }

  private void pass(long now, int keyBytes, List<AbortedRange> aborted) {
    pass(now, keyBytes, aborted, HOUR);
  }

  private void pass(long now, int keyBytes, List<AbortedRange> aborted, Compaction settings) {
    PartitionCleaner cleaner =
        new PartitionCleaner(
            new KeyMap(keyBytes),
            settings,
            aborted,
            state.cleanEnd(),
            now,
            UnpooledByteBufAllocator.DEFAULT);
    for (RecordBatch batch : batches) {
      if (batch.nextOffset() > state.cleanEnd() && !cleaner.learn(batch)) {
        break;
      }
    }
    List<RecordBatch> left = new ArrayList<>();
    for (RecordBatch batch : batches) {
      ByteBuf cleaned = cleaner.clean(batch, batch == batches.getLast());
      if (cleaned != null) {
        left.add(RecordBatch.only(cleaned));
      }
    }
    batches = left;
    state = new CompactionState(cleaner.seenEnd(), cleaner.horizon());
  }

  /** One batch of keys and values in turn. */
  private void write(String... entries) {
    BatchBuilder builder = BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT, Compression.NONE);
    for (int at = 0; at < entries.length; at += 2) {
      builder.add(NOW - 5, bytes(entries[at]), bytes(entries[at + 1]), List.of());
    }
    batches.add(placed(builder.build()));
  }

  private RecordBatch transactional(long producer, String key, String value) {
    return placed(
        BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)
            .add(NOW - 5, bytes(key), bytes(value), List.of())
            .producer(producer, (short) 0, 0)
            .transactional()
            .build());
  }

  private RecordBatch marker(long producer) {
    return placed(
        BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)
            .add(NOW - 5, Unpooled.copyShort(0, 0), Unpooled.buffer().writeZero(6), List.of())
            .producer(producer, (short) 0, RecordBatch.NONE)
            .transactional()
            .control()
            .build());
  }

  private RecordBatch placed(ByteBuf bytes) {
    bytes.setLong(BatchFormat.BASE_OFFSET, end);
    RecordBatch batch = RecordBatch.only(bytes);
    end = batch.nextOffset();
    return batch;
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    forEachRecord(record -> values.add(text(record.value())));
    return values;
  }

  /** What a reader has in the end who keeps the last of each key. */
  private Map<String, String> replayed() {
    Map<String, String> replayed = new HashMap<>();
    forEachRecord(
        record -> {
          if (record.value() == null) {
            replayed.remove(text(record.key()));
          } else {
            replayed.put(text(record.key()), text(record.value()));
          }
        });
    return replayed;
  }

  private static Map<String, String> alive(Map<String, String> last) {
    Map<String, String> alive = new HashMap<>(last);
    alive.values().removeIf(value -> value == null);
    return alive;
  }

  private void forEachRecord(java.util.function.Consumer<LogRecord> action) {
    for (RecordBatch batch : batches) {
      if (!batch.isControl()) {
        try (Records records = batch.records(1 << 20)) {
          records.forEach(action);
        }
      }
    }
  }

  private static ByteBuf bytes(String text) {
    return text == null ? null : Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuf bytes) {
    return bytes == null ? "null" : bytes.toString(StandardCharsets.UTF_8);
  }
}
