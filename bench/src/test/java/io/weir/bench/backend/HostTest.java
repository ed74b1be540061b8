package io.weir.bench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.Durability;
import io.weir.bench.backend.Order.Reading;
import io.weir.bench.backend.Outcome.Done;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
  private static final int BATCH = 1024;

  @TempDir Path data;

  private final Vertx vertx = Vertx.vertx();
  private Backend backend;
  private Host host;

  @BeforeEach
  void open() throws Exception {
    backend = BackendProcess.open(vertx, data, Map.of());
    host = new Host(backend, new Lanes(vertx));
  }

  @AfterEach
  void close() throws Exception {
    Host.get(backend.close());
    Host.get(vertx.close());
  }

  @Test
  void topicsAreCreatedAndDeletedASetAtATime() throws Exception {
    ask(create("few", 3, 2));
    ask(create("many", 300, 1));

    Done deleted = ask(new Order.Delete("many", 299));

    assertThat(deleted.written().operations()).isEqualTo(299);
    assertThat(Host.get(backend.topics().list())).hasSize(4);
  }

  @Test
  void nothingToDoIsDoneAtOnce() throws Exception {
    ask(create("few", 1, 1));

    assertThat(ask(new Order.Delete("few", 0)).written()).isEqualTo(Work.NONE);
  }

  @Test
  void aSetIsFoundAgainByTheNextProcess() throws Exception {
    ask(create("some", 5, 2));
    Host.get(backend.close());
    open();

    assertThat(ask(new Order.Fill("some", BATCH)).written().operations()).isEqualTo(10);
  }

  @Test
  void fillingWritesOneBatchToEachPartition() throws Exception {
    ask(create("some", 2, 3));

    Done filled = ask(new Order.Fill("some", BATCH));

    assertThat(filled.written().operations()).isEqualTo(6);
    assertThat(filled.written().bytes()).isBetween(6L * BATCH - 60, 6L * BATCH);
    assertThat(ask(new Order.Scan("some", BATCH)).read().operations()).isEqualTo(6);
  }

  @Test
  void writingStopsAtItsBytesAndSaysWhatItTook() throws Exception {
    ask(create("some", 2, 1));

    Done written = ask(new Order.Write("some", 16 * BATCH, 4, 60, 1_000_000, true));

    assertThat(written.written().bytes()).isBetween(1_000_000L, 1_000_000L + 5 * 16 * BATCH);
    assertThat(written.written().latencies().p99()).isPositive();
    assertThat(written.usage().cpu()).isGreaterThan(written.usage().callersCpu());
    assertThat(written.syncs()).isBetween(1L, written.written().operations());
    assertThat(ask(new Order.Scan("some", 16 * BATCH)).read().bytes())
        .isEqualTo(written.written().bytes());
  }

  @Test
  void whatIsReadOneByOneIsOneBatchEach() throws Exception {
    ask(create("some", 7, 1));
    ask(new Order.Write("some", BATCH, 4, 60, 100_000, false));

    Done read = ask(new Order.Pick("some", BATCH, 3, 60, 50_000));

    long size = Batch.of(BATCH).size();
    assertThat(read.read().bytes()).isEqualTo(read.read().operations() * size);
    assertThat(read.read().bytes()).isBetween(50_000L, 50_000L + 3 * size);
  }

  @Test
  void theReaderAtTheTailIsGivenAllThatIsWritten() throws Exception {
    ask(create("some", 1, 1));
    ask(new Order.Fill("some", BATCH));

    Done paced = ask(new Order.Pace("some", BATCH, 1_000, 0.2, new Reading.Tail()));

    assertThat(paced.written().operations()).isBetween(1L, 200L);
    assertThat(paced.read().operations()).isEqualTo(paced.written().operations());
    assertThat(paced.read().bytes()).isEqualTo(paced.written().bytes());
  }

  @Test
  void theRateGoesOnAsLongAsWhatIsFarBehindIsRead() throws Exception {
    ask(create("live", 1, 1));
    ask(create("old", 2, 2));
    Done old = ask(new Order.Write("old", BATCH, 4, 60, 3_000_000, false));

    Done paced = ask(new Order.Pace("live", BATCH, 1_000, 60, new Reading.Behind("old", BATCH)));

    assertThat(paced.read().bytes()).isEqualTo(old.written().bytes());
    assertThat(paced.readSeconds()).isPositive().isLessThanOrEqualTo(paced.usage().seconds());
  }

  @Test
  void theHeapIsMeasured() throws Exception {
    assertThat(host.carryOut(new Order.Heap()))
        .isInstanceOfSatisfying(
            Outcome.HeapInUse.class, heap -> assertThat(heap.bytes()).isPositive());
  }

  @Test
  void aSetThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> host.carryOut(new Order.Fill("nothing", BATCH)))
        .hasMessageContaining("there is no set nothing");
  }

  private Done ask(Order order) throws Exception {
    return (Done) host.carryOut(order);
  }

  private static Order create(String set, int topics, int partitions) {
    return new Order.Create(set, topics, partitions, Durability.SYNC, -1);
  }
}
