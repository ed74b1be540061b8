package io.weir.embedded.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.recovery.Recovery;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.state.Partition;
import io.weir.embedded.storage.FileStorage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A read while its partition changes. */
class LogReaderTest {
  @TempDir Path directory;

  @Test
  void aReadOfWhatIsTrimmedMeanwhileIsOutOfRangeAndNoDamage() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition id = log.partition("orders");
    while (LogFiles.segments(directory).size() < 4) {
      log.append(id, "x".repeat(4000));
    }
    log.close();
    Recovery.Opened opened =
        new Recovery(
                new FileStorage(directory),
                EmbeddedSettings.of(TestLog.SMALL),
                log.boot,
                null,
                System::currentTimeMillis,
                Thread::startVirtualThread)
            .open();
    Partition partition = opened.state().partition(id);
    LogReader reader = new LogReader(opened.state(), new ReadThreads());
    Offsets before = partition.offsets();

    partition.moveLogStart(before.highWatermark() - 1);

    Read read = new Read(id, 0, 1000, Isolation.UNCOMMITTED);
    assertThatThrownBy(() -> reader.readPieces(read, partition, before, partition.rows()))
        .isInstanceOf(OffsetOutOfRange.class);
    opened.release();
  }
}
