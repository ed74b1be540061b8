package io.weir.embedded.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.record.BatchBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampSearchTest {
  @TempDir Path directory;

  @Test
  void theEndOfATransactionIsNoRecordWithTheGreatestTimestamp() throws IOException {
    AtomicLong now = new AtomicLong(System.currentTimeMillis() + 3_600_000);
    TestLog log = new TestLog(directory, TestLog.SMALL);
    log.clock = now::get;
    log.open();
    TopicPartition partition = log.partition("orders");
    // A second before what follows: of equal ones the first would be found.
    TestLog.get(
        log.backend
            .log()
            .append(
                partition,
                BatchBuilder.create(PooledByteBufAllocator.DEFAULT)
                    .add(
                        System.currentTimeMillis() - 1_000,
                        null,
                        Unpooled.copiedBuffer("first", StandardCharsets.UTF_8),
                        List.of())
                    .build()));
    new TestTransaction(log, "tx").begin(partition).write(partition, "last").end(Outcome.COMMIT);

    assertThat(TestLog.get(log.backend.log().offsetOfMaxTimestamp(partition)))
        .map(TimestampedOffset::offset)
        .hasValue(1L);
    log.close();
  }
}
