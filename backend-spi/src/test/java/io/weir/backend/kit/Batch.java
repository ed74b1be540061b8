package io.weir.backend.kit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.record.BatchBuilder;
import io.weir.record.Compression;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch to be appended, described by what its test cares for; immutable, so one description
 * serves many appends.
 */
record Batch(
    List<Entry> entries,
    Compression compression,
    @Nullable ProducerEpoch producer,
    int sequence,
    boolean transactional) {
  private static final long SOME_TIME = 1_700_000_000_000L;

  /** One record of it. */
  record Entry(
      long timestamp, @Nullable String key, @Nullable String value, List<Header> headers) {}

  /** Records with these bodies, all of one time, without keys. */
  static Batch of(String... values) {
    List<Entry> entries = new ArrayList<>();
    for (String value : values) {
      entries.add(new Entry(SOME_TIME, null, value, List.of()));
    }
    return of(entries);
  }

  /** Records with these times; each one's body is its place in the batch. */
  static Batch at(long... timestamps) {
    List<Entry> entries = new ArrayList<>();
    for (long timestamp : timestamps) {
      entries.add(new Entry(timestamp, null, String.valueOf(entries.size()), List.of()));
    }
    return of(entries);
  }

  /** One record with a key; without a body it deletes the key where a topic is compacted. */
  static Batch keyed(String key, @Nullable String value) {
    return of(List.of(new Entry(SOME_TIME, key, value, List.of())));
  }

  static Batch keyed(long timestamp, String key, @Nullable String value) {
    return of(List.of(new Entry(timestamp, key, value, List.of())));
  }

  static Batch of(List<Entry> entries) {
    return new Batch(List.copyOf(entries), Compression.NONE, null, -1, false);
  }

  /** One record with a body of so many bytes that do not compress to nothing. */
  static Batch sized(int bytes) {
    StringBuilder body = new StringBuilder(bytes);
    for (int i = 0; i < bytes; i++) {
      body.append((char) ('a' + (i * 7 + i / 26) % 26));
    }
    return of(body.toString());
  }

  Batch compressed(Compression with) {
    return new Batch(entries, with, producer, sequence, transactional);
  }

  Batch by(ProducerEpoch writer, int baseSequence) {
    return new Batch(entries, compression, writer, baseSequence, transactional);
  }

  Batch inTransaction() {
    return new Batch(entries, compression, producer, sequence, true);
  }

  /** Bytes of the whole batch. */
  int size() {
    ByteBuf bytes = bytes();
    try {
      return bytes.readableBytes();
    } finally {
      bytes.release();
    }
  }

  /** The bytes of it, in a buffer that the caller owns. */
  ByteBuf bytes() {
    try (BatchBuilder builder = BatchBuilder.create(PooledByteBufAllocator.DEFAULT, compression)) {
      for (Entry entry : entries) {
        builder.add(entry.timestamp, utf8(entry.key), utf8(entry.value), entry.headers);
      }
      if (producer != null) {
        builder.producer(producer.id(), producer.epoch(), sequence);
      }
      if (transactional) {
        builder.transactional();
      }
      return builder.build();
    }
  }

  private static @Nullable ByteBuf utf8(@Nullable String text) {
    return text == null ? null : Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }
}
