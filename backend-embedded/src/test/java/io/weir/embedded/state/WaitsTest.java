package io.weir.embedded.state;

import io.weir.backend.AppendWait;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Isolation;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for records is told when none will come. */
class WaitsTest {
  @TempDir Path directory;

  @Test
  void aWaitForTheLastOfAllOffsetsEndsWithTheLog() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    AppendWait wait =
        log.backend.log().awaitAppend(partition, Long.MAX_VALUE, Isolation.UNCOMMITTED);

    log.close();

    TestLog.failure(Unavailable.class, wait.future());
  }
}
