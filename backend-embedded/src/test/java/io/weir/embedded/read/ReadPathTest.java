package io.weir.embedded.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Durability;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentHeader;
import io.weir.embedded.storage.MemoryStorage;
import io.weir.embedded.storage.Storage;
import io.weir.record.Batches;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the bytes of a read come from, and on which thread. */
class ReadPathTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  @Test
  void theTailIsInMemoryAndAnsweredBeforeTheCallReturns() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    log.append(partition, "before");
    log.append(partition, "tail" + FILLER);

    Future<ReadResult> reading = log.reading(partition, 1);

    assertThat(reading.isComplete()).as("without a thread that may wait for the disk").isTrue();
    Path file = LogFiles.lastSegment(directory);
    int pages = 8192;
    assertThat(liesInMemory(file, pages)).isTrue();
    assertThat(placeOf("tail", file)).isLessThan(pages - FILLER.length());
    assertThat(placeOf("tail", reading.result().batches())).isPositive();
    reading.result().batches().release();
    log.close();
  }

  @Test
  void aBatchOfASealedSegmentIsServedWhereItLiesInTheFile() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    log.append(partition, "sealed" + FILLER);
    while (LogFiles.segments(directory).size() < 3) {
      log.append(partition, FILLER);
    }
    Path file = LogFiles.segments(directory).getFirst();

    ByteBuf held = TestLog.get(log.reading(partition, 0)).batches();
    int place = placeOf("sealed", held);
    overwrite(file, placeOf("sealed", file), 'S');

    assertThat(held.getByte(place))
        .as("a byte of the file, seen in the buffer")
        .isEqualTo((byte) 'S');
    held.release();
    log.close();
  }

  @Test
  void theMappingOutlivesItsSegmentAsLongAsAReaderHoldsIt() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    while (LogFiles.segments(directory).size() < 4) {
      log.append(partition, FILLER);
    }
    Path first = LogFiles.segments(directory).getFirst();
    ByteBuf held = TestLog.get(log.reading(partition, 0)).batches();

    TestLog.get(log.backend.log().trim(partition, log.end(partition)));
    log.sweep();
    log.close();

    await().untilAsserted(() -> assertThat(LogFiles.mapped(directory)).containsExactly(first));
    Batches.in(held).forEach(batch -> batch.validate());
    held.release();
    await().untilAsserted(() -> assertThat(LogFiles.mapped(directory)).isEmpty());
    await().untilAsserted(() -> assertThat(first).doesNotExist());
  }

  @Test
  void whatLiesFurtherBackIsCheckedByAThreadThatMayWaitThoughItsSegmentIsStillWritten()
      throws IOException {
    TestLog log = new TestLog(directory, Map.of("segmentBytes", 64 << 20)).open();
    TopicPartition partition = log.partition("t", Durability.ASYNC);
    String megabyte = "x".repeat(1_000_000);
    while (LogFiles.segments(directory).size() < 3) {
      log.append(partition, megabyte);
    }
    long back = log.append(partition, "far back" + megabyte);
    for (int written = 0; written <= Segment.TAIL_BYTES; written += megabyte.length()) {
      log.append(partition, megabyte);
    }
    assertThat(LogFiles.segments(directory)).hasSize(3);

    await()
        .untilAsserted(
            () -> assertThat(threadOf(log.reading(partition, back))).startsWith("weir-log-reader"));
    Path file = LogFiles.lastSegment(directory);
    overwrite(file, placeOf("far back", file), 'F');
    TestLog.failure(Corrupt.class, log.reading(partition, back));

    Future<ReadResult> tail = log.reading(partition, log.end(partition) - 1);
    assertThat(tail.isComplete()).isTrue();
    tail.result().batches().release();
    log.close();
  }

  @Test
  void nothingOfASegmentThatHasEndedIsTakenToLieInMemory() throws IOException {
    Storage.Extent extent = new MemoryStorage(1 << 20).create(1, 1 << 16);
    Segment segment = new Segment(new SegmentHeader(1, 0, 0), "a segment", extent, Runnable::run);
    segment.written(5000);
    assertThat(segment.isTail(4000)).isTrue();

    segment.end(5000);

    assertThat(segment.isTail(4000)).isFalse();
    segment.close();
  }

  /**
   * Whether the first bytes of a file lie in memory, asked by a mapping that nobody has touched.
   */
  private static boolean liesInMemory(Path file, long bytes) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment mapping = channel.map(MapMode.READ_ONLY, 0, bytes, arena);
      return mapping.isLoaded();
    }
  }

  private static int placeOf(String text, Path file) throws IOException {
    return placeOf(text, Unpooled.wrappedBuffer(Files.readAllBytes(file)));
  }

  private static int placeOf(String text, ByteBuf buffer) {
    return ByteBufUtil.indexOf(Unpooled.copiedBuffer(text, UTF_8), buffer);
  }

  private static void overwrite(Path file, int position, char with) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {(byte) with}), position);
    }
  }

  /** The thread that completes a read, or the caller's if it was completed before it was asked. */
  private static String threadOf(Future<ReadResult> reading) {
    CompletableFuture<String> thread = new CompletableFuture<>();
    reading.onComplete(unused -> thread.complete(Thread.currentThread().getName()));
    TestLog.get(reading).batches().release();
    return thread.join();
  }
}
