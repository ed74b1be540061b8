package io.weir.embedded.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.record.BatchBuilder;
import io.weir.record.BatchFormat;
import io.weir.record.Compression;
import io.weir.record.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the index of keys takes for the keys of a batch. */
class KeyHashesTest {
  @Test
  void eachKeyOfABatchHasOneHashAndRecordsWithoutAKeyHaveNone() {
    int[] hashes = hashes(Compression.NONE, 100, "a", null, "b", "a", "");

    assertThat(hashes).containsExactlyInAnyOrder(hash("a"), hash("b"), hash(""));
    assertThat(hashes(Compression.NONE, 1, null, null)).isEmpty();
  }

  @Test
  void whatIsWrittenInIndexesNeverChanges() {
    assertThat(List.of(hash(""), hash("a"), hash("12345678"), hash("123456789")))
        .containsExactly(-1667209487, -1396700467, -833743006, -1861334514);
  }

  @Test
  void hashesOfKeysThatDifferLittleDiffer() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      seen.add(hash("device/" + i));
    }
    assertThat(seen).hasSizeGreaterThan(99_990).doesNotContain(KeyHashes.ANY);
  }

  @Test
  void aBatchWithMoreKeysThanItsBytesAllowMayHaveAny() {
    String[] keys = new String[64];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "" + i;
    }

    assertThat(hashes(Compression.NONE, 40, keys)).hasSize(64);
    assertThat(hashes(Compression.NONE, 1, keys)).containsExactly(KeyHashes.ANY);
  }

  @Test
  void aBatchThatCannotBeReadMayHaveAny() {
    ByteBuf batch = batch(Compression.LZ4, 100, "a", "b");
    batch.setByte(BatchFormat.HEADER_BYTES + 3, 0x55);

    assertThat(KeyHashes.of(RecordBatch.only(batch))).containsExactly(KeyHashes.ANY);
    batch.release();
  }

  private static int hash(String key) {
    return KeyHashes.of(Unpooled.copiedBuffer(key, StandardCharsets.UTF_8));
  }

  private static int[] hashes(Compression compression, int body, @Nullable String... keys) {
    ByteBuf batch = batch(compression, body, keys);
    try {
      return KeyHashes.of(RecordBatch.only(batch));
    } finally {
      batch.release();
    }
  }

  /** Records with keys, and so many zeros each. */
  static ByteBuf batch(Compression compression, int body, @Nullable String... keys) {
    return batch(compression, new byte[body], keys);
  }

  static ByteBuf batch(Compression compression, byte[] body, @Nullable String... keys) {
    BatchBuilder builder = BatchBuilder.create(PooledByteBufAllocator.DEFAULT, compression);
    for (String key : keys) {
      ByteBuf bytes = key == null ? null : Unpooled.copiedBuffer(key, StandardCharsets.UTF_8);
      builder.add(1_700_000_000_000L, bytes, Unpooled.wrappedBuffer(body), List.of());
    }
    return builder.build();
  }
}
