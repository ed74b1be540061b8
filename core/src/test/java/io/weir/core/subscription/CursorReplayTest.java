package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.core.subscription.CursorReplay.Recovered;
import io.weir.record.BatchBuilder;
import io.weir.record.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read back of what was written down, and what is not. */
class CursorReplayTest {
  private final CursorReplay replay = new CursorReplay();
  private final Cursor cursor = new Cursor(0);
  private final CursorRing ring = CursorRing.unwritten();

  @Test
  void theNewestSnapshotAndTheDeltasAfterItAreTheCursor() {
    cursor.settle(0, 5);
    write();
    cursor.settle(7, 8);
    write();
    cursor.count(9, 2);
    cursor.mark(20);
    write();

    Recovered found = found("orders", 0);

    assertThat(found.cursor().snapshotOf(0)).isEqualTo(cursor.snapshotOf(0));
    assertThat(found.ring().next()).isEqualTo(ring.next());
    assertThat(found.ring().isSnapshotDue()).isTrue();
  }

  @Test
  void deltasOfEarlierRoundsThatAreStillThereDoNotCount() {
    // The floor is at 200 in the end; the ring has been round three times.
    for (int i = 0; i < 200; i++) {
      cursor.settle(i, i + 1);
      write();
    }
    assertThat(found("orders", 0).cursor().floor()).isEqualTo(200);
  }

  @Test
  void theLastRecordOfEachKeyIsEnough() {
    Map<CursorKey, CursorRecord> last = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      cursor.settle(2 * i + 1, 2 * i + 2);
      Written written = next();
      last.remove(written.key());
      last.put(written.key(), written.record());
      assertThat(last.size()).isLessThanOrEqualTo(CursorRing.SLOTS + 1);
      CursorReplay compacted = new CursorReplay();
      last.forEach((key, record) -> compacted.batch(batch(key.bytes(), bytes(record))));
      assertThat(compacted.cursor("orders", 0).orElseThrow().cursor().snapshotOf(0))
          .as("after %d records", i + 1)
          .isEqualTo(cursor.snapshotOf(0));
    }
  }

  @Test
  void whereADeltaIsMissingEverythingMayHaveBeenDelivered() {
    write(true);
    cursor.settle(3, 4);
    next();
    cursor.settle(5, 6);
    write();

    Cursor found = found("orders", 0).cursor();

    assertThat(found.isSettled(3)).isFalse();
    assertThat(found.isSettled(5)).isTrue();
    assertThat(found.mark()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void damageIsForgottenWithTheNextSnapshotAndNotBefore() {
    write(true);
    CursorKey key = new CursorKey("orders", 0, 2);
    replay.batch(batch(key.bytes(), Unpooled.wrappedBuffer(new byte[] {9, 9})));
    assertThat(found("orders", 0).cursor().mark()).isEqualTo(Long.MAX_VALUE);

    cursor.settle(0, 1);
    Written whole = new Written(new CursorKey("orders", 0, CursorKey.SNAPSHOT), cursor.snapshot(7));
    replay.batch(batch(whole.key().bytes(), bytes(whole.record())));

    assertThat(found("orders", 0).cursor().mark()).isEqualTo(1);
  }

  @Test
  void aSubscriptionOfWhichAllIsDamagedIsThereAndHasSettledNothing() {
    CursorKey key = new CursorKey("orders", 0, CursorKey.SNAPSHOT);
    replay.batch(batch(key.bytes(), Unpooled.wrappedBuffer(new byte[] {1})));

    Cursor found = found("orders", 0).cursor();

    assertThat(found.floor()).isZero();
    assertThat(found.mark()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatIsDeletedIsNotFound() {
    cursor.settle(0, 5);
    write();
    replay.batch(batch(new CursorKey("orders", 0, CursorKey.SNAPSHOT).bytes(), null));

    assertThat(replay.cursor("orders", 0)).isEmpty();
    assertThat(replay.partitions("orders")).isZero();
  }

  @Test
  void eachPartitionOfEachSubscriptionHasItsOwn() {
    replay.batch(batch(new CursorKey("a/b", 0, CursorKey.SNAPSHOT).bytes(), snapshotAt(3)));
    replay.batch(batch(new CursorKey("a/b", 4, CursorKey.SNAPSHOT).bytes(), snapshotAt(5)));
    replay.batch(batch(new CursorKey("a", 0, CursorKey.SNAPSHOT).bytes(), snapshotAt(7)));

    assertThat(found("a/b", 0).cursor().floor()).isEqualTo(3);
    assertThat(found("a/b", 4).cursor().floor()).isEqualTo(5);
    assertThat(found("a", 0).cursor().floor()).isEqualTo(7);
    assertThat(replay.partitions("a/b")).isEqualTo(5);
    assertThat(replay.cursor("a", 1)).isEmpty();
  }

  @Test
  void whatIsNoCursorIsLeftToOthers() {
    replay.batch(
        batch(
            Unpooled.wrappedBuffer("orders/0/other".getBytes(StandardCharsets.UTF_8)),
            snapshotAt(3)));
    assertThat(replay.partitions("orders")).isZero();
  }

  private record Written(CursorKey key, CursorRecord record) {}

  private void write() {
    write(false);
  }

  /** Writes what has changed, or, to begin with, that nothing has. */
  private void write(boolean touch) {
    if (touch) {
      cursor.touch();
    }
    Written written = next();
    replay.batch(batch(written.key().bytes(), bytes(written.record())));
  }

  /** What is to be written, as a journal does it. */
  private Written next() {
    long number = ring.next();
    if (ring.isSnapshotDue()) {
      ring.wroteSnapshot();
      return new Written(new CursorKey("orders", 0, CursorKey.SNAPSHOT), cursor.snapshot(number));
    }
    ring.wroteDelta();
    return new Written(new CursorKey("orders", 0, CursorRing.slot(number)), cursor.delta(number));
  }

  private Recovered found(String subscription, int partition) {
    return replay.cursor(subscription, partition).orElseThrow();
  }

  private static ByteBuf snapshotAt(long floor) {
    return bytes(new Cursor(floor).snapshotOf(1));
  }

  private static ByteBuf bytes(CursorRecord record) {
    ByteBuf bytes = Unpooled.buffer();
    CursorCodec.write(record, bytes);
    return bytes;
  }

  private static RecordBatch batch(ByteBuf key, @Nullable ByteBuf value) {
    ByteBuf batch =
        BatchBuilder.create(Unpooled.buffer().alloc()).add(1, key, value, List.of()).build();
    return RecordBatch.only(batch);
  }
}
