package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class CompactionContract extends Contract {

  @BeforeEach
  void needsCompaction() {
    needs(Feature.COMPACTION);
  }

  @Test
  void ofEachKeyTheLastRecordStaysAtItsOffset() throws Exception {
    TopicPartition partition = compacted();
    Map<String, Long> last = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String key = "key " + i % 7;
      last.put(key, append(partition, Batch.keyed(key, key + " at " + i)));
    }

    cleanUp();

    List<Stored> left = readAll(partition);
    assertThat(left).extracting(Stored::baseOffset).isSorted().containsAll(last.values());
    assertThat(left).as("earlier records of a key are gone").hasSize(7);
    assertThat(end(partition)).isEqualTo(100);
    assertThat(append(partition, Batch.keyed("key 0", "next"))).isEqualTo(100);
  }

  @Test
  void theLastOfEachKeyStaysAlsoInsideSharedBatches() throws Exception {
    TopicPartition partition = compacted();
    for (int i = 0; i < 30; i++) {
      List<Batch.Entry> entries = new ArrayList<>();
      for (int k = 0; k <= i % 4; k++) {
        entries.add(new Batch.Entry(1_700_000_000_000L + i, "k" + k, "k" + k + "=" + i, List.of()));
      }
      append(partition, Batch.of(entries));
    }

    cleanUp();

    assertThat(values(partition))
        .contains("k0=29", "k1=29", "k2=27", "k3=27")
        .doesNotHaveDuplicates();
  }

  @Test
  void anOffsetThatIsGoneReadsFromTheNextThatIsThere() throws Exception {
    TopicPartition partition = compacted();
    for (int i = 0; i < 10; i++) {
      append(partition, Batch.keyed("same", "v" + i));
    }

    cleanUp();

    assertThat(read(partition, 3).getFirst().values()).containsExactly("v9");
    assertThat(read(partition, 3).getFirst().baseOffset()).isEqualTo(9);
  }

  @Test
  void whatIsCompactedStaysSoAfterARestartAndACrash() throws Exception {
    TopicPartition partition = compacted();
    for (int i = 0; i < 20; i++) {
      append(partition, Batch.keyed("k" + i % 3, "v" + i));
    }
    cleanUp();
    List<Stored> left = readAll(partition);

    restart();
    assertThat(readAll(partition)).isEqualTo(left);
    crash();
    assertThat(readAll(partition)).isEqualTo(left);
    assertThat(end(partition)).isEqualTo(20);
  }

  private TopicPartition compacted() {
    return partition(settings().withCleanup(Cleanup.COMPACT));
  }
}
