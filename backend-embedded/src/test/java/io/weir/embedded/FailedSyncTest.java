package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.AppendResult;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.TopicPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk whose sync fails once, and whose system then takes for written what is not: the next sync
 * succeeds without having written it.
 */
class FailedSyncTest {
  @TempDir Path directory;

  @Test
  void whatAFailedSyncLeftBehindIsOnDiskBeforeItIsAcknowledgedByTheNextProcess()
      throws IOException {
    Map<Integer, ForgetfulDisk.Contents> contents = new ConcurrentHashMap<>();
    ForgetfulDisk[] disk = new ForgetfulDisk[1];
    TestLog log = new TestLog(directory, TestLog.SMALL);
    log.faults = real -> disk[0] = new ForgetfulDisk(real, contents);
    log.open();
    TopicPartition partition = log.partition("orders");
    TestLog.get(log.backend.log().append(partition, TestLog.batch(7, 0, 0, "before")));
    disk[0].failNextForce();
    TestLog.failure(
        Unavailable.class, log.backend.log().append(partition, TestLog.batch(7, 0, 1, "unsure")));

    log.crash();
    AppendResult again =
        TestLog.get(log.backend.log().append(partition, TestLog.batch(7, 0, 1, "unsure")));
    log.kill();
    ForgetfulDisk.leaveOnly(contents, directory);
    log.powerCut();

    assertThat(log.records(partition)).containsEntry(again.baseOffset(), "unsure");
    assertThat(log.values(partition)).containsExactly("before", "unsure");
    log.close();
  }
}
