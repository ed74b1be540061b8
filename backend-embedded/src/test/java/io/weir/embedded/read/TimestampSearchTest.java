package io.weir.embedded.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.TestTransaction;
import java.io.IOException;
import java.nio.file.Path;
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
    log.append(partition, "first");
    new TestTransaction(log, "tx").begin(partition).write(partition, "last").end(Outcome.COMMIT);

    assertThat(TestLog.get(log.backend.log().offsetOfMaxTimestamp(partition)))
        .map(TimestampedOffset::offset)
        .hasValue(1L);
    log.close();
  }
}
