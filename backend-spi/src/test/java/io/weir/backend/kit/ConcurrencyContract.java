package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.AppendResult;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many threads at once; what comes of it is the same every time. */
abstract class ConcurrencyContract extends Contract {
  private static final int THREADS = 8;
  private static final int BATCHES = 100;
  private static final int PARTITIONS = 4;

  @Test
  void everyAcknowledgedBatchIsOnceAtItsOffset() throws Exception {
    TopicDescription topic = topic(PARTITIONS, settings());
    List<Map<Long, String>> acknowledged = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      acknowledged.add(new ConcurrentHashMap<>());
    }

    everyThread(
        thread -> {
          for (int i = 0; i < BATCHES; i++) {
            int p = (thread + i) % PARTITIONS;
            String value = "thread " + thread + " batch " + i;
            long offset = append(partition(topic, p), Batch.of(value, value + "'"));
            assertThat(acknowledged.get(p).put(offset, value)).as("an offset given twice").isNull();
          }
        });

    for (int life = 0; life < 2; life++) {
      for (int p = 0; p < PARTITIONS; p++) {
        Map<Long, String> read = new TreeMap<>();
        for (Stored batch : readAll(partition(topic, p))) {
          read.put(batch.baseOffset(), batch.values().getFirst());
        }
        assertThat(read).isEqualTo(new TreeMap<>(acknowledged.get(p)));
        assertThat(end(partition(topic, p))).isEqualTo(2L * THREADS * BATCHES / PARTITIONS);
      }
      restart();
    }
  }

  @Test
  void whatManySendTwiceIsWrittenOnce() throws Exception {
    TopicPartition partition = partition();
    everyThread(
        thread -> {
          ProducerEpoch producer = get(backend.producers().newProducer());
          for (int i = 0; i < BATCHES; i++) {
            Batch batch = Batch.of(producer.id() + "/" + i).by(producer, i);
            long first = append(partition, batch);
            assertThat(get(appending(partition, batch)))
                .isEqualTo(new AppendResult.Duplicate(first));
          }
        });

    assertThat(values(partition)).hasSize(THREADS * BATCHES).doesNotHaveDuplicates();
  }

  @Test
  void readersSeeAGrowingPrefixWhileOthersWrite() throws Exception {
    TopicPartition partition = partition();
    AtomicBoolean written = new AtomicBoolean();
    // Threads of the system: virtual ones that never wait would leave none to those who do.
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      List<Future<List<Stored>>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(executor.submit(() -> follow(partition, written)));
      }
      try {
        everyThread(
            thread -> {
              for (int i = 0; i < BATCHES; i++) {
                append(partition, Batch.of(thread + "/" + i));
              }
            });
      } finally {
        written.set(true);
      }
      List<Stored> all = readAll(partition);
      assertThat(all).hasSize(THREADS * BATCHES);
      for (Future<List<Stored>> reader : readers) {
        assertThat(reader.get()).isEqualTo(all);
      }
    }
  }

  private List<Stored> follow(TopicPartition partition, AtomicBoolean written) {
    List<Stored> seen = new ArrayList<>();
    while (true) {
      boolean last = written.get();
      List<Stored> more = read(partition, seen.isEmpty() ? 0 : seen.getLast().nextOffset());
      for (Stored batch : more) {
        assertThat(batch.baseOffset())
            .as("no hole, nothing twice")
            .isEqualTo(seen.isEmpty() ? 0 : seen.getLast().nextOffset());
        seen.add(batch);
      }
      if (last && more.isEmpty()) {
        return seen;
      }
    }
  }

  private interface Work {
    void of(int thread) throws Exception;
  }

  private static void everyThread(Work work) throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      all.add(
          () -> {
            work.of(thread);
            return null;
          });
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Void> done : executor.invokeAll(all)) {
        done.get();
      }
    }
  }
}
